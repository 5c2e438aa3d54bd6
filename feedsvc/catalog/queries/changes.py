"""What must be rendered again after an earlier build."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Connection, Table, and_, or_, select

from feedsvc.catalog.database import chunks
from feedsvc.catalog.model import BuildChanges, TermKind
from feedsvc.catalog.queries.entries import neighbors
from feedsvc.catalog.queries.withdrawals import withdrawn_keys
from feedsvc.catalog.schema import EXPIRES, entries, entry_terms, former_terms, numbers, terms


def changes_since(
    connection: Connection, generation: int, since: int, at: int, tombstone_age: int
) -> BuildChanges:
    """Return what changed after a generation, or opened or closed between two times.

    A term changes when an entry that has or had it changes, and when feeds stop listing a
    withdrawn entry, after `tombstone_age` microseconds.
    """
    first, last = sorted((since, at))
    between = or_(
        entries.c.opens.between(first + 1, last),
        and_(entries.c.closes.between(first + 1, last), EXPIRES),
    )
    places = select(entries.c.key, entries.c.slug, entries.c.published, entries.c.id)
    changed = connection.execute(places.where(entries.c.generation > generation)).all()
    by_clock = connection.execute(places.where(between)).all()
    slugs = {slug for _, slug, _, _ in (*changed, *by_clock)}
    adjacent = {
        row.slug
        for _, _, published, id_ in (*changed, *by_clock)
        for row in neighbors(connection, published, id_, at)
        if row is not None
    }
    keys = {key for key, _, _, _ in (*changed, *by_clock)}
    expired_tombstones = list(
        withdrawn_keys(connection, first - tombstone_age, last - tombstone_age)
    )
    names = _changed_terms(connection, generation)
    names |= _terms_of(connection, entry_terms, (key for key, _, _, _ in by_clock))
    names |= _terms_of(connection, entry_terms, expired_tombstones)
    names |= _terms_of(connection, former_terms, [*keys, *expired_tombstones])
    return BuildChanges(
        slugs=tuple(sorted(slugs)),
        neighbors=tuple(sorted(adjacent - slugs)),
        terms=tuple(sorted(names)),
        numbers=_numbers(connection, keys),
        tombstones_expired=bool(expired_tombstones),
    )


def _changed_terms(connection: Connection, generation: int) -> set[tuple[TermKind, str]]:
    query = select(terms.c.kind, terms.c.slug).where(terms.c.generation > generation)
    return set(connection.execute(query))


def _terms_of(
    connection: Connection, links: Table, keys: Iterable[int]
) -> set[tuple[TermKind, str]]:
    """Return the terms that entries have, or had, by the table of their links."""
    names: set[tuple[TermKind, str]] = set()
    for chunk in chunks(keys):
        query = (
            select(terms.c.kind, terms.c.slug)
            .join(links, links.c.term == terms.c.key)
            .where(links.c.entry.in_(chunk))
        )
        names.update(connection.execute(query))
    return names


def _numbers(connection: Connection, keys: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """Return the numbers of entries, by feed."""
    by_feed: dict[int, list[int]] = defaultdict(list)
    for chunk in chunks(keys):
        query = select(numbers.c.feed, numbers.c.number).where(numbers.c.entry.in_(chunk))
        for feed, number in connection.execute(query):
            by_feed[feed].append(number)
    return {feed: tuple(sorted(by_feed[feed])) for feed in sorted(by_feed)}
