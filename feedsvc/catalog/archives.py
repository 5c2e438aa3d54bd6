"""Archives: each feed's entries in pages of one size, in the order it published them.

An entry gets a number in a feed when it is first public there; a page is a range of numbers.
Only full pages exist, so a client that has read a page never needs to return for more (RFC 5005
section 4). A withdrawn entry leaves a gap, and no other entry moves. Between two syncs, the
clock alone can open entries: queries count them, and the next sync stores the same numbers.
"""

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
    delete,
    func,
    insert,
    literal,
    select,
    update,
)

from feedsvc.catalog.database import Database, chunks, insert_rows
from feedsvc.catalog.model import (
    TERM_KINDS,
    Archived,
    ArchiveExtent,
    ArchiveKind,
    ArchivePage,
    CurrentPlaces,
    Place,
    Selection,
    TermKind,
)
from feedsvc.catalog.queries.entries import (
    have_terms,
    places,
    term_keys,
    term_values,
    with_terms,
)
from feedsvc.catalog.rows import place_of
from feedsvc.catalog.schema import (
    BEFORE_ALL,
    FOREVER,
    MAIN,
    PLACE,
    PUBLIC,
    entries,
    entry_terms,
    from_micros,
    kinds_column,
    micros,
    numbers,
    selections,
    site,
    terms,
)
from feedsvc.catalog.text import folded

_BY_OPENING = (entries.c.opens, entries.c.published, entries.c.id)
"""The order in which entries that open by the clock get their numbers."""

_SETTLED = func.coalesce(select(site.c.settled).scalar_subquery(), bindparam("never"))
"""The time until which entries that opened have numbers; `never` before the first sync."""

_BY_FIRST_PUBLIC = (entries.c.first_public, entries.c.published, entries.c.id)
_OPENED = and_(entries.c.opens > _SETTLED, entries.c.opens <= bindparam("at"))
_DUE = select(entries.c.key).where(_OPENED)
_ARCHIVES = select(site.c.archives)
_NUMBER_COLUMNS = ("feed", "number", "entry")
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

    def current(self, selection: Selection, size: int, at: datetime) -> CurrentPlaces:
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

    def page(
        self, selection: Selection, number: int, size: int, at: datetime
    ) -> ArchivePage | None:
        """Return a full page of a feed's archive, 1 being the oldest; None if it does not exist."""
        with self._database.reading() as connection:
            numbering = numbering_of(connection, selection, micros(at))
            if numbering is None or not 1 <= number <= numbering.full_pages(size):
                return None
            return _page(connection, numbering, number, size, micros(at))

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


class _Due(NamedTuple):
    """Entries that get numbers: a condition, their order, and the parameters of both."""

    which: ColumnElement[bool]
    order: tuple[ColumnElement[Any], ...]
    values: Mapping[str, int]


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


def is_due(connection: Connection, archived: Archived, now: int) -> bool:
    """Return whether a sync has to assign or delete numbers although no story changed."""
    values = {"at": now, "never": BEFORE_ALL}
    if connection.execute(_DUE.limit(1), values).first() is not None:
        return True
    return archived_kinds(connection) != archived.kinds or bool(_unregistered(connection, archived))


def number_opened(connection: Connection, now: int) -> None:
    """Assign numbers to entries that opened since the last sync, before this one changes them."""
    values = {"at": now, "never": BEFORE_ALL}
    if connection.execute(_DUE.limit(1), values).first() is not None:
        _number(connection, _Due(_OPENED, _BY_OPENING, values))
    connection.execute(update(site).values(settled=now))


def number_changed(connection: Connection, generation: int, now: int) -> None:
    """Assign numbers to the public entries that a sync changed, where they have none."""
    changed = and_(entries.c.generation == bindparam("changed"), PUBLIC)
    values = {"changed": generation, "at": now}
    _number(connection, _Due(changed, _BY_FIRST_PUBLIC, values))


def number_all(connection: Connection, now: int) -> None:
    """Assign numbers to all public entries, where they have none."""
    _number(connection, _Due(PUBLIC, _BY_FIRST_PUBLIC, {"at": now}))
    connection.execute(update(site).values(settled=now))


def register(connection: Connection, archived: Archived, now: int) -> None:
    """Assign numbers in feeds that have an archive from now on, and delete those of others.

    A selection by one term keeps the numbers that the feed of this term had.
    """
    before, kinds = archived_kinds(connection), archived.kinds
    public = _Due(PUBLIC, _BY_FIRST_PUBLIC, {"at": now})
    for name, selection in _unregistered(connection, archived).items():
        lowest = connection.scalar(select(func.min(selections.c.key))) or MAIN
        connection.execute(insert(selections).values(key=lowest - 1, filters=name))
        terms = term_keys(connection, selection)
        if terms is not None:
            if len(terms) <= 1:
                former = select(literal(lowest - 1), numbers.c.number, numbers.c.entry)
                source = former.where(numbers.c.feed == (terms[0] if terms else MAIN))
                connection.execute(insert(numbers).from_select(_NUMBER_COLUMNS, source))
            _number_selection(connection, lowest - 1, terms, public)
    if kinds == before:
        return
    for kind in before - kinds:
        connection.execute(delete(numbers).where(_is_of_kind(numbers.c.feed, kind)))
    connection.execute(update(site).values(archives=kinds_column(kinds)))
    for kind in kinds - before:
        _number_kind(connection, kind, public)


