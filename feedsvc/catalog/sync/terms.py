"""Sections, tags, authors and languages, updated for the entries that a sync changed."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, func, select, update

from feedsvc.catalog.database import chunks, insert_rows
from feedsvc.catalog.model import TERM_KINDS, TermKind
from feedsvc.catalog.schema import entry_terms, former_terms, terms
from feedsvc.catalog.sync.lifecycle import Step, is_public, was_public
from feedsvc.catalog.sync.naming import Names, latin_slug


class TermIdentity(NamedTuple):
    """What identifies a term."""

    kind: TermKind
    folded: str


def update_terms(connection: Connection, steps: Sequence[Step], generation: int, now: int) -> None:
    """Update the terms of changed entries, and stamp these terms with the generation.

    Entries that must not become public have no terms, so that a term counts present and future
    public entries.
    """
    before = _delete_links(connection, [step.before.key for step in steps if step.before])
    after = _insert_links(connection, [step for step in steps if step.story], generation)
    _remember_former(connection, steps, before, after, now)
    counts = Counter(key for keys in after.values() for key in keys)
    counts.subtract(key for keys in before.values() for key in keys)
    _count(connection, counts, generation)


def _delete_links(connection: Connection, entries: Iterable[int]) -> dict[int, set[int]]:
    """Delete the links of entries to terms; return the keys of each one's terms."""
    links: dict[int, set[int]] = defaultdict(set)
    for chunk in chunks(entries):
        linked = entry_terms.c.entry.in_(chunk)
        query = select(entry_terms.c.entry, entry_terms.c.term).where(linked)
        for entry, term in connection.execute(query):
            links[entry].add(term)
        connection.execute(delete(entry_terms).where(linked))
    return links


def _insert_links(
    connection: Connection, steps: Iterable[Step], generation: int
) -> dict[int, list[int]]:
    """Link entries to the terms of their stories; return the keys of each one's terms."""
    listed = [
        (step.after, step.story.terms)
        for step in steps
        if step.story and step.after.opens is not None
    ]
    keys = _keys(connection, chain.from_iterable(terms for _, terms in listed), generation)
    links = {row.key: [keys[kind, text] for kind, text, _ in terms] for row, terms in listed}
    rows = [
        (row.key, term, row.published, row.updated) for row, _ in listed for term in links[row.key]
    ]
    # Sorted by term, inserts into the indexes by term stay on the same pages.
    insert_rows(connection, entry_terms, sorted(rows, key=itemgetter(1)))
    return links


def _remember_former(
    connection: Connection,
    steps: Iterable[Step],
    before: Mapping[int, Collection[int]],
    after: Mapping[int, Collection[int]],
    now: int,
) -> None:
    """Store the terms whose feeds entries left after readers could see them there."""
    former = [
        (row.key, term)
        for row, new in ((step.before, step.after) for step in steps)
        if row is not None and was_public(row, now)
        for term in before.get(row.key, ())
        if term not in after.get(row.key, ()) or not is_public(new.opens, new.closes, now)
    ]
    insert_rows(connection, former_terms, former, "ignore")


def _keys(
    connection: Connection, written: Iterable[tuple[TermKind, str, str]], generation: int
) -> dict[tuple[TermKind, str], int]:
    """Return the keys of terms; new ones are added in the first spelling."""
    wanted: dict[tuple[TermKind, str], str] = {}
    for kind, text, term in written:
        wanted.setdefault((kind, text), term)
    keys: dict[tuple[TermKind, str], int] = {}
    for chunk in chunks({text for _, text in wanted}):
        query = select(terms.c.kind, terms.c.folded, terms.c.key).where(
            terms.c.kind.in_(TERM_KINDS), terms.c.folded.in_(chunk)
        )
        keys |= {(kind, text): key for kind, text, key in connection.execute(query)}
    new = {TermIdentity(*name): term for name, term in wanted.items() if name not in keys}
    keys.update(_add(connection, new, generation))
    return keys


def _add(
    connection: Connection, new: Mapping[TermIdentity, str], generation: int
) -> dict[tuple[TermKind, str], int]:
    if not new:
        return {}
    preferred = {name: latin_slug(term) or name.kind for name, term in new.items()}
    slugs = {kind: _slugs_of(connection, kind) for kind in TERM_KINDS}
    for kind, names in slugs.items():
        names.expect(slug for name, slug in preferred.items() if name.kind == kind)
    first = (connection.scalar(select(func.max(terms.c.key))) or 0) + 1
    keys: dict[tuple[TermKind, str], int] = {name: key for key, name in enumerate(new, start=first)}
    rows = [
        (keys[name], *name, term, slugs[name.kind].mint(preferred[name]), 0, generation)
        for name, term in new.items()
    ]
    insert_rows(connection, terms, rows)
    return keys


def _slugs_of(connection: Connection, kind: TermKind) -> Names:
    def taken(slugs: Iterable[str]) -> Iterable[str]:
        for chunk in chunks(slugs):
            query = select(terms.c.slug).where(terms.c.kind == kind, terms.c.slug.in_(chunk))
            yield from connection.scalars(query)

    return Names("-", taken)


def _count(connection: Connection, more: Mapping[int, int], generation: int) -> None:
    if more:
        connection.execute(
            update(terms)
            .where(terms.c.key == bindparam("concerned"))
            .values(entries=terms.c.entries + bindparam("more"), generation=generation),
            [{"concerned": key, "more": more[key]} for key in sorted(more)],
        )
