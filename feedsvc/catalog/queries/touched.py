"""What has to be made anew since an earlier build."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Connection, or_, select

from feedsvc.catalog.archive.withdrawals import ended
from feedsvc.catalog.model import TermKind, Touched
from feedsvc.catalog.queries.query import neighbours
from feedsvc.catalog.schema import entries, entry_terms, numbers, terms
from feedsvc.catalog.store import chunks


def touched(
    connection: Connection, generation: int, since: int, at: int, remembered: int
) -> Touched:
    """Return what changed after a generation, or opened or closed between two moments.

    A term is touched when an entry that has it, or had it, is; and when it is no longer told
    that one went, which is remembered for so many microseconds.
    """
    first, last = sorted((since, at))
    between = or_(
        entries.c.opens.between(first + 1, last), entries.c.closes.between(first + 1, last)
    )
    places = select(entries.c.key, entries.c.slug, entries.c.published, entries.c.id)
    changed = connection.execute(places.where(entries.c.generation > generation)).all()
    turned = connection.execute(places.where(between)).all()
    slugs = {slug for _, slug, _, _ in (*changed, *turned)}
    beside = {
        row.slug
        for _, _, published, id_ in (*changed, *turned)
        for row in neighbours(connection, published, id_, at)
        if row is not None
    }
    in_feeds = _numbers(connection, {key for key, _, _, _ in (*changed, *turned)})
    forgotten = _numbers(connection, ended(connection, first - remembered, last - remembered))
    names = _changed_terms(connection, generation)
    names |= _terms_of(connection, (key for key, _, _, _ in turned))
    names |= _terms_with_keys(connection, in_feeds.keys() | forgotten.keys())
    return Touched(
        slugs=tuple(sorted(slugs)),
        beside=tuple(sorted(beside - slugs)),
        terms=tuple(sorted(names)),
        numbers=in_feeds,
        forgotten=bool(forgotten),
    )


def _changed_terms(connection: Connection, generation: int) -> set[tuple[TermKind, str]]:
    query = select(terms.c.kind, terms.c.slug).where(terms.c.generation > generation)
    return set(connection.execute(query))


def _terms_of(connection: Connection, keys: Iterable[int]) -> set[tuple[TermKind, str]]:
    found: set[tuple[TermKind, str]] = set()
    for chunk in chunks(keys):
        query = (
            select(terms.c.kind, terms.c.slug)
            .join(entry_terms, entry_terms.c.term == terms.c.key)
            .where(entry_terms.c.entry.in_(chunk))
        )
        found.update(connection.execute(query))
    return found


def _terms_with_keys(connection: Connection, keys: Iterable[int]) -> set[tuple[TermKind, str]]:
    found: set[tuple[TermKind, str]] = set()
    for chunk in chunks(keys):
        query = select(terms.c.kind, terms.c.slug).where(terms.c.key.in_(chunk))
        found.update(connection.execute(query))
    return found


def _numbers(connection: Connection, keys: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """Return the numbers that entries have, by feed."""
    found: dict[int, list[int]] = defaultdict(list)
    for chunk in chunks(keys):
        query = select(numbers.c.feed, numbers.c.number).where(numbers.c.entry.in_(chunk))
        for feed, number in connection.execute(query):
            found[feed].append(number)
    return {feed: tuple(sorted(found[feed])) for feed in sorted(found)}
