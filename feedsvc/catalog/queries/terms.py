"""Queries for terms: the sections, tags, authors and languages of public entries."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import TypeVar

from sqlalchemy import Connection, bindparam, func, select

from feedsvc.catalog.database import chunks
from feedsvc.catalog.model import TERM_KINDS, TermKey, TermKind, TermName
from feedsvc.catalog.rows import complete
from feedsvc.catalog.schema import ENTRY, HIDDEN, PUBLIC, entries, entry_terms, from_micros, terms
from feedsvc.entry import Entry

T = TypeVar("T", TermKey, TermName)

# A subquery, because for a join SQLite would scan the terms of every entry.
_HIDDEN_BY_TERM = (
    select(entry_terms.c.term, func.count())
    .where(entry_terms.c.entry.in_(select(entries.c.key).where(HIDDEN)))
    .group_by(entry_terms.c.term)
)
_NEWEST_CHANGE = (
    select(entry_terms.c.updated)
    .join(entries, entries.c.key == entry_terms.c.entry)
    .where(entry_terms.c.term == terms.c.key, PUBLIC)
    .order_by(entry_terms.c.updated.desc())
    .limit(1)
    .scalar_subquery()
)
_TERMS = select(terms, _NEWEST_CHANGE.label("changed")).where(terms.c.entries > 0)
_NEWEST = (
    select(entry_terms.c.entry)
    .join(entries, entries.c.key == entry_terms.c.entry)
    .where(entry_terms.c.term == terms.c.key, PUBLIC)
    .order_by(entry_terms.c.published.desc(), entries.c.id)
    .limit(1)
    .scalar_subquery()
)
_NEWEST_BY_TERM = select(terms.c.kind, terms.c.slug, _NEWEST.label("newest")).where(
    terms.c.entries > 0
)
_TERM = (
    select(terms.c.key, terms.c.term, terms.c.slug)
    .where(terms.c.kind == bindparam("kind"), terms.c.slug == bindparam("slug"))
    .where(
        select(entries.c.key)
        .join(entry_terms, entries.c.key == entry_terms.c.entry)
        .where(entry_terms.c.term == terms.c.key, PUBLIC)
        .exists()
    )
)
_TERMS_OF_ENTRY = (
    select(terms.c.kind, terms.c.term, terms.c.slug)
    .join(entry_terms, entry_terms.c.term == terms.c.key)
    .where(entry_terms.c.entry == bindparam("entry"))
)

_ALL_TERMS = select(entry_terms.c.entry, terms.c.kind, terms.c.term, terms.c.slug).join(
    terms, terms.c.key == entry_terms.c.term
)


def public_terms(connection: Connection, at: int) -> list[TermKey]:
    """Return the terms of public entries, by kind and slug.

    The number of entries of a term is stored, so only the hidden ones are counted; the newest
    change takes one lookup.
    """
    hidden = dict(connection.execute(_HIDDEN_BY_TERM, {"at": at}).all())
    visible = [
        TermKey(
            kind=row.kind,
            term=row.term,
            slug=row.slug,
            count=row.entries - hidden.get(row.key, 0),
            updated=from_micros(row.changed),
        )
        for row in connection.execute(_TERMS, {"at": at})
        if row.entries > hidden.get(row.key, 0)
    ]
    return _sorted(visible)


def newest_by_term(connection: Connection, at: int) -> dict[tuple[TermKind, str], Entry]:
    """Return the newest public entry of each term, by kind and slug.

    This takes one lookup in an index for each term, and one for each entry.
    """
    keys = {
        (row.kind, row.slug): row.newest
        for row in connection.execute(_NEWEST_BY_TERM, {"at": at})
        if row.newest is not None
    }
    entry_by_key = {
        row.key: complete(row)
        for chunk in chunks(set(keys.values()))
        for row in connection.execute(select(*ENTRY).where(entries.c.key.in_(chunk)))
    }
    return {term: entry_by_key[key] for term, key in keys.items()}


def term_with_slug(connection: Connection, kind: TermKind, slug: str, at: int) -> str | None:
    """Return the first spelling of the term with a slug; None if no public entry has it."""
    row = connection.execute(_TERM, {"kind": kind, "slug": slug, "at": at}).first()
    return None if row is None else row.term


def terms_of_entry(connection: Connection, key: int) -> list[TermName]:
    """Return the terms of the entry with a key, by kind and slug."""
    rows = connection.execute(_TERMS_OF_ENTRY, {"entry": key})
    names = (TermName(kind=row.kind, term=row.term, slug=row.slug) for row in rows)
    return _sorted(names)


def terms_by_entry(connection: Connection, keys: Collection[int]) -> dict[int, list[TermName]]:
    """Return the terms of entries by key, by kind and slug."""
    names_by_entry: dict[int, list[TermName]] = defaultdict(list)
    for chunk in chunks(keys):
        rows = connection.execute(_ALL_TERMS.where(entry_terms.c.entry.in_(chunk)))
        for key, kind, term, slug in rows:
            names_by_entry[key].append(TermName(kind=kind, term=term, slug=slug))
    return {key: _sorted(names) for key, names in names_by_entry.items()}


def _sorted(names: Iterable[T]) -> list[T]:
    return sorted(names, key=lambda term: (TERM_KINDS.index(term.kind), term.slug))
