"""Questions to the catalog, each answered from an index, each as of a moment in microseconds."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from feedsvc.catalog.compose import complete
from feedsvc.catalog.model import TERM_KINDS, Selection, TermKey, TermKind
from feedsvc.catalog.moments import FOREVER, micros, moment
from feedsvc.catalog.records import Remembered
from feedsvc.catalog.schema import entries, entry_terms, terms
from feedsvc.catalog.store import chunks
from feedsvc.catalog.text import folded
from feedsvc.entry import Entry


def public(at: int) -> ColumnElement[bool]:
    """Return the condition that an entry may be seen."""
    return and_(entries.c.opens <= at, entries.c.closes > at)


def selected(connection: Connection, selection: Selection, at: int) -> list[Entry]:
    """Return the public entries of a selection, newest published first, then by id."""
    keys = _term_keys(connection, selection)
    if keys is None:
        return []
    query = select(entries).where(public(at))
    published: ColumnElement[int] = entries.c.published
    for number, key in enumerate(keys):
        link = entry_terms.alias()
        query = query.join(link, and_(link.c.entry == entries.c.key, link.c.term == key))
        # The rarest term leads, in its own order, so that a feed costs no more than itself.
        published = link.c.published if number == 0 else published
    if selection.newer_than is not None:
        query = query.where(published > micros(selection.newer_than))
    query = query.order_by(published.desc(), entries.c.id).limit(selection.limit)
    return [complete(Remembered(*row)) for row in connection.execute(query)]


def by_slug(connection: Connection, slug: str, at: int) -> Entry | None:
    """Return the public entry with a slug."""
    row = connection.execute(select(entries).where(entries.c.slug == slug, public(at))).first()
    return None if row is None else complete(Remembered(*row))


def neighbours(
    connection: Connection, published: int, id_: str, at: int
) -> tuple[Remembered | None, Remembered | None]:
    """Return the public entries next to a place in the order of all: the older, the newer."""
    column, same = entries.c.published, entries.c.published == published
    older = (
        select(entries)
        .where(public(at), column <= published, or_(column < published, entries.c.id > id_))
        .order_by(column.desc(), entries.c.id)
    )
    newer = (
        select(entries)
        .where(public(at), column >= published, or_(~same, entries.c.id < id_))
        .order_by(column, entries.c.id.desc())
    )
    rows = [connection.execute(query.limit(1)).first() for query in (older, newer)]
    first, second = (None if row is None else Remembered(*row) for row in rows)
    return first, second


def public_slugs(connection: Connection, at: int) -> list[str]:
    """Return the slugs of all public entries, newest published first."""
    query = select(entries.c.slug).where(public(at))
    return list(connection.scalars(query.order_by(entries.c.published.desc(), entries.c.id)))


def public_ids(connection: Connection, ids: Collection[str], at: int) -> frozenset[str]:
    """Return those of the ids whose entries may be seen."""
    found: set[str] = set()
    for chunk in chunks(ids):
        query = select(entries.c.id).where(entries.c.id.in_(chunk), public(at))
        found.update(connection.scalars(query))
    return frozenset(found)


def public_terms(
    connection: Connection, at: int, *conditions: ColumnElement[bool]
) -> list[TermKey]:
    """Return the terms of public entries, by kind and slug, that the conditions hold for.

    A term knows how many entries it has; only those that are not yet or no longer public
    are counted, and for the newest change one entry is looked at.
    """
    unseen = _unseen_by_term(connection, at)
    newest = (
        select(entry_terms.c.updated)
        .join(entries, entries.c.key == entry_terms.c.entry)
        .where(entry_terms.c.term == terms.c.key, public(at))
        .order_by(entry_terms.c.updated.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = select(terms, newest).where(terms.c.entries > 0, *conditions)
    found = [
        TermKey(
            kind=row.kind,
            term=row.term,
            slug=row.slug,
            count=row.entries - unseen.get(row.key, 0),
            updated=moment(row[-1]),
        )
        for row in connection.execute(query)
        if row.entries > unseen.get(row.key, 0)
    ]
    return sorted(found, key=lambda term: (TERM_KINDS.index(term.kind), term.slug))


def with_slug(kind: TermKind, slug: str) -> ColumnElement[bool]:
    """Return the condition that a term is the one with a slug."""
    return and_(terms.c.kind == kind, terms.c.slug == slug)


def of_entry(id_: str) -> ColumnElement[bool]:
    """Return the condition that an entry has a term."""
    linked = select(entry_terms.c.term).join(entries, entries.c.key == entry_terms.c.entry)
    return terms.c.key.in_(linked.where(entries.c.id == id_))


def count(connection: Connection, at: int) -> int:
    """Return the number of public entries."""
    query = select(func.count()).select_from(entries).where(public(at))
    return connection.execute(query).scalar_one()


def next_moment(connection: Connection, at: int) -> int | None:
    """Return the next moment after this one at which an entry opens or closes."""
    opening = select(func.min(entries.c.opens)).where(entries.c.opens > at)
    closing = select(func.min(entries.c.closes)).where(
        entries.c.closes > at, entries.c.closes < FOREVER
    )
    moments = (connection.scalar(query) for query in (opening, closing))
    return min((value for value in moments if value is not None), default=None)


def _term_keys(connection: Connection, selection: Selection) -> list[int] | None:
    """Return the keys of the selection's terms, the rarest first; None where one is unknown."""
    found: list[tuple[int, int]] = []
    for kind in TERM_KINDS:
        wanted: str | None = getattr(selection, kind)
        if wanted is None:
            continue
        text = folded(wanted)
        query = (
            select(terms.c.entries, terms.c.key)
            .where(terms.c.kind == kind, or_(terms.c.folded == text, terms.c.slug == text))
            .order_by(terms.c.folded != text)
        )
        row = connection.execute(query).first()
        if row is None:
            return None
        found.append((row.entries, row.key))
    return [key for _, key in sorted(found)]


def _unseen_by_term(connection: Connection, at: int) -> dict[int, int]:
    """Return how many entries of each term are not yet or no longer public."""
    # A list of entries first: joined to them, SQLite would walk the links of all.
    hidden = select(entries.c.key).where(or_(entries.c.opens > at, entries.c.closes <= at))
    query = (
        select(entry_terms.c.term, func.count())
        .where(entry_terms.c.entry.in_(hidden))
        .group_by(entry_terms.c.term)
    )
    return dict(connection.execute(query).all())
