"""NewsML-G2 of IPTC: a `newsItem`, a `packageItem`, or a `newsMessage` with several items.

| NewsML-G2 | field of the entry |
|---|---|
| `@guid`, `@version` | source_id, version |
| `contentMeta/headline`, else `itemMeta/title`; by `@role` | title, subtitle |
| `contentMeta/description`, no caption | summary |
| `contentSet`: `inlineXML` (XHTML or NITF), `inlineData` | content |
| `firstCreated`, else `contentCreated` | published |
| `versionCreated`, else `contentModified` | updated |
| `itemMeta/embargoed`, empty or unreadable: for ever | embargo |
| `expires`, `pubStatus` | expires, status |
| `by`, else a `creator` who is a person | authors |
| `provider`, else `infoSource`, `creditline` | agency |
| `dateline`, else the name of `located` | dateline |
| `geoAreaDetails/position` of `located`, of its `assert`, of any subject | location |
| `subject/@qcode`, `@uri`, `@literal`; `keyword` | categories |
| `rightsInfo`: `copyrightNotice`, else `copyrightHolder`, `usageTerms` | rights |
| `remoteContent`, `icon`; `description` with the role of a caption, `creditline` | media |
| `contentMeta/language/@tag`, else `@xml:lang` | language |

A package lists other items: it gives no entry unless it has text of its own, and a note says
so. `edNote` is for editors. Where a text stands in several languages, that of the item counts.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from feedsvc.errors import StoryError
from feedsvc.parsers.draft import Draft, check_item_count, finish
from feedsvc.parsers.iptc.codes import language_tag
from feedsvc.parsers.iptc.newsml_g2_content import take_content
from feedsvc.parsers.iptc.newsml_g2_meta import take_meta
from feedsvc.parsers.reading.xml import (
    XML_LANG,
    Element,
    child,
    children,
    descendants,
    line_of,
    local_name,
    read_xml,
    root_name,
)
from feedsvc.parsers.source import Format, Note, Parsed, Source

SUFFIXES: Final = frozenset((".newsml", ".xml"))

ITEMS: Final = frozenset(("newsItem", "packageItem"))
NO_STORIES: Final = frozenset(("conceptItem", "knowledgeItem", "planningItem", "catalogItem"))
"""Items that hold what a newsroom knows or plans."""


def claims(source: Source) -> bool:
    """Tell NewsML-G2 by its first element, whatever the file's name."""
    return root_name(source) in ITEMS | NO_STORIES | {"newsMessage"}


def parse(source: Source) -> Parsed:
    """Return an entry for each news item of a file, in order.

    Raises StoryError where the file is not well-formed, or a message has no item.
    """
    root = read_xml(source)
    items = list(_items(root))
    if not items:
        raise StoryError(source.name, "the message holds no item", cure="export it again")
    catalog = _catalog(root)
    check_item_count(source, len(items))
    drafts: list[Draft] = []
    notes: list[Note] = []
    for item in items:
        draft = Draft(source.options, len(drafts))
        if local_name(item) in ITEMS:
            _take_item(draft, item, catalog)
        if local_name(item) == "newsItem" or "content" in draft.values:
            drafts.append(draft)
        else:
            what = f"left out: a {local_name(item)} is no story of its own"
            notes.append(Note(message=what, line=line_of(item)))
    return finish(drafts, notes)


FORMAT: Final = Format(name="NewsML-G2", claims=claims, parse=parse, suffixes=SUFFIXES)


def _items(root: Element) -> Iterator[Element]:
    if local_name(root) != "newsMessage":
        yield root
        return
    for item_set in children(root, "itemSet"):
        yield from (each for each in item_set if local_name(each) in ITEMS | NO_STORIES)


def _take_item(draft: Draft, item: Element, catalog: Mapping[str, str]) -> None:
    line = line_of(item)
    draft.fill_text("source_id", item.get("guid"), line, "@guid")
    draft.fill_text("version", item.get("version"), line, "@version")
    tags = [each.get("tag") for each in _languages(item)]
    language = next(filter(None, map(language_tag, [*tags, item.get(XML_LANG)])), None)
    draft.fill("language", language, line, "language")
    take_meta(draft, item, catalog)
    take_content(draft, item)


def _languages(item: Element) -> Iterator[Element]:
    meta = child(item, "contentMeta")
    return iter(()) if meta is None else children(meta, "language")


def _catalog(root: Element) -> Mapping[str, str]:
    """Return the addresses of the prefixes that the file itself defines."""
    return {
        scheme.get("alias", ""): scheme.get("uri", "")
        for catalog in descendants(root, "catalog")
        for scheme in children(catalog, "scheme")
    }
