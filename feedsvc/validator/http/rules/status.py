"""Rules for the status, for redirects, and for responses to HEAD."""

from collections.abc import Iterable
from http import HTTPStatus

from feedsvc.validator.finding import Severity
from feedsvc.validator.http.examples import first_get, head_request, response_head
from feedsvc.validator.http.exchange import (
    NONE,
    OK,
    PERMANENT,
    RFC9110,
    TEMPORARY,
    Messages,
    Response,
    Visit,
)
from feedsvc.validator.registry import Form, rule

_GOOD = first_get(response_head())
_FEED_STARTS = (b"<rss", b"<feed", b"<rdf:RDF", b"jsonfeed.org")
_PREFIX = 2000
"""How many bytes of a body are searched for the beginning of a feed."""


@rule(
    "http-error",
    Severity.ERROR,
    form=Form.RESPONSE,
    spec=f"{RFC9110}#section-15",
    bad=first_get(response_head("404 Not Found"), body="<html><body>No such page</body></html>"),
    good=_GOOD,
)
def http_error(visit: Visit) -> Messages:
    """The server responds with an error instead of the feed.

    Feed readers show nothing new, and many drop the feed after some days.
    """
    if visit.response.status != OK and not _holds_feed(visit.response):
        yield f"the server responds with {_status(visit.response)}"


@rule(
    "http-error-with-possible-feed",
    Severity.ERROR,
    form=Form.RESPONSE,
    spec=f"{RFC9110}#section-15",
    bad=first_get(response_head("500 Internal Server Error")),
    good=_GOOD,
)
def http_error_with_feed(visit: Visit) -> Messages:
    """The server sends a document that looks like a feed, but with an error status.

    A browser shows it, so everything seems fine; feed readers go by the status and discard it.
    """
    if visit.response.status != OK and _holds_feed(visit.response):
        yield f"the server responds with {_status(visit.response)} and what looks like a feed"


@rule(
    "temp-redirect",
    Severity.INFO,
    form=Form.RESPONSE,
    spec=f"{RFC9110}#section-15.4.3",
    bad=first_get(response_head("302 Found", Location="/new.xml"), response_head()),
    good=_GOOD,
)
def temporary_redirect(visit: Visit) -> Messages:
    """A redirect to the feed is temporary.

    Feed readers follow it at every poll; use 301 or 308 if the feed has moved permanently.
    """
    yield from _redirects(visit, TEMPORARY, "temporarily")


@rule(
    "permanent-redirect",
    Severity.INFO,
    form=Form.RESPONSE,
    spec=f"{RFC9110}#section-15.4.2",
    bad=first_get(response_head("301 Moved Permanently", Location="/new.xml"), response_head()),
    good=_GOOD,
)
def permanent_redirect(visit: Visit) -> Messages:
    """The feed has moved permanently.

    Good feed readers store the new URL, all others need two requests: link to the new URL.
    """
    yield from _redirects(visit, PERMANENT, "permanently")


_COMPARED = ("content-type", "etag", "last-modified", "cache-control", "vary", "content-length")
_OF_THE_BODY = frozenset({"etag", "last-modified", "content-length"})
_MAY_LACK = frozenset({"vary", "content-length"})
"""Headers that HEAD may omit, because they are known only once the body exists (RFC 9110)."""


@rule(
    "head-differs",
    Severity.WARNING,
    form=Form.RESPONSE,
    spec=f"{RFC9110}#section-9.3.2",
    bad=head_request(response_head("405 Method Not Allowed", Allow="GET")),
    good=head_request(response_head()),
)
def head_differs(visit: Visit) -> Messages:
    """The response to HEAD differs from the response to GET.

    Feed readers and caches use HEAD to ask whether a feed has changed, and are misled.
    """
    if visit.head is None:
        return
    if visit.head.status == NONE:
        yield f"no response to HEAD: {visit.head.fault}"
        return
    if visit.head.status != visit.response.status:
        yield f"HEAD returns {_status(visit.head)}, GET {_status(visit.response)}"
        return
    for name in _COMPARED:
        get, head = visit.response.get(name), visit.head.get(name)
        if get != head and not _may_differ(name, visit, visit.head):
            yield f"{name}: HEAD has {head or 'none'}, GET has {get or 'none'}"


def _may_differ(name: str, visit: Visit, head: Response) -> bool:
    """Whether a header may differ because the document or its content coding differs."""
    if visit.changed and name in _OF_THE_BODY:
        return True
    if not head.get(name) and name in _MAY_LACK:
        return True
    if name == "etag":
        # servers that compress a body on the fly weaken its tag
        return head.get(name).removeprefix("W/") == visit.response.get(name).removeprefix("W/")
    unknown = not visit.response.get(name) or head.coding != visit.response.coding
    return name == "content-length" and unknown


def _redirects(visit: Visit, statuses: Iterable[int], how: str) -> Messages:
    for here, there in _steps(visit):
        if here.status in statuses:
            yield f"{here.url} redirects {how} ({_status(here)}) to {there.url}"


def _steps(visit: Visit) -> Iterable[tuple[Response, Response]]:
    return zip(visit.redirects, (*visit.redirects, visit.response)[1:], strict=True)


def _status(response: Response) -> str:
    try:
        return f"{response.status} {HTTPStatus(response.status).phrase}"
    except ValueError:
        return str(response.status)


def _holds_feed(response: Response) -> bool:
    return any(start in response.body[:_PREFIX] for start in _FEED_STARTS)