def archived_kinds(connection: Connection) -> set[ArchiveKind]:
    """Return the kinds of feeds whose entries have numbers."""
    column = connection.execute(_ARCHIVES).scalar_one()
    return msgspec.json.decode(column, type=set[ArchiveKind])


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
) -> ArchivePage:
    first, last = (number - 1) * size + 1, number * size
    values = numbering.values(at, first, last)
    numbered = connection.execute(_range(len(numbering.terms), "places"), values)
    keys = numbering.opened_between(first, last)
    windows = [
        *connection.execute(_range(len(numbering.terms), "windows"), values),
        *_windows(connection, keys),
    ]
    return ArchivePage(
        places=(*reversed(_public(connection, keys, at)), *map(place_of, numbered)),
        pages=numbering.full_pages(size),
        until=_next_change(windows, at),
    )


def _feed(connection: Connection, selection: Selection, terms: Sequence[int]) -> int | None:
    """Return the feed under which the entries of a selection are numbered, if they are."""
    if _kind(selection) in archived_kinds(connection):
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
    query = select(entries.c.key).where(*have_terms(terms))
    has_number = select(numbers.c.entry).where(_NUMBERED).exists()
    return query.where(_OPENED, ~has_number).order_by(*_BY_OPENING)


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


def _number(connection: Connection, due: _Due) -> None:
    """Assign numbers to entries in every feed where they have none yet."""
    for kind in sorted(archived_kinds(connection)):
        _number_kind(connection, kind, due)
    for key, filters in connection.execute(select(selections.c.key, selections.c.filters)).all():
        selection = msgspec.convert(dict(msgspec.json.decode(filters)), Selection)
        terms = term_keys(connection, selection)
        if terms is not None:
            _number_selection(connection, key, terms, due)


def _number_kind(connection: Connection, kind: ArchiveKind, due: _Due) -> None:
    if kind == "main":
        _number_selection(connection, MAIN, (), due)
        return
    feed = entry_terms.c.term
    links = entries.join(entry_terms, entry_terms.c.entry == entries.c.key)
    _insert(connection, select().select_from(links).where(_is_of_kind(feed, kind)), feed, due)


def _number_selection(
    connection: Connection, key: int, keys_of_terms: Sequence[int], due: _Due
) -> None:
    query = select().select_from(entries).where(*have_terms(len(keys_of_terms)))
    due = due._replace(values={**due.values, **term_values(keys_of_terms)})
    _insert(connection, query, literal(key), due)


def _insert(
    connection: Connection, query: Select[Any], feed: ColumnElement[int], due: _Due
) -> None:
    """Assign numbers in a feed to those entries of a statement that are due."""
    is_known = select(numbers.c.entry).where(
        numbers.c.entry == entries.c.key, numbers.c.feed == feed
    )
    query = query.add_columns(feed, entries.c.key).where(due.which, ~is_known.exists())
    last: dict[int, int] = {}
    rows: list[tuple[int, int, int]] = []
    for key, entry in connection.execute(query.order_by(*due.order), due.values):
        if key not in last:
            last[key] = _last_number(connection, key)
        last[key] += 1
        rows.append((key, last[key], entry))
    insert_rows(connection, numbers, rows)


def _is_of_kind(feed: ColumnElement[int], kind: ArchiveKind) -> ColumnElement[bool]:
    """Return the condition that a feed is of a kind; no query plan starts from it."""
    if kind == "main":
        return feed == MAIN
    return select(terms.c.kind).where(terms.c.key == feed).scalar_subquery() == kind


def _unregistered(connection: Connection, archived: Archived) -> dict[str, Selection]:
    """Return the selections that need numbers of their own and have none yet, by name."""
    own = {_name(each): each for each in archived.selections if _kind(each) not in archived.kinds}
    if not own:
        return {}
    query = select(selections.c.filters).where(selections.c.filters.in_(own))
    known: Collection[str] = set(connection.scalars(query))
    return {name: each for name, each in own.items() if name not in known}


def _kind(selection: Selection) -> ArchiveKind | None:
    """Return the kind of a feed; None if it selects by several terms."""
    filters = _filters(selection)
    if len(filters) > 1:
        return None
    return filters[0][0] if filters else "main"
