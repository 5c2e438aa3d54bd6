"""Archives: each feed's entries in pages of one size, in the order it published them.

Only full pages exist, so that who has read a page never need come back for more (RFC 5005
section 4). A page is a range of numbers: an entry that went leaves a gap, and nothing moves.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, select

from feedsvc.catalog.archive.numbering import BY_OPENING, SETTLED, filters_of, last_number, name_of
from feedsvc.catalog.model import ArchivePage, Current, Selection
from feedsvc.catalog.queries.compose import complete
from feedsvc.catalog.queries.query import PUBLIC, selected, term_keys, with_terms
from feedsvc.catalog.records import Remembered
from feedsvc.catalog.schema import MAIN, entries, numbers, selections
from feedsvc.catalog.store import chunks
from feedsvc.catalog.times import FOREVER, micros, moment
from feedsvc.entry import Entry

_FIRST: ColumnElement[int] = bindparam("first")
_LAST: ColumnElement[int] = bindparam("last")
_FEED: ColumnElement[int] = bindparam("feed")
_NUMBERED = and_(numbers.c.entry == entries.c.key, numbers.c.feed == _FEED)


class Numbering(NamedTuple):
    """How far a feed has come: its terms, its last number, and the entries that opened since.

    Those are keys in the order of the numbers that the next sync will give them.
    """

    feed: int
    terms: Sequence[int]
    last: int
    opened: Sequence[int]

    def full_pages(self, size: int) -> int:
        """Return the number of pages that are full."""
        return (self.last + len(self.opened)) // size

    def keys_between(self, first: int, last: int) -> Sequence[int]:
        """Return those of the entries that opened since whose numbers are in a range."""
        return self.opened[max(0, first - self.last - 1) : max(0, last - self.last)]

    def values(self, at: int, first: int, last: int) -> dict[str, int]:
        """Return what the statements of a range of numbers ask for."""
        named = {f"term_{place}": key for place, key in enumerate(self.terms)}
        return {**named, "feed": self.feed, "at": at, "first": first, "last": last}


def numbering(connection: Connection, selection: Selection, at: int) -> Numbering | None:
    """Return how far a feed has come at a moment; None where it has no numbers."""
    terms = term_keys(connection, selection)
    feed = None if terms is None else _feed(connection, selection, terms)
    if terms is None or feed is None:
        return None
    values = {f"term_{place}": key for place, key in enumerate(terms)}
    values |= {"at": at, "feed": feed, "never": FOREVER}
    opened = connection.scalars(_opened(len(terms)), values).all()
    return Numbering(feed, terms, last_number(connection, feed), opened)


def current(connection: Connection, selection: Selection, size: int, at: int) -> Current:
    """Return what the current document of a feed shows, and how many full pages there are.

    That is the selection, and every entry that is in no full page yet.
    """
    found = selected(connection, selection, at)
    has = numbering(connection, selection, at) if size else None
    if has is None:
        return Current(entries=tuple(found))
    pages = has.full_pages(size)
    first, last = pages * size + 1, (pages + 1) * size
    there = {entry.id for entry in found}
    rows = connection.execute(_range(len(has.terms), "id"), has.values(at, first, last)).all()
    missing = [row.key for row in rows if row.id not in there]
    missing += has.keys_between(first, last)
    late = [entry for entry in _public(connection, missing, at) if entry.id not in there]
    return Current(entries=tuple(sorted([*found, *late], key=_place)), pages=pages)


def page(
    connection: Connection, selection: Selection, number: int, size: int, at: int
) -> ArchivePage | None:
    """Return a full page of a feed's archive, the newest first; None where there is none."""
    has = numbering(connection, selection, at)
    pages = 0 if has is None else has.full_pages(size)
    if has is None or not 1 <= number <= pages:
        return None
    first, last = (number - 1) * size + 1, number * size
    values = has.values(at, first, last)
    rows = connection.execute(_range(len(has.terms), "all"), values)
    numbered = [complete(Remembered(*row)) for row in rows]
    keys = has.keys_between(first, last)
    turns = [
        *connection.execute(_range(len(has.terms), "turns"), values),
        *_turns(connection, keys),
    ]
    return ArchivePage(
        entries=(*reversed(_public(connection, keys, at)), *numbered),
        pages=pages,
        until=_next_turn(turns, at),
    )


def page_mark(
    connection: Connection, selection: Selection, number: int, size: int, at: int
) -> tuple[Any, ...] | None:
    """Return what tells whether a sync changed a page, for less than it takes to read it.

    That counts entries which may not be seen now: their turn may come earlier than it would
    have. What the clock does to the page is no part of it.
    """
    has = numbering(connection, selection, at)
    if has is None or has.full_pages(size) < number:
        return None
    first, last = (number - 1) * size + 1, number * size
    rows = connection.execute(_range(len(has.terms), "mark"), has.values(at, first, last))
    opened = tuple(has.keys_between(first, last))
    return number < has.full_pages(size), tuple(tuple(row) for row in rows), opened


def _feed(connection: Connection, selection: Selection, terms: Sequence[int]) -> int | None:
    if len(filters_of(selection)) <= 1:
        return terms[0] if terms else MAIN
    query = select(selections.c.key).where(selections.c.filters == name_of(selection))
    return connection.scalar(query)


def _public(connection: Connection, keys: Iterable[int], at: int) -> list[Entry]:
    """Return those of the entries that are public, in the order of the keys."""
    found: dict[int, Entry] = {}
    keys = list(keys)
    for chunk in chunks(keys):
        query = select(entries).where(entries.c.key.in_(chunk), PUBLIC)
        for row in connection.execute(query, {"at": at}):
            found[row.key] = complete(Remembered(*row))
    return [found[key] for key in keys if key in found]


def _place(entry: Entry) -> tuple[int, str]:
    """Return what `query.IN_ORDER` sorts by."""
    return -micros(entry.published) if entry.published else 0, entry.id or ""


def _turns(connection: Connection, keys: Iterable[int]) -> Iterator[Sequence[int | None]]:
    for chunk in chunks(keys):
        query = select(entries.c.opens, entries.c.closes).where(entries.c.key.in_(chunk))
        yield from connection.execute(query)


def _next_turn(rows: Iterable[Iterable[int | None]], at: int) -> datetime | None:
    """Return when the clock next shows or hides one of the entries."""
    turns = (value for row in rows for value in row if value is not None and at < value < FOREVER)
    soonest = min(turns, default=None)
    return None if soonest is None else moment(soonest)


@lru_cache
def _opened(terms: int) -> Select[Any]:
    """Return the statement for entries that opened since the last sync and have no number."""
    query = with_terms(select(entries.c.key), terms)
    has_number = select(numbers.c.entry).where(_NUMBERED).exists()
    opened = and_(entries.c.opens > SETTLED, entries.c.opens <= bindparam("at"))
    return query.where(opened, ~has_number).order_by(*BY_OPENING)


@lru_cache
def _range(terms: int, columns: str) -> Select[Any]:
    """Return the statement for the entries of a feed in a range of numbers, the last first.

    For its documents, those are entries that may be seen.
    """
    wanted = {
        "all": (entries,),
        "id": (entries.c.key, entries.c.id),
        "mark": (entries.c.key, entries.c.generation),
        "turns": (entries.c.opens, entries.c.closes),
    }[columns]
    query = with_terms(select(*wanted).join(numbers, _NUMBERED), terms)
    query = query.where(numbers.c.number.between(_FIRST, _LAST))
    if columns in ("all", "id"):
        query = query.where(PUBLIC)
    return query.order_by(numbers.c.number.desc())
