"""Rules of ETag, Last-Modified and 304: what makes polling cheap."""

import re
from datetime import UTC, datetime

from feedsvc.validator.finding import Severity
from feedsvc.validator.http.examples import answer, first, second
from feedsvc.validator.http.exchange import NONE, NOT_MODIFIED, OK, Answer, Visit
from feedsvc.validator.http.rules.specs import RFC9110, Messages, moment_of
from feedsvc.validator.registry import Form, rule

_GOOD = first(answer())
_FIRST_YEAR = 1997
"""Of feeds: scriptingNews, which became RSS."""
_ETAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"')


@rule(
    "missing-validator",
    Severity.WARNING,
    form=Form.ANSWER,
    spec=f"{RFC9110}#section-8.8",
    bad=first(answer(ETag=None, Last_Modified=None)),
    good=_GOOD,
)
def missing_validator(visit: Visit) -> Messages:
    """The answer has neither ETag nor Last-Modified.

    Readers cannot ask whether the feed has changed, and fetch all of it at every poll.
    """
    if visit.answer.status == OK and not _validators(visit.answer):
        yield "there is neither ETag nor Last-Modified"


@rule(
    "missing-etag",
    Severity.INFO,
    form=Form.ANSWER,
    spec=f"{RFC9110}#section-8.8.3",
    bad=first(answer(ETag=None)),
    good=_GOOD,
)
def missing_etag(visit: Visit) -> Messages:
    """The answer has Last-Modified, but no ETag.

    Dates count whole seconds: a reader misses a second change within one.
    """
    if visit.answer.status == OK and _validators(visit.answer) == {"last-modified"}:
        yield "there is no ETag"


@rule(
    "missing-last-modified",
    Severity.INFO,
    form=Form.ANSWER,
    spec=f"{RFC9110}#section-8.8.2",
    bad=first(answer(Last_Modified=None)),
    good=_GOOD,
)
def missing_last_modified(visit: Visit) -> Messages:
    """The answer has an ETag, but no Last-Modified.

    Some readers know only the date, and others guess from it how often to poll.
    """
    if visit.answer.status == OK and _validators(visit.answer) == {"etag"}:
        yield "there is no Last-Modified"


@rule(
    "invalid-etag",
    Severity.ERROR,
    form=Form.ANSWER,
    spec=f"{RFC9110}#section-8.8.3",
    bad=first(answer(ETag="quay-7")),
    good=_GOOD,
)
def invalid_etag(visit: Visit) -> Messages:
    """The ETag is not in quotes.

    Caches drop it or change it, and then no answer is ever 304.
    """
    told = visit.answer.get("etag")
    if told and not _ETAG.fullmatch(told):
        yield f'the ETag {told} is not of the form "..." or W/"..."'


@rule(
    "invalid-last-modified",
    Severity.WARNING,
    form=Form.ANSWER,
    spec=f"{RFC9110}#section-5.6.7",
    bad=first(answer(Last_Modified="2026-03-03T09:30:00Z")),
    good=_GOOD,
)
def invalid_last_modified(visit: Visit) -> Messages:
    """Last-Modified is no date as HTTP writes it, or one that cannot be true.

    Readers and caches ignore it, or take the feed for unchanged: for ever, if it is 1970.
    """
    told = visit.answer.get("last-modified")
    moment = moment_of(told)
    if told and moment is None:
        yield f"Last-Modified {told!r} is no HTTP date, such as Tue, 03 Mar 2026 09:30:00 GMT"
    elif moment is not None and moment > (moment_of(visit.answer.get("date")) or datetime.now(UTC)):
        yield f"Last-Modified {told!r} lies in the future"
    elif moment is not None and moment.year < _FIRST_YEAR:
        yield f"Last-Modified {told!r} is from before there were feeds"


@rule(
    "conditional-get-ignored",
    Severity.WARNING,
    form=Form.ANSWER,
    spec=f"{RFC9110}#section-13.2.2",
    bad=second(answer()),
    good=second(answer("304 Not Modified", ETag='"quay-7"')),
)
def conditional_get_ignored(visit: Visit) -> Messages:
    """The server does not answer 304 to a reader that has the document already.

    Every poll of every reader costs the whole feed, and large readers slow down or block.
    """
    again = visit.again
    if again is None or not _validators(visit.answer) or again.status == NOT_MODIFIED:
        return
    if again.status == NONE:
        yield f"a GET with If-None-Match or If-Modified-Since is not answered: {again.fault}"
    elif again.status != OK:
        yield f"a GET with If-None-Match or If-Modified-Since is answered with {again.status}"
    elif not visit.changed and again.get("etag") == visit.answer.get("etag"):
        yield "a GET with the ETag or date just given is answered in full, not with 304"


@rule(
    "unstable-etag",
    Severity.WARNING,
    form=Form.ANSWER,
    spec=f"{RFC9110}#section-8.8.1",
    bad=second(answer(ETag='"quay-8"')),
    good=second(answer("304 Not Modified", ETag='"quay-7"')),
)
def unstable_etag(visit: Visit) -> Messages:
    """The ETag is another one at each request, though the document is the same.

    No reader is ever told 304; servers behind a load balancer often cause this.
    """
    again = visit.again
    if again is None or again.status != OK or visit.changed:
        return
    before, now = visit.answer.get("etag"), again.get("etag")
    if before != now:
        yield f"the ETag was {before or 'not there'} and then {now or 'not there'}"


@rule(
    "incomplete-not-modified",
    Severity.INFO,
    form=Form.ANSWER,
    spec=f"{RFC9110}#section-15.4.5",
    bad=second(answer("304 Not Modified")),
    good=second(answer("304 Not Modified", ETag='"quay-7"')),
)
def incomplete_not_modified(visit: Visit) -> Messages:
    """The answer 304 lacks the ETag that the full answer has.

    A cache cannot tell which of its copies is still good.
    """
    again = visit.again
    if again is not None and again.status == NOT_MODIFIED:
        before, now = visit.answer.get("etag"), again.get("etag")
        if before and before.removeprefix("W/") != now.removeprefix("W/"):
            yield f"the answer 304 has {f'the ETag {now}' if now else 'no ETag'}, not {before}"


def _validators(told: Answer) -> set[str]:
    return {name for name in ("etag", "last-modified") if told.get(name)}
