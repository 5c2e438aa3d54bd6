"""Questions to the catalog, each answered from an index, each as of a moment in microseconds.

Statements are built once: building one takes longer than running it.
"""

from collections.abc import Collection
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, func, or_, select

from feedsvc.catalog.model import TERM_KINDS, Selection
from feedsvc.catalog.queries.compose import complete
from feedsvc.catalog.records import Remembered
from feedsvc.catalog.schema import entries, entry_terms, terms
from feedsvc.catalog.store import chunks
from feedsvc.catalog.text import folded
from feedsvc.catalog.times import FOREVER, micros
from feedsvc.entry import Entry

AT: ColumnElement[int] = bindparam("at")
PUBLIC = and_(entries.c.opens <= AT, entries.c.closes > AT)
"""The condition that an entry may be seen."""

UNSEEN = or_(entries.c.opens > AT, entries.c.closes <= AT)
"""The condition that an entry is not yet or no longer public."""

IN_ORDER = (entries.c.published.desc(), entries.c.id)
"""The order of entries everywhere: newest published first, ties by id."""

_BY_SLUG = select(entries).where(entries.c.slug == bindparam("slug"), PUBLIC)
_SLUGS = select(entries.c.slug).where(PUBLIC).order_by(*IN_ORDER)
_COUNT = select(func.count()).select_from(entries).where(PUBLIC)

_PLACE: ColumnElement[int] = bindparam("published")
_ID: ColumnElement[str] = bindparam("id")
_OLDER = (
    select(entries)
    .where(
        PUBLIC,
        entries.c.published <= _PLACE,
        or_(entries.c.published < _PLACE, entries.c.id > _ID),
    )
    .order_by(*IN_ORDER)
    .limit(1)
)
_NEWER = (
    select(entries)
    .where(
        PUBLIC,
        entries.c.published >= _PLACE,
        or_(entries.c.published > _PLACE, entries.c.id < _ID),
    )
    .order_by(entries.c.published, entries.c.id.desc())
    .limit(1)
)

_OLDEST = (
    select(entries.c.published)
    .where(PUBLIC, entries.c.published > bindparam("newer_than"))
    .order_by(entries.c.published)
    .limit(1)
)
_LEADING = entry_terms.alias()
"""The first term of a selection: its dates give the order."""

_NEXT_OPENING = select(func.min(entries.c.opens)).where(entries.c.opens > AT)
_NEXT_CLOSING = select(func.min(entries.c.closes)).where(
    entries.c.closes > AT, entries.c.closes < FOREVER
)
_TERM_KEY = (
    select(terms.c.entries, terms.c.key)
    .where(terms.c.kind == bindparam("kind"))
    .where(or_(terms.c.folded == bindparam("text"), terms.c.slug == bindparam("text")))
    .order_by(terms.c.folded != bindparam("text"))
)


def selected(connection: Connection, selection: Selection, at: int) -> list[Entry]:
    """Return the public entries of a selection, newest published first, then by id."""
    keys = term_keys(connection, selection)
    if keys is None:
        return []
    values: dict[str, Any] = {f"term_{number}": key for number, key in enumerate(keys)}
    values |= {"at": at, "most": -1 if selection.limit is None else selection.limit}
    if selection.newer_than is not None:
        values["newer_than"] = micros(selection.newer_than)
    query = _selection(len(keys), aged="newer_than" in values, limited=selection.limit is not None)
    return [complete(Remembered(*row)) for row in connection.execute(query, values)]


def row_with_slug(connection: Connection, slug: str, at: int) -> Remembered | None:
    """Return the row of the public entry with a slug."""
    row = connection.execute(_BY_SLUG, {"slug": slug, "at": at}).first()
    return None if row is None else Remembered(*row)


def neighbours(
    connection: Connection, published: int, id_: str, at: int
) -> tuple[Remembered | None, Remembered | None]:
    """Return the public entries next to a place in the order of all: the older, the newer."""
    values = {"published": published, "id": id_, "at": at}
    rows = [connection.execute(query, values).first() for query in (_OLDER, _NEWER)]
    older, newer = (None if row is None else Remembered(*row) for row in rows)
    return older, newer


def public_slugs(connection: Connection, at: int) -> list[str]:
    """Return the slugs of all public entries, newest published first."""
    return list(connection.scalars(_SLUGS, {"at": at}))


def public_ids(connection: Connection, ids: Collection[str], at: int) -> frozenset[str]:
    """Return those of the ids whose entries may be seen."""
    found: set[str] = set()
    for chunk in chunks(ids):
        query = select(entries.c.id).where(entries.c.id.in_(chunk), PUBLIC)
        found.update(connection.scalars(query, {"at": at}))
    return frozenset(found)


def count(connection: Connection, at: int) -> int:
    """Return the number of public entries."""
    return connection.execute(_COUNT, {"at": at}).scalar_one()


def oldest(connection: Connection, newer_than: int, at: int) -> int | None:
    """Return when the first public entry after a moment was published."""
    return connection.scalar(_OLDEST, {"newer_than": newer_than, "at": at})


def next_moment(connection: Connection, at: int) -> int | None:
    """Return the next moment after this one at which an entry opens or closes."""
    moments = (connection.scalar(query, {"at": at}) for query in (_NEXT_OPENING, _NEXT_CLOSING))
    return min((value for value in moments if value is not None), default=None)


def term_keys(connection: Connection, selection: Selection) -> list[int] | None:
    """Return the keys of the selection's terms, the rarest first; None where one is unknown."""
    found: list[tuple[int, int]] = []
    for kind in TERM_KINDS:
        wanted: str | None = getattr(selection, kind)
        if wanted is None:
            continue
        row = connection.execute(_TERM_KEY, {"kind": kind, "text": folded(wanted)}).first()
        if row is None:
            return None
        found.append((row.entries, row.key))
    return [key for _, key in sorted(found)]


def with_terms(query: Select[Any], number: int) -> Select[Any]:
    """Return a statement on entries for those that have all of a number of terms.

    Their keys are its values `term_0`, `term_1` and so on.
    """
    for place in range(number):
        link = entry_terms.alias() if place else _LEADING
        key: ColumnElement[int] = bindparam(f"term_{place}")
        query = query.join(link, and_(link.c.entry == entries.c.key, link.c.term == key))
    return query


@lru_cache
def _selection(number: int, *, aged: bool, limited: bool) -> Select[Any]:
    """Return the statement that selects by a number of terms, the first of them leading.

    The rarest term leads, in its own order, so that a feed costs no more than itself.
    """
    query = with_terms(select(entries).where(PUBLIC), number)
    published: ColumnElement[int] = _LEADING.c.published if number else entries.c.published
    if aged:
        query = query.where(published > bindparam("newer_than"))
    query = query.order_by(published.desc(), entries.c.id)
    return query.limit(bindparam("most")) if limited else query
