"""One round of telling: every hub is told of every feed whose bytes it was not yet told of."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from http import HTTPStatus
from importlib.metadata import version
from typing import TYPE_CHECKING

import msgspec

from feedsvc.errors import FeedsvcError
from feedsvc.feeds import FORMATS
from feedsvc.site import Built, OutputPlan, Site
from feedsvc.websub.record import Record

if TYPE_CHECKING:
    import httpx

SECONDS = 10.0
"""How long a hub may take to answer."""
ATTEMPTS = 3
"""How often a command asks a hub that fails; then it ends."""
FIRST_WAIT, LONGEST_WAIT = 1.0, 3600.0
"""After how many seconds a hub that failed is asked again, and at most."""

_OUTPUT = "websub:"
"""The name by which the catalog knows what hubs were told of; no folder is called so."""
_PASSING = frozenset(
    (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS)
)


class Topic(msgspec.Struct, frozen=True):
    """A feed's document: its address, which its `self` link names, and the ETag of its bytes."""

    address: str
    etag: str


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """A hub that could not be told of a topic.

    `passing` says that it is worth asking again; `wait` is how many seconds the hub wants to
    be left alone before. The others of its topics are not tried after such a failure.
    """

    hub: str
    topic: str
    reason: str
    passing: bool
    wait: float = 0.0

    def __str__(self) -> str:
        return f"hub {self.hub} {self.reason}; it was to be told of {self.topic}"


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a round did: how many times a hub was told of a topic, and what failed."""

    told: int = 0
    failures: tuple[Failure, ...] = ()

    @property
    def passing(self) -> tuple[Failure, ...]:
        """The failures that may be over soon."""
        return tuple(failure for failure in self.failures if failure.passing)


class _UntoldError(FeedsvcError):
    """A hub did not take what it was told."""

    def __init__(self, reason: str, *, passing: bool, wait: float = 0.0) -> None:
        super().__init__(reason)
        self.passing, self.wait = passing, wait


def tell(site: Site, record: Record, hubs: Sequence[str], *, everything: bool = False) -> Outcome:
    """Tell hubs of the feeds that changed since they were last told, once for each change.

    Only feeds that can have changed since the last round that ended well are looked at,
    or `everything` is. Raises CatalogError.
    """
    if not hubs:
        return Outcome()
    plan = site.output_plan(_OUTPUT, site.now(), whole=everything)
    topics = list(_topics(site, plan))
    told, failures = 0, list[Failure]()
    with _client() as client:
        for hub in hubs:
            number, failed = _tell_hub(client, record, hub, topics)
            told += number
            failures += failed
    outcome = Outcome(told=told, failures=tuple(failures))
    if not outcome.passing and set(hubs) >= set(site.settings.hubs):
        held = {each.path for each in site.held_back()} & set(plan.paths)
        site.output_done(plan, Built(made=[], held=held, gone=list(plan.paths)))
    return outcome


def tell_patiently(
    site: Site,
    record: Record,
    hubs: Sequence[str],
    *,
    everything: bool = False,
    sleep: Callable[[float], object] = time.sleep,
) -> Outcome:
    """Tell hubs, and those that fail for a moment again: what a command does that then ends."""
    outcome = tell(site, record, hubs, everything=everything)
    for attempt in range(1, ATTEMPTS):
        if not outcome.passing:
            break
        sleep(min(pause(outcome, attempt), SECONDS))
        again = tell(site, record, hubs, everything=everything)
        outcome = Outcome(told=outcome.told + again.told, failures=again.failures)
    return outcome


def pause(outcome: Outcome, attempt: int) -> float:
    """Return the seconds to wait after a number of attempts: twice as long each time.

    Chance takes up to a half of it, so that not all sites come back to a hub at once.
    """
    backoff = min(FIRST_WAIT * 2.0 ** (attempt - 1), LONGEST_WAIT)
    asked = max((failure.wait for failure in outcome.passing), default=0.0)
    return max(backoff * random.uniform(0.5, 1.0), min(asked, LONGEST_WAIT))  # noqa: S311 -- no secret


def _topics(site: Site, plan: OutputPlan) -> Iterator[Topic]:
    """Yield the feeds of a plan, each as every format writes it."""
    planned, at = set(plan.paths), plan.output.at
    for info in site.feeds(at):
        for format_ in FORMATS.values():
            path = info.path + format_.file_name
            document = site.document(path, at) if path in planned else None
            if document:
                yield Topic(site.settings.base_url + path, document.etag)


def _tell_hub(
    client: "httpx.Client", record: Record, hub: str, topics: Sequence[Topic]
) -> tuple[int, list[Failure]]:
    """Tell one hub; return of how many topics it was told, and what failed."""
    told, failures = 0, list[Failure]()
    known = record.told(hub)
    for topic in topics:
        if known.get(topic.address) == topic.etag:
            continue
        try:
            send = partial(_send, client, hub, topic)
            told += record.tell_once(hub, topic.address, topic.etag, send)
        except _UntoldError as error:
            failures.append(
                Failure(
                    hub=hub,
                    topic=topic.address,
                    reason=str(error),
                    passing=error.passing,
                    wait=error.wait,
                )
            )
            if error.passing:
                break
    return told, failures


def _client() -> "httpx.Client":
    import httpx  # noqa: PLC0415 -- only a site with hubs needs it

    agent = f"feedsvc/{version('feedsvc')}"
    return httpx.Client(timeout=SECONDS, headers={"User-Agent": agent})


def _send(client: "httpx.Client", hub: str, topic: Topic) -> None:
    """Tell a hub of a topic.

    WebSub leaves it to hubs how they are told. Most take what PubSubHubbub 0.4 had, with the
    topic as `hub.url`; some want it as `hub.topic`.
    """
    import httpx  # noqa: PLC0415 -- as above

    form = {"hub.mode": "publish", "hub.url": topic.address, "hub.topic": topic.address}
    try:
        response = client.post(hub, data=form)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        reason = str(error) or type(error).__name__
        raise _UntoldError(f"does not answer: {reason}", passing=True) from error
    if response.is_success:
        return
    if response.has_redirect_location:
        moved = f"has moved to {response.headers['Location']}; name that in 'hubs'"
        raise _UntoldError(moved, passing=False)
    raise _UntoldError(
        f"answers {response.status_code} {response.reason_phrase}",
        passing=response.status_code in _PASSING or response.is_server_error,
        wait=_wait(response),
    )


def _wait(response: "httpx.Response") -> float:
    """Return the seconds of a Retry-After header; 0 where there is none, or a date."""
    asked = response.headers.get("Retry-After", "")
    return float(asked) if asked.isascii() and asked.isdecimal() else 0.0
