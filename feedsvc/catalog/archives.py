"""Archives: each feed's entries in pages of one size, in the order it published them.

An entry gets a number in a feed when it is first public there; a page is a range of numbers.
Only full pages exist, so a client that has read a page never needs to return for more (RFC 5005
section 4). A withdrawn entry leaves a gap, and no other entry moves. Between two syncs, the
clock alone can open entries: queries count them, and the next sync stores the same numbers.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    func,
    insert,
    select,
    update,
)

from feedsvc.catalog.database import Database, chunks
from feedsvc.catalog.model import (
    TERM_KINDS,
    ArchiveExtent,
    ArchivePage,
    ArchivePlaces,
    CurrentEntries,
    CurrentPlaces,
    Place,
    Selection,
    TermKind,
)
from feedsvc.catalog.queries.entries import places, read, term_keys, term_values, with_terms
from feedsvc.catalog.rows import place_of
from feedsvc.catalog.schema import (
    FOREVER,
    MAIN,
    PLACE,
    PUBLIC,
    entries,
    entry_terms,
    from_micros,
    micros,
    numbers,
    selections,
    site,
)
from feedsvc.catalog.text import folded
from feedsvc.entry import Entry

_BY_OPENING = (entries.c.opens, entries.c.published, entries.c.id)
"""The order in which entries that open by the clock get their numbers."""

_SETTLED = func.coalesce(select(site.c.settled).scalar_subquery(), bindparam("never"))
"""The time until which entries that opened have numbers; `never` before the first sync."""

_BY_FIRST_PUBLIC = (entries.c.first_public, entries.c.published, entries.c.id)
_BEFORE_ALL = -(2**63)
_DUE = (
    select(entries.c.key)
    .where(entries.c.opens > _SETTLED, entries.c.opens <= bindparam("at"))
    .order_by(*_BY_OPENING)
)
_LAST_NUMBER = select(func.max(numbers.c.number)).where(numbers.c.feed == bindparam("feed"))

_FIRST: ColumnElement[int] = bindparam("first")
_LAST: ColumnElement[int] = bindparam("last")
_FEED: ColumnElement[int] = bindparam("feed")
_NUMBERED = and_(numbers.c.entry == entries.c.key, numbers.c.feed == _FEED)


class Archives:
    """The archives of feeds. Every method raises CatalogError, like those of Catalog."""

    def __init__(self, database: Database) -> None:
        """Work on an open database."""
        self._database = database

    def current_places(self, selection: Selection, size: int, at: datetime) -> CurrentPlaces:
        """Return the places in a feed's current document.

        These are the selection, and all entries that are not on a full page of `size` entries
        yet; with `size` 0, the selection alone.
        """
        with self._database.reading() as connection:
            newest = places(connection, selection, micros(at))
            numbering = numbering_of(connection, selection, micros(at)) if size else None
            if numbering is None:
                return CurrentPlaces(places=tuple(newest))
            late = _not_archived(connection, numbering, newest, size, micros(at))
        pages = numbering.full_pages(size)
        return CurrentPlaces(places=tuple(sorted([*newest, *late], key=_order)), pages=pages)

    def page_places(
        self, selection: Selection, number: int, size: int, at: datetime
    ) -> ArchivePlaces | None:
        """Return a full page of a feed's archive, 1 being the oldest; None if it does not exist."""
        with self._database.reading() as connection:
            numbering = numbering_of(connection, selection, micros(at))
            if numbering is None or not 1 <= number <= numbering.full_pages(size):
                return None
            return _page(connection, numbering, number, size, micros(at))

    def current(self, selection: Selection, size: int, at: datetime) -> CurrentEntries:
        """Return the entries in a feed's current document, as `current_places` does."""
        current = self.current_places(selection, size, at)
        return CurrentEntries(entries=self._entries(current.places), pages=current.pages)

    def page(
        self, selection: Selection, number: int, size: int, at: datetime
    ) -> ArchivePage | None:
        """Return a full page of a feed's archive with its entries, as `page_places` does."""
        page = self.page_places(selection, number, size, at)
        if page is None:
            return None
        return ArchivePage(entries=self._entries(page.places), pages=page.pages, until=page.until)

    def _entries(self, wanted: Sequence[Place]) -> tuple[Entry, ...]:
        with self._database.reading() as connection:
            entry_by_key = read(connection, [place.key for place in wanted])
        return tuple(entry_by_key[place.key] for place in wanted)

    def page_fingerprint(
        self, selection: Selection, number: int, size: int, at: datetime
    ) -> tuple[Any, ...] | None:
        """Return a key that changes when a sync changes a page; faster than reading the page.

        It covers entries that are hidden now, because the time when they open can change.
        Changes by the clock alone do not affect it.
        """
        with self._database.reading() as connection:
            numbering = numbering_of(connection, selection, micros(at))
            if numbering is None or numbering.full_pages(size) < number:
                return None
            first, last = (number - 1) * size + 1, number * size
            query = _range(len(numbering.terms), "fingerprint")
            rows = connection.execute(query, numbering.values(micros(at), first, last))
            opened = tuple(numbering.opened_between(first, last))
            is_followed = number < numbering.full_pages(size)
            return is_followed, tuple(tuple(row) for row in rows), opened

    def extent(self, selection: Selection, size: int, at: datetime) -> ArchiveExtent | None:
        """Return the extent of a feed's archive; None if it has none."""
        with self._database.reading() as connection:
            numbering = numbering_of(connection, selection, micros(at))
        if numbering is None:
            return None
        return ArchiveExtent(
            feed=numbering.feed,
            last=numbering.last,
            size=size,
            pages=numbering.full_pages(size),
        )


