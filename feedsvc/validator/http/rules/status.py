"""Rules of the way to the document: status and redirects, and what HEAD says of it."""

from collections.abc import Iterable
from http import HTTPStatus

from feedsvc.validator.finding import Severity
from feedsvc.validator.http.examples import answer, first, third
from feedsvc.validator.http.exchange import NONE, OK, PERMANENT, TEMPORARY, Answer, Visit
from feedsvc.validator.http.rules.specs import RFC9110, Messages
from feedsvc.validator.registry import Form, rule

_GOOD = first(answer())
_FEED_STARTS = (b"<rss", b"<feed", b"<rdf:RDF", b"jsonfeed.org")
_LOOKED_AT = 2000


@rule(
    "http-error",
    Severity.ERROR,
    form=Form.ANSWER,
    spec=f"{RFC9110}#section-15",
    bad=first(answer("404 Not Found"), body="<html><body>No such page</body></html>"),
    good=_GOOD,
)
def http_error(visit: Visit) -> Messages:
    """The server answers with an error instead of the feed.

    Readers show nothing new, and many give a feed up after some days of errors.
    """
    if visit.answer.status != OK and not _holds_feed(visit.answer):
        yield f"the server answers {_named(visit.answer)}"


@rule(
    "http-error-with-possible-feed",
    Severity.ERROR,
    form=Form.ANSWER,
    spec=f"{RFC9110}#section-15",
    bad=first(answer("500 Internal Server Error")),
    good=_GOOD,
)
def http_error_with_feed(visit: Visit) -> Messages:
    """The server sends what looks like a feed, but with the status of an error.

    A browser shows it, so all seems well; readers go by the status and drop it.
    """
    if visit.answer.status != OK and _holds_feed(visit.answer):
        yield f"the server answers {_named(visit.answer)}, with what looks like a feed"


@rule(
    "temp-redirect",
    Severity.INFO,
    form=Form.ANSWER,
    spec=f"{RFC9110}#section-15.4.3",
    bad=first(answer("302 Found", Location="/new.xml"), answer()),
    good=_GOOD,
)
def temporary_redirect(visit: Visit) -> Messages:
    """A redirect to the feed is temporary.

    Readers go this way at every poll; if the feed has moved for good, 301 or 308 says so.
    """
    yield from _moves(visit, TEMPORARY, "for now")


@rule(
    "permanent-redirect",
    Severity.INFO,
    form=Form.ANSWER,
    spec=f"{RFC9110}#section-15.4.2",
    bad=first(answer("301 Moved Permanently", Location="/new.xml"), answer()),
    good=_GOOD,
)
def permanent_redirect(visit: Visit) -> Messages:
    """The feed has moved for good.

    Good readers remember the new address, all others take two requests: link to the new one.
    """
    yield from _moves(visit, PERMANENT, "for good")


_COMPARED = ("content-type", "etag", "last-modified", "cache-control", "vary", "content-length")
_OF_THE_BODY = frozenset({"etag", "last-modified", "content-length"})
_MAY_LACK = frozenset({"vary", "content-length"})
"""What HEAD may leave out, since it is known only once the content is made (RFC 9110)."""


@rule(
    "head-differs",
    Severity.WARNING,
    form=Form.ANSWER,
    spec=f"{RFC9110}#section-9.3.2",
    bad=third(answer("405 Method Not Allowed", Allow="GET")),
    good=third(answer()),
)
def head_differs(visit: Visit) -> Messages:
    """HEAD is not answered as GET is.

    Readers and caches ask with HEAD whether a feed changed, and are misled.
    """
    if visit.head is None:
        return
    if visit.head.status == NONE:
        yield f"HEAD is not answered: {visit.head.fault}"
        return
    if visit.head.status != visit.answer.status:
        yield f"HEAD is answered with {_named(visit.head)}, GET with {_named(visit.answer)}"
        return
    for name in _COMPARED:
        get, head = visit.answer.get(name), visit.head.get(name)
        if get != head and not _is_let_pass(name, visit, visit.head):
            yield f"HEAD says {name}: {head or 'nothing'}, GET {get or 'nothing'}"


def _is_let_pass(name: str, visit: Visit, head: Answer) -> bool:
    """Whether a header may differ, of which a coding of its own or a new document is the cause."""
    if visit.changed and name in _OF_THE_BODY:
        return True
    if not head.get(name) and name in _MAY_LACK:
        return True
    if name == "etag":
        # a server that compresses what it sends makes the tag of that weak
        return head.get(name).removeprefix("W/") == visit.answer.get(name).removeprefix("W/")
    unknown = not visit.answer.get(name) or head.coding != visit.answer.coding
    return name == "content-length" and unknown


def _moves(visit: Visit, statuses: Iterable[int], how: str) -> Messages:
    for here, there in _steps(visit):
        if here.status in statuses:
            yield f"{here.url} has moved {how} ({_named(here)}) to {there.url}"


def _steps(visit: Visit) -> Iterable[tuple[Answer, Answer]]:
    return zip(visit.hops, (*visit.hops, visit.answer)[1:], strict=True)


def _named(told: Answer) -> str:
    try:
        return f"{told.status} {HTTPStatus(told.status).phrase}"
    except ValueError:
        return str(told.status)


def _holds_feed(told: Answer) -> bool:
    return any(start in told.body[:_LOOKED_AT] for start in _FEED_STARTS)
