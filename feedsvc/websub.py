"""W3C WebSub for publishers: notify hubs of changed feeds, so that subscribers get them at once.

A hub is notified once of each change (W3C WebSub, section 7).
"""

import logging
import random
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from http import HTTPStatus
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from feedsvc.errors import CatalogError, FeedsvcError
from feedsvc.feeds import FORMATS
from feedsvc.settings import Settings
from feedsvc.site import BuildPlan, BuildResult, Site

if TYPE_CHECKING:
    import httpx

TIMEOUT_SECONDS = 10.0
"""How long to wait for a hub's response."""
ATTEMPTS = 3
"""How many times a command tries a failing hub before it gives up."""
FIRST_WAIT, MAX_WAIT = 1.0, 3600.0
"""Seconds before the first retry, and the longest wait between retries."""

LOG_FILE = "websub.db"
LOCK_SECONDS = 30.0
"""How long to wait for another process that is notifying a hub."""

MAX_ATTEMPTS = 12
"""How many times the server tries a failing hub for one change, over half an hour or more."""
MAX_SLEEP, MIN_SLEEP = 3600.0, 0.05
"""The longest and shortest time in seconds between two rounds of the notifier."""

_OUTPUT = "websub:"
"""The name under which the catalog records notifications; no folder has this name."""
_TRANSIENT_STATUSES = frozenset(
    (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS)
)
_LOG_SCHEMA = """
CREATE TABLE IF NOT EXISTS told (
    hub TEXT, topic TEXT, etag TEXT NOT NULL, PRIMARY KEY (hub, topic)
) WITHOUT ROWID
"""

logger = logging.getLogger(__name__)


class Topic(msgspec.Struct, frozen=True):
    """A feed document: its URL, which is also its `self` link, and its ETag."""

    url: str
    etag: str


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """A failed attempt to notify a hub of a topic.

    A `transient` failure is worth a retry, after at least `wait` seconds if the hub asked for
    that; the hub's other topics are then not tried.
    """

    hub: str
    topic: str
    reason: str
    transient: bool
    wait: float = 0.0

    def __str__(self) -> str:
        return f"could not notify hub {self.hub} of {self.topic}: {self.reason}"


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What one round did: the number of notifications sent, and the failures."""

    notified: int = 0
    failures: tuple[Failure, ...] = ()

    @property
    def transient(self) -> tuple[Failure, ...]:
        """The failures that are worth a retry."""
        return tuple(failure for failure in self.failures if failure.transient)


class _NotifyError(FeedsvcError):
    def __init__(self, reason: str, *, transient: bool, wait: float = 0.0) -> None:
        super().__init__(reason)
        self.transient, self.wait = transient, wait


class NotificationLog:
    """The last ETag that each hub was notified of, per topic.

    All processes on a machine share one small SQLite file, next to the catalog's file or, for
    a catalog on a server, in `.feedsvc` next to the stories folder. Every method raises
    CatalogError if the file cannot be read or written.
    """

    def __init__(self, file: Path) -> None:
        """Use a file, which is created when it is first needed."""
        self._file = file

    @classmethod
    def for_site(cls, settings: Settings) -> "NotificationLog":
        """Return the log of a site."""
        if "://" in settings.catalog:
            return cls(Path(settings.stories).absolute().parent / ".feedsvc" / LOG_FILE)
        catalog = Path(settings.catalog)
        return cls(catalog.with_name(f"{catalog.stem}-{LOG_FILE}"))

    def notified(self, hub: str) -> dict[str, str]:
        """Return the last ETags, with quotes, that a hub was notified of, by topic URL."""
        with self._connection() as connection:
            rows = connection.execute("SELECT topic, etag FROM told WHERE hub = ?", (hub,))
            return dict(rows.fetchall())

    def notify_once(self, hub: str, topic: str, etag: str, send: Callable[[], None]) -> bool:
        """Call `send` and log it, unless the hub was already notified.

        Returns whether `send` was called. The file is locked meanwhile, so only one of several
        processes notifies the hub. If `send` raises, nothing is logged and the error is passed on.
        """
        with self._connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            known = "SELECT 1 FROM told WHERE (hub, topic, etag) = (?, ?, ?)"
            if connection.execute(known, (hub, topic, etag)).fetchone():
                return False
            send()
            connection.execute("REPLACE INTO told VALUES (?, ?, ?)", (hub, topic, etag))
            connection.execute("COMMIT")
            return True

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with closing(
                sqlite3.connect(self._file, timeout=LOCK_SECONDS, isolation_level=None)
            ) as connection:
                connection.execute(_LOG_SCHEMA)
                yield connection
        except (sqlite3.Error, OSError) as error:
            raise CatalogError(f"{self._file}: cannot be used: {error}") from error


def notify(
    site: Site, log: NotificationLog, hubs: Sequence[str], *, everything: bool = False
) -> Outcome:
    """Notify hubs of the feeds that changed since they were last notified.

    Only feeds that can have changed since the last complete round are checked, or all feeds
    with `everything`. Raises CatalogError.
    """
    if not hubs:
        return Outcome()
    plan = site.build_plan(_OUTPUT, site.now(), whole=everything)
    topics = list(_topics(site, plan))
    notified, failures = 0, list[Failure]()
    with _client() as client:
        for hub in hubs:
            number, failed = _notify_hub(client, log, hub, topics)
            notified += number
            failures += failed
    outcome = Outcome(notified=notified, failures=tuple(failures))
    if not outcome.transient and set(hubs) >= set(site.settings.hubs):
        held = {each.place for each in site.held_documents()} & set(plan.paths)
        site.record_build(plan, BuildResult(written=[], held=held, removed=list(plan.paths)))
    return outcome


def notify_with_retries(
    site: Site,
    log: NotificationLog,
    hubs: Sequence[str],
    *,
    everything: bool = False,
    sleep: Callable[[float], object] = time.sleep,
) -> Outcome:
    """Notify hubs, and retry transient failures a few times; for commands, which then exit."""
    outcome = notify(site, log, hubs, everything=everything)
    for attempt in range(1, ATTEMPTS):
        if not outcome.transient:
            break
        sleep(min(retry_delay(outcome, attempt), TIMEOUT_SECONDS))
        again = notify(site, log, hubs, everything=everything)
        outcome = Outcome(notified=outcome.notified + again.notified, failures=again.failures)
    return outcome


def retry_delay(outcome: Outcome, attempt: int) -> float:
    """Return the seconds to wait after an attempt: exponential backoff with jitter.

    The jitter takes off up to half, so that many sites do not return to a hub at once.
    """
    backoff = min(FIRST_WAIT * 2.0 ** (attempt - 1), MAX_WAIT)
    requested = max((failure.wait for failure in outcome.transient), default=0.0)
    return max(backoff * random.uniform(0.5, 1.0), min(requested, MAX_WAIT))  # noqa: S311 -- no secret


class Notifier:
    """Notifies the hubs of a site when it is woken and when the clock changes a feed.

    `last` is the outcome of the last round, `failures` the number of failures so far. A site
    without hubs has no thread. Failures are logged when they begin, and again when the
    thread gives up until the next change.
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
        """Start the thread unless it was started; its first round begins after `delay` seconds.

        A notified hub fetches the feed at once, so the server has to be up by then.
        """
        if self._site.settings.hubs and self._thread.ident is None:
            self._delay = delay
            self._thread.start()

    def wake(self) -> None:
        """Notify hubs of what changed, in the background."""
        self._woken.set()

    def stop(self) -> None:
        """End the thread; hubs are notified of remaining changes after the next start."""
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
            logger.error("%s", error)  # noqa: TRY400 -- the message says everything; no traceback needed
            return MAX_SLEEP
        except Exception:  # otherwise the thread would end unnoticed
            logger.exception("could not notify the hubs")
            return MAX_SLEEP
        if outcome.transient:
            return min(sleep, self._until_retry(outcome))
        self._failed_rounds = 0
        for failure in outcome.failures:
            logger.warning("%s", failure)
        return sleep

    def _until_retry(self, outcome: Outcome) -> float:
        """Return the seconds until hubs with transient failures are tried again."""
        self._failed_rounds += 1
        if self._failed_rounds in (1, MAX_ATTEMPTS):
            end = "" if self._failed_rounds == 1 else "; giving up until the next change"
            for failure in outcome.failures:
                logger.warning("%s%s", failure, end)
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


