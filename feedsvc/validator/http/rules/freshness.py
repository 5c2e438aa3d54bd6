"""Rules of Cache-Control and Expires: for how long a feed is fresh."""

import re
from datetime import UTC, datetime

from feedsvc.validator.finding import Severity
from feedsvc.validator.http.examples import answer, first
from feedsvc.validator.http.exchange import OK, Answer, Visit
from feedsvc.validator.http.rules.specs import RFC9111, Messages, moment_of
from feedsvc.validator.registry import Form, rule

_GOOD = first(answer())
_HOUR = 60 * 60
_LONGEST_FRESH = 24 * _HOUR
_MOST_FRESH = 2**31
"""Seconds that caches take any larger number for (RFC 9111 section 1.2.2)."""


@rule(
    "missing-cache-control",
    Severity.INFO,
    form=Form.ANSWER,
    spec=f"{RFC9111}#section-4.2.2",
    bad=first(answer(Cache_Control=None)),
    good=_GOOD,
)
def missing_cache_control(visit: Visit) -> Messages:
    """Neither Cache-Control nor Expires says how long the feed is fresh.

    Each cache guesses, and news arrives late in some of them.
    """
    told = visit.answer.get("cache-control") or visit.answer.get("expires")
    if visit.answer.status == OK and not told:
        yield "there is neither Cache-Control nor Expires"


@rule(
    "not-storable",
    Severity.WARNING,
    form=Form.ANSWER,
    spec=f"{RFC9111}#section-5.2.2.5",
    bad=first(answer(Cache_Control="no-store")),
    good=_GOOD,
)
def not_storable(visit: Visit) -> Messages:
    """Cache-Control forbids to keep the feed.

    A reader that obeys has nothing to compare with, and fetches all of it at every poll.
    """
    if visit.answer.status == OK and "no-store" in dict(visit.answer.directives()):
        yield "Cache-Control is no-store; send no-cache where each use must be checked"


@rule(
    "invalid-max-age",
    Severity.WARNING,
    form=Form.ANSWER,
    spec=f"{RFC9111}#section-5.2.2.1",
    bad=first(answer(Cache_Control="max-age=5min")),
    good=_GOOD,
)
def invalid_max_age(visit: Visit) -> Messages:
    """A time in Cache-Control is no whole number of seconds.

    Caches take the feed for stale at once, or ignore what was said.
    """
    for name, value in visit.answer.directives():
        if name in {"max-age", "s-maxage"} and not re.fullmatch(r"\d+", value, re.ASCII):
            yield f"{name} in Cache-Control is {value!r}, no number of seconds"


@rule(
    "excessive-max-age",
    Severity.WARNING,
    form=Form.ANSWER,
    spec=f"{RFC9111}#section-4.2.1",
    bad=first(answer(Cache_Control="max-age=2592000")),
    good=_GOOD,
)
def excessive_max_age(visit: Visit) -> Messages:
    """The feed is said to be fresh for more than a day.

    Readers and caches that obey do not ask again until then, and show old news; for most feeds
    5 to 60 minutes are right.
    """
    seconds = _fresh(visit.answer) if visit.answer.status == OK else 0
    if seconds > _LONGEST_FRESH:
        yield f"the feed is said to be fresh for {seconds / _HOUR:,.0f} hours"


def _fresh(told: Answer) -> float:
    """Return for how many seconds an answer is fresh (RFC 9111 section 4.2.1), 0 if it says not."""
    directives = dict(told.directives())
    if "no-cache" in directives:
        return 0
    if "max-age" in directives:
        age = directives["max-age"]
        return min(float(age), _MOST_FRESH) if re.fullmatch(r"\d+", age, re.ASCII) else 0
    until, sent = moment_of(told.get("expires")), moment_of(told.get("date")) or datetime.now(UTC)
    return (until - sent).total_seconds() if until else 0
