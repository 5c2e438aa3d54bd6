"""Links in Atom feeds and Atom links in RSS: relations, types and the feed's own URL."""

from itertools import islice
from urllib.parse import urldefrag, urljoin

from feedsvc.validator import formats
from feedsvc.validator import namespaces as ns
from feedsvc.validator.document import Attr, Document, Element, Faults, child
from feedsvc.validator.examples import channel, entry, feed
from feedsvc.validator.finding import Severity
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.atom.feed import ENTRY, FEED, SOURCE, rel, tag
from feedsvc.validator.rules.common import RFC4287, RSS_FEEDS, RSS_ITEMS
from feedsvc.validator.rules.values.dates import rfc3339_date
from feedsvc.validator.rules.values.numbers import non_negative_integer
from feedsvc.validator.rules.values.texts import PLAIN, attribute_not_blank, language, media_type
from feedsvc.validator.rules.values.uris import IRI
from feedsvc.validator.values import uris
from feedsvc.validator.values.names import RELATIONS
from feedsvc.validator.vocabulary import declare, many, may, need

RELATIONS_REGISTRY = "https://www.iana.org/assignments/link-relations/"
LINK = tag("link")
_SELF_TYPES = (
    "application/atom+xml",
    "application/rss+xml",
    "application/rdf+xml",
    "application/xml",
    "text/xml",
    "application/feed+json",
    "application/json",
)
_PAGE = '<link href="https://news.example/1"/>'


@rule(
    "unregistered-atom-link-rel",
    Severity.WARNING,
    form=Form.VALUE,
    spec=RELATIONS_REGISTRY,
    bad=entry('<link rel="homepage" href="https://news.example/"/>'),
    good=entry('<link rel="related" href="https://news.example/"/>'),
)
def registered_relation(value: str) -> str | None:
    """A link's relation is not registered with IANA.

    Feed readers do not know what the link is for and ignore it. Use a registered name such as
    alternate, enclosure or related; a relation of your own must be an absolute IRI.
    """
    if value in RELATIONS or (uris.scheme(value) and not uris.bad_character(value)):
        return None
    return f"{value!r} is not a registered link relation; use one from IANA's list or an IRI"


@rule(
    "atom-link-not-empty",
    Severity.WARNING,
    on=(LINK,),
    spec=f"{RFC4287}#section-4.2.7",
    bad=feed("<link>https://news.example/</link>"),
    good=feed('<link href="https://news.example/"/>'),
)
def link_not_empty(link: Element, doc: Document) -> Faults:
    """An Atom link has content.

    Feed readers take the URL from the href attribute and ignore what is inside the element. Move
    the URL to href.
    """
    if doc.text(link).strip() or (len(link) and child(link, "*") is not None):
        yield link, "link is not empty; write its URL in the href attribute"


@rule(
    "undefined-element",
    on=(LINK, tag("category")),
    spec=f"{RFC4287}#section-4.2.7",
    bad=feed('<link href="https://news.example/"><title>News</title></link>'),
    good=feed('<link href="https://news.example/"><media:title>News</media:title></link>'),
)
def element_in_link(element: Element, _doc: Document) -> Faults:
    """A link or category contains an Atom element; only extension elements are allowed there."""
    for inner in element.iterchildren(f"{{{ns.ATOM}}}*") if len(element) else ():
        yield inner, f"{ns.label(element.tag)} must not contain {ns.label(inner.tag)}"


@rule(
    "duplicate-atom-link",
    Severity.ERROR,
    on=(FEED, ENTRY, SOURCE),
    spec=f"{RFC4287}#section-4.1.1",
    bad=entry(_PAGE * 2),
    good=entry(_PAGE + '<link href="https://news.example/1.pdf" type="application/pdf"/>'),
)
def duplicate_link(parent: Element, _doc: Document) -> Faults:
    """Two links have the same relation, type and language.

    Feed readers cannot know which of two alternate or self links to use. Keep one of them, or give
    the links different type or hreflang attributes.
    """
    seen: set[tuple[str, str, str]] = set()
    are_several = next(islice(parent.iterchildren(LINK), 1, None), None) is not None
    for link in parent.iterchildren(LINK) if are_several else ():
        name = rel(link)
        if name not in {"alternate", "self"}:
            continue
        kind = "" if name == "self" else link.get("type", "")
        key = (name, kind, link.get("hreflang", ""))
        if key in seen and (name != "self" or link.get("type") is None):
            yield link, "an earlier link has the same rel, type and hreflang; remove one"
        seen.add(key)


@rule(
    "missing-recommended-attribute",
    Severity.WARNING,
    on=(f"{ENTRY} > {LINK}",),
    spec=f"{RFC4287}#section-4.2.7.2",
    bad=entry('<link rel="enclosure" href="https://news.example/1.mp3" type="audio/mpeg"/>'),
    good=entry('<link rel="enclosure" href="https://news.example/1.mp3" length="0"/>'),
)
def enclosure_length(link: Element, _doc: Document) -> Faults:
    """An enclosure link has no length.

    Podcast apps cannot show how large the download is before they start it. Add the size in bytes;
    write 0 if it is unknown.
    """
    if rel(link) == "enclosure" and link.get("length") is None:
        yield link, "enclosure has no length; add its size in bytes, or 0 if unknown"


