"""Links of Atom, in Atom feeds and in RSS: relations, types, the feed's own address."""

from urllib.parse import urldefrag, urljoin

from feedsvc.validator import formats
from feedsvc.validator import namespaces as ns
from feedsvc.validator.document import At, Document, Element, Spots
from feedsvc.validator.examples import channel, entry, feed
from feedsvc.validator.finding import Severity
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.atom.feed import ENTRY, FEED, SOURCE, rel, tag
from feedsvc.validator.rules.common import RFC4287, RSS_HEADS, RSS_STORIES
from feedsvc.validator.rules.values.dates import rfc3339_date
from feedsvc.validator.rules.values.numbers import non_negative_integer
from feedsvc.validator.rules.values.texts import PLAIN, attribute_not_blank, language, media_type
from feedsvc.validator.rules.values.uris import IRI
from feedsvc.validator.values import uris
from feedsvc.validator.values.relations import RELATIONS
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
    """The relation of a link is not registered.

    Readers do not know what the link is for; a relation of your own is an absolute IRI.
    """
    if value in RELATIONS or (uris.scheme(value) and not uris.bad_character(value)):
        return None
    return f"{value!r} is no registered relation"


@rule(
    "atom-link-not-empty",
    Severity.WARNING,
    on=(LINK,),
    spec=f"{RFC4287}#section-4.2.7",
    bad=feed("<link>https://news.example/</link>"),
    good=feed('<link href="https://news.example/"/>'),
)
def link_not_empty(link: Element, doc: Document) -> Spots:
    """A link of Atom has content.

    Its address is in href; what stands inside is ignored.
    """
    if doc.text(link).strip() or next(link.iterchildren("*"), None) is not None:
        yield link, "link has content; the address belongs in href"


@rule(
    "undefined-element",
    on=(LINK, tag("category")),
    spec=f"{RFC4287}#section-4.2.7",
    bad=feed('<link href="https://news.example/"><title>News</title></link>'),
    good=feed('<link href="https://news.example/"><media:title>News</media:title></link>'),
)
def element_in_link(element: Element, _doc: Document) -> Spots:
    """An element of Atom stands in a link or a category, which may hold those of others alone."""
    for child in element.iterchildren(f"{{{ns.ATOM}}}*"):
        yield child, f"{ns.label(element.tag)} has no child {ns.label(child.tag)}"


@rule(
    "duplicate-atom-link",
    Severity.ERROR,
    on=(FEED, ENTRY, SOURCE),
    spec=f"{RFC4287}#section-4.1.1",
    bad=entry(_PAGE * 2),
    good=entry(_PAGE + '<link href="https://news.example/1.pdf" type="application/pdf"/>'),
)
def duplicate_link(parent: Element, _doc: Document) -> Spots:
    """Two links lead to the same kind of page.

    Of links with rel=alternate only one may have the same type and hreflang: readers cannot
    know which to open.
    """
    seen: set[tuple[str, str, str]] = set()
    for link in parent.iterchildren(LINK):
        name = rel(link)
        if name not in {"alternate", "self"}:
            continue
        kind = "" if name == "self" else link.get("type", "")
        key = (name, kind, link.get("hreflang", ""))
        if key in seen and (name != "self" or link.get("type") is None):
            yield link, f"an earlier link has the same rel={name}, type and hreflang"
        seen.add(key)


@rule(
    "missing-recommended-attribute",
    Severity.WARNING,
    on=(f"{ENTRY} > {LINK}",),
    spec=f"{RFC4287}#section-4.2.7.2",
    bad=entry('<link rel="enclosure" href="https://news.example/1.mp3" type="audio/mpeg"/>'),
    good=entry('<link rel="enclosure" href="https://news.example/1.mp3" length="0"/>'),
)
def enclosure_length(link: Element, _doc: Document) -> Spots:
    """An enclosure of Atom has no length.

    Readers cannot tell beforehand how much they load; 0 says that it is not known.
    """
    if rel(link) == "enclosure" and link.get("length") is None:
        yield link, "an enclosure should have a length in bytes, or 0 where it is not known"


@rule(
    "relative-self",
    Severity.WARNING,
    on=(LINK,),
    spec=f"{RFC4287}#section-4.2.7",
    bad=feed('<link rel="self" href="atom.xml"/>'),
    good=feed('<link rel="self" href="https://news.example/atom.xml"/>'),
)
def relative_self(link: Element, _doc: Document) -> Spots:
    """The link of the feed to itself is relative.

    A copy of the feed cannot be traced back by it.
    """
    if rel(link) != "self" or uris.scheme(link.get("href", "x:")):
        return
    base = f"{{{ns.XML}}}base"
    if not any(base in ancestor.attrib for ancestor in (link, *link.iterancestors())):
        yield At(link, "href"), "the address of the feed itself has to be absolute"


@rule(
    "self-doesnt-match-location",
    Severity.WARNING,
    on=(f"{FEED} > {LINK}", f"channel > {LINK}", f"{{{ns.RSS1}}}channel > {LINK}"),
    spec=f"{RFC4287}#section-4.2.7.2",
    bad=channel('<atom:link rel="self" href="https://news.example/old.xml"/>'),
    good=channel('<atom:link rel="self" href="https://news.example/rss.xml"/>'),
)
def self_elsewhere(link: Element, doc: Document) -> Spots:
    """The link of the feed to itself is not where the feed is.

    Readers may move their subscription to the address told, and WebSub listens for it.
    """
    if rel(link) != "self" or not doc.location or "href" not in link.attrib:
        return
    try:
        told = urldefrag(urljoin(doc.base(link), link.get("href", "").strip())).url
    except ValueError:
        return
    if not uris.same_place(told, doc.location):
        yield At(link, "href"), f"the feed says it is at {told}, but is at {doc.location}"


@rule(
    "self-not-atom",
    Severity.WARNING,
    on=(LINK,),
    spec=f"{RFC4287}#section-4.2.7.2",
    bad=feed('<link rel="self" href="https://news.example/" type="text/html"/>'),
    good=feed('<link rel="self" href="https://news.example/a" type="application/atom+xml"/>'),
)
def self_not_feed(link: Element, doc: Document) -> Spots:
    """The link of the feed to itself has the type of something else.

    Mostly the address of the page stands where that of the feed is due.
    """
    kind = link.get("type", "").partition(";")[0].strip().lower()
    if rel(link) == "self" and kind and kind not in _SELF_TYPES:
        yield At(link, "type"), f"rel=self leads to the feed, which is no {kind}"
    elif (
        rel(link) == "self" and kind == "application/rss+xml" and doc.format.family == formats.ATOM
    ):
        yield At(link, "type"), "rel=self leads to this feed, which is Atom, not RSS"


@rule(
    "same-document-reference",
    Severity.WARNING,
    on=(LINK,),
    spec="https://www.rfc-editor.org/rfc/rfc3986#section-4.4",
    bad=feed('<link xml:base="https://news.example/" href="."/>'),
    good=feed('<link xml:base="https://news.example/" href="about"/>'),
)
def same_document(link: Element, doc: Document) -> Spots:
    """A relative link leads to its own base.

    By RFC 3986 that means the document at hand, the feed itself, whatever the base says.
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
        yield At(link, "href"), f"{href!r} leads to its base {base}: write the address in full"


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
    (FEED, ENTRY, SOURCE, *RSS_HEADS, *RSS_STORIES),
    {"link": many(attributes=LINK_ATTRIBUTES, opaque=True)},
    namespace=ns.ATOM,
)
