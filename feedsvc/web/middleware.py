"""WSGI middleware that serves documents without Flask, ten times as fast as a view."""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import quote
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.exceptions import Gone, MethodNotAllowed

from feedsvc.audience import Tally
from feedsvc.feeds import Document
from feedsvc.redirects import GONE, Redirects
from feedsvc.settings import Settings
from feedsvc.site import Site
from feedsvc.site.paths import FeedTarget, target_of
from feedsvc.web.document_response import (
    NO_SNIFFING,
    Freshness,
    Header,
    WsgiResponse,
    document_response,
)
from feedsvc.web.private import is_private, private_response, without_token
from feedsvc.web.request_counts import count_document, count_response

FAILURE = "feedsvc.failure"
"""The environ key of an error raised here, which Flask then logs and shows as a page."""

READ_METHODS = ("GET", "HEAD")
"""The methods that documents support."""

_HEADERS = {
    "HTTP_ACCEPT_ENCODING": "accept-encoding",
    "HTTP_A_IM": "a-im",
    "HTTP_IF_NONE_MATCH": "if-none-match",
    "HTTP_IF_MODIFIED_SINCE": "if-modified-since",
    "HTTP_USER_AGENT": "user-agent",
}


class DocumentMiddleware:
    """Serves the documents and redirects of a site; passes every other request on to the app."""

    def __init__(self, site: Site, app: WSGIApplication, tally: Tally | None = None) -> None:
        """Wrap an app; responses made here are counted in `tally`."""
        self._site, self._app, self._tally = site, app, tally
        self._redirects = site.settings.redirects

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Respond to one request (PEP 3333)."""
        try:
            response = self._respond(environ)
        except Exception as error:  # noqa: BLE001 -- Flask logs it and shows its page
            environ[FAILURE] = error
            response = None
        if response is None:
            return self._app(without_token(environ), start_response)
        start_response(response.status, response.headers)
        return [response.body]

    def _respond(self, environ: WSGIEnvironment) -> WsgiResponse | None:
        path = _path(environ)
        method = environ["REQUEST_METHOD"]
        if path is None:
            return None
        if is_private(path):
            private = private_response(
                self._site, path, method, _headers(environ), self._site.now()
            )
            if private is not None:
                return self._counted("private", private)
        if self._redirects:
            query, max_age = environ.get("QUERY_STRING", ""), self._site.settings.cache_seconds
            redirect = redirect_from(self._redirects, path, query, method, max_age=max_age)
            if redirect is not None:
                return self._counted("redirect", redirect)
        at = self._site.now()
        document = self._site.document(path, at)
        if document is not None:
            return self._serve(document, environ, at)
        page = path if path.endswith("/") else path + "/"
        if page != path and method in READ_METHODS and self._site.document(page, at) is not None:
            return self._counted("redirect", _redirect_to_slash(environ))
        if self._site.was_withdrawn(page, at):
            raise Gone
        return None

    def _serve(self, document: Document, environ: WSGIEnvironment, at: datetime) -> WsgiResponse:
        path, method = document.path, environ["REQUEST_METHOD"]
        if method not in READ_METHODS:
            raise MethodNotAllowed(READ_METHODS)
        response = document_response(
            document,
            method,
            _headers(environ),
            Freshness(*self._site.freshness(at, path)),
            lambda etags: self._site.delta(path, etags, at),
        )
        response.headers.extend(hub_links(self._site.settings, path))
        if self._tally is not None:
            count_document(self._tally, environ, path, document, response)
        return response

    def _counted(self, kind: str, response: WsgiResponse) -> WsgiResponse:
        if self._tally is not None:
            count_response(self._tally, kind, response)
        return response


def redirect_from(
    redirects: Redirects, path: str, query: str, method: str, *, max_age: int
) -> WsgiResponse | None:
    """Return the redirect from an old path, or None if the settings have none.

    `path` is unquoted, `query` as the client sent it; it is passed on to a target without a
    query of its own. Raises Gone if the settings say that the path is gone for good.
    """
    place = redirects.find(path, query)
    if place is None:
        return None
    if place == GONE:
        raise Gone
    if method not in READ_METHODS:
        return None
    # A cache that ignores queries would redirect every request for the path.
    query_only = redirects.depends_on_query(path, query)
    headers = [
        ("Location", place),
        ("Content-Length", "0"),
        ("Cache-Control", "no-store" if query_only else f"public, max-age={max_age}"),
        NO_SNIFFING,
    ]
    return WsgiResponse("301 Moved Permanently", headers, b"")


def hub_links(settings: Settings, path: str) -> list[Header]:
    """Return the Link header that names a feed's URL and hubs (W3C WebSub, section 4).

    Other documents, archive pages included, have none: hubs are not notified of them.
    """
    if not settings.hubs or not isinstance(target_of(path), FeedTarget):
        return []
    links = [f'<{settings.base_url}{path}>; rel="self"']
    links += [f'<{hub}>; rel="hub"' for hub in settings.hubs]
    return [("Link", ", ".join(links))]


def _headers(environ: WSGIEnvironment) -> dict[str, str]:
    """Return the request headers that responses depend on, with lowercase names."""
    return {name: environ[variable] for variable, name in _HEADERS.items() if variable in environ}


def _path(environ: WSGIEnvironment) -> str | None:
    """Return the path as text; WSGI passes its bytes as Latin-1."""
    path: str = environ["PATH_INFO"]
    if path.isascii():
        return path
    try:
        return path.encode("latin-1").decode()
    except UnicodeDecodeError:
        return None


def _redirect_to_slash(environ: WSGIEnvironment) -> WsgiResponse:
    """Redirect to the URL of a page, from the same URL without its trailing slash.

    The Location is relative, so that it is right behind a proxy that strips a prefix.
    """
    name = (environ.get("SCRIPT_NAME", "") + environ["PATH_INFO"]).rpartition("/")[2]
    location = f"./{quote(name, encoding='latin-1')}/"
    headers = [("Location", location), ("Content-Length", "0"), NO_SNIFFING]
    return WsgiResponse("301 Moved Permanently", headers, b"")
