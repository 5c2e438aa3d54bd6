"""A thread that notifies hubs after each sync and whenever the clock changes a feed."""

import logging
import threading

from feedsvc.errors import FeedsvcError
from feedsvc.site import Site
from feedsvc.websub.notifying import NotificationLog, Outcome, notify, retry_delay

MAX_ATTEMPTS = 12
"""How many times a failing hub is tried for one change, over half an hour or more."""
MAX_SLEEP = 3600.0
MIN_SLEEP = 0.05

log = logging.getLogger(__name__)


class Notifier:
    """Notifies the hubs of a site when it is woken and when the clock changes a feed.

    `last` is the outcome of the last round, `failures` the number of failures so far. A site
    without hubs has no thread. Failures are logged when they begin, and again when they are
    given up until the next change.
    """

    def __init__(self, site: Site) -> None:
        """Prepare the thread; `start` runs it."""
        self._site = site
        self._log = NotificationLog.for_site(site.settings)
        self._woken, self._stop = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="feedsvc-websub", daemon=True)
        self._failed_rounds = 0
        self._delay = 0.0
        self.last, self.failures = Outcome(), 0

    def start(self, delay: float = 0.0) -> None:
        """Start the thread; the first round begins after `delay` seconds.

        A notified hub fetches the feed at once, so the server has to be up by then.
        """
        self._delay = delay
        if self._site.settings.hubs:
            self._thread.start()

    def wake(self) -> None:
        """Notify hubs of what changed, in the background."""
        self._woken.set()

    def stop(self) -> None:
        """End the thread; changes that hubs have not heard of wait for the next start."""
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
        """Notify the hubs once; return the seconds until the next round."""
        try:
            outcome = notify(self._site, self._log, self._site.settings.hubs)
            self.last, self.failures = outcome, self.failures + len(outcome.failures)
            sleep = self._until_change()
        except FeedsvcError as error:
            log.error("%s", error)  # noqa: TRY400 -- the message says everything; no traceback needed
            return MAX_SLEEP
        except Exception:  # otherwise the thread would end unnoticed
            log.exception("could not notify the hubs")
            return MAX_SLEEP
        if outcome.transient:
            return min(sleep, self._until_retry(outcome))
        self._failed_rounds = 0
        for failure in outcome.failures:
            log.warning("%s", failure)
        return sleep

    def _until_retry(self, outcome: Outcome) -> float:
        """Return the seconds until hubs with transient failures are tried again."""
        self._failed_rounds += 1
        if self._failed_rounds in (1, MAX_ATTEMPTS):
            end = "" if self._failed_rounds == 1 else "; giving up until the next change"
            for failure in outcome.failures:
                log.warning("%s%s", failure, end)
        if self._failed_rounds >= MAX_ATTEMPTS:
            self._failed_rounds = 0
            return MAX_SLEEP
        return retry_delay(outcome, self._failed_rounds)

    def _until_change(self) -> float:
        """Return the seconds until the clock alone changes the site."""
        now = self._site.now()
        change = self._site.next_change(now)
        left = MAX_SLEEP if change is None else (change - now).total_seconds()
        return min(max(left, MIN_SLEEP), MAX_SLEEP)
