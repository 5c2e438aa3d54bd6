"""Rules for caching: ETag, Last-Modified, 304 responses, Cache-Control and Expires."""

import re
from datetime import UTC, datetime

from feedsvc.validator.examples import conditional_get, first_get, response_head
from feedsvc.validator.finding import Severity
from feedsvc.validator.http.exchange import (
    NONE,
    NOT_MODIFIED,
    OK,
    RFC9110,
    Messages,
    Response,
    Visit,
)
from feedsvc.validator.registry import Form, rule

_RFC9111 = "https://www.rfc-editor.org/rfc/rfc9111"
_GOOD = first_get(response_head())
_FIRST_FEED = 1997
"""The year of scriptingNews, the predecessor of RSS."""
_ETAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"')
_HOUR = 60 * 60
_LONGEST_FRESH = 24 * _HOUR
_MOST_FRESH = 2**31
"""The number of seconds that caches substitute for any larger one (RFC 9111 section 1.2.2)."""


@rule(
    "missing-validator",
    Severity.WARNING,
    form=Form.RESPONSE,
    spec=f"{RFC9110}#section-8.8",
    bad=first_get(response_head(ETag=None, Last_Modified=None)),
    good=_GOOD,
)
def missing_validator(visit: Visit) -> Messages:
    """The response has neither ETag nor Last-Modified.

    Feed readers cannot ask whether the feed has changed, and download all of it at every poll.
    Send both, or at least an ETag.
    """
    if visit.response.status == OK and not _validators(visit.response):
        yield "the response has neither ETag nor Last-Modified; send both"


@rule(
    "missing-etag",
    Severity.INFO,
    form=Form.RESPONSE,
    spec=f"{RFC9110}#section-8.8.3",
    bad=first_get(response_head(ETag=None)),
    good=_GOOD,
)
def missing_etag(visit: Visit) -> Messages:
    """The response has Last-Modified, but no ETag.

    HTTP dates have a resolution of one second, so feed readers miss a second change within that
    second. Send an ETag as well.
    """
    if visit.response.status == OK and _validators(visit.response) == {"last-modified"}:
        yield "the response has no ETag"


@rule(
    "missing-last-modified",
    Severity.INFO,
    form=Form.RESPONSE,
    spec=f"{RFC9110}#section-8.8.2",
    bad=first_get(response_head(Last_Modified=None)),
    good=_GOOD,
)
def missing_last_modified(visit: Visit) -> Messages:
    """The response has an ETag, but no Last-Modified.

    Some feed readers support only the date, and others use it to decide how often to poll. Send
    the time of the feed's last change.
    """
    if visit.response.status == OK and _validators(visit.response) == {"etag"}:
        yield "the response has no Last-Modified"


@rule(
    "invalid-etag",
    Severity.ERROR,
    form=Form.RESPONSE,
    spec=f"{RFC9110}#section-8.8.3",
    bad=first_get(response_head(ETag="quay-7")),
    good=_GOOD,
)
def invalid_etag(visit: Visit) -> Messages:
    """The ETag is not in quotes.

    Caches drop or change it, and then the server never responds with 304. Put it in quotes.
    """
    etag = visit.response.get("etag")
    if etag and not _ETAG.fullmatch(etag):
        yield f'invalid ETag: {etag}; write it as "..." or W/"..."'


@rule(
    "invalid-last-modified",
    Severity.WARNING,
    form=Form.RESPONSE,
    spec=f"{RFC9110}#section-5.6.7",
    bad=first_get(response_head(Last_Modified="2026-03-03T09:30:00Z")),
    good=_GOOD,
)
def invalid_last_modified(visit: Visit) -> Messages:
    """Last-Modified is not an HTTP date, or cannot be true.

    Feed readers and caches ignore it, or conclude that the feed never changes. Send the time of
    the feed's last change.
    """
    value, date = visit.response.get("last-modified"), visit.response.date("last-modified")
    if value and date is None:
        yield f"Last-Modified {value!r} is not an HTTP date such as Tue, 03 Mar 2026 09:30:00 GMT"
    elif date is not None and date > (visit.response.date("date") or datetime.now(UTC)):
        yield f"Last-Modified {value!r} is in the future"
    elif date is not None and date.year < _FIRST_FEED:
        yield f"Last-Modified {value!r} is earlier than the first feed"


@rule(
    "conditional-get-ignored",
    Severity.WARNING,
    form=Form.RESPONSE,
    spec=f"{RFC9110}#section-13.2.2",
    bad=conditional_get(response_head()),
    good=conditional_get(response_head("304 Not Modified", ETag='"quay-7"')),
)
def conditional_get_ignored(visit: Visit) -> Messages:
    """The server does not respond with 304 to a feed reader that already has the document.

    Feed readers download the whole feed at every poll, and large services poll less often or
    block the feed. Respond with 304 if the ETag or date in the request is current.
    """
    second = visit.conditional
    if second is None or not _validators(visit.response) or second.status == NOT_MODIFIED:
        return
    if second.status == NONE:
        yield f"no response to a GET with If-None-Match or If-Modified-Since: {second.fault}"
    elif second.status != OK:
        yield f"the response to a GET with the current ETag or date is {second.status}, not 304"
    elif not visit.changed and second.get("etag") == visit.response.get("etag"):
        yield "the response to a GET with the current ETag or date is the whole feed, not 304"


