"""The extensions most used in RSS: content:encoded, XHTML and Atom elements, and their overlaps."""

from feedsvc.validator import namespaces as ns
from feedsvc.validator.document import Document, Element, Faults, child
from feedsvc.validator.examples import channel, entry, item
from feedsvc.validator.finding import Severity
from feedsvc.validator.plan import ChildFaults
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.common import (
    ATOM_ENTRIES,
    ATOM_FEEDS,
    PROFILE,
    RFC4287,
    RSS1_ITEMS,
    RSS_FEEDS,
    RSS_ITEMS,
)
from feedsvc.validator.rules.values.dates import RFC3339_PUBLISHED
from feedsvc.validator.rules.values.markup import HTML_WITHOUT_BASE
from feedsvc.validator.rules.values.texts import attribute_not_blank
from feedsvc.validator.rules.values.uris import FULL_IRI, IRI
from feedsvc.validator.vocabulary import declare, loose, many, may, need, optional

_CONTENT = f"{{{ns.CONTENT}}}encoded"
_COMMENTS = f"{{{ns.SLASH}}}comments"
_DC, _DCTERMS, _ATOM = f"{{{ns.DC}}}", f"{{{ns.DCTERMS}}}", f"{{{ns.ATOM}}}"
_CHANNEL_PAIRS = (
    ("pubDate", f"{_DC}date"),
    ("managingEditor", f"{_DC}creator"),
    ("category", f"{_DC}subject"),
    ("language", f"{_DC}language"),
    ("copyright", f"{_DC}rights"),
    ("webMaster", f"{_DC}publisher"),
    ("lastBuildDate", f"{_DCTERMS}modified"),
    ("generator", f"{{{ns.ADMIN}}}generatorAgent"),
    (f"{{{ns.CREATIVE_COMMONS}}}license", f"{{{ns.CC}}}license"),
)
_ITEM_PAIRS = (
    ("pubDate", f"{_DC}date"),
    ("author", f"{_DC}creator"),
    ("category", f"{_DC}subject"),
    ("source", f"{_DC}source"),
    ("author", f"{_ATOM}author"),
    ("guid", f"{_ATOM}id"),
    ("pubDate", f"{_ATOM}published"),
    (f"{{{ns.CREATIVE_COMMONS}}}license", f"{{{ns.CC}}}license"),
)
_XHTML = (f"{{{ns.XHTML}}}body", f"{{{ns.XHTML}}}div")
_DESCRIPTIONS = (f"{_ATOM}summary", f"{_ATOM}content", *_XHTML)
_ENCODED = "<content:encoded>&lt;p&gt;It stays.&lt;/p&gt;</content:encoded>"


def _duplicates(names: tuple[str, ...], pairs: tuple[tuple[str, str], ...]) -> ChildFaults:
    for core, other in pairs:
        if core in names and other in names:
            message = f"{ns.label(other)} repeats {ns.label(core)}; keep one of them"
            yield names.index(other), message


@rule(
    "duplicate-semantics",
    Severity.WARNING,
    form=Form.CHILDREN,
    on=("rss > channel",),
    spec=f"{PROFILE}#namespace-elements",
    bad=channel("<language>en</language><dc:language>en</dc:language>"),
    good=channel("<language>en</language>"),
)
def duplicate_in_channel(_model: object, names: tuple[str, ...]) -> ChildFaults:
    """Two elements of the channel mean the same thing.

    If they differ, some feed readers use one and some the other. Keep one, preferably RSS's own.
    """
    return _duplicates(names, _CHANNEL_PAIRS)


@rule(
    "duplicate-item-semantics",
    Severity.WARNING,
    form=Form.CHILDREN,
    on=("channel > item",),
    spec=f"{PROFILE}#namespace-elements",
    bad=item("<category>Port</category><dc:subject>Port</dc:subject>"),
    good=item("<category>Port</category>"),
)
def duplicate_in_item(_model: object, names: tuple[str, ...]) -> ChildFaults:
    """Two elements of an item mean the same thing.

    If they differ, some feed readers use one and some the other. Keep only one of them.
    """
    return _duplicates(names, _ITEM_PAIRS)


@rule(
    "duplicate-description-semantics",
    Severity.WARNING,
    form=Form.CHILDREN,
    on=("channel > item", f"{{{ns.RDF}}}RDF > {{{ns.RSS1}}}item"),
    spec=f"{PROFILE}#namespace-elements",
    bad=item("<description>It stays.</description><atom:summary>It stays.</atom:summary>"),
    good=item("<description>It stays.</description>"),
)
def duplicate_description(_model: object, names: tuple[str, ...]) -> ChildFaults:
    """An item has its text in more than one element, or in an element other than description.

    Feed readers show only one of the elements, and not all of them the same one. Use description
    for the summary and content:encoded for the full text.
    """
    described = any(name.rpartition("}")[2] == "description" for name in names)
    for other in _DESCRIPTIONS:
        if other in names and (described or other in _XHTML):
            message = f"{ns.label(other)} has the same purpose as description; use description"
            yield names.index(other), message


