"""What has to be made anew since an earlier build."""

from collections.abc import Iterable

from sqlalchemy import Connection, or_, select

from feedsvc.catalog.model import TermKind, Touched
from feedsvc.catalog.query import neighbours
from feedsvc.catalog.schema import entries, entry_terms, terms
from feedsvc.catalog.store import chunks


def touched(connection: Connection, generation: int, since: int, at: int) -> Touched:
    """Return what changed after a generation, or opened or closed between two moments.

    A term is touched when an entry that has it, or had it, is.
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
    names = _changed_terms(connection, generation)
    names |= _terms_of(connection, (key for key, _, _, _ in turned))
    return Touched(
        slugs=tuple(sorted(slugs)),
        beside=tuple(sorted(beside - slugs)),
        terms=tuple(sorted(names)),
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