@rule(
    "unstable-etag",
    Severity.WARNING,
    form=Form.RESPONSE,
    spec=f"{RFC9110}#section-8.8.1",
    bad=conditional_get(response_head(ETag='"quay-8"')),
    good=conditional_get(response_head("304 Not Modified", ETag='"quay-7"')),
)
def unstable_etag(visit: Visit) -> Messages:
    """The ETag differs between two requests, although the document is the same.

    Feed readers never receive a 304; a common cause is several servers behind a load balancer.
    Derive the ETag from the document alone.
    """
    second = visit.conditional
    if second is None or second.status != OK or visit.changed:
        return
    before, now = visit.response.get("etag"), second.get("etag")
    if before != now:
        yield f"the ETag was {before or 'missing'} and then {now or 'missing'}"


@rule(
    "incomplete-not-modified",
    Severity.INFO,
    form=Form.RESPONSE,
    spec=f"{RFC9110}#section-15.4.5",
    bad=conditional_get(response_head("304 Not Modified")),
    good=conditional_get(response_head("304 Not Modified", ETag='"quay-7"')),
)
def incomplete_not_modified(visit: Visit) -> Messages:
    """A 304 response lacks the ETag of the full response.

    A cache cannot tell which of its copies is still fresh. Send the same ETag with 304 as with
    200.
    """
    second = visit.conditional
    if second is not None and second.status == NOT_MODIFIED:
        before, now = visit.response.get("etag"), second.get("etag")
        if before and before.removeprefix("W/") != now.removeprefix("W/"):
            yield f"the 304 response has {f'the ETag {now}' if now else 'no ETag'}, not {before}"


@rule(
    "missing-cache-control",
    Severity.INFO,
    form=Form.RESPONSE,
    spec=f"{_RFC9111}#section-4.2.2",
    bad=first_get(response_head(Cache_Control=None)),
    good=_GOOD,
)
def missing_cache_control(visit: Visit) -> Messages:
    """Neither Cache-Control nor Expires says how long the feed is fresh.

    Each cache has to guess, and some serve old news. Send Cache-Control, for example max-age=900.
    """
    has_lifetime = visit.response.get("cache-control") or visit.response.get("expires")
    if visit.response.status == OK and not has_lifetime:
        yield "the response has neither Cache-Control nor Expires; send Cache-Control"


@rule(
    "not-storable",
    Severity.WARNING,
    form=Form.RESPONSE,
    spec=f"{_RFC9111}#section-5.2.2.5",
    bad=first_get(response_head(Cache_Control="no-store")),
    good=_GOOD,
)
def not_storable(visit: Visit) -> Messages:
    """Cache-Control forbids storing the feed.

    A feed reader that obeys has no copy to revalidate, and downloads the feed at every poll. Send
    no-cache instead, which allows copies that are revalidated before each use.
    """
    if visit.response.status == OK and "no-store" in dict(visit.response.directives()):
        yield "Cache-Control is no-store; send no-cache, so that copies are stored and revalidated"


@rule(
    "invalid-max-age",
    Severity.WARNING,
    form=Form.RESPONSE,
    spec=f"{_RFC9111}#section-5.2.2.1",
    bad=first_get(response_head(Cache_Control="max-age=5min")),
    good=_GOOD,
)
def invalid_max_age(visit: Visit) -> Messages:
    """A lifetime in Cache-Control is not a whole number of seconds.

    Caches consider the feed stale at once, or ignore the directive. Write only digits.
    """
    for name, value in visit.response.directives():
        if name in {"max-age", "s-maxage"} and not re.fullmatch(r"\d+", value, re.ASCII):
            yield f"{name} in Cache-Control is {value!r}, not a number of seconds"


@rule(
    "excessive-max-age",
    Severity.WARNING,
    form=Form.RESPONSE,
    spec=f"{_RFC9111}#section-4.2.1",
    bad=first_get(response_head(Cache_Control="max-age=2592000")),
    good=_GOOD,
)
def excessive_max_age(visit: Visit) -> Messages:
    """The response declares the feed fresh for more than a day.

    Feed readers and caches that obey do not ask again until then, and show old news. For most
    feeds, 5 to 60 minutes are suitable.
    """
    seconds = _lifetime(visit.response) if visit.response.status == OK else 0
    if seconds > _LONGEST_FRESH:
        yield f"the feed is fresh for {seconds / _HOUR:,.0f} hours; send max-age=3600 or less"


def _validators(response: Response) -> set[str]:
    return {name for name in ("etag", "last-modified") if response.get(name)}


def _lifetime(response: Response) -> float:
    """Return how many seconds a response is fresh (RFC 9111 section 4.2.1), 0 if unspecified."""
    directives = dict(response.directives())
    if "no-cache" in directives:
        return 0
    if "max-age" in directives:
        age = directives["max-age"]
        return min(float(age), _MOST_FRESH) if re.fullmatch(r"\d+", age, re.ASCII) else 0
    until, sent = response.date("expires"), response.date("date") or datetime.now(UTC)
    return (until - sent).total_seconds() if until else 0
