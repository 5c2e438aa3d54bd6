"""A thin WSGI layer around Flask that answers for documents itself: ten times Flask's speed."""

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
from feedsvc.site.naming import FeedTarget, target_of
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
"""The environ's key of an error that came up here, for Flask to log and to show as a page."""

READING = ("GET", "HEAD")
"""The methods that a document can be asked for with."""

_NAMES = {
    "HTTP_ACCEPT_ENCODING": "accept-encoding",
    "HTTP_A_IM": "a-im",
    "HTTP_IF_NONE_MATCH": "if-none-match",
    "HTTP_IF_MODIFIED_SINCE": "if-modified-since",
    "HTTP_USER_AGENT": "user-agent",
}


class DocumentMiddleware:
    """Answers for the documents of a site; passes every other request on."""

    def __init__(self, site: Site, app: WSGIApplication, tally: Tally | None = None) -> None:
        """Serve a site before an app; what is answered here is counted in a tally."""
        self._site, self._app, self._tally = site, app, tally
        self._redirects = site.settings.redirects

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request: PEP 3333."""
        try:
            found = self._find(environ)
        except Exception as error:  # noqa: BLE001 -- Flask logs it and shows its page
            environ[FAILURE] = error
            found = None
        if found is None:
            return self._app(without_token(environ), start_response)
        start_response(found.status, found.headers)
        return [found.body]

    def _find(self, environ: WSGIEnvironment) -> WsgiResponse | None:
        path = _path(environ)
        method = environ["REQUEST_METHOD"]
        if path is None:
            return None
        if is_private(path):
            found = private_response(self._site, path, method, _headers(environ), self._site.now())
            if found is not None:
                return self._counted("private", found)
        if self._redirects:
            query, max_age = environ.get("QUERY_STRING", ""), self._site.settings.cache_seconds
            elsewhere = moved(self._redirects, path, query, method, max_age=max_age)
            if elsewhere is not None:
                return self._counted("redirect", elsewhere)
        at = self._site.now()
        document = self._site.document(path, at)
        if document is not None:
            return self._answer(document, environ, at)
        page = path if path.endswith("/") else path + "/"
        if page != path and method in READING and self._site.document(page, at) is not None:
            return self._counted("redirect", _to_slash(environ))
        if self._site.was_withdrawn(page, at):
            raise Gone
        return None

    def _answer(self, document: Document, environ: WSGIEnvironment, at: datetime) -> WsgiResponse:
        path, method = document.path, environ["REQUEST_METHOD"]
        if method not in READING:
            raise MethodNotAllowed(READING)
        found = document_response(
            document,
            method,
            _headers(environ),
            Freshness(*self._site.caching(at, path)),
            lambda etags: self._site.delta(path, etags, at),
        )
        found.headers.extend(hub_links(self._site.settings, path))
        if self._tally is not None:
            count_document(self._tally, environ, path, document, found)
        return found

    def _counted(self, kind: str, found: WsgiResponse) -> WsgiResponse:
        if self._tally is not None:
            count_response(self._tally, kind, found)
        return found


def _headers(environ: WSGIEnvironment) -> dict[str, str]:
    """Return the request's headers that documents depend on, with small letters."""
    return {name: environ[variable] for variable, name in _NAMES.items() if variable in environ}


def _path(environ: WSGIEnvironment) -> str | None:
    """Return the path as text; WSGI hands over its bytes as Latin-1."""
    path: str = environ["PATH_INFO"]
    if path.isascii():
        return path
    try:
        return path.encode("latin-1").decode()
    except UnicodeDecodeError:
        return None


def _to_slash(environ: WSGIEnvironment) -> WsgiResponse:
    """Send a client to the page's address, whose last slash it left out.

    The address is relative, so that it holds below a prefix that a proxy has taken off.
    """
    name = (environ.get("SCRIPT_NAME", "") + environ["PATH_INFO"]).rpartition("/")[2]
    location = f"./{quote(name, encoding='latin-1')}/"
    headers = [("Location", location), ("Content-Length", "0"), NO_SNIFFING]
    return WsgiResponse("301 Moved Permanently", headers, b"")


def moved(
    redirects: Redirects, path: str, query: str, method: str, *, max_age: int
) -> WsgiResponse | None:
    """Return the redirect from a path that settings say is another now; None for all others.

    `path` is as text, `query` as it was sent: it goes along where the new place has none of
    its own. Raises Gone where settings say that nothing is there any more.
    """
    place = redirects.find(path, query)
    if place is None:
        return None
    if place == GONE:
        raise Gone
    if method not in ("GET", "HEAD"):
        return None
    # A cache that looks at no queries would send all who ask for the path there.
    alone = redirects.depends_on_query(path, query)
    headers = [
        ("Location", place),
        ("Content-Length", "0"),
        ("Cache-Control", "no-store" if alone else f"public, max-age={max_age}"),
        NO_SNIFFING,
    ]
    return WsgiResponse("301 Moved Permanently", headers, b"")


def hub_links(settings: Settings, path: str) -> list[Header]:
    """Return the header that names a feed's own address and its hubs; none for other documents.

    A page of an archive is none that a hub is told of.
    """
    if not settings.hubs or not isinstance(target_of(path), FeedTarget):
        return []
    links = [f'<{settings.base_url}{path}>; rel="self"']
    links += [f'<{hub}>; rel="hub"' for hub in settings.hubs]
    return [("Link", ", ".join(links))]
