"""OPML 1.0, 1.1 and 2.0: the document and its head."""

from collections.abc import Iterator

from feedsvc.validator.document import Document, Element
from feedsvc.validator.examples import document, opml
from feedsvc.validator.finding import Severity
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.values.contacts import CONTACT
from feedsvc.validator.rules.values.dates import RFC822_DATE
from feedsvc.validator.rules.values.numbers import positive_integer
from feedsvc.validator.rules.values.texts import PLAIN, not_blank
from feedsvc.validator.rules.values.uris import URL
from feedsvc.validator.values import text
from feedsvc.validator.vocabulary import declare, need, one, optional

SPEC = "http://opml.org/spec2.opml"
_GOOD = opml('<head/><body><outline text="Quay"/></body>')


@rule(
    "obsolete-version",
    Severity.WARNING,
    form=Form.DOCUMENT,
    spec=SPEC,
    bad=document('<outlineDocument><head/><body><outline text="Quay"/></body></outlineDocument>'),
    good=_GOOD,
)
def old_root(doc: Document) -> Iterator[tuple[Element, str]]:
    """The document is of a version that was given up.

    New programs no longer read it.
    """
    if doc.root_tag == "outlineDocument":
        yield doc.root, 'write <opml version="2.0">'


@rule(
    "invalid-opml-version",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{SPEC}#1629042198000",
    bad=document('<opml version="0.5"><head/><body><outline text="Quay"/></body></opml>'),
    good=_GOOD,
)
def version(value: str) -> str | None:
    """The version of OPML does not exist.

    Programs choose by it how to read the rest.
    """
    return None if value in {"1.0", "1.1", "2.0"} else f"{value!r} is no version; write 2.0"


@rule(
    "invalid-expansion-state",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{SPEC}#1629042198000",
    bad=opml("<head><expansionState>all</expansionState></head>"),
    good=opml("<head><expansionState>1, 6, 13</expansionState></head>"),
)
def expansion_state(value: str) -> str | None:
    """The list of expanded lines is no list of numbers.

    Outliners then show all lines closed.
    """
    signs = [text.sign(part.strip()) for part in value.split(",")]
    if not value.strip() or all(sign is not None and sign >= 0 for sign in signs):
        return None
    return f"{value!r} is no list of line numbers such as 1, 6, 13"


@rule(
    "invalid-positive-integer",
    form=Form.VALUE,
    spec=f"{SPEC}#1629042198000",
    bad=opml("<head><windowTop>above</windowTop></head>"),
    good=opml("<head><windowTop>61</windowTop></head>"),
)
def pixels(value: str) -> str | None:
    """The edge of a window is no number of pixels; one beyond the screen may be negative."""
    return None if text.is_integer(value.strip()) else f"{value!r} is no number of pixels"


_EDGES = ("windowTop", "windowLeft", "windowBottom", "windowRight")


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
