"""What the metadata of a NewsML-G2 item say: all fields but text, media and ids."""

from collections.abc import Iterator, Mapping
from typing import Final

from feedsvc.entry import Category
from feedsvc.parsers.draft import Draft
from feedsvc.parsers.iptc.codes import category, language_tag, set_status, unique
from feedsvc.parsers.iptc.people import authors_of, dateline_of, is_house, persons
from feedsvc.parsers.reading.xml import (
    XML_LANG,
    Element,
    child,
    children,
    descendants,
    line_of,
    text_in,
)
from feedsvc.parsers.values import location_of

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


def take_meta(draft: Draft, item: Element, catalog: Mapping[str, str]) -> None:
    """Give a draft what `itemMeta`, `contentMeta` and `rightsInfo` of an item say.

    `catalog` gives the addresses of the prefixes that the file defines.
    """
    _take_release(draft, item)
    meta = child(item, "contentMeta")
    for field, part, name in MOMENTS:
        for element in _in_part(item, part, name):
            draft.fill_datetime(field, text_in(element), line_of(element), name)
    _take_titles(draft, item)
    _take_credits(draft, item)
    _take_places(draft, item)
    _take_rights(draft, item)
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


def _take_release(draft: Draft, item: Element) -> None:
    """Take status and embargo; a note to editors may speak of an embargo, too."""
    for element in _in_part(item, "itemMeta", "pubStatus"):
        word = element.get("qcode") or element.get("uri") or element.get("literal") or ""
        set_status(draft, word or text_in(element), line_of(element), "pubStatus")
    for element in _in_part(item, "itemMeta", "embargoed"):
        draft.set_embargo(text_in(element), line_of(element), "embargoed")
    for element in descendants(item, "edNote"):
        draft.omit_editors_note(text_in(element), line_of(element), "edNote")


def _take_titles(draft: Draft, item: Element) -> None:
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


def _take_credits(draft: Draft, item: Element) -> None:
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
    return " " in name and not is_house(name, agency) and bool(authors_of(name, agency))


def _take_places(draft: Draft, item: Element) -> None:
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


def _take_rights(draft: Draft, item: Element) -> None:
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
