"""Queries for public entries as of a time in microseconds, each served by an index.

Statements are built once, because building one takes longer than running it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, func, or_, select

from feedsvc.catalog.database import chunks
from feedsvc.catalog.model import (
    TERM_KINDS,
    AttachedFile,
    Block,
    EntryInContext,
    Place,
    Selection,
    TermName,
)
from feedsvc.catalog.queries.terms import terms_by_entry, terms_of_entry
from feedsvc.catalog.rows import AnyRow, complete, decode_attachments, place_of
from feedsvc.catalog.schema import (
    AT,
    ENTRY,
    EXPIRES,
    HIDDEN,
    IN_ORDER,
    PLACE,
    PUBLIC,
    entries,
    entry_terms,
    files,
    micros,
    site,
    terms,
)
from feedsvc.catalog.text import folded
from feedsvc.entry import Entry

_BY_SLUG = select(*ENTRY).where(entries.c.slug == bindparam("slug"), PUBLIC)
_SLUGS = select(entries.c.slug).where(PUBLIC).order_by(*IN_ORDER)
_LISTED = select(site.c.listed)
_HIDDEN = select(func.count()).select_from(entries).where(HIDDEN)

_PUBLISHED: ColumnElement[int] = bindparam("published")
_ID: ColumnElement[str] = bindparam("id")
_OLDER = (
    select(*ENTRY)
    .where(
        PUBLIC,
        entries.c.published <= _PUBLISHED,
        or_(entries.c.published < _PUBLISHED, entries.c.id > _ID),
    )
    .order_by(*IN_ORDER)
    .limit(1)
)
_FROM = (
    select(*ENTRY)
    .where(
        PUBLIC,
        entries.c.published <= _PUBLISHED,
        or_(entries.c.published < _PUBLISHED, entries.c.id >= _ID),
    )
    .order_by(*IN_ORDER)
    .limit(bindparam("most"))
)
_NEWER = (
    select(*ENTRY)
    .where(
        PUBLIC,
        entries.c.published >= _PUBLISHED,
        or_(entries.c.published > _PUBLISHED, entries.c.id < _ID),
    )
    .order_by(entries.c.published, entries.c.id.desc())
    .limit(1)
)

_COUNTED = (
    select(
        entries.c.published,
        entries.c.id,
        (func.row_number().over(order_by=IN_ORDER) - 1).label("index"),
    )
    .where(PUBLIC)
    .subquery()
)
_STARTS = (
    select(_COUNTED.c.published, _COUNTED.c.id)
    .where(_COUNTED.c.index % bindparam("size") == 0)
    .order_by(_COUNTED.c.index)
)

_OLDEST = (
    select(entries.c.published)
    .where(PUBLIC, entries.c.published > bindparam("newer_than"))
    .order_by(entries.c.published)
    .limit(1)
)
_LEADING = entry_terms.alias()
"""The first term of a selection; its dates determine the order."""

_NEXT_OPENING = select(func.min(entries.c.opens)).where(entries.c.opens > AT)
_NEXT_CLOSING = select(func.min(entries.c.closes)).where(entries.c.closes > AT, EXPIRES)
_TERM_KEY = (
    select(terms.c.entries, terms.c.key)
    .where(terms.c.kind == bindparam("kind"))
    .where(or_(terms.c.folded == bindparam("text"), terms.c.slug == bindparam("text")))
    .order_by(terms.c.folded != bindparam("text"))
)

_WITH_ATTACHMENTS = select(files.c.name).where(files.c.beside.is_not(None))
_ATTACHED = (
    select(entries.c.slug, entries.c.position, files.c.name, files.c.beside)
    .join(files, files.c.name == entries.c.file)
    .where(files.c.beside.is_not(None), entries.c.present, PUBLIC)
)
_ATTACHED_TO = _ATTACHED.where(entries.c.slug == bindparam("slug"))


def selected(connection: Connection, selection: Selection, at: int) -> list[Entry]:
    """Return the public entries of a selection, newest published first, then by id."""
    return [complete(row) for row in _select(connection, selection, at, whole=True)]


def places(connection: Connection, selection: Selection, at: int) -> list[Place]:
    """Return the places of a selection's public entries, newest published first, then by id."""
    return [place_of(row) for row in _select(connection, selection, at, whole=False)]


def read(connection: Connection, keys: Collection[int]) -> dict[int, Entry]:
    """Return the entries with some keys, public or not."""
    return {
        row.key: complete(row)
        for chunk in chunks(keys)
        for row in connection.execute(select(*ENTRY).where(entries.c.key.in_(chunk)))
    }


def _select(
    connection: Connection, selection: Selection, at: int, *, whole: bool
) -> Iterable[AnyRow]:
    keys = term_keys(connection, selection)
    if keys is None:
        return []
    limit = -1 if selection.limit is None else selection.limit
    values: dict[str, Any] = {**term_values(keys), "at": at, "most": limit}
    if selection.newer_than is not None:
        values["newer_than"] = micros(selection.newer_than)
    is_limited = selection.limit is not None
    is_aged = selection.newer_than is not None
    query = _selection(len(keys), whole=whole, aged=is_aged, limited=is_limited)
    return connection.execute(query, values)


def in_context(connection: Connection, slug: str, at: int) -> EntryInContext | None:
    """Return the public entry with a slug, its neighbors and its terms."""
    row = connection.execute(_BY_SLUG, {"slug": slug, "at": at}).first()
    if row is None:
        return None
    older, newer = neighbors(connection, row.published, row.id, at)
    [context] = _in_context(newer, [row], older, {row.key: terms_of_entry(connection, row.key)})
    return context


