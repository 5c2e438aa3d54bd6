"""RSS 1.0: the channel, items, image and text input of an RDF document."""

from feedsvc.validator import namespaces as ns
from feedsvc.validator.document import Document, Element, Faults
from feedsvc.validator.examples import rdf
from feedsvc.validator.finding import Severity
from feedsvc.validator.registry import rule
from feedsvc.validator.rules.atom.links import LINK_ATTRIBUTES
from feedsvc.validator.rules.common import ABOUT, RESOURCE
from feedsvc.validator.rules.values.texts import NON_BLANK, PLAIN, attribute_not_blank, not_blank
from feedsvc.validator.rules.values.uris import IRI, URL
from feedsvc.validator.vocabulary import declare, loose, many, may, need, one, optional, reference

RSS1 = "https://web.resource.org/rss/1.0/spec"
_ITEM = (
    '<item rdf:about="https://news.example/1"><title>Crane stays</title>'
    "<link>https://news.example/1</link></item>"
)
_CHANNEL = (
    '<channel rdf:about="https://news.example/"><title>Harbour News</title>'
    "<link>https://news.example/</link><description>News</description>"
    '<items><rdf:Seq><rdf:li rdf:resource="https://news.example/1"/></rdf:Seq></items></channel>'
)


def _tag(name: str) -> str:
    return f"{{{ns.RSS1}}}{name}"


def _rdf(name: str) -> str:
    return f"{{{ns.RDF}}}{name}"


@rule(
    "invalid-rdf",
    Severity.ERROR,
    on=tuple(
        f"{_tag(parent)} > {_tag(child)}"
        for parent in ("channel", "item", "image", "textinput")
        for child in ("title", "link", "description", "url", "name")
    ),
    spec="https://www.w3.org/TR/rdf-syntax-grammar/#section-Syntax-XML-literals",
    bad=rdf(_ITEM.replace("Crane", "<em>Crane</em>")),
    good=rdf(
        _ITEM.replace("<title>", '<title rdf:parseType="Literal">').replace(
            "Crane", "<xhtml:em>Crane</xhtml:em>"
        )
    ),
)
def mixed_content(element: Element, _doc: Document) -> Faults:
    """A text element contains other elements.

    RDF parsers read those elements as statements and reject the feed. Declare the text as markup
    with rdf:parseType="Literal".
    """
    if element.get(_rdf("parseType")) == "Literal":
        return
    for child in element.iterchildren("*"):
        yield child, f'{ns.label(element.tag)} contains elements; write rdf:parseType="Literal"'


@rule(
    "unlisted-item",
    Severity.WARNING,
    on=(_rdf("RDF"),),
    spec=f"{RSS1}#s5.3.5",
    bad=rdf(
        _CHANNEL + _ITEM.replace('about="https://news.example/1', 'about="https://b.example/2')
    ),
    good=rdf(_CHANNEL + _ITEM),
)
def unlisted_item(root: Element, _doc: Document) -> Faults:
    """An item is not in the channel's list of items.

    RDF parsers follow the list and miss the item. Add its URL to items.
    """
    listed = {
        listing.get(RESOURCE) or listing.get("resource")
        for listing in root.iterfind(
            f"{_tag('channel')}/{_tag('items')}/{_rdf('Seq')}/{_rdf('li')}"
        )
    }
    for element in root.iterchildren(_tag("item")):
        if listed and element.get(ABOUT) not in listed:
            yield element, f"item {element.get(ABOUT)} is not listed in the channel's items; add it"


@rule(
    "missing-attribute",
    on=(f"{_rdf('Seq')} > {_rdf('li')}",),
    spec=f"{RSS1}#s5.3.5",
    bad=rdf(_CHANNEL.replace(' rdf:resource="https://news.example/1"', "") + _ITEM),
    good=rdf(_CHANNEL + _ITEM),
)
def unnamed_item(listing: Element, _doc: Document) -> Faults:
    """An rdf:li in the channel's list of items does not name an item."""
    if RESOURCE not in listing.attrib and "resource" not in listing.attrib:
        yield listing, "rdf:li has no attribute rdf:resource; add it, with the URL of the item"


@rule(
    "duplicate-value",
    on=(_rdf("RDF"),),
    spec=f"{RSS1}#s5.5",
    bad=rdf(_CHANNEL + _ITEM * 2),
    good=rdf(_CHANNEL + _ITEM),
)
def repeated_about(root: Element, _doc: Document) -> Faults:
    """Two items have the same rdf:about, so RDF parsers treat them as one."""
    seen: set[str] = set()
    for element in root.iterchildren(_tag("item")):
        about = element.get(ABOUT, "")
        if about and about in seen:
            yield element, f"an earlier item has the same rdf:about {about!r}"
        seen.add(about)


_ABOUT = {ABOUT: need(attribute_not_blank, *IRI)}
_LINKED = {RESOURCE: need(*IRI)}
_LI = {RESOURCE: may(*IRI), "resource": may(*IRI)}

declare(("",), {"RDF": one()}, namespace=ns.RDF)
declare(
    (_rdf("RDF"),),
    {
        "channel": one(attributes=_ABOUT),
        "image": optional(attributes=_ABOUT),
        "item": many(attributes=_ABOUT),
        "textinput": optional(attributes=_ABOUT),
    },
    namespace=ns.RSS1,
)
declare((_rdf("RDF"),), {"Description": loose()}, namespace=ns.RDF)
declare(
    (_tag("channel"),),
    {
        "title": one(*NON_BLANK),
        "link": one(not_blank, *URL),
        "description": one(*PLAIN),
        "items": one(),
        "image": reference(_LINKED),
        "textinput": reference(_LINKED),
    },
    namespace=ns.RSS1,
)
declare((_tag("items"),), {"Seq": optional(), "Bag": optional()}, namespace=ns.RDF)
declare((_rdf("Seq"), _rdf("Bag")), {"li": many(attributes=_LI)}, namespace=ns.RDF)
declare(
    (_tag("item"),),
    {
        "title": one(*NON_BLANK),
        "link": one(not_blank, *URL),
        "description": optional(*PLAIN),
    },
    namespace=ns.RSS1,
)
declare(
    (_tag("image"),),
    {"title": one(*NON_BLANK), "url": one(not_blank, *URL), "link": one(not_blank, *URL)},
    namespace=ns.RSS1,
)
declare(
    (_tag("textinput"),),
    {
        "title": one(*NON_BLANK),
        "description": one(*PLAIN),
        "name": one(not_blank),
        "link": one(not_blank, *URL),
    },
    namespace=ns.RSS1,
)
declare(
    (_tag("channel"), _tag("item")),
    {"link": many(attributes=LINK_ATTRIBUTES, opaque=True)},
    namespace=ns.ATOM,
)
