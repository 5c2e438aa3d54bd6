"""Atom feeds, entries and sources (RFC 4287): their elements, persons, dates and ids."""

from collections.abc import Iterator

from feedsvc.validator import namespaces as ns
from feedsvc.validator.document import Document, Element, Faults, child
from feedsvc.validator.examples import document, entry, feed
from feedsvc.validator.finding import Severity
from feedsvc.validator.plan import ChildFaults
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.common import RFC4287
from feedsvc.validator.rules.values.contacts import addr_spec, no_address
from feedsvc.validator.rules.values.dates import RFC3339_PUBLISHED
from feedsvc.validator.rules.values.texts import (
    NON_BLANK,
    PLAIN,
    attribute_not_blank,
    not_blank,
    xml_language,
)
from feedsvc.validator.rules.values.uris import FULL_IRI, ID_FORMS, IRI, IRI_TEXT, no_space_around
from feedsvc.validator.vocabulary import COMMON_ATTRIBUTES, declare, many, may, need, one, optional


def tag(name: str) -> str:
    """Return an Atom element's tag in lxml's notation: `{namespace}name`."""
    return f"{{{ns.ATOM}}}{name}"


FEED, ENTRY, SOURCE = tag("feed"), tag("entry"), tag("source")
AUTHOR, CONTRIBUTOR = tag("author"), tag("contributor")
_ID, _UPDATED, _LINK = tag("id"), tag("updated"), tag("link")
_CONTENT, _SUMMARY = tag("content"), tag("summary")
_META = "<id>tag:news.example,2024:1</id><updated>2024-11-16T09:30:00Z</updated>"
_ENTRY_DOCUMENT = (
    '<entry xmlns="http://www.w3.org/2005/Atom"><title>Crane stays</title>'
    f"{_META}<content>It stays.</content>…</entry>"
)


def rel(link: Element) -> str:
    """Return a link's relation without IANA's prefix; `alternate` if the link has none."""
    value = link.get("rel", "alternate").strip()
    return value.removeprefix("http://www.iana.org/assignments/relation/")


@rule(
    "misplaced-metadata",
    Severity.ERROR,
    form=Form.CHILDREN,
    on=(FEED,),
    spec=f"{RFC4287}#section-4.1.1",
    bad=feed("<entry/><title>Harbour News</title>"),
    good=feed("<title>Harbour News</title><entry/>"),
)
def misplaced_metadata(_model: object, names: tuple[str, ...]) -> ChildFaults:
    """Elements that describe the feed come after its entries.

    Feed readers that parse a feed as it arrives show the first entries without knowing which feed
    they belong to. Move these elements before the first entry.
    """
    if ENTRY not in names:
        return
    for index in range(names.index(ENTRY), len(names)):
        if names[index] != ENTRY and names[index].startswith(f"{{{ns.ATOM}}}"):
            yield index, f"{ns.label(names[index])} must come before the entries; move it"


@rule(
    "missing-self",
    Severity.WARNING,
    on=(FEED,),
    spec=f"{RFC4287}#section-4.1.1",
    bad=feed("<title>Harbour News</title>"),
    good=feed('<link rel="self" href="https://news.example/atom.xml"/>'),
)
def missing_self(root: Element, _doc: Document) -> Faults:
    """The feed does not state its own URL.

    A copy of the feed cannot be traced back to its source, and subscribers cannot get WebSub
    updates. Add a link with rel="self" and the absolute URL of the feed.
    """
    if not any(rel(link) == "self" for link in root.iterchildren(_LINK)):
        yield root, 'feed has no link to itself; add <link rel="self" href="..."/> with its URL'


@rule(
    "missing-element",
    on=(FEED,),
    spec=f"{RFC4287}#section-4.1.1",
    bad=feed("<entry><title>Crane stays</title></entry>"),
    good=feed(
        "<title>Harbour News</title>" + _META + "<author><name>Ida Holm</name></author>"
        "<entry><title>Crane stays</title>" + _META + "</entry>"
    ),
)
def missing_author(root: Element, _doc: Document) -> Faults:
    """An entry has no author, and neither does its feed or its source."""
    if child(root, AUTHOR) is not None:
        return
    for element in root.iterchildren(ENTRY):
        if child(element, AUTHOR) is None and element.find(f"{SOURCE}/{AUTHOR}") is None:
            yield element, "entry has no author; add one to the entry or to the feed"


@rule(
    "missing-element",
    on=(ENTRY,),
    spec=f"{RFC4287}#section-4.1.2",
    bad=document(_ENTRY_DOCUMENT.replace("…", "")),
    good=document(_ENTRY_DOCUMENT.replace("…", "<author><name>Ida Holm</name></author>")),
)
def missing_author_outside_feed(element: Element, _doc: Document) -> Faults:
    """An entry outside a feed has no author."""
    alone = element.getparent() is None
    if alone and element.find(AUTHOR) is None and element.find(f"{SOURCE}/{AUTHOR}") is None:
        yield element, "entry outside a feed has no author; add one"


