"""What the news lines and metadata of a NewsML 1 item say."""

from collections.abc import Iterator
from typing import Final

from feedsvc.entry import Category
from feedsvc.parsers.draft import Draft
from feedsvc.parsers.iptc.codes import category, iptc_category, language_tag, unique
from feedsvc.parsers.iptc.people import authors_of, dateline_of
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

LINES: Final = (
    ("title", "HeadLine"),
    ("summary", "SubHeadLine"),
    ("agency", "CreditLine"),
    ("rights", "CopyrightLine"),
    ("rights", "RightsLine"),
)
Topics = dict[str, dict[str, str]]
"""The names of codes by language."""

LEVELS: Final = ("Subject", "SubjectMatter", "SubjectDetail", "SubjectQualifier")
"""The levels of IPTC's Subject Codes, the widest first."""


def take_meta(draft: Draft, item: Element, topics: Topics) -> None:
    """Give a draft what all components of an item say beside their content."""
    lines = list(descendants(item, "NewsLines"))
    for field, name in LINES:
        for element in _of_all(lines, name):
            draft.fill_text(field, text_in(element), line_of(element), name)
    _take_parties(draft, item)
    for element in _of_all(lines, "ByLine"):
        authors = authors_of(text_in(element), draft.values.get("agency"))
        draft.fill("authors", authors, line_of(element), "ByLine")
    for creator in descendants(item, "Creator"):
        for party in children(creator, "Party"):
            name = party.get("FormalName") or ""
            found = authors_of(name, draft.values.get("agency")) if " " in name.strip() else ()
            draft.fill("authors", found, line_of(party), "Creator")
    _take_places(draft, item, lines)
    _take_rights(draft, item)
    _take_subjects(draft, item, topics)
    for name in ("Comment", "Instruction"):
        for element in descendants(item, name):
            draft.omit_editors_note(text_in(element), line_of(element), name)


def topics_of(root: Element) -> Topics:
    """Return the names that the topics of a document give to codes, by language."""
    found: Topics = {}
    for topic in descendants(root, "Topic"):
        names = {
            _language(each): text_in(each)
            for each in reversed(list(children(topic, "Description")))
            if (each.get("Variant") or "Name").lower() == "name"
        }
        for code in children(topic, "FormalName"):
            found.setdefault(text_in(code), names)
    return found


def properties(element: Element) -> dict[str, str]:
    """Return the values of the properties that an element has, by their names in small letters."""
    return {
        (each.get("FormalName") or "").lower(): (each.get("Value") or text_in(each)).strip()
        for each in reversed(list(children(element, "Property")))
    }


def _of_all(elements: list[Element], name: str) -> Iterator[Element]:
    return (each for element in elements for each in children(element, name))


def _take_parties(draft: Draft, item: Element) -> None:
    """Take the agency of source and provider, where no line credits one."""
    for name in ("Source", "Provider"):
        for meta in descendants(item, "AdministrativeMetadata"):
            for party in (
                each for part in children(meta, name) for each in children(part, "Party")
            ):
                draft.fill_text("agency", party.get("FormalName"), line_of(party), name)
    provider = child(item, "Identification", "NewsIdentifier", "ProviderId")
    if provider is not None:
        draft.fill_text("agency", text_in(provider), line_of(provider), "ProviderId")


def _take_places(draft: Draft, item: Element, lines: list[Element]) -> None:
    """Take the dateline, else the city of origin, and where it lies on the globe."""
    for element in _of_all(lines, "DateLine"):
        draft.fill("dateline", dateline_of(text_in(element)), line_of(element), "DateLine")
    metas = list(descendants(item, "DescriptiveMetadata"))
    locations = list(_of_all(metas, "Location"))
    origin = [each for each in locations if "origin" in (each.get("HowPresent") or "").lower()]
    for element in (*origin, *locations, *metas):
        given = properties(element)
        place = dateline_of(given.get("city", ""))
        draft.fill("dateline", place, line_of(element), "City")
        longitude = given.get("longitude") or given.get("long")
        pair = [given.get("latitude") or given.get("lat"), longitude]
        draft.fill("location", location_of(pair), line_of(element), "Location")


def _take_rights(draft: Draft, item: Element) -> None:
    for rights in descendants(item, "RightsMetadata"):
        for element in children(rights, "Copyright"):
            holder = text_in(child(element, "CopyrightHolder"))
            year = text_in(child(element, "CopyrightDate"))
            text = f"© {year} {holder}" if holder and year else holder
            draft.fill_text("rights", text, line_of(element), "Copyright")


def _take_subjects(draft: Draft, item: Element, topics: Topics) -> None:
    wanted = (draft.values.get("language") or "en").partition("-")[0]
    codes = list(descendants(item, "SubjectCode"))
    found = [
        _subject(element, topics, wanted)
        for code in codes
        for level in LEVELS
        for element in children(code, level)
    ]
    if codes:
        draft.fill("categories", unique(found), line_of(codes[0]), "SubjectCode")


def _subject(element: Element, topics: Topics, wanted: str) -> Category | None:
    """Return a subject; IPTC's vocabulary is that of a code which names no other."""
    code = (element.get("FormalName") or "").strip()
    scheme = f"{element.get('Scheme') or ''}{element.get('Vocabulary') or ''}".lower()
    names = topics.get(code, {})
    label = names.get(wanted) or next(reversed(names.values()), None)
    if "iptc" in scheme or (not scheme and code.isdigit()):
        return iptc_category(code, label)
    return category(code, label)


def _language(element: Element) -> str:
    return (language_tag(element.get(XML_LANG)) or "").partition("-")[0]