def blocks(connection: Connection, size: int, at: int) -> list[Block]:
    """Return the public entries in blocks, newest published first."""
    rows = connection.execute(_STARTS, {"at": at, "size": size})
    return [Block(published=published, id=id_, size=size) for published, id_ in rows]


def block_in_context(connection: Connection, block: Block, at: int) -> list[EntryInContext]:
    """Return the entries of a block with neighbors and terms, newest published first."""
    values = {"published": block.published, "id": block.id, "at": at}
    newer = connection.execute(_NEWER, values).first()
    rows = list(connection.execute(_FROM, {**values, "most": block.size + 1}))
    older = rows.pop() if len(rows) > block.size else None
    by_entry = terms_by_entry(connection, [row.key for row in rows])
    return _in_context(newer, rows, older, by_entry)


def neighbors(
    connection: Connection, published: int, id_: str, at: int
) -> tuple[AnyRow | None, AnyRow | None]:
    """Return the public entries next to a place in the order: the older one, the newer one."""
    values = {"published": published, "id": id_, "at": at}
    return connection.execute(_OLDER, values).first(), connection.execute(_NEWER, values).first()


def attached_files(connection: Connection, at: int, slug: str | None = None) -> list[AttachedFile]:
    """Return the files that public entries link to, or that the one with a slug links to."""
    if slug is not None:
        rows = connection.execute(_ATTACHED_TO, {"slug": slug, "at": at}).all()
    else:
        # Only files with attachments are read, which are few; a join would start with all entries.
        names = connection.scalars(_WITH_ATTACHMENTS).all()
        rows = [
            row
            for chunk in chunks(names)
            for row in connection.execute(
                _ATTACHED.where(entries.c.file.in_(chunk), files.c.name.in_(chunk)), {"at": at}
            )
        ]
    return [
        AttachedFile(slug=entry_slug, story=story, name=each.name)
        for entry_slug, position, story, column in rows
        for each in decode_attachments(column)
        if each.position == position
    ]


def public_slugs(connection: Connection, at: int) -> list[str]:
    """Return the slugs of all public entries, newest published first."""
    return list(connection.scalars(_SLUGS, {"at": at}))


def count(connection: Connection, at: int) -> int:
    """Return the number of public entries."""
    listed = connection.execute(_LISTED).scalar_one()
    return listed - connection.execute(_HIDDEN, {"at": at}).scalar_one()


def oldest(connection: Connection, newer_than: int, at: int) -> int | None:
    """Return the publication time of the oldest public entry newer than a time."""
    return connection.scalar(_OLDEST, {"newer_than": newer_than, "at": at})


def next_change(connection: Connection, at: int) -> int | None:
    """Return when an entry next opens or closes."""
    times = (connection.scalar(query, {"at": at}) for query in (_NEXT_OPENING, _NEXT_CLOSING))
    return min((value for value in times if value is not None), default=None)


def term_keys(connection: Connection, selection: Selection) -> list[int] | None:
    """Return the keys of a selection's terms, rarest first; None if one is unknown."""
    counted_keys: list[tuple[int, int]] = []
    for kind in TERM_KINDS:
        wanted: str | None = getattr(selection, kind)
        if wanted is None:
            continue
        row = connection.execute(_TERM_KEY, {"kind": kind, "text": folded(wanted)}).first()
        if row is None:
            return None
        counted_keys.append((row.entries, row.key))
    return [key for _, key in sorted(counted_keys)]


def with_terms(query: Select[Any], number: int) -> Select[Any]:
    """Limit a statement to entries that have each of a number of terms.

    `term_values` returns its parameters.
    """
    for place in range(number):
        link = entry_terms.alias() if place else _LEADING
        key: ColumnElement[int] = bindparam(f"term_{place}")
        query = query.join(link, and_(link.c.entry == entries.c.key, link.c.term == key))
    return query


def have_terms(number: int) -> list[ColumnElement[bool]]:
    """Return the conditions that an entry has each of a number of terms.

    Unlike `with_terms`, they leave the statement's first table to another condition, which few
    entries meet.
    """
    return [
        select(entry_terms.c.term)
        .where(
            entry_terms.c.entry == entries.c.key, entry_terms.c.term == bindparam(f"term_{place}")
        )
        .exists()
        for place in range(number)
    ]


def term_values(keys: Iterable[int]) -> dict[str, int]:
    """Return the keys of terms as parameters of `with_terms` and `have_terms`."""
    return {f"term_{place}": key for place, key in enumerate(keys)}


@lru_cache
def _selection(number: int, *, whole: bool, aged: bool, limited: bool) -> Select[Any]:
    """Return the statement that selects by a number of terms, whole rows or places.

    The rarest term comes first and its index gives the order, so that the cost depends on the
    feed alone.
    """
    query = with_terms(select(*(ENTRY if whole else PLACE)).where(PUBLIC), number)
    published: ColumnElement[int] = _LEADING.c.published if number else entries.c.published
    if aged:
        query = query.where(published > bindparam("newer_than"))
    query = query.order_by(published.desc(), entries.c.id)
    return query.limit(bindparam("most")) if limited else query


def _in_context(
    newer: AnyRow | None,
    rows: Sequence[AnyRow],
    older: AnyRow | None,
    terms_by_entry: Mapping[int, Sequence[TermName]],
) -> list[EntryInContext]:
    """Return consecutive entries in context; each is decoded once."""
    around = [None if row is None else complete(row) for row in (newer, *rows, older)]
    return [
        EntryInContext(
            place=place_of(row),
            entry=entry,
            newer=before,
            older=after,
            terms=tuple(terms_by_entry.get(row.key, ())),
        )
        for row, before, entry, after in zip(rows, around, around[1:], around[2:], strict=False)
        if entry is not None
    ]