@rule(
    "missing-content-or-alternate",
    Severity.ERROR,
    on=(ENTRY,),
    spec=f"{RFC4287}#section-4.1.2",
    bad=entry("<title>Crane stays</title>" + _META),
    good=entry("<title>Crane stays</title>" + _META + "<content>It stays.</content>"),
)
def missing_content_or_alternate(element: Element, _doc: Document) -> Faults:
    """An entry has neither content nor a link to a page.

    Feed readers have nothing to show or open. Add content, or a link with rel="alternate".
    """
    if child(element, _CONTENT) is not None:
        return
    if not any(rel(link) == "alternate" for link in element.iterchildren(_LINK)):
        yield element, 'entry has neither content nor a link with rel="alternate"; add one of them'


@rule(
    "missing-textual-content",
    Severity.WARNING,
    on=(ENTRY,),
    spec=f"{RFC4287}#section-4.1.1.1",
    bad=entry("<title>Crane stays</title>" + _META),
    good=entry("<title>Crane stays</title>" + _META + "<summary>It was to go.</summary>"),
)
def missing_textual_content(element: Element, _doc: Document) -> Faults:
    """An entry has neither content nor a summary.

    Feed readers show only a headline. Add a summary, or better the full text as content.
    """
    if child(element, _CONTENT) is None and child(element, _SUMMARY) is None:
        yield element, "entry has neither content nor summary; add at least a summary"


@rule(
    "missing-summary",
    Severity.ERROR,
    on=(ENTRY,),
    spec=f"{RFC4287}#section-4.1.2",
    bad=entry('<content src="https://news.example/1.jpg" type="image/jpeg"/>'),
    good=entry(
        '<summary>The crane</summary><content src="https://news.example/1.jpg" type="image/jpeg"/>'
    ),
)
def missing_summary(element: Element, _doc: Document) -> Faults:
    """An entry has no summary although its content is not inline text.

    Not every feed reader shows linked or base64 content; without a summary, some show nothing. Add
    a summary.
    """
    content = child(element, _CONTENT) if child(element, _SUMMARY) is None else None
    if content is None:
        return
    kind = content.get("type", "text").strip().lower().partition(";")[0]
    inline = kind in {"", "text", "html", "xhtml"} or kind.startswith("text/") or _is_xml(kind)
    if "src" in content.attrib or ("/" in kind and not inline):
        yield element, "entry has no summary, but its content is not inline text; add a summary"


def _is_xml(kind: str) -> bool:
    return kind.endswith(("/xml", "+xml"))


@rule(
    "missing-source-element",
    Severity.WARNING,
    on=(SOURCE,),
    spec=f"{RFC4287}#section-4.2.11",
    bad=entry("<source><title>Quay Times</title></source>"),
    good=entry("<source><title>Quay Times</title>" + _META + "</source>"),
)
def missing_source_element(origin: Element, _doc: Document) -> Faults:
    """The source of a republished entry lacks an id, title or updated date.

    Feed readers use these to recognize the entry as the one they already have from the original
    feed. Copy all three from that feed.
    """
    for name in ("id", "title", "updated"):
        if child(origin, tag(name)) is None:
            yield origin, f"source has no {name} element; copy it from the original feed"


@rule(
    "duplicate-entries",
    Severity.WARNING,
    on=(FEED,),
    spec=f"{RFC4287}#section-4.1.1",
    bad=feed(("<entry>" + _META + "</entry>") * 2),
    good=feed("<entry>" + _META + "</entry>"),
)
def duplicate_entries(root: Element, doc: Document) -> Faults:
    """Two entries have the same id and the same updated date.

    Feed readers keep one of them and discard the other. Remove the duplicate; if it is a newer
    version of the entry, give it a later updated date.
    """
    seen: set[tuple[str, str]] = set()
    for element in root.iterchildren(ENTRY) if doc.repeats_ids else ():
        key = (_child_text(element, _ID, doc), _child_text(element, _UPDATED, doc))
        if key[0] and key in seen:
            yield element, f"an earlier entry has the same id {key[0]!r} and the same updated date"
        seen.add(key)


@rule(
    "duplicate-updated",
    Severity.WARNING,
    on=(FEED,),
    spec=f"{RFC4287}#section-4.2.15",
    bad=feed(
        "<entry>" + _META + "</entry><entry><id>tag:news.example,2024:2</id>"
        "<updated>2024-11-16T09:30:00Z</updated></entry>"
    ),
    good=feed(
        "<entry>" + _META + "</entry><entry><id>tag:news.example,2024:2</id>"
        "<updated>2024-11-16T09:30:05Z</updated></entry>"
    ),
)
def duplicate_updated(root: Element, doc: Document) -> Faults:
    """All entries have the same updated time.

    Feed readers that sort by it show the entries in no particular order. Usually a program wrote
    the time at which it generated the feed, which marks every entry as changed. Write when each
    entry itself last changed. Midnight is not reported: it may be a date without a time.
    """
    updates = _texts(root, _UPDATED, doc)
    updated = next(updates, "")
    if any(other != updated for other in updates) and not doc.repeats_ids:
        return
    ids = _texts(root, _ID, doc)
    dates = dict(zip(ids, _texts(root, _UPDATED, doc), strict=True))
    updated = next(iter(dates.values()), "")
    all_equal = {*dates.values()} == {updated}
    if updated and all_equal and len(dates) > 1 and updated[10:19] != "T00:00:00":
        last = next(root.iterchildren(ENTRY, reversed=True))
        message = (
            f"all entries have the same updated time {updated!r}; write when each last changed"
        )
        yield last, message


