"""How documents write times, ids, categories and attributes."""

from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import quote

from feedsvc.entry import Category, Entry, Precision


class Tag(NamedTuple):
    """A `meta` element; `attribute` is `name` or `property`."""

    attribute: str
    name: str
    content: str


def whole_second(at: datetime) -> datetime:
    """Return a time in UTC without its fraction of a second, as feeds write times."""
    if at.tzinfo is UTC and not at.microsecond:
        return at
    at = at.replace(microsecond=0)
    try:
        return at.astimezone(UTC)
    except OverflowError:  # on the first or last day of the calendar: year 1 is Hugo's "no date"
        return at.replace(tzinfo=UTC)


def rfc822(at: datetime) -> str:
    """Return a time as RSS and OPML write it: RFC 822 with a four-digit year, in UTC."""
    # ctime, unlike strftime, depends on no locale.
    weekday, month, day, time, year = whole_second(at).ctime().split()
    return f"{weekday}, {day:0>2} {month} {year} {time} +0000"


def iso_time(local: datetime, precision: Precision | None) -> str:
    """Return a time in ISO 8601; with the precision `day`, the date only."""
    return local.date().isoformat() if precision == "day" else local.isoformat(timespec="seconds")


def guid_of(entry: Entry) -> str:
    """Return an entry's id for formats whose ids need not be URIs: its source's id, if it had one.

    The catalog turns such an id into a tag URI. Subscribers of a feed that was migrated to
    feedsvc know the story by its original id.
    """
    entry_id, source_id = entry.id or "", entry.source_id or ""
    derived = entry_id.startswith("tag:") and entry_id.endswith(f":{quote(source_id, safe='/')}")
    return source_id if source_id and derived else entry_id


def category_attributes(category: Category) -> dict[str, str]:
    """Return a category for feedgen; in RSS, its text is the label and its domain the scheme."""
    attributes = {"term": category.term}
    if category.scheme:
        attributes["scheme"] = category.scheme
    if category.label:
        attributes["label"] = category.label
    return attributes


def non_empty(**values: str | int | None) -> dict[str, str]:
    """Return the values as attributes, without None, zeros and empty strings."""
    return {name: str(value) for name, value in values.items() if value}
