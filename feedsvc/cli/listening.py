"""The server behind `feedsvc serve`: granian, in this process."""

import errno
import socket
from collections.abc import Callable
from typing import Any

from granian.constants import Interfaces
from granian.server.mt import MTServer

from feedsvc.errors import FeedsvcError

THREADS = 16
"""How many requests are answered at once; each takes well under a millisecond."""
PATIENCE_SECONDS = 5
"""How long a request that is under way may still take when the server is stopped."""
PRIVILEGED_PORTS = 1024


class _OneProcess(MTServer):
    """Granian's server with its worker as a thread.

    Its usual one forks, or starts Python anew, for a worker. One process means that the
    site which is watched is the site which is served.
    """

    def _check_gil(self) -> None:
        """Allow it on a Python with a GIL: a thread that answers HTTP in Rust needs no other."""


def free_port(host: str, port: int) -> tuple[str, int]:
    """Return the IP address and port to listen on; port 0 stands for any that is free.

    Raises FeedsvcError where the host has no address here or the port is taken.
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
        raise FeedsvcError(_why_not(host, port, error)) from error
    return ip, free


def listen(app: Callable[..., Any], ip: str, port: int, *, ready: Callable[[], None]) -> None:
    """Serve a WSGI app until SIGINT or SIGTERM; requests under way are answered first.

    `ready` is called when these signals are handled, just before the first request can come.
    """
    server = _OneProcess(
        "feedsvc",
        address=ip,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=THREADS,
        workers_kill_timeout=PATIENCE_SECONDS,
        log_enabled=False,
    )
    server.on_startup(ready)
    server.serve(target_loader=lambda: app, wrap_loader=False)


def _why_not(host: str, port: int, error: OSError) -> str:
    if isinstance(error, socket.gaierror):
        return f"--host {host}: there is no such address"
    if error.errno == errno.EADDRINUSE:
        return f"port {port} on {host} is in use; choose another, such as --port {port + 1}"
    if error.errno == errno.EADDRNOTAVAIL:
        return f"--host {host}: is not an address of this machine"
    if error.errno == errno.EACCES and port < PRIVILEGED_PORTS:
        return f"port {port} is for administrators; choose one from {PRIVILEGED_PORTS} up"
    return f"cannot listen on {host}, port {port}: {error.strerror}"