@rule(
    "duplicate-ids",
    Severity.ERROR,
    on=(FEED,),
    spec=f"{RFC4287}#section-4.2.6",
    bad=feed(
        '<entry><id>tag:a.example,2024:1</id><link href="https://a.example/1"/></entry>'
        "<entry><id>tag:a.example,2024:1</id><updated>2024-11-16T09:30:00Z</updated>"
        '<link href="https://a.example/2"/></entry>'
    ),
    good=feed('<entry><id>tag:a.example,2024:1</id><link href="https://a.example/1"/></entry>'),
)
def duplicate_ids(root: Element, doc: Document) -> Faults:
    """Two different entries have the same id.

    Feed readers show only one of them, or show an old entry as new again. Give each entry an id of
    its own and never reuse it.
    """
    seen: dict[str, tuple[str, str]] = {}
    for element in root.iterchildren(ENTRY) if doc.repeats_ids else ():
        identity = _child_text(element, _ID, doc)
        page = next(
            (
                link.get("href", "")
                for link in element.iterchildren(_LINK)
                if rel(link) == "alternate"
            ),
            "",
        )
        current = (_child_text(element, _UPDATED, doc), page)
        updated, other = seen.setdefault(identity, current)
        if identity and page and other and page != other and updated != current[0]:
            yield element, f"an earlier entry, which links to {other}, has the same id {identity!r}"


def _texts(root: Element, name: str, doc: Document) -> Iterator[str]:
    """Yield the text of a child of each entry, empty if the entry does not have it."""
    return (_child_text(element, name, doc) for element in root.iterchildren(ENTRY))


def _child_text(element: Element, name: str, doc: Document) -> str:
    found = child(element, name)
    return doc.text(found).strip() if found is not None else ""


_IDS = (not_blank, no_space_around, *FULL_IRI, *ID_FORMS)
_DATE = (not_blank, no_space_around, *RFC3339_PUBLISHED)

CATEGORY = many(
    attributes={
        "term": need(not_blank),
        "scheme": may(*FULL_IRI),
        "label": may(attribute_not_blank, *PLAIN),
    },
)

_GENERATOR = optional(
    *NON_BLANK,
    attributes={"uri": may(attribute_not_blank, *IRI), "version": may(attribute_not_blank)},
)

TYPED = {"type": may(attribute_not_blank)}
_COMMON = {"author": many(), "contributor": many(), "category": CATEGORY}

_FEED_OR_SOURCE = {
    **_COMMON,
    "generator": _GENERATOR,
    "icon": optional(not_blank, no_space_around, *IRI_TEXT),
    "logo": optional(not_blank, no_space_around, *IRI_TEXT),
    "rights": optional(attributes=TYPED, opaque=True),
    "subtitle": optional(attributes=TYPED, opaque=True),
}

PERSON = {
    "name": one(*NON_BLANK, no_address),
    "uri": optional(not_blank, no_space_around, *IRI_TEXT),
    "email": optional(no_space_around, addr_spec),
}

COMMON_ATTRIBUTES[f"{{{ns.XML}}}lang"] = (xml_language,)
COMMON_ATTRIBUTES[f"{{{ns.XML}}}base"] = IRI

declare(("",), {"feed": one(), "entry": one()}, namespace=ns.ATOM)

declare(
    (FEED,),
    {
        **_FEED_OR_SOURCE,
        "id": one(*_IDS),
        "title": one(attributes=TYPED, opaque=True),
        "updated": one(*_DATE),
        "entry": many(),
    },
    namespace=ns.ATOM,
)

declare(
    (SOURCE,),
    {
        **_FEED_OR_SOURCE,
        "id": optional(*_IDS),
        "title": optional(attributes=TYPED, opaque=True),
        "updated": optional(*_DATE),
    },
    namespace=ns.ATOM,
)

declare(
    (ENTRY,),
    {
        **_COMMON,
        "id": one(*_IDS),
        "title": one(attributes=TYPED, opaque=True),
        "updated": one(*_DATE),
        "published": optional(*_DATE),
        "rights": optional(attributes=TYPED, opaque=True),
        "source": optional(),
        "summary": optional(attributes=TYPED, opaque=True),
        "content": optional(attributes={**TYPED, "src": may(*IRI)}, opaque=True),
    },
    namespace=ns.ATOM,
)

declare((AUTHOR, CONTRIBUTOR), PERSON, namespace=ns.ATOM)