class Numbering(NamedTuple):
    """How a feed is numbered: its terms, its last number, and the entries that opened since.

    `opened` are the keys of these entries, in the order of the numbers that they will get.
    """

    feed: int
    terms: Sequence[int]
    last: int
    opened: Sequence[int]

    def full_pages(self, size: int) -> int:
        """Return the number of full pages."""
        return (self.last + len(self.opened)) // size

    def opened_between(self, first: int, last: int) -> Sequence[int]:
        """Return the newly opened entries whose numbers will be in a range."""
        return self.opened[max(0, first - self.last - 1) : max(0, last - self.last)]

    def values(self, at: int, first: int, last: int) -> dict[str, int]:
        """Return the parameters of statements for a range of numbers."""
        return {
            **term_values(self.terms),
            "feed": self.feed,
            "at": at,
            "first": first,
            "last": last,
        }


def numbering_of(connection: Connection, selection: Selection, at: int) -> Numbering | None:
    """Return the numbering of a feed as of a time; None if it has none."""
    terms = term_keys(connection, selection)
    feed = None if terms is None else _feed(connection, selection, terms)
    if terms is None or feed is None:
        return None
    values = {**term_values(terms), "at": at, "feed": feed, "never": FOREVER}
    opened = connection.scalars(_opened(len(terms)), values).all()
    return Numbering(feed, terms, _last_number(connection, feed), opened)


def is_due(connection: Connection, wanted: Iterable[Selection], now: int) -> bool:
    """Return whether a sync has to assign numbers although no story changed."""
    values = {"at": now, "never": _BEFORE_ALL}
    if connection.execute(_DUE.limit(1), values).first() is not None:
        return True
    return bool(_unregistered(connection, wanted))


def number_opened(connection: Connection, now: int) -> None:
    """Assign numbers to entries that opened since the last sync, before this one changes them."""
    due = connection.scalars(_DUE, {"at": now, "never": _BEFORE_ALL}).all()
    _assign(connection, due)
    connection.execute(update(site).values(settled=now))


