"""IETF extensions of Atom: feed history, threads, the Publishing Protocol and deleted entries.

They are specified in RFC 5005, RFC 4685, RFC 5023 and RFC 6721.
"""

from feedsvc.validator import namespaces as ns
from feedsvc.validator.document import Document, Element, Faults, child
from feedsvc.validator.examples import entry, feed
from feedsvc.validator.finding import Severity
from feedsvc.validator.plan import AttributeFaults
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.atom.feed import CATEGORY, FEED, PERSON, TYPED, rel, tag
from feedsvc.validator.rules.atom.links import LINK_ATTRIBUTES
from feedsvc.validator.rules.common import (
    ATOM_ENTRIES,
    ATOM_FEEDS,
    FEEDS,
    RFC4685,
    RFC5005,
    RSS1_ITEMS,
    RSS_FEEDS,
    RSS_ITEMS,
)
from feedsvc.validator.rules.values.dates import rfc3339_date
from feedsvc.validator.rules.values.lists import exact_yes_or_no
from feedsvc.validator.rules.values.numbers import non_negative_integer
from feedsvc.validator.rules.values.texts import media_type
from feedsvc.validator.rules.values.uris import FULL_IRI, IRI
from feedsvc.validator.rules.xml.structure import no_text
from feedsvc.validator.vocabulary import declare, many, may, need, one, optional

_COMPLETE, _ARCHIVE = f"{{{ns.FH}}}complete", f"{{{ns.FH}}}archive"
_LINK = tag("link")
_HISTORY = frozenset(
    {"first", "last", "previous", "next", "prev-archive", "next-archive", "current"}
)
_SELF = '<link rel="self" href="https://news.example/atom.xml"/>'
RFC5023 = "https://www.rfc-editor.org/rfc/rfc5023"
RFC6721 = "https://www.rfc-editor.org/rfc/rfc6721"
_AT, _APP = f"{{{ns.AT}}}", f"{{{ns.APP}}}"
_DELETED = '<at:deleted-entry ref="tag:news.example,2024:1" when="2024-11-{}T09:30:00Z"/>'


def _links(feed_element: Element) -> list[tuple[str, Element]]:
    return [(rel(link), link) for link in feed_element.iterchildren(_LINK)]


@rule(
    "feed-history-rel-in-entry",
    Severity.WARNING,
    on=(f"{tag('entry')} > {_LINK}", f"item > {_LINK}"),
    spec=f"{RFC5005}#section-2",
    bad=entry('<link rel="next-archive" href="https://news.example/2"/>'),
    good=entry('<link rel="related" href="https://news.example/2"/>'),
)
def history_in_entry(link: Element, _doc: Document) -> Faults:
    """A link to another page of the feed is in an entry.

    Feed readers look for paging and archive links in the feed, and do not find this one. Move it
    out of the entry.
    """
    if rel(link) in _HISTORY:
        yield link, f'a link with rel="{rel(link)}" belongs in the feed itself; move it there'


@rule(
    "feed-rel-in-complete-feed",
    Severity.ERROR,
    on=(FEED, *RSS_FEEDS),
    spec=f"{RFC5005}#section-2",
    bad=feed('<fh:complete/><link rel="next" href="https://news.example/2"/>'),
    good=feed('<link rel="next" href="https://news.example/2"/>'),
)
def paged_complete_feed(feed_element: Element, doc: Document) -> Faults:
    """A feed marked as complete links to further pages.

    Feed readers delete all entries that are missing from a complete feed, including those on the
    other pages. Remove fh:complete or the links.
    """
    if not doc.declares(ns.FH) or child(feed_element, _COMPLETE) is None:
        return
    for name, link in _links(feed_element):
        if name in _HISTORY and name != "current":
            yield link, f'a feed with fh:complete must not have a link with rel="{name}"'


@rule(
    "current-not-self-in-complete-feed",
    Severity.ERROR,
    on=(FEED, *RSS_FEEDS),
    spec=f"{RFC5005}#section-2",
    bad=feed(_SELF + '<fh:complete/><link rel="current" href="https://news.example/2"/>'),
    good=feed(_SELF + '<fh:complete/><link rel="current" href="https://news.example/atom.xml"/>'),
)
def current_not_self(feed_element: Element, doc: Document) -> Faults:
    """A feed marked as complete names another feed as the current one.

    Feed readers cannot know which of the two contains all entries. Point rel="current" to the feed
    itself, or remove fh:complete.
    """
    if not doc.declares(ns.FH) or child(feed_element, _COMPLETE) is None:
        return
    links = dict(_links(feed_element))
    current, self_link = links.get("current"), links.get("self")
    if current is not None and (self_link is None or self_link.get("href") != current.get("href")):
        message = 'with fh:complete, the link with rel="current" must point to the feed itself'
        yield current, message


@rule(
    "missing-current-in-archive",
    Severity.WARNING,
    on=(FEED, *RSS_FEEDS),
    spec=f"{RFC5005}#section-4",
    bad=feed("<fh:archive/>"),
    good=feed('<fh:archive/><link rel="current" href="https://news.example/atom.xml"/>'),
)
def archive_without_current(feed_element: Element, doc: Document) -> Faults:
    """An archive document does not link to the current feed.

    People who find the archive cannot subscribe. Add a link with rel="current" and the URL of the
    subscription feed.
    """
    archive = child(feed_element, _ARCHIVE) if doc.declares(ns.FH) else None
    if archive is not None and not any(name == "current" for name, _ in _links(feed_element)):
        yield archive, 'archive has no link with rel="current"; link to the subscription feed'


