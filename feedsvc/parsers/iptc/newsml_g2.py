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

from feedsvc.entry import Category, Media
from feedsvc.errors import StoryError
from feedsvc.parsers.draft import Draft, check_item_count, finish
from feedsvc.parsers.iptc.blocks import Block, Body, blocks_in, blocks_of
from feedsvc.parsers.iptc.codes import category, language_tag, set_status, unique
from feedsvc.parsers.iptc.content import add_content
from feedsvc.parsers.iptc.media import MEDIA_WORDS, Rendition, media_of, usable_reference
from feedsvc.parsers.iptc.nitf import add_head, body_in, media_in
from feedsvc.parsers.iptc.people import authors_of, dateline_of, is_agency_name, persons
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
    text_in,
)
from feedsvc.parsers.source import Format, Note, Parsed, Source
from feedsvc.parsers.values import location_of, text_of

SUFFIXES: Final = frozenset((".newsml", ".xml"))

ITEMS: Final = frozenset(("newsItem", "packageItem"))

NO_STORIES: Final = frozenset(("conceptItem", "knowledgeItem", "planningItem", "catalogItem"))
"""Items that hold what a newsroom knows or plans."""

MOMENTS: Final = (
    ("published", "itemMeta", "firstCreated"),
    ("published", "contentMeta", "contentCreated"),
    ("updated", "itemMeta", "versionCreated"),
    ("updated", "contentMeta", "contentModified"),
    ("expires", "itemMeta", "expires"),
    ("expires", "contentMeta", "expires"),
)

SUBTITLE_ROLES: Final = ("sub", "deck", "second")

LESSER_ROLES: Final = ("kicker", "overline", "short", "seo", "slug", "social", "mobile", "ticker")

CAPTION_ROLES: Final = ("caption", "altext", "alttext", "transcript", "note", "instruction")
"""How roles begin whose text is no title, and no summary."""

TYPES: Final = ("html", "nitf", "xml", "plain")
"""Words in the type of a part, the best first."""


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
            _add_item(draft, item, catalog)
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


def _add_item(draft: Draft, item: Element, catalog: Mapping[str, str]) -> None:
    line = line_of(item)
    draft.fill_text("source_id", item.get("guid"), line, "@guid")
    draft.fill_text("version", item.get("version"), line, "@version")
    tags = [each.get("tag") for each in _languages(item)]
    language = next(filter(None, map(language_tag, [*tags, item.get(XML_LANG)])), None)
    draft.fill("language", language, line, "language")
    _add_metadata(draft, item, catalog)
    _add_text_and_media(draft, item)


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


def _add_metadata(draft: Draft, item: Element, catalog: Mapping[str, str]) -> None:
    """Give a draft what `itemMeta`, `contentMeta` and `rightsInfo` of an item say.

    `catalog` gives the addresses of the prefixes that the file defines.
    """
    _add_release(draft, item)
    meta = child(item, "contentMeta")
    for field, part, name in MOMENTS:
        for element in _in_part(item, part, name):
            draft.fill_datetime(field, text_in(element), line_of(element), name)
    _add_titles(draft, item)
    _add_credits(draft, item)
    _add_places(draft, item)
    _add_rights(draft, item)
    if meta is not None:
        subjects = [_subject(draft, each, catalog) for each in children(meta, "subject")]
        keywords = [category(text_in(each)) for each in children(meta, "keyword")]
        draft.fill("categories", unique([*subjects, *keywords]), line_of(meta), "subject")


def named(draft: Draft, element: Element) -> str:
    """Return the name of an element in the item's language, else its literal."""
    names = list(children(element, "name"))
    name = _in_language(draft, names)
    return (text_in(name) if name is not None else "") or element.get("literal", "").strip()


def role_of(element: Element) -> str:
    """Return the role of a text without its prefix: `drol:caption` is `caption`."""
    return (element.get("role") or "").rpartition(":")[2].rpartition("/")[2].lower()


def _add_release(draft: Draft, item: Element) -> None:
    """Take status and embargo; a note to editors may speak of an embargo, too."""
    for element in _in_part(item, "itemMeta", "pubStatus"):
        word = element.get("qcode") or element.get("uri") or element.get("literal") or ""
        set_status(draft, word or text_in(element), line_of(element), "pubStatus")
    for element in _in_part(item, "itemMeta", "embargoed"):
        draft.set_embargo(text_in(element), line_of(element), "embargoed")
    for element in descendants(item, "edNote"):
        draft.omit_editors_note(text_in(element), line_of(element), "edNote")