@rule(
    "relative-self",
    Severity.WARNING,
    on=(LINK,),
    spec=f"{RFC4287}#section-4.2.7",
    bad=feed('<link rel="self" href="atom.xml"/>'),
    good=feed('<link rel="self" href="https://news.example/atom.xml"/>'),
)
def relative_self(link: Element, _doc: Document) -> Faults:
    """The feed's link to itself is a relative URL.

    A copy of the feed cannot be traced back to its source by a relative URL. Write the absolute URL
    of the feed.
    """
    if rel(link) != "self" or uris.scheme(link.get("href", "x:")):
        return
    base = f"{{{ns.XML}}}base"
    if not any(base in ancestor.attrib for ancestor in (link, *link.iterancestors())):
        yield Attr(link, "href"), 'link with rel="self" has a relative URL; write it in full'


@rule(
    "self-doesnt-match-location",
    Severity.WARNING,
    on=(f"{FEED} > {LINK}", f"channel > {LINK}", f"{{{ns.RSS1}}}channel > {LINK}"),
    spec=f"{RFC4287}#section-4.2.7.2",
    bad=channel('<atom:link rel="self" href="https://news.example/old.xml"/>'),
    good=channel('<atom:link rel="self" href="https://news.example/rss.xml"/>'),
)
def self_mismatch(link: Element, doc: Document) -> Faults:
    """The feed's link to itself does not match the URL it was fetched from.

    Feed readers may move their subscription to the URL in the link, and WebSub sends updates for
    that URL only. Correct the link, or redirect the old URL to the new one.
    """
    if rel(link) != "self" or not doc.location or "href" not in link.attrib:
        return
    href = link.get("href", "").strip()
    if href == doc.location:
        return
    try:
        self_url = urldefrag(urljoin(doc.base(link), href)).url
    except ValueError:
        return
    if not uris.same_place(self_url, doc.location):
        message = f'link with rel="self" is {self_url}, but the feed is at {doc.location}'
        yield Attr(link, "href"), message


@rule(
    "self-not-atom",
    Severity.WARNING,
    on=(LINK,),
    spec=f"{RFC4287}#section-4.2.7.2",
    bad=feed('<link rel="self" href="https://news.example/" type="text/html"/>'),
    good=feed('<link rel="self" href="https://news.example/a" type="application/atom+xml"/>'),
)
def self_not_feed(link: Element, doc: Document) -> Faults:
    """The feed's link to itself has a media type that is not the feed's.

    Often the link points to the website instead of the feed, so subscriptions and WebSub break.
    Link to the feed, and write the feed's media type.
    """
    kind = link.get("type", "").partition(";")[0].strip().lower()
    if rel(link) == "self" and kind and kind not in _SELF_TYPES:
        message = f'a link with rel="self" must point to the feed, but its type is {kind}'
        yield Attr(link, "type"), message
    elif (
        rel(link) == "self" and kind == "application/rss+xml" and doc.format.family == formats.ATOM
    ):
        message = 'the type of the link with rel="self" is RSS, but the feed is Atom'
        yield Attr(link, "type"), message


@rule(
    "same-document-reference",
    Severity.WARNING,
    on=(LINK,),
    spec="https://www.rfc-editor.org/rfc/rfc3986#section-4.4",
    bad=feed('<link xml:base="https://news.example/" href="."/>'),
    good=feed('<link xml:base="https://news.example/" href="about"/>'),
)
def same_document(link: Element, doc: Document) -> Faults:
    """A relative link resolves to its own base URL.

    RFC 3986 defines such a reference as the current document, so the link leads to the feed itself,
    whatever xml:base says. Write the URL in full.
    """
    href = link.get("href", "").strip()
    if not href or uris.scheme(href) or href.startswith("#"):
        return
    base = doc.base(link)
    if not base or base == doc.location:
        return
    try:
        target = urldefrag(urljoin(base, href)).url
    except ValueError:
        return
    if target == urldefrag(base).url:
        yield Attr(link, "href"), f"{href!r} resolves to its own base {base}; write the URL in full"


LINK_ATTRIBUTES = {
    "href": need(*IRI),
    "rel": may(attribute_not_blank, registered_relation),
    "type": may(media_type),
    "hreflang": may(language),
    "title": may(attribute_not_blank, *PLAIN),
    "length": may(non_negative_integer),
    f"{{{ns.THR}}}count": may(non_negative_integer),
    f"{{{ns.THR}}}updated": may(rfc3339_date),
}

declare(
    (FEED, ENTRY, SOURCE, *RSS_FEEDS, *RSS_ITEMS),
    {"link": many(attributes=LINK_ATTRIBUTES, opaque=True)},
    namespace=ns.ATOM,
)
