"""Numbers: the order in which every feed published its entries, kept by each sync.

An entry gets its number in a feed when it is first public there. Between two syncs entries
open by the clock alone: `archives` counts those on, and the next sync writes down the same.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import msgspec
from sqlalchemy import Connection, bindparam, func, insert, select, update

from feedsvc.catalog.model import TERM_KINDS, Selection, TermKind
from feedsvc.catalog.queries.query import PUBLIC, term_keys, with_terms
from feedsvc.catalog.schema import MAIN, entries, entry_terms, numbers, selections, site
from feedsvc.catalog.store import chunks
from feedsvc.catalog.text import folded

BY_OPENING = (entries.c.opens, entries.c.published, entries.c.id)
"""The order in which entries that open by the clock get their numbers."""

SETTLED = func.coalesce(select(site.c.settled).scalar_subquery(), bindparam("never"))
"""Until when entries that opened have numbers; `never` stands in before the first sync."""

_BY_FIRST_SHOWING = (entries.c.first_public, entries.c.published, entries.c.id)
_SINCE_EVER = -(2**63)
_DUE = (
    select(entries.c.key)
    .where(entries.c.opens > SETTLED, entries.c.opens <= bindparam("at"))
    .order_by(*BY_OPENING)
)
_LAST = select(func.max(numbers.c.number)).where(numbers.c.feed == bindparam("feed"))


def filters_of(selection: Selection) -> tuple[tuple[TermKind, str], ...]:
    """Return the kinds and folded terms that must all hold for an entry of a selection."""
    wanted = ((kind, getattr(selection, kind)) for kind in TERM_KINDS)
    return tuple((kind, folded(term)) for kind, term in wanted if term is not None)


def name_of(selection: Selection) -> str:
    """Return what a selection of several terms is known by in the catalog."""
    return msgspec.json.encode(filters_of(selection)).decode()


def last_number(connection: Connection, feed: int) -> int:
    """Return the highest number that was given in a feed."""
    return connection.execute(_LAST, {"feed": feed}).scalar() or 0


def is_due(connection: Connection, wanted: Iterable[Selection], now: int) -> bool:
    """Return whether a sync has numbers to give, though no story changed."""
    values = {"at": now, "never": _SINCE_EVER}
    if connection.execute(_DUE.limit(1), values).first() is not None:
        return True
    return bool(_unknown(connection, wanted))


def settle(connection: Connection, now: int) -> None:
    """Give their numbers to entries that opened since the last sync, as they were then."""
    due = connection.scalars(_DUE, {"at": now, "never": _SINCE_EVER}).all()
    number(connection, due)
    connection.execute(update(site).values(settled=now))


def number_changed(connection: Connection, keys: Iterable[int], now: int) -> None:
    """Give numbers to changed entries that are public, in the feeds where they have none."""
    public: list[tuple[tuple[int, int, str], int]] = []
    for chunk in chunks(keys):
        query = select(*_BY_FIRST_SHOWING, entries.c.key).where(entries.c.key.in_(chunk), PUBLIC)
        for first, published, id_, key in connection.execute(query, {"at": now}):
            public.append(((first or now, published, id_), key))
    number(connection, [key for _, key in sorted(public)])


def register(connection: Connection, wanted: Iterable[Selection], now: int) -> None:
    """Give numbers of their own to the selections of several terms that have none yet."""
    for name, selection in _unknown(connection, wanted).items():
        lowest = connection.scalar(select(func.min(selections.c.key))) or MAIN
        connection.execute(insert(selections).values(key=lowest - 1, filters=name))
        terms = term_keys(connection, selection)
        if terms:
            query = with_terms(select(entries.c.key), len(terms)).where(PUBLIC)
            values = {"at": now} | {f"term_{place}": key for place, key in enumerate(terms)}
            found = connection.scalars(query.order_by(*_BY_FIRST_SHOWING), values).all()
            _write(connection, {lowest - 1: found})


def number(connection: Connection, keys: Sequence[int]) -> None:
    """Give entries, in this order, their numbers in every feed where they have none yet."""
    known: set[tuple[int, int]] = set()
    terms: dict[int, set[int]] = defaultdict(set)
    for chunk in chunks(keys):
        query = select(numbers.c.feed, numbers.c.entry).where(numbers.c.entry.in_(chunk))
        known.update((feed, entry) for feed, entry in connection.execute(query))
        links = select(entry_terms.c.entry, entry_terms.c.term)
        for entry, term in connection.execute(links.where(entry_terms.c.entry.in_(chunk))):
            terms[entry].add(term)
    rules = list(_rules(connection)) if keys else []
    wanted: dict[int, list[int]] = defaultdict(list)
    for key in keys:
        several = [feed for feed, must in rules if must <= terms[key]]
        for feed in (MAIN, *sorted(terms[key]), *several):
            if (feed, key) not in known:
                wanted[feed].append(key)
    _write(connection, wanted)


def _write(connection: Connection, wanted: Mapping[int, Sequence[int]]) -> None:
    rows = [
        {"feed": feed, "number": place, "entry": key}
        for feed, keys in wanted.items()
        for place, key in enumerate(keys, start=last_number(connection, feed) + 1)
    ]
    if rows:
        connection.execute(insert(numbers), rows)


def _rules(connection: Connection) -> Iterator[tuple[int, set[int]]]:
    """Yield the selections of several terms with the keys that an entry must have."""
    for key, filters in connection.execute(select(selections.c.key, selections.c.filters)).all():
        selection = msgspec.convert(dict(msgspec.json.decode(filters)), Selection)
        found = term_keys(connection, selection)
        if found:
            yield key, set(found)


def _unknown(connection: Connection, wanted: Iterable[Selection]) -> dict[str, Selection]:
    """Return the selections of several terms that have no numbers yet, by their names."""
    several = {name_of(each): each for each in wanted if len(filters_of(each)) > 1}
    if not several:
        return {}
    query = select(selections.c.filters).where(selections.c.filters.in_(several))
    known: Collection[str] = set(connection.scalars(query))
    return {name: each for name, each in several.items() if name not in known}
