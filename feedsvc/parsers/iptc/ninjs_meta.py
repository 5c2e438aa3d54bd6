"""Who, where, about what and under which rights: the metadata of a ninjs item."""

from typing import Any, Final

from feedsvc.entry import Category, Dateline
from feedsvc.parsers.draft import Draft
from feedsvc.parsers.iptc.codes import ALIASES, NEWSCODES, category, language_tag, unique
from feedsvc.parsers.iptc.ninjs_item import Item, plain
from feedsvc.parsers.iptc.people import authors_of, is_house, persons
from feedsvc.parsers.values import location_of, url_of

WRITERS: Final = frozenset(("author", "writer", "reporter", "creator", "byline", "by", "columnist"))
"""Roles of people who wrote a story."""

GEOMETRIES: Final = ("geometrygeojson", "geojson", "geometry", "geometrypoint", "position")


def take_meta(draft: Draft, item: Item) -> None:
    """Give a draft all but release, text and media of an item."""
    draft.fill("language", language_tag(item.text("language")), item.line("language"), "language")
    _take_credits(draft, item)
    located = item.text("located")
    if located:
        draft.fill("dateline", Dateline(place=located), item.line("located"), "located")
    for place in item.objects("place", "places"):
        draft.fill("location", _point(place), item.line("place", "places"), "geojson")
    for name in ("copyrightnotice", "copyrightholder", "usageterms"):
        draft.fill_text("rights", item.text(name), item.line(name), name)
    for section in item.objects("section", "service"):
        draft.fill_text("section", section.text("name"), item.line("section", "service"), "section")
    for name in ("link", "url"):
        draft.fill("link", url_of(item.text(name)), item.line(name), name)
    _take_subjects(draft, item)


def _take_credits(draft: Draft, item: Item) -> None:
    """Take the agency, then the persons of the byline that are not the agency's name."""
    for name in ("source", "infosource", "infosources", "provider"):
        for each in item.objects(name):
            draft.fill_text("agency", each.text("name", "literal"), item.line(name), name)
    byline = item.text("byline", "by")
    if is_house(byline):
        draft.fill_text("agency", byline, item.line("byline", "by"), "byline")
    draft.fill_text(
        "agency", item.text("copyrightholder"), item.line("copyrightholder"), "copyrightholder"
    )
    agency = draft.values.get("agency")
    listed = item.objects("authors", "author")
    writers = [each for each in listed if each.role in WRITERS or not each.role]
    names = [each.text("name", "literal") for each in writers]
    draft.fill("authors", persons(names), item.line("authors", "author"), "authors")
    for name in ("byline", "by"):
        draft.fill("authors", authors_of(item.text(name), agency), item.line(name), name)
    people = [each for each in item.objects("people", "persons") if each.role in WRITERS]
    names = [each.text("name") for each in people]
    draft.fill("authors", persons(names), item.line("people", "persons"), "people")


def _point(place: Item) -> tuple[float, float] | None:
    """Return latitude and longitude of a place: GeoJSON has longitude first (RFC 7946)."""
    for name in GEOMETRIES:
        value: Any = place.get(name)
        if isinstance(value, dict) and isinstance(value.get("geometry"), dict):
            value = value["geometry"]
        if not isinstance(value, dict):
            continue
        pair = value.get("coordinates")
        if str(value.get("type")).lower() == "point" and isinstance(pair, list):
            found = location_of(pair[1::-1])
        else:
            found = location_of({key: number for key, number in value.items() if key != "type"})
        if found:
            return found
    return None


def _take_subjects(draft: Draft, item: Item) -> None:
    subjects = [_subject(each) for each in item.objects("subject", "subjects")]
    given = item.get("keywords")
    listed = given.split(",") if isinstance(given, str) else given
    words = listed if isinstance(listed, list) else []
    keywords = [
        category(Item(each).text("name", "value") if isinstance(each, dict) else plain(each))
        for each in words
    ]
    line = item.line("subject", "subjects", "keywords")
    draft.fill("categories", unique([*subjects, *keywords]), line, "subject")


def _subject(subject: Item) -> Category | None:
    """Return a subject by the address of an IPTC code, its code in a scheme, or its name."""
    label = subject.text("name")
    uri, code = subject.text("uri"), subject.text("code", "qcode", "literal")
    if f"{NEWSCODES}".partition("://")[2] in uri:
        return category(uri, label)
    scheme = subject.text("scheme")
    if code and scheme.lower() in ALIASES:
        return category(f"{ALIASES[scheme.lower()]}{code}", label)
    if code and "://" in scheme:
        found = category(f"{scheme.rstrip('/')}/{code}", label)
        return found if found and found.scheme else Category(term=code, scheme=scheme, label=label)
    return category(code or uri, label)
