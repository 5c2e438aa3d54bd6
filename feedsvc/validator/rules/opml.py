"""OPML 1.0, 1.1 and 2.0: the head, outlines and subscription lists."""

from feedsvc.validator.document import Attr, Document, Element, Faults
from feedsvc.validator.examples import document, opml
from feedsvc.validator.finding import Severity
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.values.contacts import CONTACT
from feedsvc.validator.rules.values.dates import RFC822_DATE
from feedsvc.validator.rules.values.lists import true_false
from feedsvc.validator.rules.values.numbers import positive_integer
from feedsvc.validator.rules.values.texts import PLAIN, language, not_blank
from feedsvc.validator.rules.values.uris import URL, absolute_uri, uri_characters
from feedsvc.validator.values import text
from feedsvc.validator.vocabulary import Attribute, Child, Count, declare, may, need, one, optional

SPEC = "http://opml.org/spec2.opml"
_GOOD = opml('<head/><body><outline text="Quay"/></body>')
_EDGES = ("windowTop", "windowLeft", "windowBottom", "windowRight")
_TYPES = frozenset({"rss", "atom", "link", "include", "scriptingnews", "blogpost", "folder"})
_FEED_VERSIONS = frozenset({"RSS", "RSS1", "RSS2", "scriptingNews", "ATOM", "atom"})


@rule(
    "obsolete-version",
    Severity.WARNING,
    form=Form.DOCUMENT,
    spec=SPEC,
    bad=document('<outlineDocument><head/><body><outline text="Quay"/></body></outlineDocument>'),
    good=_GOOD,
)
def obsolete_root(doc: Document) -> Faults:
    """The document is in an obsolete version of OPML.

    Current programs do not read it. Write OPML 2.0.
    """
    if doc.root_tag == "outlineDocument":
        yield doc.root, 'outlineDocument is obsolete; write <opml version="2.0">'


@rule(
    "invalid-opml-version",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{SPEC}#1629042198000",
    bad=document('<opml version="0.5"><head/><body><outline text="Quay"/></body></opml>'),
    good=_GOOD,
)
def version(value: str) -> str | None:
    """The OPML version does not exist.

    Programs use the version to decide how to read the rest. Write 2.0.
    """
    if value in {"1.0", "1.1", "2.0"}:
        return None
    return f"{value!r} is not a version of OPML; write 2.0"


@rule(
    "invalid-expansion-state",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{SPEC}#1629042198000",
    bad=opml("<head><expansionState>all</expansionState></head>"),
    good=opml("<head><expansionState>1, 6, 13</expansionState></head>"),
)
def expansion_state(value: str) -> str | None:
    """The list of expanded lines is not a list of line numbers.

    Outliners then collapse all lines. Write numbers separated by commas, or omit the element.
    """
    signs = [text.sign(part.strip()) for part in value.split(",")]
    if not value.strip() or all(sign is not None and sign >= 0 for sign in signs):
        return None
    return f"{value!r} is not a list of line numbers such as 1, 6, 13"


@rule(
    "invalid-positive-integer",
    form=Form.VALUE,
    spec=f"{SPEC}#1629042198000",
    bad=opml("<head><windowTop>above</windowTop></head>"),
    good=opml("<head><windowTop>61</windowTop></head>"),
)
def pixels(value: str) -> str | None:
    """The position of a window edge is not a whole number of pixels; it may be negative."""
    return None if text.is_integer(value.strip()) else f"{value!r} is not a whole number of pixels"


declare(("",), {"opml": one(attributes={"version": need(version)}), "outlineDocument": one()})
declare(("opml", "outlineDocument"), {"head": one(), "body": one()})
declare(
    ("head",),
    {
        "title": optional(*PLAIN),
        "dateCreated": optional(*RFC822_DATE),
        "dateModified": optional(*RFC822_DATE),
        "ownerName": optional(*PLAIN),
        "ownerEmail": optional(*CONTACT[:1]),
        "ownerId": optional(not_blank, *URL),
        "docs": optional(not_blank, *URL),
        "expansionState": optional(expansion_state),
        "vertScrollState": optional(positive_integer),
        **{name: optional(pixels) for name in _EDGES},
    },
)


def _outline(attributes: str) -> str:
    return f"<head/><body><outline {attributes}/></body>"


_GOOD_OUTLINE = opml(
    _outline('text="Quay" title="Quay" type="rss" xmlUrl="https://news.example/rss.xml"')
)


@rule(
    "invalid-outline-type",
    Severity.WARNING,
    on=("outline",),
    spec=f"{SPEC}#1629042982000",
    bad=opml(_outline('text="Quay" type="bookmark"')),
    good=_GOOD_OUTLINE,
)
def outline_type(element: Element, _doc: Document) -> Faults:
    """The type of an outline is not a common one.

    Programs treat the outline as plain text. Use rss for a feed, link for a page, or include for
    another outline.
    """
    value = element.get("type")
    if value is not None and value.lower() not in _TYPES:
        yield Attr(element, "type"), f"unknown outline/@type {value!r}; use rss, link or include"


