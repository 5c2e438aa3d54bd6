"""What RSS and Atom share: moments, places, languages, and what no field gets."""

from collections.abc import Iterable
from typing import TypeVar

from feedsvc.parsers.draft import Draft
from feedsvc.parsers.feedfile.dates import read_moment
from feedsvc.parsers.feedfile.elements import Children, text_alone
from feedsvc.parsers.reading.xml import descendants, line_of, local_name, text_in
from feedsvc.parsers.values import language_of, location_of

T = TypeVar("T")


def take_moment(draft: Draft, item: Children, field: str, *names: str) -> None:
    """Take the first date that can be read; a note tells of one that cannot."""
    for element in item.all(*names):
        take_date(draft, field, text_alone(element), line_of(element), local_name(element))


def take_date(draft: Draft, field: str, text: str, line: int, name: str) -> None:
    """Take a date as it is written; a note tells of one that cannot be read."""
    try:
        found = read_moment(text, draft.options)
    except ValueError as error:
        draft.note(f"{name} {error}: left out", line)
        return
    if found:
        draft.fill(field, found[0], line, name, precision=found[1])


def take_language(draft: Draft, tag: str, line: int, name: str) -> None:
    """Take a language where its tag is one."""
    try:
        draft.fill("language", language_of(tag), line, name)
    except ValueError as error:
        draft.note(f"{name} {error}: left out", line)


def take_location(draft: Draft, item: Children) -> None:
    """Take latitude and longitude of `georss:point`, `georss:where` or `geo:lat` and `geo:long`."""
    for element in item.all("georss:point"):
        draft.fill("location", location_of(text_alone(element)), line_of(element), "georss:point")
    for element in item.all("georss:where"):
        for position in descendants(element, "pos"):
            where = location_of(text_in(position))
            draft.fill("location", where, line_of(position), "georss:where")
    for point in (item, *map(Children, item.all("geo:Point"))):
        latitude, longitude = (point.text(f"geo:{name}") for name in ("lat", "long"))
        if point is not item:
            latitude, longitude = (point.text(name) for name in ("lat", "long"))
        where = location_of([latitude, longitude])
        draft.fill("location", where, line_of(point.element), "geo:lat, geo:long")


def leave_unread(draft: Draft, item: Children) -> None:
    """Tell of the elements that no field has taken."""
    for name, element in item.unread():
        draft.omit(f"{name}: {text_in(element)}", line_of(element), "no field has this element")


def unique(values: Iterable[T | None]) -> tuple[T, ...]:
    """Return what is there, each once, in order."""
    return tuple(dict.fromkeys(value for value in values if value is not None))