@rule(
    "archive-incomplete",
    Severity.WARNING,
    on=(FEED, *RSS_FEEDS),
    spec=f"{RFC5005}#section-4",
    bad=feed("<fh:archive/>"),
    good=feed('<fh:archive/><link rel="prev-archive" href="https://news.example/1"/>'),
)
def archive_incomplete(feed_element: Element, doc: Document) -> Faults:
    """An archive document links to no other document of its feed.

    Feed readers that load the feed's history stop here. Link to the neighboring archives with
    rel="prev-archive" and rel="next-archive"; an archive of one page links to the current feed
    instead.
    """
    archive = child(feed_element, _ARCHIVE) if doc.declares(ns.FH) else None
    if archive is None or child(feed_element, _COMPLETE) is not None:
        return
    if not any(
        name in {"prev-archive", "next-archive", "current"} for name, _ in _links(feed_element)
    ):
        message = 'archive links to no other document; add a link with rel="prev-archive"'
        yield archive, message


@rule(
    "link-past-end",
    Severity.ERROR,
    on=(FEED, *RSS_FEEDS),
    spec=f"{RFC5005}#section-3",
    bad=feed(
        _SELF + '<link rel="first" href="https://news.example/atom.xml"/>'
        '<link rel="previous" href="https://news.example/0"/>'
    ),
    good=feed(_SELF + '<link rel="first" href="https://news.example/atom.xml"/>'),
)
def link_past_end(feed_element: Element, _doc: Document) -> Faults:
    """The first page has a link to a previous page, or the last page has a link to a next one.

    Feed readers that follow these links may never stop. Remove the link.
    """
    links = dict(_links(feed_element))
    self_link = links["self"].get("href") if "self" in links else None
    for end, further in (("first", "previous"), ("last", "next")):
        if self_link and end in links and links[end].get("href") == self_link and further in links:
            message = f'the {end} page must not have a link with rel="{further}"; remove it'
            yield links[further], message


@rule(
    "no-thr-when",
    Severity.ERROR,
    form=Form.ATTRIBUTES,
    on=(_LINK,),
    spec=f"{RFC4685}#section-4",
    bad=entry('<link rel="replies" href="https://news.example/1" thr:when="2024-11-16"/>'),
    good=entry('<link rel="replies" href="https://news.example/1" thr:count="3"/>'),
)
def thr_when(_model: object, names: tuple[str, ...]) -> AttributeFaults:
    """A link to replies has the attribute thr:when.

    Only drafts of RFC 4685 used this name, so feed readers ignore it. Write thr:updated.
    """
    if f"{{{ns.THR}}}when" in names:
        yield f"{{{ns.THR}}}when", "thr:when is obsolete; write thr:updated"


_EMPTY = optional(no_text)
declare(FEEDS, {"complete": _EMPTY, "archive": _EMPTY}, namespace=ns.FH)
declare(
    (*FEEDS, *RSS_ITEMS, *RSS1_ITEMS, *ATOM_ENTRIES),
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
def conflicting_attributes(element: Element, _doc: Document) -> Faults:
    """Categories refer to another document but also have attributes of their own.

    Editing programs cannot know which of the two applies. Remove href, or move the fixed and scheme
    attributes to the other document.
    """
    for name in ("fixed", "scheme"):
        if "href" in element.attrib and name in element.attrib:
            message = (
                f"app:categories with href must not have {name}; move it to the linked document"
            )
            yield element, message


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
def conflicting_children(element: Element, _doc: Document) -> Faults:
    """Categories refer to another document but are also listed here.

    Editing programs cannot know which list applies. Remove href, or move the categories to the
    other document.
    """
    if "href" in element.attrib and len(element):
        yield element, "app:categories with href must be empty; remove href or its categories"


@rule(
    "duplicate-value",
    on=(FEED,),
    spec=f"{RFC6721}#section-3",
    bad=feed(_DELETED.format(16) * 2),
    good=feed(_DELETED.format(16) + _DELETED.format(17)),
)
def deleted_twice(root: Element, _doc: Document) -> Faults:
    """The same deletion is listed twice."""
    seen: set[tuple[str, str]] = set()
    for deleted_entry in root.iterchildren(f"{_AT}deleted-entry"):
        key = (deleted_entry.get("ref", ""), deleted_entry.get("when", ""))
        if key in seen:
            message = f"an earlier at:deleted-entry already deletes {key[0]!r} at {key[1]}"
            yield deleted_entry, message
        seen.add(key)


declare(
    ATOM_ENTRIES,
    {"edited": optional(rfc3339_date), "control": optional()},
    namespace=ns.APP,
)
declare((f"{_APP}control",), {"draft": optional(exact_yes_or_no)}, namespace=ns.APP)
declare(ATOM_FEEDS, {"collection": many(attributes={"href": need(*IRI)})}, namespace=ns.APP)
declare(
    (f"{_APP}collection",),
    {
        "accept": many(),
        "categories": many(
            attributes={
                "href": may(*IRI),
                "fixed": may(exact_yes_or_no),
                "scheme": may(*FULL_IRI),
            }
        ),
    },
    namespace=ns.APP,
)
declare((f"{_APP}collection",), {"title": one(attributes=TYPED, opaque=True)}, namespace=ns.ATOM)
declare((f"{_APP}categories",), {"category": CATEGORY}, namespace=ns.ATOM)

declare(
    (FEED, *RSS_FEEDS),
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
