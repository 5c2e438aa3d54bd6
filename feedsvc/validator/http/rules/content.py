"""Rules of Content-Type, charset and Content-Encoding against the document."""

import codecs

from feedsvc.validator.finding import Severity
from feedsvc.validator.http.examples import FEED, LONG_FEED, answer, first
from feedsvc.validator.http.exchange import OK, Visit
from feedsvc.validator.http.rules.specs import RFC7303, RFC9110, Messages
from feedsvc.validator.registry import Form, rule

_XML = ("application/xml", "text/xml")
_TYPES: dict[str, tuple[str, ...]] = {
    "rss 1.0": ("application/rss+xml", "application/rdf+xml", *_XML),
    "rss": ("application/rss+xml", *_XML),
    "atom": ("application/atom+xml", *_XML),
    "json feed": ("application/feed+json", "application/json"),
    "opml": ("text/x-opml", "text/x-opml+xml", "application/opml+xml", *_XML),
}
"""Media types by the beginning of a format's name, the best one first."""
_WORTH_COMPRESSING = 4000
_GOOD = first(answer())


@rule(
    "unexpected-content-type",
    Severity.WARNING,
    form=Form.ANSWER,
    spec=f"{RFC9110}#section-8.3",
    bad=first(answer(Content_Type="text/html; charset=utf-8")),
    good=_GOOD,
)
def unexpected_type(visit: Visit) -> Messages:
    """The Content-Type is not one of the document's format.

    Browsers and readers go by it: some show text, some offer to save a file, some refuse.
    """
    expected = next((types for name, types in _TYPES.items() if visit.format.startswith(name)), ())
    if not visit.answer.received or not expected:
        return
    told = visit.answer.media_type
    if not told:
        yield f"there is no Content-Type; send {expected[0]}"
    elif told not in expected:
        yield f"the Content-Type is {told}; send {expected[0]}"


@rule(
    "text-xml",
    Severity.INFO,
    form=Form.ANSWER,
    spec=f"{RFC7303}#section-9.2",
    bad=first(answer(Content_Type="text/xml")),
    good=_GOOD,
)
def text_xml(visit: Visit) -> Messages:
    """The Content-Type is text/xml.

    Older software takes text/xml without a charset for US-ASCII, whatever the document says.
    """
    if visit.answer.received and visit.answer.media_type == "text/xml":
        yield "the Content-Type is text/xml; send application/xml or the format's own"


@rule(
    "encoding-mismatch",
    Severity.WARNING,
    form=Form.ANSWER,
    spec=f"{RFC7303}#section-3",
    bad=first(answer(Content_Type="application/rss+xml; charset=iso-8859-1")),
    good=_GOOD,
)
def other_charset(visit: Visit) -> Messages:
    """The charset of the Content-Type is not the document's encoding.

    The server's word counts more than the document's, so letters beyond ASCII become rubbish.
    """
    told = visit.answer.charset
    if not visit.answer.received or not told or not visit.source.readable:
        return
    own = _codec(visit.source.codec)
    if own and _codec(told) != own:
        yield f"the server says charset={told}, the document is in {own}"


@rule(
    "undecodable-content",
    Severity.ERROR,
    form=Form.ANSWER,
    spec=f"{RFC9110}#section-8.4",
    bad=first(answer(Content_Encoding="br")),
    good=_GOOD,
)
def undecodable(visit: Visit) -> Messages:
    """The body is not coded as its Content-Encoding says, or as nobody asked for.

    Readers cannot decode it, and show nothing of the feed.
    """
    if visit.answer.status == OK and visit.answer.fault:
        yield f"the body cannot be decoded: {visit.answer.fault}"


@rule(
    "missing-compression",
    Severity.INFO,
    form=Form.ANSWER,
    spec=f"{RFC9110}#section-8.4",
    bad=first(answer(), body=LONG_FEED),
    good=first(answer(), body=FEED),
)
def uncompressed(visit: Visit) -> Messages:
    """A long document is sent as it is, though gzip was offered.

    Feeds are fetched again and again; gzip makes most of them a quarter as long.
    """
    size = len(visit.answer.body)
    if visit.answer.received and not visit.answer.coding and size > _WORTH_COMPRESSING:
        yield f"{size:,} bytes are sent without compression, though gzip was offered"


@rule(
    "missing-vary",
    Severity.WARNING,
    form=Form.ANSWER,
    spec=f"{RFC9110}#section-12.5.5",
    bad=first(answer(Content_Encoding="gzip")),
    good=first(answer(Content_Encoding="gzip", Vary="Accept-Encoding")),
)
def missing_vary(visit: Visit) -> Messages:
    """A compressed answer does not say that it varies by Accept-Encoding.

    A cache between gives it to readers that cannot decode it.
    """
    if visit.answer.status != OK or not visit.answer.get("content-encoding"):
        return
    told = {name.strip().lower() for name in visit.answer.get("vary").split(",")}
    if not told & {"accept-encoding", "*"}:
        yield "the answer is compressed and has no Vary: Accept-Encoding"


def _codec(charset: str) -> str:
    """Return the one name of an encoding, whatever its byte order; empty for none."""
    try:
        return codecs.lookup(charset).name.removesuffix("-le").removesuffix("-be")
    except (LookupError, ValueError):
        return ""
