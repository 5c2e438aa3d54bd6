"""Hubs, told by a thread of its own: after each sync, and when an embargo opens."""

import logging
import threading

from feedsvc.errors import FeedsvcError
from feedsvc.site import Site
from feedsvc.websub.notifying import Outcome, pause, tell
from feedsvc.websub.record import Record

ATTEMPTS = 12
"""How often a hub that fails is asked for one change: for half an hour and more."""
LONGEST_SLEEP = 3600.0
SHORTEST_SLEEP = 0.05

log = logging.getLogger(__name__)


class Teller:
    """Tells the hubs of a site whenever it is woken or the clock changes a feed.

    `last` is what the last round did, `failures` counts those of all rounds.
    A site without hubs has no thread and no traffic. A failure is logged when it begins, and
    when it is given up until the next change.
    """

    def __init__(self, site: Site) -> None:
        """Prepare; nothing is told before `start`."""
        self._site = site
        self._record = Record.beside(site.settings)
        self._woken, self._stop = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="feedsvc-websub", daemon=True)
        self._failed = 0
        self._delay = 0.0
        self.last, self.failures = Outcome(), 0

    def start(self, delay: float = 0.0) -> None:
        """Begin, `delay` seconds from now: a hub that is told asks for the feed at once."""
        self._delay = delay
        if self._site.settings.hubs:
            self._thread.start()

    def wake(self) -> None:
        """Have the hubs told of what changed; return at once."""
        self._woken.set()

    def stop(self) -> None:
        """End the thread; what hubs were not told of, they will be by the next one."""
        self._stop.set()
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def _run(self) -> None:
        self._stop.wait(self._delay)
        while not self._stop.is_set():
            self._woken.clear()
            self._woken.wait(self._round())

    def _round(self) -> float:
        """Tell the hubs once; return after how many seconds to do so again."""
        try:
            outcome = tell(self._site, self._record, self._site.settings.hubs)
            self.last, self.failures = outcome, self.failures + len(outcome.failures)
            sleep = self._until_change()
        except FeedsvcError as error:
            log.error("%s", error)  # noqa: TRY400 -- the line says all; a stack trace helps nobody
            return LONGEST_SLEEP
        except Exception:  # nobody would see that the thread ended
            log.exception("the hubs could not be told")
            return LONGEST_SLEEP
        if outcome.passing:
            return min(sleep, self._again(outcome))
        self._failed = 0
        for failure in outcome.failures:
            log.warning("%s", failure)
        return sleep

    def _again(self, outcome: Outcome) -> float:
        """Return when to ask hubs again that failed for the moment."""
        self._failed += 1
        if self._failed in (1, ATTEMPTS):
            end = "" if self._failed == 1 else "; given up until the next change"
            for failure in outcome.failures:
                log.warning("%s%s", failure, end)
        if self._failed >= ATTEMPTS:
            self._failed = 0
            return LONGEST_SLEEP
        return pause(outcome, self._failed)

    def _until_change(self) -> float:
        """Return the seconds until the clock alone changes the site."""
        now = self._site.now()
        change = self._site.next_change(now)
        left = LONGEST_SLEEP if change is None else (change - now).total_seconds()
        return min(max(left, SHORTEST_SLEEP), LONGEST_SLEEP)
