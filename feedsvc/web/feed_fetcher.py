"""Fetching of feeds by a URL that a visitor entered: with limits, and from public hosts only."""

import logging
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from feedsvc.errors import TargetError
from feedsvc.validator.http.fetching import Validated, fetch, validate_exchange

if TYPE_CHECKING:
    from feedsvc.validator.http.public import PublicTransport

MOST_BYTES = 5 * 1024 * 1024
"""How much of a document is read, after decompression."""
SECONDS = 10.0
"""The time limit for all requests for one feed."""
MOST_AT_ONCE = 4
"""How many feeds are fetched at the same time; each blocks one of the server's threads."""


class BusyError(TargetError):
    """Raised when too many feeds are being fetched at the same time."""


def public_transport() -> "PublicTransport":
    """Return a transport that connects to public addresses only."""
    from feedsvc.validator.http.public import PublicTransport  # noqa: PLC0415 - only where it is on

    return PublicTransport()


class FeedFetcher:
    """Fetches and validates feeds for visitors; safe to use from many threads.

    `transport` returns the transport for the requests of one feed; `seconds` limits them all.
    """

    def __init__(
        self,
        transport: "Callable[[], PublicTransport]" = public_transport,
        *,
        seconds: float = SECONDS,
        at_once: int = MOST_AT_ONCE,
    ) -> None:
        self._transport, self._seconds = transport, seconds
        self._free = threading.Semaphore(at_once)
        # At level INFO, httpx logs whole URLs, and some contain subscribers' tokens.
        logging.getLogger("httpx").setLevel(logging.WARNING)

    def validate(self, url: str, *, limit: int, profiles: Sequence[str] = ()) -> Validated:
        """Fetch a feed of at most `limit` bytes and validate it with its server's responses.

        Raises TargetError if there is no response or the URL is not allowed, BusyError if too
        many feeds are being fetched.
        """
        most = min(limit, MOST_BYTES)
        if not self._free.acquire(blocking=False):
            raise BusyError("Too many feeds are being fetched right now; try again in a minute")
        try:
            exchange = fetch(
                url,
                limit=most,
                seconds=self._seconds,
                total_seconds=self._seconds,
                transport=self._transport(),
            )
        finally:
            self._free.release()
        return validate_exchange(exchange, limit=most, profiles=profiles)