@rule(
    "missing-outline-type",
    Severity.WARNING,
    on=("outline",),
    spec=f"{SPEC}#1629042982000",
    bad=opml(_outline('text="Quay" xmlUrl="https://news.example/rss.xml"')),
    good=_GOOD_OUTLINE,
)
def missing_type(element: Element, _doc: Document) -> Faults:
    """An outline has the URL of a feed but no type.

    Strict programs do not subscribe to the feed. Add type="rss".
    """
    if "xmlUrl" in element.attrib and "type" not in element.attrib:
        yield element, 'outline with xmlUrl has no type; add type="rss"'


@rule(
    "missing-xml-url",
    Severity.WARNING,
    on=("outline",),
    spec=f"{SPEC}#1629043127000",
    bad=opml(_outline('text="Quay" type="rss"')),
    good=_GOOD_OUTLINE,
)
def missing_xml_url(element: Element, _doc: Document) -> Faults:
    """An outline of type rss or atom has no xmlUrl.

    Programs have nothing to subscribe to. Add the URL of the feed as xmlUrl.
    """
    value = element.get("type", "").lower()
    if value in {"rss", "atom"} and "xmlUrl" not in element.attrib:
        yield element, f"outline of type {value} has no xmlUrl; add the URL of the feed"


@rule(
    "missing-title-attr",
    Severity.WARNING,
    on=("outline",),
    spec=f"{SPEC}#1629043127000",
    bad=opml(_outline('text="Quay" type="rss" xmlUrl="https://news.example/rss.xml"')),
    good=_GOOD_OUTLINE,
)
def missing_title(element: Element, _doc: Document) -> Faults:
    """An outline of type rss has no title.

    Some programs list feeds by their title and show an empty line. Add the title of the feed.
    """
    if element.get("type", "").lower() == "rss" and "title" not in element.attrib:
        yield element, "outline of type rss has no title; add the title of the feed"


@rule(
    "missing-url-attr",
    Severity.WARNING,
    on=("outline",),
    spec=f"{SPEC}#1629043240000",
    bad=opml(_outline('text="Quay" type="link"')),
    good=opml(_outline('text="Quay" type="link" url="https://news.example/"')),
)
def missing_url(element: Element, _doc: Document) -> Faults:
    """An outline of type link or include has no url.

    The link leads nowhere, or nothing is included. Add the URL as url.
    """
    value = element.get("type", "").lower()
    if value in {"link", "include"} and "url" not in element.attrib:
        yield element, f"outline of type {value} has no url; add the URL"


@rule(
    "invalid-outline-version",
    Severity.WARNING,
    on=("outline",),
    spec=f"{SPEC}#1629043127000",
    bad=opml(_outline('text="Quay" type="rss" version="3" xmlUrl="https://news.example/"')),
    good=_GOOD_OUTLINE,
)
def outline_version(element: Element, _doc: Document) -> Faults:
    """The version of a feed in an outline is not RSS, RSS1, RSS2 or scriptingNews.

    Programs that rely on the version do not know how to read the feed. Correct or omit it.
    """
    value = element.get("version")
    if value is not None and element.get("type") and value not in _FEED_VERSIONS:
        yield Attr(element, "version"), f"outline/@version must be RSS, RSS1 or RSS2, not {value!r}"


@rule(
    "missing-attribute",
    on=("outline",),
    spec=f"{SPEC}#1629042982000",
    bad=opml(_outline('title="Quay"')),
    good=_GOOD_OUTLINE,
)
def missing_text(element: Element, doc: Document) -> Faults:
    """An outline in OPML 2.0 has no text, so programs show an empty line."""
    if "text" not in element.attrib and doc.format.version == "2.0":
        yield element, "outline has no attribute text; add it"


@rule(
    "unexpected-attribute",
    on=("outline",),
    spec=f"{SPEC}#1629043127000",
    bad=opml(_outline('text="Quay" type="rss" xmlurl="https://news.example/rss.xml"')),
    good=_GOOD_OUTLINE,
)
def misspelled_attribute(element: Element, _doc: Document) -> Faults:
    """The name of an attribute is in the wrong case, so programs ignore the attribute."""
    for name in map(str, element.attrib):
        right = _BY_LOWER.get(name.lower())
        if right is not None and right != name:
            yield Attr(element, name), f"unknown attribute {name} on outline; did you mean {right}?"


_WEB = (uri_characters, absolute_uri)
_ATTRIBUTES: dict[str, Attribute] = {
    "text": may(),
    "type": may(),
    "xmlUrl": may(*_WEB),
    "htmlUrl": may(*_WEB),
    "url": may(*_WEB),
    "title": may(),
    "description": may(),
    "language": may(language),
    "version": may(),
    "created": may(*RFC822_DATE),
    "category": may(),
    "isComment": may(true_false),
    "isBreakpoint": may(true_false),
}
_BY_LOWER = {name.lower(): name for name in _ATTRIBUTES}


def _outlines(count: Count) -> Child:
    return Child(count=count, attributes=_ATTRIBUTES, any_attribute=True)


declare(("body",), {"outline": _outlines(Count.AT_LEAST_ONE)})
declare(("outline",), {"outline": _outlines(Count.MANY)})
