"""NewsML-G2 of the IPTC: a `newsItem`, a `packageItem`, or a `newsMessage` with several items.

| NewsML-G2 | field of the entry |
|---|---|
| `@guid`, `@version` | source_id, version |
| `contentMeta/headline`, else `itemMeta/title`; by `@role` | title, subtitle |
| `contentMeta/description` that is not a caption | summary |
| `contentSet`: `inlineXML` (XHTML or NITF), `inlineData` | content |
| `firstCreated`, else `contentCreated` | published |
| `versionCreated`, else `contentModified` | updated |
| `itemMeta/embargoed`; indefinite if empty or unreadable | embargo |
| `expires`, `pubStatus` | expires, status |
| `by`, else a `creator` who is a person | authors |
| `provider`, else `infoSource`, `creditline` | agency |
| `dateline`, else the name of `located` | dateline |
| `geoAreaDetails/position` of `located`, of its `assert`, of any subject | location |
| `subject/@qcode`, `@uri`, `@literal`; `keyword` | categories |
| `rightsInfo`: `copyrightNotice`, else `copyrightHolder`, `usageTerms` | rights |
| `remoteContent`, `icon`; `description` with the role of a caption, `creditline` | media |
| `contentMeta/language/@tag`, else `@xml:lang` | language |

A package, which lists other items, has an entry only if it has its own text, or else a note.
`edNote` is for editors. If a text is in several languages, the one in the item's is used.

The parts of a `contentSet` are alternative forms of the same content (specification, section
`contentSet`), and the best form in the item's language is used. Parts with the same type,
language and rendition are pieces of one text.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from feedsvc.entry import Category, Media
from feedsvc.errors import StoryError
from feedsvc.parsers.draft import Draft, check_item_count, finish
from feedsvc.parsers.iptc.blocks import Block, Body, blocks_in, blocks_of
from feedsvc.parsers.iptc.codes import category, language_tag, primary_language, set_status, unique
from feedsvc.parsers.iptc.content import add_content
from feedsvc.parsers.iptc.media import MEDIA_TYPES, Rendition, media_of, usable_reference
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
from feedsvc.parsers.source import Note, Parsed, Source
from feedsvc.parsers.values import location_of, text_of

ITEMS: Final = frozenset(("newsItem", "packageItem"))

NON_STORIES: Final = frozenset(("conceptItem", "knowledgeItem", "planningItem", "catalogItem"))
"""Items about concepts, knowledge, plans and code lists."""

DATES: Final = (
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
"""Prefixes of the roles of texts that are neither title nor summary."""

CONTENT_TYPES: Final = ("html", "nitf", "xml", "plain")
"""What the content type of a part contains, the preferred one first."""


def claims(source: Source) -> bool:
    """Return whether the root element is that of NewsML-G2."""
    name = root_name(source)
    return name in ITEMS or name in NON_STORIES or name == "newsMessage"


def parse(source: Source) -> Parsed:
    """Return an entry for each news item of a file, in order.

    Raises StoryError if the file is not well-formed or a message has no item.
    """
    root = read_xml(source)
    items = list(_items(root))
    if not items:
        raise StoryError(source.name, "the message has no item", cure="export it again")
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
            message = f"ignored: {local_name(item)}, which is not a story"
            notes.append(Note(message=message, line=line_of(item)))
    return finish(drafts, notes)


def _items(root: Element) -> Iterator[Element]:
    if local_name(root) != "newsMessage":
        yield root
        return
    for item_set in children(root, "itemSet"):
        yield from (each for each in item_set if local_name(each) in ITEMS | NON_STORIES)


def _add_item(draft: Draft, item: Element, catalog: Mapping[str, str]) -> None:
    line = line_of(item)
    draft.fill_text("source_id", item.get("guid"), line, "@guid")
    draft.fill_text("version", item.get("version"), line, "@version")
    tags = [each.get("tag") for each in _in_part(item, "contentMeta", "language")]
    language = next(filter(None, map(language_tag, [*tags, item.get(XML_LANG)])), None)
    draft.fill("language", language, line, "language")
    _add_metadata(draft, item, catalog)
    _add_text_and_media(draft, item)


def _catalog(root: Element) -> Mapping[str, str]:
    """Return the URIs of the prefixes that the file defines."""
    return {
        scheme.get("alias", ""): scheme.get("uri", "")
        for catalog in descendants(root, "catalog")
        for scheme in children(catalog, "scheme")
    }


def _add_metadata(draft: Draft, item: Element, catalog: Mapping[str, str]) -> None:
    """Fill fields from `itemMeta`, `contentMeta` and `rightsInfo`."""
    _add_release(draft, item)
    meta = child(item, "contentMeta")
    for field, part, name in DATES:
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


def _name(draft: Draft, element: Element) -> str:
    """Return the name of an element in the item's language, or else its literal."""
    names = _preferred(draft, list(children(element, "name")))
    return (text_in(names[0]) if names else "") or element.get("literal", "").strip()


