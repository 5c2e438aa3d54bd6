"""Private feeds: served at URLs with tokens, which are kept out of logs, caches and other pages."""

from collections.abc import Mapping
from datetime import datetime
from wsgiref.types import WSGIEnvironment

from flask import Blueprint, Response, request
from werkzeug.exceptions import MethodNotAllowed

from feedsvc.feeds import FORMATS
from feedsvc.site import PRIVATE, Site
from feedsvc.web.document_response import (
    FOR_ALL_ORIGINS,
    Freshness,
    Header,
    WsgiResponse,
    document_response,
)

blueprint = Blueprint("private", __name__)

PRIVATE_HEADERS: tuple[Header, ...] = (
    ("Cache-Control", "private, no-store"),
    ("X-Robots-Tag", "noindex"),
    ("Referrer-Policy", "no-referrer"),
)
"""Headers of every response at a private path, including error pages, whose URL has the token."""

_FILE_NAMES = frozenset(form.file_name for form in FORMATS.values())
_OMITTED = frozenset(name for name, _ in (*PRIVATE_HEADERS, FOR_ALL_ORIGINS))


def is_private(path: str) -> bool:
    """Return whether a path may contain a token, even if its slashes are doubled."""
    return f"/{path.lstrip('/')}".startswith(PRIVATE)


def private_response(
    site: Site, path: str, method: str, headers: Mapping[str, str], at: datetime
) -> WsgiResponse | None:
    """Return the response to a request for a private feed's document, or None if there is none.

    A wrong token and a missing feed look the same. Raises MethodNotAllowed only if the token
    is right. `headers` are as for `document_response`.
    """
    document = site.private_document(path, at)
    if document is None:
        return None
    if method not in ("GET", "HEAD"):
        raise MethodNotAllowed(("GET", "HEAD"))
    # Caches must not store the response, but feed readers store feeds and send their ETag.
    response = document_response(document, method, headers, Freshness(0))
    public = [header for header in response.headers if header[0] not in _OMITTED]
    return response._replace(headers=[*public, *PRIVATE_HEADERS])


def without_token(environ: WSGIEnvironment) -> WSGIEnvironment:
    """Return the environ without the token, since Flask logs the path of a failing request.

    Of a private path, only a feed's file name remains, which says whether an error is for a
    program.
    """
    if not is_private(environ["PATH_INFO"]):
        return environ
    file_name = environ["PATH_INFO"].rpartition("/")[2]
    path = PRIVATE + (file_name if file_name in _FILE_NAMES else "")
    with_token = ("REQUEST_URI", "RAW_URI", "HTTP_REFERER")
    return {**{k: v for k, v in environ.items() if k not in with_token}, "PATH_INFO": path}


@blueprint.after_app_request
def hide(response: Response) -> Response:
    """Keep errors at private paths out of caches and search engines too."""
    if is_private(request.path):
        for name, value in PRIVATE_HEADERS:
            response.headers[name] = value
    return response
