"""RSS 0.91 to 2.0: items, their guids and enclosures, and the channel's link to itself."""

import html

from feedsvc.validator import namespaces as ns
from feedsvc.validator.document import Document, Element, Faults, child
from feedsvc.validator.examples import channel, document, item
from feedsvc.validator.finding import Severity
from feedsvc.validator.plan import ChildFaults
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.common import PROFILE, RSS, RSS_ITEMS
from feedsvc.validator.rules.values.contacts import CONTACT
from feedsvc.validator.rules.values.dates import RFC822_DATE, RFC822_PUBLISHED
from feedsvc.validator.rules.values.lists import unlisted
from feedsvc.validator.rules.values.markup import HTML_WITHOUT_BASE
from feedsvc.validator.rules.values.numbers import LENGTH
from feedsvc.validator.rules.values.texts import NON_BLANK, PLAIN, mime_attribute, not_blank
from feedsvc.validator.rules.values.uris import URL, web_url
from feedsvc.validator.rules.xml.structure import no_text
from feedsvc.validator.values import uris
from feedsvc.validator.vocabulary import declare, many, may, need, optional

_GUID = f"{RSS}#ltguidgtSubelementOfLtitemgt"
_GUIDS = tuple(f"{tag} > guid" for tag in RSS_ITEMS)
_GOOD_GUID = item('<guid isPermaLink="false">tag:news.example,2024:1</guid>')


@rule(
    "missing-guid",
    Severity.WARNING,
    on=("rss > channel",),
    spec=f"{PROFILE}#element-channel-item-guid",
    bad=item("<title>Crane stays</title>"),
    good=_GOOD_GUID,
)
def missing_guid(element: Element, doc: Document) -> Faults:
    """An item has no guid.

    Without it, feed readers compare titles and links, so an edited item appears as new. Add a guid
    that never changes.
    """
    if doc.format.version != "2.0":
        return
    for item_element in element.iterchildren("item"):
        if child(item_element, "guid") is None:
            yield item_element, "item has no guid; add one that never changes"


@rule(
    "invalid-boolean-attribute",
    Severity.ERROR,
    form=Form.VALUE,
    spec=_GUID,
    bad=item('<guid isPermaLink="no">tag:news.example,2024:1</guid>'),
    good=_GOOD_GUID,
)
def true_or_false(value: str) -> str | None:
    """An attribute is neither true nor false.

    Feed readers then use the default, which for isPermaLink means that the guid is a URL. Write
    true or false in lowercase.
    """
    return unlisted(value, ("true", "false"))


@rule(
    "invalid-http-guid",
    Severity.ERROR,
    on=_GUIDS,
    spec=_GUID,
    bad=item("<guid>crane-stays</guid>"),
    good=_GOOD_GUID,
)
def guid_url(guid: Element, doc: Document) -> Faults:
    """A guid is declared as a permalink but is not a URL.

    If an item has no link, feed readers link to its guid, and that link is broken. Write
    isPermaLink="false".
    """
    value = doc.text(guid).strip()
    if not value or guid.get("isPermaLink", "true") == "false" or _is_tag_or_urn(value):
        return
    fault = uris.absolute_fault(value) or uris.bad_character(value)
    if fault or uris.scheme(value) not in {"http", "https", "ftp"}:
        yield guid, f'guid {value!r} is not a web URL; write isPermaLink="false"'


@rule(
    "invalid-permalink",
    Severity.ERROR,
    on=_GUIDS,
    spec=_GUID,
    bad=item("<guid>tag:news.example,2024:1</guid>"),
    good=_GOOD_GUID,
)
def guid_permalink(guid: Element, doc: Document) -> Faults:
    """A guid is declared as a permalink but is a tag: or urn: URI.

    Browsers cannot open such a URI. Write isPermaLink="false".
    """
    value = doc.text(guid).strip()
    if guid.get("isPermaLink", "true") != "false" and _is_tag_or_urn(value):
        yield guid, f'guid {value!r} cannot be opened in a browser; write isPermaLink="false"'


def _is_tag_or_urn(value: str) -> bool:
    return value[:4].lower() in {"tag:", "urn:"}


@rule(
    "not-sufficiently-unique",
    Severity.WARNING,
    on=_GUIDS,
    spec=f"{PROFILE}#element-channel-item-guid",
    bad=item('<guid isPermaLink="false">42</guid>'),
    good=_GOOD_GUID,
)
def short_numeric_guid(guid: Element, doc: Document) -> Faults:
    """A guid is a short number.

    Feed readers store guids from thousands of feeds, and another feed may use the same number. Use
    URLs or tag: URIs for new items, but do not change the guids of published ones.
    """
    value = doc.text(guid).strip()
    if value.isascii() and value.isdigit() and len(value) < 8:
        yield guid, f"guid {value} may occur in another feed; for new items use a URL or tag: URI"


@rule(
    "duplicate-value",
    on=("rss > channel",),
    spec=_GUID,
    bad=channel("<item><guid>https://a.example/1</guid></item>" * 2),
    good=channel("<item><guid>https://a.example/1</guid></item>"),
)
def repeated_guid(element: Element, doc: Document) -> Faults:
    """Two items have the same guid, so feed readers show only one of them."""
    seen: set[str] = set()
    for guid in element.iterfind("item/guid"):
        value = doc.text(guid).strip()
        if value and value in seen:
            yield guid, f"an earlier item has the same guid {value!r}"
        seen.add(value)


