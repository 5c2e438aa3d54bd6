"""What the newsroom's pages work with besides the site, and who may see them."""

import hmac
import ipaddress
import secrets
from collections.abc import Callable
from hashlib import blake2b
from http import HTTPStatus
from typing import cast
from urllib.parse import urlsplit

import msgspec
from flask import Response, current_app, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import NotFound, TooManyRequests, Unauthorized

from feedsvc.audience import Audience, Tally
from feedsvc.settings import Settings
from feedsvc.site import SyncReport
from feedsvc.web.limiter import Limiter, client_of
from feedsvc.web.responses import current_site
from feedsvc.websub import Teller

EXTENSION = "feedsvc.newsroom"
LIMITER = "feedsvc.newsroom.limiter"

WRONG_PER_MINUTE = 10
"""How many wrong passwords a minute one client may try."""

PATHS = ("/desk", "/metrics")
"""The newsroom's pages, with all that is below them."""

PROXY_HEADERS = ("HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP")
"""What says, besides X-Forwarded-*, that somebody asks through a proxy on this machine."""

OLD_PROTOCOLS = ("HTTP/1.0", "HTTP/1")
"""HTTP/1.0 by its name, and by granian's."""


def _nothing(_report: SyncReport) -> None:
    """Do nothing about a sync."""


class Newsroom(msgspec.Struct, frozen=True, kw_only=True):
    """What serves besides the site: who counts readers, who tells hubs, who hears of a sync.

    `local` says that the server listens to this machine alone.
    """

    audience: Audience | None = None
    teller: Teller | None = None
    on_sync: Callable[[SyncReport], None] = _nothing
    local: bool = False

    @property
    def tally(self) -> Tally | None:
        """What answers are counted in, if they are."""
        return self.audience.tally if self.audience and self.audience.counts else None


def current_newsroom() -> Newsroom:
    """Return what the app's newsroom works with."""
    return cast("Newsroom", current_app.extensions[EXTENSION])


def session_key(settings: Settings) -> bytes:
    """Return what cookies of the newsroom are signed with: with a password, the same everywhere.

    Several processes answer for one site, and a form of one may come back to another.
    """
    password = settings.web.desk_password
    if password is None:
        return secrets.token_bytes(32)
    return blake2b(password.encode(), person=b"feedsvc.desk").digest()


def is_open_here(settings: Settings, *, local: bool) -> bool:
    """Tell whether a site is for this machine alone, on which its desk needs no password.

    `local` says that the server listens to this machine alone.
    """
    return local and _is_loopback(urlsplit(settings.base_url).hostname or "")


def guard() -> None:
    """Let nobody know of the newsroom's pages but those who may see them.

    They are open to this machine alone, where it serves nobody else, and to those who know
    the password. Raises NotFound, as if nothing were there; Unauthorized where a password
    opens them, and TooManyRequests after many that were wrong.
    """
    if not _is_newsroom(request.path) or _is_local():
        return
    password = current_site().settings.web.desk_password
    if password is None:
        raise NotFound
    limiter = cast("Limiter", current_app.extensions[LIMITER])
    forwarded = request.headers.get("X-Forwarded-For", "")
    client = client_of(request.remote_addr or "", forwarded)
    if seconds := limiter.due(client):
        raise TooManyRequests(retry_after=seconds)
    given = request.authorization
    if given is None or given.password is None:
        raise _unauthorized()
    if not hmac.compare_digest(given.password.encode(), password.encode()):
        limiter.wait(client)
        raise _unauthorized()


def unlist(response: Response) -> Response:
    """Keep search engines off the newsroom's pages; one that is not there says no word of it."""
    if _is_newsroom(request.path) and response.status_code != HTTPStatus.NOT_FOUND:
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _is_newsroom(path: str) -> bool:
    return any(path == each or path.startswith(f"{each}/") for each in PATHS)


def _unauthorized() -> Unauthorized:
    ask = WWWAuthenticate("basic", {"realm": "The newsroom", "charset": "UTF-8"})
    return Unauthorized(www_authenticate=ask)


def _is_local() -> bool:
    """Tell whether a request comes from this machine, for a site that is served to it alone.

    A page elsewhere can have its own name lead here (DNS rebinding), so the Host header has
    to be this machine's; and a proxy here passes on what strangers ask. One that says so in no
    header mostly speaks HTTP/1.0, as nginx does unless told otherwise.
    """
    environ = request.environ
    if any(name in PROXY_HEADERS or name.startswith("HTTP_X_FORWARDED") for name in environ):
        return False
    names = (request.remote_addr or "", _host_name(environ.get("HTTP_HOST", "")))
    return (
        is_open_here(current_site().settings, local=current_newsroom().local)
        and environ.get("SERVER_PROTOCOL") not in OLD_PROTOCOLS
        and all(_is_loopback(name) for name in names)
    )


def _host_name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _is_loopback(name: str) -> bool:
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"
