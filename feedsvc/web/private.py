"""Private feeds: served at addresses that hold tokens, which no log, cache or other page learns."""

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
"""What every answer at a private path says: a page there would tell its address to the next."""

_FILE_NAMES = frozenset(format_.file_name for format_ in FORMATS.values())
_LEFT_OUT = frozenset(name for name, _ in (*PRIVATE_HEADERS, FOR_ALL_ORIGINS))


def is_private(path: str) -> bool:
    """Tell whether a path may hold a token, also where slashes were typed twice."""
    return f"/{path.lstrip('/')}".startswith(PRIVATE)


def private_response(
    site: Site, path: str, method: str, headers: Mapping[str, str], at: datetime
) -> WsgiResponse | None:
    """Return the response to a request for a private feed's document; None where there is none.

    A feed that is not there and a token that does not open it are the same. Raises
    MethodNotAllowed to those whose token is good. `headers` are those of `answer`.
    """
    document = site.private_document(path, at)
    if document is None:
        return None
    if method not in ("GET", "HEAD"):
        raise MethodNotAllowed(("GET", "HEAD"))
    # A cache is to keep nothing, but readers that keep a feed themselves ask with its ETag.
    found = document_response(document, method, headers, Freshness(0))
    kept = [header for header in found.headers if header[0] not in _LEFT_OUT]
    return found._replace(headers=[*kept, *PRIVATE_HEADERS])


def without_token(environ: WSGIEnvironment) -> WSGIEnvironment:
    """Return a request as the app may know it: Flask logs the path of one that fails.

    Of a private path only the name of a feed's file is left, if there is one, which says
    whether its error is for a program.
    """
    if not is_private(environ["PATH_INFO"]):
        return environ
    file_name = environ["PATH_INFO"].rpartition("/")[2]
    path = PRIVATE + (file_name if file_name in _FILE_NAMES else "")
    unsaid = ("REQUEST_URI", "RAW_URI", "HTTP_REFERER")
    kept = {name: value for name, value in environ.items() if name not in unsaid}
    return {**kept, "PATH_INFO": path}


@blueprint.after_app_request
def hide(response: Response) -> Response:
    """Let an error at a private path be known as little as the feed is."""
    if is_private(request.path):
        for name, value in PRIVATE_HEADERS:
            response.headers[name] = value
    return response
