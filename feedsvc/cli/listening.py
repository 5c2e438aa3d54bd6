"""The web server behind `feedsvc serve`: granian, in this process."""

import errno
import socket
from collections.abc import Callable
from typing import Any

from granian.constants import Interfaces
from granian.server.mt import MTServer

from feedsvc.errors import FeedsvcError

THREADS = 16
"""How many requests are handled at once; each takes well under a millisecond."""
SHUTDOWN_SECONDS = 5
"""How long requests in progress can take to finish when the server is stopped."""
FIRST_UNPRIVILEGED_PORT = 1024


class _OneProcess(MTServer):
    """Granian's server with a thread as its worker.

    Granian usually forks or starts a new Python for each worker. With one process, the site
    that is watched is the site that is served.
    """

    def _check_gil(self) -> None:
        """Accept a Python with a GIL, which granian refuses for threads; HTTP is done in Rust."""


def free_port(host: str, port: int) -> tuple[str, int]:
    """Return the IP address and port to listen on; port 0 picks a free one.

    Raises FeedsvcError if the host has no address on this machine, or the port is in use.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            ip, free = probe.getsockname()[:2]
    except OSError as error:
        raise FeedsvcError(_reason(host, port, error)) from error
    return ip, free


def listen(app: Callable[..., Any], ip: str, port: int, *, ready: Callable[[], None]) -> None:
    """Serve a WSGI app until SIGINT or SIGTERM, then finish the requests in progress.

    `ready` is called once these signals are handled, just before the first request can arrive.
    """
    server = _OneProcess(
        "feedsvc",
        address=ip,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=THREADS,
        workers_kill_timeout=SHUTDOWN_SECONDS,
        log_enabled=False,
    )
    server.on_startup(ready)
    server.serve(target_loader=lambda: app, wrap_loader=False)


def _reason(host: str, port: int, error: OSError) -> str:
    if isinstance(error, socket.gaierror):
        return f"--host {host}: no such host"
    if error.errno == errno.EADDRINUSE:
        return f"port {port} on {host} is in use; choose another, such as --port {port + 1}"
    if error.errno == errno.EADDRNOTAVAIL:
        return f"--host {host}: not an address of this machine"
    if error.errno == errno.EACCES and port < FIRST_UNPRIVILEGED_PORT:
        return f"port {port} needs administrator rights; choose {FIRST_UNPRIVILEGED_PORT} or above"
    return f"cannot listen on {host}, port {port}: {error.strerror}"