def number_changed(connection: Connection, keys: Iterable[int], now: int) -> None:
    """Assign numbers to changed entries that are public, in feeds where they have none."""
    public: list[tuple[tuple[int, int, str], int]] = []
    for chunk in chunks(keys):
        query = select(*_BY_FIRST_PUBLIC, entries.c.key).where(entries.c.key.in_(chunk), PUBLIC)
        for first, published, id_, key in connection.execute(query, {"at": now}):
            public.append(((first or now, published, id_), key))
    _assign(connection, [key for _, key in sorted(public)])


def register(connection: Connection, wanted: Iterable[Selection], now: int) -> None:
    """Register selections by several terms that are new, and number their entries."""
    for name, selection in _unregistered(connection, wanted).items():
        lowest = connection.scalar(select(func.min(selections.c.key))) or MAIN
        connection.execute(insert(selections).values(key=lowest - 1, filters=name))
        terms = term_keys(connection, selection)
        if terms:
            query = with_terms(select(entries.c.key), len(terms)).where(PUBLIC)
            values = {"at": now, **term_values(terms)}
            keys = connection.scalars(query.order_by(*_BY_FIRST_PUBLIC), values).all()
            _insert(connection, {lowest - 1: keys})


def _not_archived(
    connection: Connection, numbering: Numbering, shown: Sequence[Place], size: int, at: int
) -> list[Place]:
    """Return the public entries that are neither on a full page nor among those shown."""
    pages = numbering.full_pages(size)
    first, last = pages * size + 1, (pages + 1) * size
    keys = {place.key for place in shown}
    rows = connection.execute(
        _range(len(numbering.terms), "places"), numbering.values(at, first, last)
    )
    opened = _public(connection, numbering.opened_between(first, last), at)
    return [place for place in (*map(place_of, rows), *opened) if place.key not in keys]


def _page(
    connection: Connection, numbering: Numbering, number: int, size: int, at: int
) -> ArchivePlaces:
    first, last = (number - 1) * size + 1, number * size
    values = numbering.values(at, first, last)
    numbered = connection.execute(_range(len(numbering.terms), "places"), values)
    keys = numbering.opened_between(first, last)
    windows = [
        *connection.execute(_range(len(numbering.terms), "windows"), values),
        *_windows(connection, keys),
    ]
    return ArchivePlaces(
        places=(*reversed(_public(connection, keys, at)), *map(place_of, numbered)),
        pages=numbering.full_pages(size),
        until=_next_change(windows, at),
    )


def _feed(connection: Connection, selection: Selection, terms: Sequence[int]) -> int | None:
    if len(_filters(selection)) <= 1:
        return terms[0] if terms else MAIN
    query = select(selections.c.key).where(selections.c.filters == _name(selection))
    return connection.scalar(query)


def _public(connection: Connection, keys: Sequence[int], at: int) -> list[Place]:
    """Return the places of the entries that are public, in the order of the keys."""
    place_by_key: dict[int, Place] = {}
    for chunk in chunks(keys):
        query = select(*PLACE).where(entries.c.key.in_(chunk), PUBLIC)
        for row in connection.execute(query, {"at": at}):
            place_by_key[row.key] = place_of(row)
    return [place_by_key[key] for key in keys if key in place_by_key]


def _order(place: Place) -> tuple[int, str]:
    """Return the sort key of `schema.IN_ORDER`."""
    return -micros(place.published), place.id


def _windows(connection: Connection, keys: Iterable[int]) -> Iterator[Sequence[int | None]]:
    for chunk in chunks(keys):
        query = select(entries.c.opens, entries.c.closes).where(entries.c.key.in_(chunk))
        yield from connection.execute(query)


def _next_change(windows: Iterable[Iterable[int | None]], at: int) -> datetime | None:
    """Return when the clock next shows or hides one of the entries."""
    times = (
        value for row in windows for value in row if value is not None and at < value < FOREVER
    )
    soonest = min(times, default=None)
    return None if soonest is None else from_micros(soonest)


