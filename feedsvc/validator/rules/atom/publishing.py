"""Atom's editing: the Publishing Protocol in feeds (RFC 5023), deleted entries (RFC 6721)."""

from feedsvc.validator import namespaces as ns
from feedsvc.validator.document import Document, Element, Spots
from feedsvc.validator.examples import feed
from feedsvc.validator.finding import Severity
from feedsvc.validator.registry import rule
from feedsvc.validator.rules.atom.feed import CATEGORY, FEED, PERSON, TYPED
from feedsvc.validator.rules.atom.links import LINK_ATTRIBUTES
from feedsvc.validator.rules.extensions.modules import lower_yes_or_no
from feedsvc.validator.rules.places import ATOM_HEADS, ATOM_STORIES, RSS_HEADS
from feedsvc.validator.rules.values.dates import rfc3339_date
from feedsvc.validator.rules.values.uris import FULL_IRI, IRI
from feedsvc.validator.vocabulary import declare, many, may, need, one, optional

RFC5023 = "https://www.rfc-editor.org/rfc/rfc5023"
RFC6721 = "https://www.rfc-editor.org/rfc/rfc6721"
_AT, _APP = f"{{{ns.AT}}}", f"{{{ns.APP}}}"
_GONE = '<at:deleted-entry ref="tag:news.example,2024:1" when="2024-11-{}T09:30:00Z"/>'


def _collection(categories: str) -> str:
    return (
        '<app:collection href="https://news.example/edit"><atom:title>Quay</atom:title>'
        f"{categories}</app:collection>"
    )


_GOOD = feed(_collection('<app:categories href="https://news.example/categories"/>'))


@rule(
    "conflicting-cat-attr",
    Severity.ERROR,
    on=(f"{_APP}categories",),
    spec=f"{RFC5023}#section-7.2.1",
    bad=feed(_collection('<app:categories href="https://news.example/c" fixed="yes"/>')),
    good=_GOOD,
)
def told_here_and_elsewhere(element: Element, _doc: Document) -> Spots:
    """Categories that stand in another document are described here too.

    Editors cannot know which of the two holds.
    """
    for name in ("fixed", "scheme"):
        if "href" in element.attrib and name in element.attrib:
            yield element, f"app:categories has href, so {name} stands in the document it leads to"


@rule(
    "conflicting-cat-children",
    Severity.ERROR,
    on=(f"{_APP}categories",),
    spec=f"{RFC5023}#section-7.2.1",
    bad=feed(
        _collection(
            '<app:categories href="https://news.example/c"><atom:category term="port"/>'
            "</app:categories>"
        )
    ),
    good=_GOOD,
)
def listed_here_and_elsewhere(element: Element, _doc: Document) -> Spots:
    """Categories that stand in another document are listed here too.

    Editors cannot know which of the two holds.
    """
    if "href" in element.attrib and len(element):
        yield element, "app:categories has href, so it has to be empty"


@rule(
    "duplicate-value",
    on=(FEED,),
    spec=f"{RFC6721}#section-3",
    bad=feed(_GONE.format(16) * 2),
    good=feed(_GONE.format(16) + _GONE.format(17)),
)
def deleted_twice(root: Element, _doc: Document) -> Spots:
    """An entry was deleted twice at the same moment."""
    seen: set[tuple[str, str]] = set()
    for gone in root.iterchildren(f"{_AT}deleted-entry"):
        key = (gone.get("ref", ""), gone.get("when", ""))
        if key in seen:
            yield gone, f"{key[0]!r} was deleted at {key[1]} by an earlier at:deleted-entry"
        seen.add(key)


declare(
    ATOM_STORIES,
    {"edited": optional(rfc3339_date), "control": optional()},
    namespace=ns.APP,
)
declare((f"{_APP}control",), {"draft": optional(lower_yes_or_no)}, namespace=ns.APP)
declare(ATOM_HEADS, {"collection": many(attributes={"href": need(*IRI)})}, namespace=ns.APP)
declare(
    (f"{_APP}collection",),
    {
        "accept": many(),
        "categories": many(
            attributes={
                "href": may(*IRI),
                "fixed": may(lower_yes_or_no),
                "scheme": may(*FULL_IRI),
            }
        ),
    },
    namespace=ns.APP,
)
declare((f"{_APP}collection",), {"title": one(attributes=TYPED, opaque=True)}, namespace=ns.ATOM)
declare((f"{_APP}categories",), {"category": CATEGORY}, namespace=ns.ATOM)

declare(
    (FEED, *RSS_HEADS),
    {"deleted-entry": many(attributes={"ref": need(*FULL_IRI), "when": need(rfc3339_date)})},
    namespace=ns.AT,
)
declare(
    (f"{_AT}deleted-entry",),
    {"by": optional(), "comment": optional(attributes=TYPED, opaque=True)},
    namespace=ns.AT,
)
declare(
    (f"{_AT}deleted-entry",),
    {"link": many(attributes=LINK_ATTRIBUTES, opaque=True), "source": optional()},
    namespace=ns.ATOM,
)
declare((f"{_AT}by",), PERSON, namespace=ns.ATOM)