def _add_titles(draft: Draft, item: Element) -> None:
    headlines = _preferred(draft, list(_in_part(item, "contentMeta", "headline")))
    main = [each for each in headlines if not role_of(each).startswith(SUBTITLE_ROLES)]
    for element in sorted(main, key=lambda each: role_of(each).startswith(LESSER_ROLES)):
        draft.fill_text("title", text_in(element), line_of(element), "headline")
    for element in headlines:
        text = text_in(element)
        if element not in main and text.casefold() != str(draft.values.get("title")).casefold():
            draft.fill_text("subtitle", text, line_of(element), "headline")
    for element in _preferred(draft, list(_in_part(item, "contentMeta", "description"))):
        if not role_of(element).startswith(CAPTION_ROLES):
            draft.fill_text("summary", text_in(element), line_of(element), "description")


def _add_credits(draft: Draft, item: Element) -> None:
    for part, name in (
        ("itemMeta", "provider"),
        ("contentMeta", "infoSource"),
        ("contentMeta", "creditline"),
    ):
        for element in _in_part(item, part, name):
            text = named(draft, element) or text_in(element) or _provider(element)
            draft.fill_text("agency", text, line_of(element), name)
    agency = draft.values.get("agency")
    for element in _preferred(draft, list(_in_part(item, "contentMeta", "by"))):
        authors = authors_of(text_in(element), agency)
        draft.fill("authors", authors, line_of(element), "by")
    creators = list(_in_part(item, "contentMeta", "creator"))
    names = [named(draft, each) for each in creators if _is_person(draft, each, agency)]
    if names:
        draft.fill("authors", persons(names), line_of(creators[0]), "creator")


def _provider(element: Element) -> str:
    """Return the code of IPTC's list of news providers, which are names: `nprov:AFP`."""
    prefix, _, code = (element.get("qcode") or "").partition(":")
    return code if prefix == "nprov" else ""


def _is_person(draft: Draft, creator: Element, agency: str | None) -> bool:
    """Tell a creator who is a person: by type, else by a name that is no agency's."""
    kind = (creator.get("type") or "").rpartition(":")[2].lower()
    if kind:
        return kind == "person"
    name = named(draft, creator)
    return " " in name and not is_agency_name(name, agency) and bool(authors_of(name, agency))


def _add_places(draft: Draft, item: Element) -> None:
    located = [
        each for part in ("contentMeta", "itemMeta") for each in _in_part(item, part, "located")
    ]
    country = next((name for each in located if (name := _country(draft, each))), None)
    for element in _in_part(item, "contentMeta", "dateline"):
        draft.fill("dateline", dateline_of(text_in(element)), line_of(element), "dateline")
    for element in located:
        place = dateline_of(named(draft, element), country)
        draft.fill("dateline", place, line_of(element), "located")
    codes = {each.get("qcode") for each in located} - {None}
    asserts = [each for each in children(item, "assert") if each.get("qcode") in codes]
    subjects = list(_in_part(item, "contentMeta", "subject"))
    for element in (*located, *asserts, *subjects):
        for position in descendants(element, "position"):
            pair = [position.get("latitude"), position.get("longitude")]
            draft.fill("location", location_of(pair), line_of(position), "position")


def _country(draft: Draft, located: Element) -> str | None:
    for element in (located, *children(located, "broader")):
        if (element.get("type") or "").lower().endswith(":country"):
            return named(draft, element) or None
    return None


def _add_rights(draft: Draft, item: Element) -> None:
    for name in ("copyrightNotice", "copyrightHolder", "usageTerms"):
        elements = list(_in_part(item, "rightsInfo", name))
        for element in _preferred(draft, elements):
            text = named(draft, element) or text_in(element)
            draft.fill_text("rights", text, line_of(element), name)


def _subject(draft: Draft, element: Element, catalog: Mapping[str, str]) -> Category | None:
    code = element.get("qcode") or element.get("uri") or element.get("literal") or ""
    return category(code, named(draft, element), catalog)


def _in_part(item: Element, part: str, name: str) -> Iterator[Element]:
    return (each for part_ in children(item, part) for each in children(part_, name))


def _in_language(draft: Draft, elements: list[Element]) -> Element | None:
    preferred = _preferred(draft, elements)
    return preferred[0] if preferred else None


def _preferred(draft: Draft, elements: list[Element]) -> list[Element]:
    """Return texts with those in the item's language first, then those that name none."""
    wanted = (draft.values.get("language") or "").partition("-")[0]

    def order(element: Element) -> int:
        tag = (language_tag(element.get(XML_LANG)) or "").partition("-")[0]
        return 0 if tag and tag == wanted else 1 if not tag else 2

    return sorted(elements, key=order)


