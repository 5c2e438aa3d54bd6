"""Sections, tags, authors and languages, updated for the entries that a sync changed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from feedsvc.catalog.database import chunks
from feedsvc.catalog.model import TERM_KINDS, TermKind
from feedsvc.catalog.rows import EntryRow, complete, terms_of
from feedsvc.catalog.schema import entry_terms, terms
from feedsvc.catalog.sync.naming import Names, latin_slug
from feedsvc.catalog.text import folded


class TermIdentity(NamedTuple):
    """What identifies a term."""

    kind: TermKind
    folded: str


def update_terms(connection: Connection, rows: Sequence[EntryRow], generation: int) -> None:
    """Update the terms of changed entries, and stamp these terms with the generation.

    Entries that must not become public have no terms, so that a term counts present and future
    public entries.
    """
    before = _delete_links(connection, [row.key for row in rows])
    written = {row.key: _written(row) for row in rows if row.opens is not None}
    keys = _keys(connection, written.values(), generation)
    links = [
        {
            "entry": row.key,
            "term": keys[name],
            "published": row.published,
            "updated": row.updated,
        }
        for row in rows
        for name in written.get(row.key, {})
    ]
    if links:
        connection.execute(insert(entry_terms), links)
    after = Counter(link["term"] for link in links)
    _count(connection, before, after, generation)


def _written(row: EntryRow) -> dict[TermIdentity, str]:
    """Return the spelling of each of an entry's terms."""
    spellings: dict[TermIdentity, str] = {}
    entry = complete(row)
    for kind, term in terms_of(entry, entry.section):
        spellings.setdefault(TermIdentity(kind, folded(term)), term)
    return spellings


def _delete_links(connection: Connection, keys: Iterable[int]) -> Counter[int]:
    """Delete the links of entries to terms; return how many each term had."""
    counts: Counter[int] = Counter()
    for chunk in chunks(keys):
        linked = entry_terms.c.entry.in_(chunk)
        counts.update(connection.scalars(select(entry_terms.c.term).where(linked)))
        connection.execute(delete(entry_terms).where(linked))
    return counts


def _keys(
    connection: Connection, written: Iterable[Mapping[TermIdentity, str]], generation: int
) -> dict[TermIdentity, int]:
    """Return the keys of terms; new ones are added in the first spelling."""
    wanted: dict[TermIdentity, str] = {}
    for spellings in written:
        for name, term in spellings.items():
            wanted.setdefault(name, term)
    keys: dict[TermIdentity, int] = {}
    for chunk in chunks({name.folded for name in wanted}):
        query = select(terms.c.kind, terms.c.folded, terms.c.key).where(
            terms.c.kind.in_(TERM_KINDS), terms.c.folded.in_(chunk)
        )
        keys |= {TermIdentity(kind, text): key for kind, text, key in connection.execute(query)}
    new = {name: term for name, term in wanted.items() if name not in keys}
    return keys | _add(connection, new, generation)


def _add(
    connection: Connection, new: Mapping[TermIdentity, str], generation: int
) -> dict[TermIdentity, int]:
    if not new:
        return {}
    preferred = {name: latin_slug(term) or name.kind for name, term in new.items()}
    slugs = {kind: _slugs_of(connection, kind) for kind in TERM_KINDS}
    for kind, names in slugs.items():
        names.expect(slug for name, slug in preferred.items() if name.kind == kind)
    first = (connection.scalar(select(func.max(terms.c.key))) or 0) + 1
    keys = {name: key for key, name in enumerate(new, start=first)}
    rows = [
        {
            "key": keys[name],
            "kind": name.kind,
            "folded": name.folded,
            "term": term,
            "slug": slugs[name.kind].mint(preferred[name]),
            "entries": 0,
            "generation": generation,
        }
        for name, term in new.items()
    ]
    connection.execute(insert(terms), rows)
    return keys


def _slugs_of(connection: Connection, kind: TermKind) -> Names:
    def taken(slugs: Iterable[str]) -> Iterable[str]:
        for chunk in chunks(slugs):
            query = select(terms.c.slug).where(terms.c.kind == kind, terms.c.slug.in_(chunk))
            yield from connection.scalars(query)

    return Names("-", taken)


def _count(
    connection: Connection, before: Counter[int], after: Counter[int], generation: int
) -> None:
    concerned = before.keys() | after.keys()
    if concerned:
        connection.execute(
            update(terms)
            .where(terms.c.key == bindparam("concerned"))
            .values(entries=terms.c.entries + bindparam("more"), generation=generation),
            [{"concerned": key, "more": after[key] - before[key]} for key in sorted(concerned)],
        )
