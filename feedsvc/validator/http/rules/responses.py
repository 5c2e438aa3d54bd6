"""Rules for the document in a response, the status, redirects, and responses to HEAD."""

import codecs
import re
from collections.abc import Iterable, Iterator
from html import unescape
from http import HTTPStatus
from urllib.parse import urljoin

from feedsvc.validator.examples import (
    LONG_RSS_FEED,
    RSS_FEED,
    Example,
    first_get,
    head_request,
    response_head,
)
from feedsvc.validator.finding import Severity
from feedsvc.validator.http.exchange import (
    NONE,
    OK,
    PERMANENT,
    RFC9110,
    TEMPORARY,
    Messages,
    Response,
    Visit,
    without_credentials,
)
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.source import Source

_RFC7303 = "https://www.rfc-editor.org/rfc/rfc7303"
_HTML = "https://html.spec.whatwg.org/multipage"

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
_GOOD = first_get(response_head())

_LONGEST_HEAD = 200_000
"""How many characters of a page are searched for links to feeds, which belong in its head."""
_MOST_LISTED = 3
_LINK = re.compile(r"<link\s[^<>]*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""\s(rel|type|href)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE
)
_FEEDS = re.compile(r"application/((rss|atom|rdf)\+xml|feed\+json)", re.IGNORECASE)
_PAGE = """\
<!doctype html>
<html><head><title>Harbour News</title>
<link rel="alternate" type="application/rss+xml" href="/rss.xml"></head></html>
"""
_PAGE_HEAD = response_head(Content_Type="text/html; charset=utf-8")

_FEED_STARTS = (b"<rss", b"<feed", b"<rdf:RDF", b"jsonfeed.org")
_PREFIX = 2000
"""How many bytes of a body are searched for the beginning of a feed."""

_COMPARED = ("content-type", "etag", "last-modified", "cache-control", "vary", "content-length")
_OF_THE_BODY = frozenset({"etag", "last-modified", "content-length"})
_MAY_LACK = frozenset({"vary", "content-length"})
"""Headers that HEAD may omit, because they are known only once the body exists (RFC 9110)."""


@rule(
    "unexpected-content-type",
    Severity.WARNING,
    form=Form.RESPONSE,
    spec=f"{RFC9110}#section-8.3",
    bad=first_get(response_head(Content_Type="text/html; charset=utf-8")),
    good=_GOOD,
)
def unexpected_type(visit: Visit) -> Messages:
    """The Content-Type does not match the document's format.

    Browsers and feed readers rely on it: some show plain text, some offer a download, some
    reject the feed. Configure the server to send the media type of the format.
    """
    expected = next((types for name, types in _TYPES.items() if visit.format.startswith(name)), ())
    if not visit.response.has_document or not expected:
        return
    media_type = visit.response.media_type
    if not media_type:
        yield f"the response has no Content-Type; send {expected[0]}"
    elif media_type not in expected:
        yield f"the Content-Type is {media_type}; send {expected[0]}"


@rule(
    "text-xml",
    Severity.INFO,
    form=Form.RESPONSE,
    spec=f"{_RFC7303}#section-9.2",
    bad=first_get(response_head(Content_Type="text/xml")),
    good=_GOOD,
)
def text_xml(visit: Visit) -> Messages:
    """The Content-Type is text/xml.

    Older software reads text/xml without a charset as US-ASCII, whatever the document declares.
    Send the media type of the format, such as application/rss+xml.
    """
    if visit.response.has_document and visit.response.media_type == "text/xml":
        yield "the Content-Type is text/xml; send application/xml or the format's own type"


@rule(
    "encoding-mismatch",
    Severity.WARNING,
    form=Form.RESPONSE,
    spec=f"{_RFC7303}#section-3",
    bad=first_get(response_head(Content_Type="application/rss+xml; charset=iso-8859-1")),
    good=_GOOD,
)
def other_charset(visit: Visit) -> Messages:
    """The charset in the Content-Type differs from the document's encoding.

    The header takes precedence over the document, so characters beyond ASCII are garbled. Send
    the charset of the document, or none.
    """
    charset = visit.response.charset
    if not visit.response.has_document or not charset or not visit.source.readable:
        return
    encoding = _codec(visit.source.codec)
    if encoding and _codec(charset) != encoding:
        yield f"the Content-Type has charset={charset}, but the document is in {encoding}"


@rule(
    "undecodable-content",
    Severity.ERROR,
    form=Form.RESPONSE,
    spec=f"{RFC9110}#section-8.4",
    bad=first_get(response_head(Content_Encoding="br")),
    good=_GOOD,
)
def undecodable(visit: Visit) -> Messages:
    """The body does not match its Content-Encoding, or has a coding that was not requested.

    Feed readers cannot decode it, and show nothing. Compress only if the request accepts it, and
    declare the coding that was used.
    """
    if visit.response.status == OK and visit.response.fault:
        yield f"the body cannot be decoded: {visit.response.fault}"


