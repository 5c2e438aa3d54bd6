"""Feed history (RFC 5005) and threads (RFC 4685)."""

from collections.abc import Iterator

from feedsvc.validator import namespaces as ns
from feedsvc.validator.document import Document, Element, Spots
from feedsvc.validator.examples import entry, feed
from feedsvc.validator.finding import Severity
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.atom.feed import CATEGORY, FEED, PERSON, TYPED, rel, tag
from feedsvc.validator.rules.atom.links import LINK_ATTRIBUTES
from feedsvc.validator.rules.common import (
    ATOM_HEADS,
    ATOM_STORIES,
    HEADS,
    RFC4685,
    RFC5005,
    RSS1_STORIES,
    RSS_HEADS,
    RSS_STORIES,
)
from feedsvc.validator.rules.values.dates import rfc3339_date
from feedsvc.validator.rules.values.lists import lower_yes_or_no
from feedsvc.validator.rules.values.numbers import non_negative_integer
from feedsvc.validator.rules.values.texts import media_type
from feedsvc.validator.rules.values.uris import FULL_IRI, IRI
from feedsvc.validator.rules.xml.structure import no_text
from feedsvc.validator.vocabulary import declare, many, may, need, one, optional

COMPLETE, ARCHIVE = f"{{{ns.FH}}}complete", f"{{{ns.FH}}}archive"
_FEED, _LINK = tag("feed"), tag("link")
_HISTORY = frozenset(
    {"first", "last", "previous", "next", "prev-archive", "next-archive", "current"}
)
_SELF = '<link rel="self" href="https://news.example/atom.xml"/>'


def _links(head: Element) -> list[tuple[str, Element]]:
    return [(rel(link), link) for link in head.iterchildren(_LINK)]


@rule(
    "feed-history-rel-in-entry",
    Severity.WARNING,
    on=(f"{tag('entry')} > {_LINK}", f"item > {_LINK}"),
    spec=f"{RFC5005}#section-2",
    bad=entry('<link rel="next-archive" href="https://news.example/2"/>'),
    good=entry('<link rel="related" href="https://news.example/2"/>'),
)
def history_in_entry(link: Element, _doc: Document) -> Spots:
    """A link to another page of the feed stands in an entry.

    Readers look for it in the feed, and do not find it.
    """
    if rel(link) in _HISTORY:
        yield link, f"rel={rel(link)} belongs in the feed, not in an entry"


@rule(
    "feed-rel-in-complete-feed",
    Severity.ERROR,
    on=(_FEED, *RSS_HEADS),
    spec=f"{RFC5005}#section-2",
    bad=feed('<fh:complete/><link rel="next" href="https://news.example/2"/>'),
    good=feed('<link rel="next" href="https://news.example/2"/>'),
)
def paged_complete_feed(head: Element, _doc: Document) -> Spots:
    """A feed that says it is complete has further pages.

    Readers drop all entries that are not in a complete feed, those of the other pages too.
    """
    if head.find(COMPLETE) is None:
        return
    for name, link in _links(head):
        if name in _HISTORY and name != "current":
            yield link, f"a complete feed has no page with rel={name}"


@rule(
    "current-not-self-in-complete-feed",
    Severity.ERROR,
    on=(_FEED, *RSS_HEADS),
    spec=f"{RFC5005}#section-2",
    bad=feed(_SELF + '<fh:complete/><link rel="current" href="https://news.example/2"/>'),
    good=feed(_SELF + '<fh:complete/><link rel="current" href="https://news.example/atom.xml"/>'),
)
def current_elsewhere(head: Element, _doc: Document) -> Spots:
    """A feed that says it is complete names another one as the current.

    Readers cannot know which of the two holds all entries.
    """
    if head.find(COMPLETE) is None:
        return
    found = dict(_links(head))
    current, own = found.get("current"), found.get("self")
    if current is not None and (own is None or own.get("href") != current.get("href")):
        yield current, "in a complete feed rel=current is the feed itself"


@rule(
    "missing-current-in-archive",
    Severity.WARNING,
    on=(_FEED, *RSS_HEADS),
    spec=f"{RFC5005}#section-4",
    bad=feed("<fh:archive/>"),
    good=feed('<fh:archive/><link rel="current" href="https://news.example/atom.xml"/>'),
)
def archive_without_current(head: Element, _doc: Document) -> Spots:
    """An archive does not name the current feed.

    Whoever finds the archive cannot subscribe.
    """
    archive = head.find(ARCHIVE)
    if archive is not None and not any(name == "current" for name, _ in _links(head)):
        yield archive, "an archive should have a link with rel=current"


@rule(
    "archive-incomplete",
    Severity.WARNING,
    on=(_FEED, *RSS_HEADS),
    spec=f"{RFC5005}#section-4",
    bad=feed("<fh:archive/>"),
    good=feed('<fh:archive/><link rel="prev-archive" href="https://news.example/1"/>'),
)
def archive_incomplete(head: Element, _doc: Document) -> Spots:
    """An archive leads to no other document of its feed.

    Readers that rebuild the whole feed stop here. The first page of an archive that has no
    second yet leads to the current feed alone.
    """
    archive = head.find(ARCHIVE)
    if archive is None or head.find(COMPLETE) is not None:
        return
    if not any(name in {"prev-archive", "next-archive", "current"} for name, _ in _links(head)):
        yield archive, "an archive should have a link to another one, or with rel=current"


@rule(
    "link-past-end",
    Severity.ERROR,
    on=(_FEED, *RSS_HEADS),
    spec=f"{RFC5005}#section-3",
    bad=feed(
        _SELF + '<link rel="first" href="https://news.example/atom.xml"/>'
        '<link rel="previous" href="https://news.example/0"/>'
    ),
    good=feed(_SELF + '<link rel="first" href="https://news.example/atom.xml"/>'),
)
def link_past_end(head: Element, _doc: Document) -> Spots:
    """A page leads beyond the first or the last.

    Readers that follow it never come to an end.
    """
    found = dict(_links(head))
    own = found["self"].get("href") if "self" in found else None
    for end, beyond in (("first", "previous"), ("last", "next")):
        if own and end in found and found[end].get("href") == own and beyond in found:
            yield found[beyond], f"this page is rel={end}, so it has no rel={beyond}"


@rule(
    "no-thr-when",
    Severity.ERROR,
    form=Form.ATTRIBUTES,
    on=(_LINK,),
    spec=f"{RFC4685}#section-4",
    bad=entry('<link rel="replies" href="https://news.example/1" thr:when="2024-11-16"/>'),
    good=entry('<link rel="replies" href="https://news.example/1" thr:count="3"/>'),
)
def thr_when(_model: object, names: tuple[str, ...]) -> Iterator[tuple[str | None, str]]:
    """A link to replies has the attribute thr:when.

    It was renamed to thr:updated before RFC 4685 was done.
    """
    if f"{{{ns.THR}}}when" in names:
        yield f"{{{ns.THR}}}when", "thr:when became thr:updated"


_EMPTY = optional(no_text)
declare(HEADS, {"complete": _EMPTY, "archive": _EMPTY}, namespace=ns.FH)
declare(
    (*HEADS, *RSS_STORIES, *RSS1_STORIES, *ATOM_STORIES),
    {
        "in-reply-to": many(
            no_text,
            attributes={
                "ref": need(*FULL_IRI),
                "href": may(*IRI),
                "type": may(media_type),
                "source": may(*IRI),
            },
        ),
        "total": optional(non_negative_integer),
    },
    namespace=ns.THR,
)


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
