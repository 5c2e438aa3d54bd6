"""NewsML 1.0 to 1.2 of IPTC: one `NewsML` document with one `NewsItem` or several.

| NewsML 1.2 | field of the entry |
|---|---|
| `ProviderId`, `DateId`, `NewsItemId`, else `PublicIdentifier` without revision | source_id |
| `RevisionId` | version |
| `NewsLines/HeadLine`, the first | title |
| `NewsLines/SubHeadLine` | summary |
| `DataContent` of the text: HTML in CDATA, XHTML, NITF or plain lines | content |
| `FirstCreated`, `ThisRevisionCreated` | published, updated |
| `Status/@FormalName`; `Embargoed` holds until `StatusWillChange` | status, embargo |
| `StatusWillChange` to `Canceled` or `Withheld` | expires |
| `NewsLines/ByLine`, else `Creator` who is a person | authors |
| `CreditLine`, else `Source`, `Provider` | agency |
| `DateLine`, else the city of `Location` or `Property` | dateline |
| `Location/Property` with latitude and longitude | location |
| `SubjectCode`, named by the file's `TopicSet` | categories |
| `CopyrightLine`, else `RightsMetadata` | rights |
| `ContentItem/@Href`, `Characteristics`; a component with the role of a caption | media |
| `DescriptiveMetadata/Language`, else `@xml:lang` | language |

A `NewsItem` that only lists others gives no entry, and a note says so. `Comment` and
`Instruction` are for editors.
"""

from collections.abc import Iterable
from typing import Final

from feedsvc.errors import StoryError
from feedsvc.parsers.draft import Draft, check_item_count, finish
from feedsvc.parsers.iptc.codes import language_tag, set_status
from feedsvc.parsers.iptc.newsml1_content import take_content
from feedsvc.parsers.iptc.newsml1_meta import Topics, take_meta, topics_of
from feedsvc.parsers.reading.xml import (
    XML_LANG,
    Element,
    child,
    descendants,
    line_of,
    local_name,
    read_xml,
    root_name,
    text_in,
)
from feedsvc.parsers.source import Format, Note, Parsed, Source

SUFFIXES: Final = frozenset((".newsml", ".xml"))

ROOTS: Final = frozenset(("NewsML", "NewsItem"))


def claims(source: Source) -> bool:
    """Tell NewsML 1 by its first element, whatever the file's name."""
    return root_name(source) in ROOTS


def parse(source: Source) -> Parsed:
    """Return an entry for each news item of a document, in order.

    Raises StoryError where the document is not well-formed, or has no item.
    """
    root = read_xml(source)
    items = [root] if local_name(root) == "NewsItem" else list(descendants(root, "NewsItem"))
    if not items:
        raise StoryError(source.name, "the document holds no NewsItem", cure="export it again")
    topics = topics_of(root)
    check_item_count(source, len(items))
    drafts: list[Draft] = []
    notes: list[Note] = []
    for item in items:
        draft = Draft(source.options, len(drafts))
        _take_item(draft, item, topics)
        if _only_lists(draft, item):
            message = "left out: a NewsItem that lists others is no story of its own"
            notes.append(Note(message=message, line=line_of(item)))
        else:
            drafts.append(draft)
    return finish(drafts, notes)


FORMAT: Final = Format(name="NewsML 1", claims=claims, parse=parse, suffixes=SUFFIXES)


def _only_lists(draft: Draft, item: Element) -> bool:
    """Tell a package: an item with references to others, or others in it, and no text."""
    lists = next(descendants(item, "NewsItemRef", "NewsItem"), None) is not None
    return lists and "content" not in draft.values and "media" not in draft.values


def _take_item(draft: Draft, item: Element, topics: Topics) -> None:
    _take_identity(draft, item)
    draft.fill("language", _language(item), line_of(item), "Language")
    _take_release(draft, item)
    take_meta(draft, item, topics)
    take_content(draft, item)


def _take_identity(draft: Draft, item: Element) -> None:
    """Take id and version; the last part of a `PublicIdentifier` is the revision."""
    identifier = child(item, "Identification", "NewsIdentifier")
    if identifier is None:
        return
    names = ("ProviderId", "DateId", "NewsItemId", "RevisionId", "PublicIdentifier")
    provider, date, number, revision, public = (text_in(child(identifier, n)) for n in names)
    line = line_of(identifier)
    if provider and date and number:
        whole = number.startswith("urn:newsml:")
        name = number if whole else f"urn:newsml:{provider}:{date}:{number}"
        draft.fill_text("source_id", name, line, "NewsIdentifier")
    if revision and public.startswith("urn:newsml:"):
        head, _, last = public.rpartition(":")
        public = head if last.startswith(revision) else public
    draft.fill_text("source_id", public, line, "PublicIdentifier")
    draft.fill_text("version", revision, line, "RevisionId")


def _language(item: Element) -> str | None:
    tags = [
        each.get("FormalName")
        for meta in descendants(item, "DescriptiveMetadata")
        for each in descendants(meta, "Language")
    ]
    tags += [each.get(XML_LANG) for each in (item, *_languages(item))]
    return next(filter(None, map(language_tag, tags)), None)


def _languages(item: Element) -> Iterable[Element]:
    return descendants(item, "NewsComponent", "HeadLine", "DataContent", "ContentItem")


def _take_release(draft: Draft, item: Element) -> None:
    """Take status, embargo, expiry and the moments of the item."""
    management = child(item, "NewsManagement")
    if management is None:
        return
    for field, name in (("published", "FirstCreated"), ("updated", "ThisRevisionCreated")):
        for element in descendants(management, name):
            draft.fill_datetime(field, text_in(element), line_of(element), name)
    word = ""
    for element in descendants(management, "Status"):
        word = (element.get("FormalName") or "").strip()
        set_status(draft, word, line_of(element), "Status")
    changes = list(descendants(management, "StatusWillChange"))
    if word.lower() == "embargoed":
        _take_embargo(draft, changes, line_of(management))
        return
    for change in changes:
        if _future(change) in ("canceled", "cancelled", "withheld"):
            when = text_in(child(change, "DateAndTime"))
            draft.fill_datetime("expires", when, line_of(change), "StatusWillChange")


def _take_embargo(draft: Draft, changes: list[Element], line: int) -> None:
    """Hold until the status becomes usable; for ever where no readable date says when."""
    for change in changes:
        if _future(change) in ("usable", ""):
            when = text_in(child(change, "DateAndTime"))
            draft.set_embargo(when, line_of(change), "StatusWillChange")
    if "embargo" not in draft.values:
        draft.note("embargoed without a StatusWillChange: the story is held", line)
        draft.set_embargo("", line, "Status")


def _future(change: Element) -> str:
    status = child(change, "FutureStatus")
    return "" if status is None else (status.get("FormalName") or "").strip().lower()
