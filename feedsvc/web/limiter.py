"""Rate limits per client, counted in memory without storing addresses."""

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
"""How many clients are tracked at once; beyond that, the one seen first is forgotten."""


class Limiter:
    """Lets each client make a number of requests per minute, all at once or spread out.

    Each client has a budget that requests use up and time restores. Only the time at which it
    is full again is stored, under a keyed hash that no other process can compute.
    `clock` returns seconds. Safe to use from many threads.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Allow `per_minute` requests per client; 0 means no limit."""
        self._interval = MINUTE / per_minute if per_minute else 0.0
        self._clock = clock
        self._key = secrets.token_bytes(16)
        self._full_at: dict[bytes, float] = {}
        self._lock = threading.Lock()

    def wait(self, address: str) -> int:
        """Count a request; return 0 if it is allowed, else the seconds until the next one is.

        Implements the generic cell rate algorithm (ITU-T I.371): each request postpones the
        time at which the budget is full by its share of a minute, to at most a minute ahead.
        """
        now, client = self._clock(), self._hash(address)
        with self._lock:
            full_at = max(now, self._full_at.pop(client, now)) + self._interval
            wait = _seconds_to_wait(full_at - now)
            self._full_at[client] = full_at - self._interval if wait else full_at
            self._forget(now)
        return wait

    def due(self, address: str) -> int:
        """Return what `wait` would, without counting a request."""
        now, client = self._clock(), self._hash(address)
        with self._lock:
            ahead = max(0.0, self._full_at.get(client, now) - now)
            return _seconds_to_wait(ahead + self._interval)

    def _forget(self, now: float) -> None:
        """Drop the oldest clients while their budget is full or there are too many."""
        while self._full_at:
            first = next(iter(self._full_at))
            if self._full_at[first] > now and len(self._full_at) <= MOST_CLIENTS:
                return
            del self._full_at[first]

    def _hash(self, address: str) -> bytes:
        return hashlib.blake2b(_network(address).encode(), key=self._key, digest_size=16).digest()


def client_of(peer: str, forwarded: str) -> str:
    """Return a client's address: the peer's, or the one that a proxy on this machine reports.

    `forwarded` is the X-Forwarded-For header; only its last address comes from the proxy.
    """
    reported = forwarded.rpartition(",")[2].strip()
    return reported if reported and _is_on_this_machine(peer) else peer


def _seconds_to_wait(ahead: float) -> int:
    """Return how long a client must wait if its budget would be full in `ahead` seconds."""
    excess = ahead - MINUTE
    return 0 if excess < ROUNDING else max(1, ceil(excess))


def _network(address: str) -> str:
    """Return what identifies a client: its IPv4 address, or the /64 network of its IPv6 address."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if parsed.version == 4:  # noqa: PLR2004 -- the version's name
        return str(parsed)
    return str(ipaddress.ip_network((parsed, 64), strict=False))


def _is_on_this_machine(address: str) -> bool:
    if address == "127.0.0.1":  # a shortcut: proxies are usually here
        return True
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return not address  # a Unix socket has none