def _role(element: Element) -> str:
    """Return the role of a text without its prefix: `caption` for `drol:caption`."""
    return (element.get("role") or "").rpartition(":")[2].rpartition("/")[2].lower()


def _add_release(draft: Draft, item: Element) -> None:
    """Fill status and embargo; a note to editors may mention an embargo, too."""
    for element in _in_part(item, "itemMeta", "pubStatus"):
        word = element.get("qcode") or element.get("uri") or element.get("literal") or ""
        set_status(draft, word or text_in(element), line_of(element), "pubStatus")
    for element in _in_part(item, "itemMeta", "embargoed"):
        draft.set_embargo(text_in(element), line_of(element), "embargoed")
    for element in descendants(item, "edNote"):
        draft.omit_editors_note(text_in(element), line_of(element), "edNote")


def _add_titles(draft: Draft, item: Element) -> None:
    headlines = _preferred(draft, _in_part(item, "contentMeta", "headline"))
    main = [each for each in headlines if not _role(each).startswith(SUBTITLE_ROLES)]
    for element in sorted(main, key=lambda each: _role(each).startswith(LESSER_ROLES)):
        draft.fill_text("title", text_in(element), line_of(element), "headline")
    for element in headlines:
        text = text_in(element)
        if element not in main and text.casefold() != str(draft.values.get("title")).casefold():
            draft.fill_text("subtitle", text, line_of(element), "headline")
    for element in _preferred(draft, _in_part(item, "contentMeta", "description")):
        if not _role(element).startswith(CAPTION_ROLES):
            draft.fill_text("summary", text_in(element), line_of(element), "description")


def _add_credits(draft: Draft, item: Element) -> None:
    for part, name in (
        ("itemMeta", "provider"),
        ("contentMeta", "infoSource"),
        ("contentMeta", "creditline"),
    ):
        for element in _in_part(item, part, name):
            text = _name(draft, element) or text_in(element) or _provider(element)
            draft.fill_text("agency", text, line_of(element), name)
    agency = draft.values.get("agency")
    for element in _preferred(draft, _in_part(item, "contentMeta", "by")):
        authors = authors_of(text_in(element), agency)
        draft.fill("authors", authors, line_of(element), "by")
    creators = _in_part(item, "contentMeta", "creator")
    names = [_name(draft, each) for each in creators if _is_person(draft, each, agency)]
    if names:
        draft.fill("authors", persons(names), line_of(creators[0]), "creator")


def _provider(element: Element) -> str:
    """Return the code of a provider in IPTC's list, where codes are names: `nprov:AFP`."""
    prefix, _, code = (element.get("qcode") or "").partition(":")
    return code if prefix == "nprov" else ""


def _is_person(draft: Draft, creator: Element, agency: str | None) -> bool:
    """Return whether a creator is a person, by its type or else by its name."""
    kind = (creator.get("type") or "").rpartition(":")[2].lower()
    if kind:
        return kind == "person"
    name = _name(draft, creator)
    return " " in name and not is_agency_name(name, agency) and bool(authors_of(name, agency))


def _add_places(draft: Draft, item: Element) -> None:
    located = [
        each for part in ("contentMeta", "itemMeta") for each in _in_part(item, part, "located")
    ]
    country = next((name for each in located if (name := _country(draft, each))), None)
    for element in _in_part(item, "contentMeta", "dateline"):
        draft.fill("dateline", dateline_of(text_in(element)), line_of(element), "dateline")
    for element in located:
        place = dateline_of(_name(draft, element), country)
        draft.fill("dateline", place, line_of(element), "located")
    codes = {each.get("qcode") for each in located} - {None}
    asserts = [each for each in children(item, "assert") if each.get("qcode") in codes]
    subjects = _in_part(item, "contentMeta", "subject")
    for element in (*located, *asserts, *subjects):
        for position in descendants(element, "position"):
            pair = [position.get("latitude"), position.get("longitude")]
            draft.fill("location", location_of(pair), line_of(position), "position")


def _country(draft: Draft, located: Element) -> str | None:
    for element in (located, *children(located, "broader")):
        if (element.get("type") or "").lower().endswith(":country"):
            return _name(draft, element) or None
    return None


def _add_rights(draft: Draft, item: Element) -> None:
    for name in ("copyrightNotice", "copyrightHolder", "usageTerms"):
        for element in _preferred(draft, _in_part(item, "rightsInfo", name)):
            text = _name(draft, element) or text_in(element)
            draft.fill_text("rights", text, line_of(element), name)


