"""How often one client may ask for what costs much: a count in memory, with no address in it."""

import hashlib
import ipaddress
import secrets
import threading
import time
from collections.abc import Callable
from math import ceil

MINUTE = 60.0
ROUNDING = 1e-6
MOST_CLIENTS = 10_000
"""Of how many clients the count is kept at once; beyond, the one that asked first is forgotten."""


class Limiter:
    """Lets each client ask a number of times a minute, all at once or spread out.

    Of a client nothing is kept but a moment, under a hash that no other process can make.
    `clock` is in seconds. Safe to use from many threads.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Allow `per_minute` requests of each client; 0 allows any number."""
        self._interval = MINUTE / per_minute if per_minute else 0.0
        self._clock = clock
        self._key = secrets.token_bytes(16)
        self._due: dict[bytes, float] = {}
        self._lock = threading.Lock()

    def wait(self, address: str) -> int:
        """Count a request; return 0 where it is allowed, else the seconds until the next is.

        The generic cell rate algorithm (ITU-T I.371): each request adds its share of a minute
        to the moment at which the client's account is even, which may lie a minute ahead.
        """
        now, client = self._clock(), self._hash(address)
        with self._lock:
            even = max(now, self._due.pop(client, now)) + self._interval
            wait = _seconds(even - now)
            self._due[client] = even - self._interval if wait else even
            self._forget(now)
        return wait

    def due(self, address: str) -> int:
        """Return what `wait` would, and count nothing."""
        now, client = self._clock(), self._hash(address)
        with self._lock:
            return _seconds(max(0.0, self._due.get(client, now) - now) + self._interval)

    def _forget(self, now: float) -> None:
        """Drop the accounts that are even, from the oldest on, and what is too much."""
        while self._due:
            first = next(iter(self._due))
            if self._due[first] > now and len(self._due) <= MOST_CLIENTS:
                return
            del self._due[first]

    def _hash(self, address: str) -> bytes:
        return hashlib.blake2b(_network(address).encode(), key=self._key, digest_size=16).digest()


def client_of(peer: str, forwarded: str) -> str:
    """Return the address of a client: who connects, or whom a proxy on this machine names.

    `forwarded` is the X-Forwarded-For header; only its last address is the proxy's own word.
    """
    named = forwarded.rpartition(",")[2].strip()
    return named if named and _is_here(peer) else peer


def _seconds(ahead: float) -> int:
    """Return how long a client has to wait whose account is even in some seconds."""
    late = ahead - MINUTE
    return 0 if late < ROUNDING else max(1, ceil(late))


def _network(address: str) -> str:
    """Return what one client has: an address, of IPv6 the 64 bits that name its network."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if parsed.version == 4:  # noqa: PLR2004 -- the version's name
        return str(parsed)
    return str(ipaddress.ip_network((parsed, 64), strict=False))


def _is_here(address: str) -> bool:
    if address == "127.0.0.1":  # where a proxy mostly is, at each request
        return True
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return not address  # a Unix socket has none