def _add_text_and_media(draft: Draft, item: Element) -> None:
    """Give a draft the text and the media of an item, and what only the text says.

    A picture's description is its caption, and its summary where there is no text.
    """
    is_medium = _item_class(item) in MEDIA_WORDS
    media = _media(item, is_medium=is_medium)
    blocks: list[Block] = []
    for part in _best(draft, item):
        found = _read(draft, part)
        blocks += found.blocks
        media += media_in(found.media)
    draft.fill("media", tuple(media), line_of(item), "remoteContent")
    for title in _elements(item, "itemMeta", "title"):
        draft.fill_text("title", text_in(title), line_of(title), "itemMeta/title")
    add_content(draft, blocks)
    if is_medium and "content" not in draft.values:
        for element in _elements(item, "contentMeta", "description"):
            draft.fill_text("summary", text_in(element), line_of(element), "description")


def _item_class(item: Element) -> str:
    element = child(item, "itemMeta", "itemClass")
    code = "" if element is None else element.get("qcode") or element.get("uri") or ""
    return code.rpartition(":")[2].rpartition("/")[2].lower()


def _best(draft: Draft, item: Element) -> list[Element]:
    """Return the part with the text in the best form, or the pieces of it."""
    wanted = (draft.values.get("language") or "").partition("-")[0]
    groups: dict[tuple[int, int, str], list[Element]] = {}
    for part in (each for parts in children(item, "contentSet") for each in parts):
        if local_name(part) not in ("inlineXML", "inlineData") or not _text(part):
            continue
        tag = (language_tag(part.get(XML_LANG)) or "").partition("-")[0]
        foreign = 0 if tag in ("", wanted) else 1
        key = (foreign, _rank(part), part.get("rendition") or "")
        groups.setdefault(key, []).append(part)
    first = min(groups, key=lambda key: key[:2], default=None)
    return [] if first is None else groups[first]


def _rank(part: Element) -> int:
    """Rank the form of a part: by its type, else by what stands in it."""
    inner = next((local_name(each) for each in part.iterchildren("*")), "")
    words = f"{part.get('contenttype') or ''} {inner}".lower()
    return next((rank for rank, word in enumerate(TYPES) if word in words), len(TYPES))


def _text(part: Element) -> str:
    """Return the text of a part; nothing for one in Base64."""
    return "" if part.get("encoding") else text_in(part)


def _read(draft: Draft, part: Element) -> Body:
    """Return the blocks and media of a part, after what its head says was taken."""
    nitf = next(descendants(part, "nitf"), None)
    if nitf is not None:
        add_head(draft, nitf)
        return body_in(nitf)
    body = next(descendants(part, "body"), None)
    if next(part.iterchildren("*"), None) is None:
        is_html = True if "html" in (part.get("contenttype") or "") else None
        return Body(blocks_of(part.text or "", line_of(part), is_html=is_html), [])
    return blocks_in(part if body is None else body)


def _media(item: Element, *, is_medium: bool) -> list[Media]:
    """Return the renditions of the item's medium, then its icons."""
    descriptions = _elements(item, "contentMeta", "description") if is_medium else []
    descriptions.sort(key=lambda each: not role_of(each).startswith("caption"))
    caption = text_of(text_in(descriptions[0])) if descriptions else None
    credited = _elements(item, "contentMeta", "creditline") if is_medium else []
    remote = _elements(item, "contentSet", "remoteContent")
    icons = _elements(item, "contentMeta", "icon")
    found = media_of(
        [_rendition(each) for each in remote if is_medium or _is_medium(each)],
        caption,
        text_in(credited[0]) if credited else None,
    )
    return found + media_of([_rendition(each, "icon") for each in icons])


def _is_medium(remote: Element) -> bool:
    """Tell a medium beside a text by its type, or by the suffix of its file."""
    kind, _, _ = (remote.get("contenttype") or "").partition("/")
    if kind:
        return kind in ("image", "video", "audio")
    reference = (remote.get("href") or "").partition("?")[0].rpartition("/")[2]
    return usable_reference(reference) is not None


def _rendition(element: Element, name: str = "") -> Rendition:
    return Rendition(
        reference=element.get("href") or element.get("residref") or "",
        name=element.get("rendition") or name,
        type=element.get("contenttype") or "",
        width=element.get("width"),
        height=element.get("height"),
        length=element.get("size"),
    )


def _elements(item: Element, part: str, name: str) -> list[Element]:
    return [each for parts in children(item, part) for each in children(parts, name)]