def _subject(draft: Draft, element: Element, catalog: Mapping[str, str]) -> Category | None:
    code = element.get("qcode") or element.get("uri") or element.get("literal") or ""
    return category(code, _name(draft, element), catalog)


def _preferred(draft: Draft, elements: list[Element]) -> list[Element]:
    """Sort texts: those in the item's language first, then those without a language."""
    wanted = primary_language(draft.values.get("language"))

    def order(element: Element) -> int:
        tag = primary_language(element.get(XML_LANG))
        return 0 if tag and tag == wanted else 1 if not tag else 2

    return sorted(elements, key=order)


def _add_text_and_media(draft: Draft, item: Element) -> None:
    """Fill the text, the media, and fields that only the text states.

    The description of an image is its caption, and its summary if there is no text.
    """
    is_media = _item_class(item) in MEDIA_TYPES
    media = _media(item, is_media=is_media)
    blocks: list[Block] = []
    for part in _best_parts(draft, item):
        found = _body(draft, part)
        blocks += found.blocks
        media += media_in(found.media)
    draft.fill("media", tuple(media), line_of(item), "remoteContent")
    for title in _in_part(item, "itemMeta", "title"):
        draft.fill_text("title", text_in(title), line_of(title), "itemMeta/title")
    add_content(draft, blocks)
    if is_media and "content" not in draft.values:
        for element in _in_part(item, "contentMeta", "description"):
            draft.fill_text("summary", text_in(element), line_of(element), "description")


def _item_class(item: Element) -> str:
    element = child(item, "itemMeta", "itemClass")
    code = "" if element is None else element.get("qcode") or element.get("uri") or ""
    return code.rpartition(":")[2].rpartition("/")[2].lower()


def _best_parts(draft: Draft, item: Element) -> list[Element]:
    """Return the part with the text in the best form, or the pieces of that text."""
    wanted = primary_language(draft.values.get("language"))
    groups: dict[tuple[int, int, str], list[Element]] = {}
    for part in (each for parts in children(item, "contentSet") for each in parts):
        if local_name(part) not in ("inlineXML", "inlineData") or not _text(part):
            continue
        tag = primary_language(part.get(XML_LANG))
        foreign = 0 if tag in ("", wanted) else 1
        key = (foreign, _rank(part), part.get("rendition") or "")
        groups.setdefault(key, []).append(part)
    first = min(groups, key=lambda key: key[:2], default=None)
    return [] if first is None else groups[first]


def _rank(part: Element) -> int:
    """Return the rank of a part by its content type and its first element."""
    inner = next((local_name(each) for each in part.iterchildren("*")), "")
    words = f"{part.get('contenttype') or ''} {inner}".lower()
    return next(
        (rank for rank, word in enumerate(CONTENT_TYPES) if word in words), len(CONTENT_TYPES)
    )


def _text(part: Element) -> str:
    """Return the text of a part; empty if it is encoded in Base64."""
    return "" if part.get("encoding") else text_in(part)


def _body(draft: Draft, part: Element) -> Body:
    """Return the blocks and media of a part, and fill fields from its NITF head."""
    nitf = next(descendants(part, "nitf"), None)
    if nitf is not None:
        add_head(draft, nitf)
        return body_in(nitf)
    body = next(descendants(part, "body"), None)
    if next(part.iterchildren("*"), None) is None:
        is_html = True if "html" in (part.get("contenttype") or "") else None
        return Body(blocks_of(part.text or "", line_of(part), is_html=is_html), [])
    return blocks_in(part if body is None else body)


def _media(item: Element, *, is_media: bool) -> list[Media]:
    """Return the renditions of the item's media object, then its icons."""
    descriptions = _in_part(item, "contentMeta", "description") if is_media else []
    descriptions.sort(key=lambda each: not _role(each).startswith("caption"))
    caption = text_of(text_in(descriptions[0])) if descriptions else None
    credited = _in_part(item, "contentMeta", "creditline") if is_media else []
    remote = _in_part(item, "contentSet", "remoteContent")
    icons = _in_part(item, "contentMeta", "icon")
    found = media_of(
        [_rendition(each) for each in remote if is_media or _is_media(each)],
        caption,
        text_in(credited[0]) if credited else None,
    )
    return found + media_of([_rendition(each, "icon") for each in icons])


def _is_media(remote: Element) -> bool:
    """Return whether `remoteContent` is media, by its type or else its file suffix."""
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


def _in_part(item: Element, part: str, name: str) -> list[Element]:
    return [each for parts in children(item, part) for each in children(parts, name)]