_ENCLOSURE = '<enclosure url="https://news.example/1.mp3" length="1" type="audio/mpeg"/>'
_SELF = '<atom:link rel="self" href="https://news.example/rss.xml" type="application/rss+xml"/>'


@rule(
    "item-must-contain-title-or-description",
    Severity.ERROR,
    form=Form.CHILDREN,
    on=("channel > item",),
    spec=f"{RSS}#hrelementsOfLtitemgt",
    bad=item("<link>https://news.example/1</link>"),
    good=item("<title>Crane stays</title>"),
)
def empty_item(_model: object, names: tuple[str, ...]) -> ChildFaults:
    """An item has neither a title nor a description.

    Feed readers have nothing to show. Add at least one of them.
    """
    if "title" not in names and "description" not in names:
        yield None, "item has neither title nor description; add at least one"


@rule(
    "duplicate-enclosure",
    Severity.WARNING,
    form=Form.CHILDREN,
    on=("channel > item",),
    spec=f"{PROFILE}#element-channel-item-enclosure",
    bad=item(_ENCLOSURE * 2),
    good=item(_ENCLOSURE),
)
def several_enclosures(_model: object, names: tuple[str, ...]) -> ChildFaults:
    """An item has more than one enclosure.

    Some feed readers use the first, others the last, and few use all. Keep one, and list further
    files as media:content.
    """
    if names.count("enclosure") > 1:
        second = names.index("enclosure", names.index("enclosure") + 1)
        yield second, "item has a second enclosure; keep one"


@rule(
    "contains-html",
    on=("item > description",),
    spec="https://www.rssboard.org/rss-0-9-1-netscape#description",
    bad=document(
        '<rss version="0.91"><channel><item><title>Crane</title>'
        "<description>It &lt;b&gt;stays&lt;/b&gt;.</description></item></channel></rss>"
    ),
    good=document(
        '<rss version="0.91"><channel><item><title>Crane</title>'
        "<description>It stays.</description></item></channel></rss>"
    ),
)
def plain_description(element: Element, doc: Document) -> Faults:
    """A description in RSS 0.91 contains markup, but that version allows plain text only."""
    if doc.format.version != "0.91":
        return
    message = next(filter(None, (plain.check(doc.text(element)) for plain in PLAIN)), None)
    if message:
        yield element, f"description {message}"


@rule(
    "missing-atom-self-link",
    Severity.WARNING,
    on=("rss > channel",),
    spec=f"{PROFILE}#namespace-elements-atom-link",
    bad=channel(""),
    good=channel(_SELF),
)
def missing_self_link(element: Element, doc: Document) -> Faults:
    """The channel does not state its own URL.

    A copy of the feed cannot be traced back to its source, and subscribers cannot get WebSub
    updates. Add an atom:link with rel="self" and the absolute URL of the feed.
    """
    if doc.format.version != "2.0":
        return
    for link in element.iterchildren(f"{{{ns.ATOM}}}link"):
        if link.get("rel") == "self":
            return
    own_link = _SELF.replace("https://news.example/rss.xml", html.escape(doc.location or "..."))
    if element.nsmap.get("atom") != ns.ATOM:
        own_link = own_link.replace(" ", f' xmlns:atom="{ns.ATOM}" ', 1)
    yield element, f"channel has no link to itself; add {own_link}"


@rule(
    "undefined-element",
    on=tuple(f"{tag} > expirationDate" for tag in RSS_ITEMS),
    spec="https://www.rssboard.org/rss-0-9-3",
    bad=item("<expirationDate>Sat, 16 Nov 2024 09:30:00 GMT</expirationDate>"),
    good=document(
        '<rss version="0.93"><channel><item>'
        "<expirationDate>Sat, 16 Nov 2024 09:30:00 GMT</expirationDate></item></channel></rss>"
    ),
)
def expiration(element: Element, doc: Document) -> Faults:
    """An item of RSS 2.0 has an expirationDate, which only the draft of RSS 0.93 defines."""
    if doc.format.version == "2.0":
        yield element, "RSS 2.0 has no expirationDate, so feed readers keep the item; remove it"


declare(
    RSS_ITEMS,
    {
        "title": optional(*NON_BLANK),
        "link": optional(not_blank, *URL),
        "description": optional(*HTML_WITHOUT_BASE),
        "author": optional(*CONTACT),
        "category": many(*NON_BLANK, attributes={"domain": may()}),
        "comments": optional(not_blank, *URL),
        "enclosure": many(
            no_text,
            attributes={
                "url": need(web_url),
                "length": need(*LENGTH),
                "type": need(mime_attribute),
            },
        ),
        "guid": optional(not_blank, attributes={"isPermaLink": may(true_or_false)}),
        "pubDate": optional(*RFC822_PUBLISHED),
        "expirationDate": optional(*RFC822_DATE),
        "source": optional(*NON_BLANK, attributes={"url": need(web_url)}),
    },
)