def _topics(site: Site, plan: BuildPlan) -> Iterator[Topic]:
    """Yield the planned documents of feeds, in every format."""
    planned, at = set(plan.paths), plan.build.at
    for info in site.feeds(at):
        for format_ in FORMATS.values():
            path = info.path + format_.file_name
            document = site.document(path, at) if path in planned else None
            if document:
                yield Topic(site.settings.base_url + path, document.etag)


def _notify_hub(
    client: "httpx.Client", log: NotificationLog, hub: str, topics: Sequence[Topic]
) -> tuple[int, list[Failure]]:
    """Notify one hub of topics; return the number of notifications, and the failures."""
    notified, failures = 0, list[Failure]()
    known = log.notified(hub)
    for topic in topics:
        if known.get(topic.url) == topic.etag:
            continue
        try:
            send = partial(_send, client, hub, topic)
            notified += log.notify_once(hub, topic.url, topic.etag, send)
        except _NotifyError as error:
            failures.append(
                Failure(
                    hub=hub,
                    topic=topic.url,
                    reason=str(error),
                    transient=error.transient,
                    wait=error.wait,
                )
            )
            if error.transient:
                break
    return notified, failures


def _client() -> "httpx.Client":
    import httpx  # noqa: PLC0415 -- only a site with hubs needs it

    agent = f"feedsvc/{version('feedsvc')}"
    return httpx.Client(timeout=TIMEOUT_SECONDS, headers={"User-Agent": agent})


def _send(client: "httpx.Client", hub: str, topic: Topic) -> None:
    """Send a content distribution request.

    WebSub does not define the request. Most hubs accept the one of PubSubHubbub 0.4, with the
    topic in `hub.url`; some expect it in `hub.topic`.
    """
    import httpx  # noqa: PLC0415 -- as above

    form = {"hub.mode": "publish", "hub.url": topic.url, "hub.topic": topic.url}
    try:
        response = client.post(hub, data=form)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise _NotifyError(str(error) or type(error).__name__, transient=True) from error
    if response.is_success:
        return
    if response.has_redirect_location:
        moved = f"it redirects to {response.headers['Location']}; set that URL in 'hubs'"
        raise _NotifyError(moved, transient=False)
    raise _NotifyError(
        f"it responded {response.status_code} {response.reason_phrase}",
        transient=response.status_code in _TRANSIENT_STATUSES or response.is_server_error,
        wait=_retry_after(response),
    )


def _retry_after(response: "httpx.Response") -> float:
    """Return the seconds in a Retry-After header; 0 if it is missing or a date."""
    value = response.headers.get("Retry-After", "")
    return float(value) if value.isascii() and value.isdecimal() else 0.0
