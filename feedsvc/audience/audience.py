"""The audience of a site: counted in memory, and added to the catalog by a thread of its own."""

import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from http import HTTPStatus

from feedsvc.audience.programs import Role, recognise
from feedsvc.audience.tally import Place, Sums, Tally
from feedsvc.catalog import AudienceStore, Client, Counts, Figures, Subscription
from feedsvc.errors import CatalogError
from feedsvc.settings import Settings

SECONDS = 10.0
"""How often counts are added to the catalog."""

FEED = "feed"
"""The kind of answers that tell of readers: a feed as it is now."""

log = logging.getLogger(__name__)


class Audience:
    """Counts answers and tells what was counted, by days of the site's zone.

    A count waits in memory for some seconds, and with those of feeds the address of who asked;
    the catalog gets a hash of it. Several processes may count for one catalog. `counts` says
    whether settings let it count at all.
    """

    def __init__(
        self, store: AudienceStore, settings: Settings, now: Callable[[], datetime]
    ) -> None:
        """Prepare; what is counted is kept from `start` on, or by `flush`."""
        self.store, self.tally = store, Tally()
        self.counts = settings.web.audience
        self._zone, self._now = settings.zone, now
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="feedsvc-audience", daemon=True)
        self._last: date | None = None
        self._failed = False

    def start(self) -> None:
        """Begin to add counts to the catalog every few seconds.

        Where nothing is counted any more, days that are over are closed all the same.
        """
        if self.counts:
            self._thread.start()
        else:
            self._try_to_flush()

    def stop(self) -> None:
        """Add what there is still and end the thread."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def today(self) -> date:
        """Return the day it is in the site's zone."""
        return self._now().astimezone(self._zone).date()

    def settled(self) -> date:
        """Return the last day whose figures are complete, or today where there is none before."""
        yesterday = self.today() - timedelta(days=1)
        return yesterday if any(each.over for each in self.store.days(yesterday)) else self.today()

    def flush(self) -> None:
        """Add what was counted to the catalog, and close the days that are over.

        Raises CatalogError; nothing is lost then.
        """
        counts, today = self.tally.take(), self.today()
        if not counts and today == self._last:
            return
        try:
            self.store.add(_counts(counts), self.today)
        except BaseException:
            self.tally.put_back(counts)
            raise
        self._last = today

    def _run(self) -> None:
        while True:
            ended = self._stop.is_set()
            self._try_to_flush()
            if ended:
                return
            self._stop.wait(SECONDS)

    def _try_to_flush(self) -> None:
        try:
            self.flush()
        except CatalogError as error:
            if not self._failed:
                log.warning("the audience is not kept: %s", error)
            self._failed = True
        else:
            self._failed = False


def _counts(taken: Mapping[Place, Sums]) -> Counts:
    """Return what was counted as the catalog takes it: programs in place of what they say."""
    feeds: dict[tuple[str, str], Figures] = defaultdict(Figures)
    answers: dict[tuple[str, int], Figures] = defaultdict(Figures)
    numbers: dict[Subscription, int] = {}
    clients: set[Client] = set()
    for (kind, feed, file, status, agent, address), sums in taken.items():
        figures = _figures(status, sums)
        answers[kind, status] += figures
        if kind != FEED:
            continue
        seen = recognise(agent)
        feeds[feed, seen.program] += figures
        if seen.subscribers is not None:
            numbers[feed, seen.program, seen.feed_id or file] = seen.subscribers
        elif seen.role is Role.READER:
            clients.add((feed, seen.program, f"{address}\n{agent}"))
    return Counts(feeds=feeds, answers=answers, numbers=numbers, clients=clients)


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
