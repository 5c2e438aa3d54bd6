"""The audience of feeds: programs recognized by User-Agent, and subscribers counted by day."""

import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from http import HTTPStatus
from types import MappingProxyType

from feedsvc.audience.programs import Role, recognize
from feedsvc.catalog import (
    RETENTION_DAYS,
    AudienceStore,
    Client,
    Counts,
    DayFigures,
    Figures,
    NameFigures,
    Subscription,
)
from feedsvc.errors import CatalogError
from feedsvc.settings import Settings

__all__ = [
    "FEED",
    "MAX_ADDRESS_LENGTH",
    "MAX_AGENT_LENGTH",
    "RETENTION_DAYS",
    "Audience",
    "DayFigures",
    "NameFigures",
    "Tally",
]

FLUSH_SECONDS = 10.0
"""How often counts are stored in the catalog."""

FEED = "feed"
"""The kind of response by which subscribers are counted: the current document of a feed."""

CountKey = tuple[str, str, str, int, str, str]
"""The kind of response, the feed's folder, its format's file name, the status, and the client.

The client is a User-Agent and an IP address, both empty except for feeds.
"""

Sums = list[int]
"""Numbers of responses, of bytes sent, and of bytes saved by 304, compression and deltas."""

MAX_COUNTS = 20_000
"""How many different counts are held in memory; further ones are not counted."""

MAX_AGENT_LENGTH, MAX_ADDRESS_LENGTH = 512, 64
"""How many characters are used of a client's User-Agent and address."""

log = logging.getLogger(__name__)


class Tally:
    """Counts of responses since they were last taken. Safe to use from many threads."""

    def __init__(self, most: int = MAX_COUNTS) -> None:
        """Hold at most this many different counts."""
        self._most = most
        self._counts: dict[CountKey, Sums] = {}
        self._lock = threading.Lock()

    def add(
        self, key: CountKey, sent: int, unchanged: int = 0, coded: int = 0, known: int = 0
    ) -> None:
        """Count a response, unless there are too many different counts.

        `sent` are bytes; `unchanged`, `coded` and `known` are bytes saved by a 304, by
        compression and by deltas.
        """
        with self._lock:
            sums = self._counts.get(key)
            if sums is None:
                if len(self._counts) >= self._most:
                    return
                sums = self._counts[key] = [0, 0, 0, 0, 0]
            sums[0] += 1
            sums[1] += sent
            sums[2] += unchanged
            sums[3] += coded
            sums[4] += known

    def take(self) -> Mapping[CountKey, Sums]:
        """Return all counts and reset them."""
        with self._lock:
            counts, self._counts = self._counts, {}
        return MappingProxyType(counts)

    def put_back(self, counts: Mapping[CountKey, Sums]) -> None:
        """Add counts that could not be stored, as far as there is room."""
        with self._lock:
            for key, sums in counts.items():
                existing = self._counts.get(key)
                if existing is not None:
                    self._counts[key] = [a + b for a, b in zip(existing, sums, strict=True)]
                elif len(self._counts) < self._most:
                    self._counts[key] = list(sums)


class Audience:
    """Counts responses by day in the site's zone, and stores the counts in the catalog.

    For some seconds, counts are held in memory, those of feeds with the client's IP address;
    the catalog gets a hash of it. Several processes can count for one catalog. `enabled` says
    whether the settings allow counting.
    """

    def __init__(
        self, store: AudienceStore, settings: Settings, now: Callable[[], datetime]
    ) -> None:
        """Prepare to count; `start` or `flush` stores the counts."""
        self.store, self.tally = store, Tally()
        self.enabled = settings.web.audience
        self._zone, self._now = settings.zone, now
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="feedsvc-audience", daemon=True)
        self._last_flush: date | None = None
        self._failed = False

    def start(self) -> None:
        """Store counts every few seconds from now on.

        If counting is disabled, only close the days that have ended.
        """
        if self.enabled:
            self._thread.start()
        else:
            self._try_to_flush()

    def stop(self) -> None:
        """Store the remaining counts and end the thread."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def today(self) -> date:
        """Return the current day in the site's zone."""
        return self._now().astimezone(self._zone).date()

    def last_complete_day(self) -> date:
        """Return the last day whose figures are complete, or today if there is none."""
        yesterday = self.today() - timedelta(days=1)
        return yesterday if any(each.over for each in self.store.days(yesterday)) else self.today()

    def flush(self) -> None:
        """Store the counts in the catalog, and close the days that have ended.

        Raises CatalogError; the counts then stay in memory.
        """
        counts, today = self.tally.take(), self.today()
        if not counts and today == self._last_flush:
            return
        try:
            self.store.add(_counts(counts), self.today)
        except BaseException:
            self.tally.put_back(counts)
            raise
        self._last_flush = today

    def _run(self) -> None:
        while True:
            ended = self._stop.is_set()
            self._try_to_flush()
            if ended:
                return
            self._stop.wait(FLUSH_SECONDS)

    def _try_to_flush(self) -> None:
        try:
            self.flush()
        except CatalogError as error:
            if not self._failed:
                log.warning("cannot store audience figures: %s", error)
            self._failed = True
        else:
            self._failed = False


def _counts(tally: Mapping[CountKey, Sums]) -> Counts:
    """Return counts in the form of the catalog, with programs instead of User-Agents."""
    feeds: dict[tuple[str, str], Figures] = defaultdict(Figures)
    responses: dict[tuple[str, int], Figures] = defaultdict(Figures)
    numbers: dict[Subscription, int] = {}
    clients: set[Client] = set()
    for (kind, feed, file, status, agent, address), sums in tally.items():
        figures = _figures(status, sums)
        responses[kind, status] += figures
        if kind != FEED:
            continue
        recognized = recognize(agent)
        program = recognized.program
        feeds[feed, program] += figures
        if recognized.subscribers is not None:
            numbers[feed, program, recognized.feed_id or file] = recognized.subscribers
        elif recognized.role is Role.READER:
            clients.add((feed, program, f"{address}\n{agent}"))
    return Counts(feeds=feeds, responses=responses, numbers=numbers, clients=clients)


def _figures(status: int, sums: Sums) -> Figures:
    fetches, sent, unchanged, coded, known = sums
    return Figures(
        fetches=fetches,
        unchanged=fetches if status == HTTPStatus.NOT_MODIFIED else 0,
        sent=sent,
        saved_unchanged=unchanged,
        saved_coded=coded,
        saved_known=known,
    )
