"""A feed whose address a visitor gave, fetched: never much, never for long, never from inside."""

import logging
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from feedsvc.errors import TargetError
from feedsvc.validator.http.checking import Validated, validate_exchange
from feedsvc.validator.http.fetching import fetch

if TYPE_CHECKING:
    from feedsvc.validator.http.public import PublicTransport

MOST_BYTES = 5 * 1024 * 1024
"""How much of a document is read, once it is decoded."""
SECONDS = 10.0
"""How long all requests for a feed may take together."""
MOST_AT_ONCE = 4
"""How many feeds are fetched at the same time: each keeps one of the server's threads waiting."""


class BusyError(TargetError):
    """As many feeds are being fetched as may be."""


def public() -> "PublicTransport":
    """Make the transport that asks public addresses alone."""
    from feedsvc.validator.http.public import PublicTransport  # noqa: PLC0415 - only where it is on

    return PublicTransport()


class FeedFetcher:
    """Fetches feeds for visitors; safe to use from many threads.

    `transport` makes what carries the requests for a feed; `seconds` is for all of them.
    """

    def __init__(
        self,
        transport: "Callable[[], PublicTransport]" = public,
        *,
        seconds: float = SECONDS,
        at_once: int = MOST_AT_ONCE,
    ) -> None:
        self._transport, self._seconds = transport, seconds
        self._free = threading.Semaphore(at_once)
        # At INFO it logs whole addresses, and those of some feeds hold their readers' tokens.
        logging.getLogger("httpx").setLevel(logging.WARNING)

    def validate(self, url: str, *, limit: int, profiles: Sequence[str] = ()) -> Validated:
        """Fetch a feed and check it with what its server answered.

        `limit` is in bytes. Raises TargetError where no answer comes or the address is not one
        that may be asked, BusyError where too many are being fetched.
        """
        most = min(limit, MOST_BYTES)
        if not self._free.acquire(blocking=False):
            raise BusyError("Too many feeds are being fetched just now: try again in a minute.")
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