@rule(
    "need-description-before-content",
    Severity.WARNING,
    form=Form.CHILDREN,
    on=("channel > item",),
    spec=f"{PROFILE}#namespace-elements-content-encoded",
    bad=item(_ENCODED),
    good=item("<description>It stays.</description>" + _ENCODED),
)
def content_before_description(_model: object, names: tuple[str, ...]) -> ChildFaults:
    """The full text comes before the description, or there is no description.

    Some feed readers show whichever of the two comes last, and some do not support content:encoded.
    Put a summary in description, before the full text.
    """
    if _CONTENT not in names:
        return
    if "description" not in names[: names.index(_CONTENT)]:
        yield names.index(_CONTENT), "content:encoded has no description before it; add one"


@rule(
    "slash-date",
    Severity.WARNING,
    on=("rss > channel",),
    spec=f"{PROFILE}#namespace-elements-slash-comments",
    bad=item("<slash:comments>3</slash:comments>"),
    good=channel(
        "<lastBuildDate>Sat, 16 Nov 2024 09:30:00 GMT</lastBuildDate>"
        "<item><slash:comments>3</slash:comments></item>"
    ),
)
def undated_count(element: Element, _doc: Document) -> Faults:
    """The number of comments has no date.

    Feed readers cannot know whether the number is newer than the one they have. Add a lastBuildDate
    to the channel.
    """
    if child(element, "lastBuildDate") is None:
        first = element.find(f"item/{_COMMENTS}")
        if first is not None:
            yield first, "slash:comments is undated; add a lastBuildDate to the channel"


@rule(
    "misplaced-xhtml-content",
    Severity.WARNING,
    form=Form.CHILDREN,
    on=(*ATOM_ENTRIES, *ATOM_FEEDS),
    spec=f"{RFC4287}#section-6.4",
    bad=entry('<xhtml:img src="https://news.example/crane.jpg"/>'),
    good=entry('<content type="xhtml"><xhtml:div>The crane</xhtml:div></content>'),
)
def misplaced_xhtml(_model: object, names: tuple[str, ...]) -> ChildFaults:
    """XHTML is outside content and summary.

    Feed readers show only what is inside content or summary. Move the XHTML there.
    """
    for index, name in enumerate(names):
        if name.startswith(f"{{{ns.XHTML}}}") and name != f"{{{ns.XHTML}}}meta":
            yield index, f"{ns.label(name)} is outside content and summary; move it there"


_TYPED = {"type": may(attribute_not_blank)}
_TEXT = optional(attributes=_TYPED, opaque=True)
_PERSON = many()
_CATEGORY = many(attributes={"term": need(), "scheme": may(*FULL_IRI), "label": may()})
_DATE = optional(*RFC3339_PUBLISHED)
_BOTH = {
    "author": _PERSON,
    "contributor": _PERSON,
    "category": _CATEGORY,
    "id": optional(*FULL_IRI),
    "rights": _TEXT,
    "title": _TEXT,
    "updated": _DATE,
}

declare((*RSS_ITEMS, *RSS1_ITEMS), {"encoded": optional(*HTML_WITHOUT_BASE)}, namespace=ns.CONTENT)
declare(ATOM_ENTRIES, {"encoded": optional(*HTML_WITHOUT_BASE)}, namespace=ns.CONTENT)
declare(RSS1_ITEMS, {"items": loose()}, namespace=ns.CONTENT)
declare(
    (*RSS_FEEDS, *RSS_ITEMS, *RSS1_ITEMS),
    {"body": loose(once=True), "div": loose(once=True)},
    namespace=ns.XHTML,
)
declare(
    RSS_FEEDS,
    {
        **_BOTH,
        "generator": optional(attributes={"uri": may(*IRI), "version": may()}),
        "icon": optional(*IRI),
        "logo": optional(*IRI),
        "subtitle": _TEXT,
    },
    namespace=ns.ATOM,
)
declare(
    RSS_ITEMS,
    {
        **_BOTH,
        "published": _DATE,
        "summary": _TEXT,
        "content": optional(attributes={**_TYPED, "src": may(*IRI)}, opaque=True),
        "source": optional(),
    },
    namespace=ns.ATOM,
)
