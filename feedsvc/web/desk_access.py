"""Access to the newsroom's pages: who may see the desk and the metrics."""

import hmac
import ipaddress
import secrets
from hashlib import blake2b
from http import HTTPStatus
from typing import cast
from urllib.parse import urlsplit

from flask import Response, current_app, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import NotFound, TooManyRequests, Unauthorized

from feedsvc.settings import Settings
from feedsvc.web.context import current_services, current_site
from feedsvc.web.limiter import Limiter, client_of

LIMITER = "feedsvc.desk_limiter"
"""The key in `app.extensions` of the limiter for wrong passwords."""

WRONG_PER_MINUTE = 10
"""How many wrong passwords a client may try per minute."""

PATHS = ("/desk", "/metrics")
"""The newsroom's pages, with everything below them."""

PROXY_HEADERS = ("HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP")
"""Environ variables that, besides X-Forwarded-*, show that a proxy passed the request on."""

OLD_PROTOCOLS = ("HTTP/1.0", "HTTP/1")
"""HTTP/1.0 as most servers spell it, and as granian does."""


def session_key(settings: Settings) -> bytes:
    """Return the key that signs session cookies: derived from the desk password, else random.

    Several processes may serve one site, and a form rendered by one may be sent to another.
    """
    password = settings.web.desk_password
    if password is None:
        return secrets.token_bytes(32)
    return blake2b(password.encode(), person=b"feedsvc.desk").digest()


def is_open_here(settings: Settings, *, local: bool) -> bool:
    """Return whether the desk needs no password, since only this machine can reach the site.

    `local` says that the server listens on a loopback address only.
    """
    return local and _is_loopback(urlsplit(settings.base_url).hostname or "")


def guard() -> None:
    """Let only authorized clients see the newsroom's pages.

    They are open on a machine that serves only itself; elsewhere they need the password.
    Raises NotFound if no password is set, so that the pages seem not to exist; Unauthorized
    without the right password; TooManyRequests after too many wrong ones.
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
    credentials = request.authorization
    if credentials is None or credentials.password is None:
        raise _unauthorized()
    if not hmac.compare_digest(credentials.password.encode(), password.encode()):
        limiter.wait(client)
        raise _unauthorized()


def unlist(response: Response) -> Response:
    """Keep search engines off the newsroom's pages, unless they respond 404 to hide themselves."""
    if _is_newsroom(request.path) and response.status_code != HTTPStatus.NOT_FOUND:
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _is_newsroom(path: str) -> bool:
    return any(path == each or path.startswith(f"{each}/") for each in PATHS)


def _unauthorized() -> Unauthorized:
    challenge = WWWAuthenticate("basic", {"realm": "The newsroom", "charset": "UTF-8"})
    return Unauthorized(www_authenticate=challenge)


def _is_local() -> bool:
    """Return whether a request comes from this machine, for a site that serves only this machine.

    A foreign page can point its own name at this machine (DNS rebinding), so the Host header
    must be a loopback name. A proxy on this machine passes on requests of strangers: most add
    a header that says so, and those that don't usually speak HTTP/1.0, nginx's default.
    """
    environ = request.environ
    if any(name in PROXY_HEADERS or name.startswith("HTTP_X_FORWARDED") for name in environ):
        return False
    names = (request.remote_addr or "", _host_name(environ.get("HTTP_HOST", "")))
    return (
        is_open_here(current_site().settings, local=current_services().local)
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