@rule(
    "missing-compression",
    Severity.INFO,
    form=Form.RESPONSE,
    spec=f"{RFC9110}#section-8.4",
    bad=first_get(response_head(), body=LONG_RSS_FEED),
    good=first_get(response_head(), body=RSS_FEED),
)
def uncompressed(visit: Visit) -> Messages:
    """A long document is sent uncompressed, although the request accepts gzip.

    Feeds are downloaded again and again; gzip reduces most of them to a quarter of their size.
    Enable compression on the server.
    """
    size = len(visit.response.body)
    if visit.response.has_document and not visit.response.coding and size > _WORTH_COMPRESSING:
        yield f"{size:,} bytes are sent uncompressed, although the request accepts gzip"


@rule(
    "missing-vary",
    Severity.WARNING,
    form=Form.RESPONSE,
    spec=f"{RFC9110}#section-12.5.5",
    bad=first_get(response_head(Content_Encoding="gzip")),
    good=first_get(response_head(Content_Encoding="gzip", Vary="Accept-Encoding")),
)
def missing_vary(visit: Visit) -> Messages:
    """A compressed response has no Vary: Accept-Encoding.

    An intermediate cache may send it to feed readers that cannot decode it. Send the header with
    compressed and uncompressed responses.
    """
    if visit.response.status != OK or not visit.response.get("content-encoding"):
        return
    names = {name.strip().lower() for name in visit.response.get("vary").split(",")}
    if not names & {"accept-encoding", "*"}:
        yield "the response is compressed, but has no Vary: Accept-Encoding; add it"


@rule(
    "web-page",
    Severity.ERROR,
    form=Form.RESPONSE,
    spec=f"{_HTML}/links.html#link-type-alternate",
    bad=Example(lambda: (f"{_PAGE_HEAD}\n\n{_PAGE}", first_get(_PAGE_HEAD, body=_PAGE).data)),
    good=_GOOD,
)
def web_page(visit: Visit) -> Messages:
    """The URL leads to a web page, not to a feed.

    Some feed readers search the page for the URL of a feed; all others show nothing. Use the URL
    of the feed itself.
    """
    if visit.response.has_document and is_page(visit.source):
        feeds = list(_feeds(visit))[:_MOST_LISTED]
        yield "this is a web page" + (f"; its feed is at {' or '.join(feeds)}" if feeds else "")


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

    Feed readers show nothing new, and many stop polling after some days. Correct the URL, or fix
    the server.
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

    A browser shows it, so everything seems fine, but feed readers discard it because of the
    status. Send it with status 200.
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

    Feed readers follow it at every poll. Send 301 or 308 if the feed has moved permanently.
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

    Good feed readers store the new URL; all others send two requests at every poll. Link to the
    new URL, and keep the redirect for existing subscribers.
    """
    yield from _redirects(visit, PERMANENT, "permanently")


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

    Feed readers and caches that use HEAD to ask whether a feed has changed are misled. Send the
    same status and headers as for GET.
    """
    if visit.head is None:
        return
    if visit.head.status == NONE:
        yield f"no response to HEAD: {visit.head.fault}"
        return
    if visit.head.status != visit.response.status:
        yield f"HEAD returns {_status(visit.head)}, but GET returns {_status(visit.response)}"
        return
    for name in _COMPARED:
        get, head = visit.response.get(name), visit.head.get(name)
        if get != head and not _may_differ(name, visit, visit.head):
            yield f"{name}: HEAD returns {head or 'none'}, but GET returns {get or 'none'}"


def is_page(source: Source) -> bool:
    """Whether a body is HTML."""
    return source.readable and source.root_name.rpartition(":")[2].lower() == "html"


def _feeds(visit: Visit) -> Iterator[str]:
    """Yield the URLs of the feeds that a page links to, each once, without credentials."""
    seen: set[str] = set()
    for link in _LINK.finditer(visit.source.text, 0, _LONGEST_HEAD):
        attributes = {
            found[1].lower(): unescape(found[2] or found[3] or found[4] or "")
            for found in _ATTRIBUTE.finditer(link[0])
        }
        is_alternate = "alternate" in attributes.get("rel", "").lower().split()
        href = attributes.get("href", "").strip()
        if is_alternate and href and _FEEDS.fullmatch(attributes.get("type", "").strip()):
            try:
                url = without_credentials(urljoin(visit.response.url, href))
            except ValueError:
                continue
            if url not in seen:
                seen.add(url)
                yield url


def _codec(charset: str) -> str:
    """Return the canonical name of an encoding without its byte order; empty if unknown."""
    try:
        return codecs.lookup(charset).name.removesuffix("-le").removesuffix("-be")
    except (LookupError, ValueError):
        return ""


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