@lru_cache
def _opened(terms: int) -> Select[Any]:
    """Return the statement for entries that opened since the last sync and have no number."""
    query = with_terms(select(entries.c.key), terms)
    has_number = select(numbers.c.entry).where(_NUMBERED).exists()
    opened = and_(entries.c.opens > _SETTLED, entries.c.opens <= bindparam("at"))
    return query.where(opened, ~has_number).order_by(*_BY_OPENING)


@lru_cache
def _range(terms: int, columns: str) -> Select[Any]:
    """Return the statement for the entries of a feed in a range of numbers, last first.

    Only the statement for documents ("places") is limited to public entries.
    """
    wanted: tuple[Any, ...] = {
        "places": PLACE,
        "fingerprint": (entries.c.key, entries.c.generation),
        "windows": (entries.c.opens, entries.c.closes),
    }[columns]
    query = with_terms(select(*wanted).join(numbers, _NUMBERED), terms)
    query = query.where(numbers.c.number.between(_FIRST, _LAST))
    if columns == "places":
        query = query.where(PUBLIC)
    return query.order_by(numbers.c.number.desc())


def _filters(selection: Selection) -> tuple[tuple[TermKind, str], ...]:
    """Return the kinds and folded terms that an entry of a selection must have."""
    wanted = ((kind, getattr(selection, kind)) for kind in TERM_KINDS)
    return tuple((kind, folded(term)) for kind, term in wanted if term is not None)


def _name(selection: Selection) -> str:
    """Return the value of `selections.filters` for a selection."""
    return msgspec.json.encode(_filters(selection)).decode()


def _last_number(connection: Connection, feed: int) -> int:
    return connection.execute(_LAST_NUMBER, {"feed": feed}).scalar() or 0


def _assign(connection: Connection, keys: Sequence[int]) -> None:
    """Assign numbers to entries, in this order, in every feed where they have none yet."""
    known: set[tuple[int, int]] = set()
    terms: dict[int, set[int]] = defaultdict(set)
    for chunk in chunks(keys):
        query = select(numbers.c.feed, numbers.c.entry).where(numbers.c.entry.in_(chunk))
        known.update((feed, entry) for feed, entry in connection.execute(query))
        links = select(entry_terms.c.entry, entry_terms.c.term)
        for entry, term in connection.execute(links.where(entry_terms.c.entry.in_(chunk))):
            terms[entry].add(term)
    registered = list(_registered(connection)) if keys else []
    wanted: dict[int, list[int]] = defaultdict(list)
    for key in keys:
        matching = [feed for feed, required in registered if required <= terms[key]]
        for feed in (MAIN, *sorted(terms[key]), *matching):
            if (feed, key) not in known:
                wanted[feed].append(key)
    _insert(connection, wanted)


def _insert(connection: Connection, wanted: Mapping[int, Sequence[int]]) -> None:
    rows = [
        {"feed": feed, "number": number, "entry": key}
        for feed, keys in wanted.items()
        for number, key in enumerate(keys, start=_last_number(connection, feed) + 1)
    ]
    if rows:
        connection.execute(insert(numbers), rows)


def _registered(connection: Connection) -> Iterator[tuple[int, set[int]]]:
    """Yield the registered selections, with the keys of the terms that an entry must have."""
    for key, filters in connection.execute(select(selections.c.key, selections.c.filters)).all():
        selection = msgspec.convert(dict(msgspec.json.decode(filters)), Selection)
        required = term_keys(connection, selection)
        if required:
            yield key, set(required)


def _unregistered(connection: Connection, wanted: Iterable[Selection]) -> dict[str, Selection]:
    """Return the selections by several terms that are not registered yet, by name."""
    several = {_name(each): each for each in wanted if len(_filters(each)) > 1}
    if not several:
        return {}
    query = select(selections.c.filters).where(selections.c.filters.in_(several))
    known: Collection[str] = set(connection.scalars(query))
    return {name: each for name, each in several.items() if name not in known}
