"""Atom 1.0 (RFC 4287): feed, entry, source, persons; which elements and how many."""

from collections.abc import Iterator

from feedsvc.validator import namespaces as ns
from feedsvc.validator.document import Document, Element, Spots
from feedsvc.validator.examples import feed
from feedsvc.validator.finding import Severity
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.specs import RFC4287
from feedsvc.validator.rules.values.contacts import addr_spec, no_address
from feedsvc.validator.rules.values.dates import RFC3339_PUBLISHED
from feedsvc.validator.rules.values.ids import ID_FORMS
from feedsvc.validator.rules.values.texts import (
    NON_BLANK,
    PLAIN,
    attribute_not_blank,
    not_blank,
    xml_language,
)
from feedsvc.validator.rules.values.uris import FULL_IRI, IRI, IRI_TEXT, no_space_around
from feedsvc.validator.vocabulary import COMMON_ATTRIBUTES, declare, many, may, need, one, optional


def tag(name: str) -> str:
    """Give Atom's tag of that name, as lxml writes it."""
    return f"{{{ns.ATOM}}}{name}"


FEED, ENTRY, SOURCE = tag("feed"), tag("entry"), tag("source")


AUTHOR, CONTRIBUTOR = tag("author"), tag("contributor")


def rel(link: Element) -> str:
    """Give a link's relation by its short name; `alternate` where none is told."""
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
def misplaced_metadata(_model: object, names: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """The feed's own elements stand after its entries.

    Atom's schema has them first, and readers that stream show entries of an unknown feed.
    """
    if ENTRY not in names:
        return
    for index in range(names.index(ENTRY), len(names)):
        if names[index] != ENTRY and names[index].startswith(f"{{{ns.ATOM}}}"):
            yield index, f"{ns.label(names[index])} should stand before the entries"


@rule(
    "missing-self",
    Severity.WARNING,
    on=(FEED,),
    spec=f"{RFC4287}#section-4.1.1",
    bad=feed("<title>Harbour News</title>"),
    good=feed('<link rel="self" href="https://news.example/atom.xml"/>'),
)
def missing_self(root: Element, _doc: Document) -> Spots:
    """The feed does not tell its own address.

    A copy of the feed cannot be traced back, and WebSub needs the address.
    """
    if not any(rel(link) == "self" for link in root.iterchildren(tag("link"))):
        yield root, 'add <link rel="self" href="..."/> with the address of this feed'


_ID = (not_blank, no_space_around, *FULL_IRI, *ID_FORMS)


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


_HEAD = {
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
        **_HEAD,
        "id": one(*_ID),
        "title": one(attributes=TYPED, opaque=True),
        "updated": one(*_DATE),
        "entry": many(),
    },
    namespace=ns.ATOM,
)


declare(
    (SOURCE,),
    {
        **_HEAD,
        "id": optional(*_ID),
        "title": optional(attributes=TYPED, opaque=True),
        "updated": optional(*_DATE),
    },
    namespace=ns.ATOM,
)


declare(
    (ENTRY,),
    {
        **_COMMON,
        "id": one(*_ID),
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
