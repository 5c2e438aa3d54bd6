"""Entries in their places: one with its neighbours and terms, or all of them in a row."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection, select

from feedsvc.catalog.model import Placed, TermName
from feedsvc.catalog.queries.compose import complete
from feedsvc.catalog.queries.query import IN_ORDER, PUBLIC, neighbours, row_with_slug
from feedsvc.catalog.queries.terms import terms_by_entry, terms_of_entry
from feedsvc.catalog.records import Remembered
from feedsvc.catalog.schema import entries

_STREAMED = 500
"""How many rows are read ahead."""

_ALL = select(entries).where(PUBLIC).order_by(*IN_ORDER)


def placed(connection: Connection, slug: str, at: int) -> Placed | None:
    """Return the public entry with a slug in its place."""
    row = row_with_slug(connection, slug, at)
    if row is None:
        return None
    older, newer = neighbours(connection, row.published, row.id, at)
    return _between(newer, row, older, {row.key: terms_of_entry(connection, row.key)})


def all_placed(connection: Connection, at: int) -> Iterator[Placed]:
    """Yield all public entries in their places, newest published first.

    This asks twice in all, where `placed` asks four times for each entry.
    """
    by_entry = terms_by_entry(connection)
    options = {"yield_per": _STREAMED}
    newer = current = None
    for row in connection.execute(_ALL, {"at": at}, execution_options=options):
        older = Remembered(*row)
        if current is not None:
            yield _between(newer, current, older, by_entry)
        newer, current = current, older
    if current is not None:
        yield _between(newer, current, None, by_entry)


def _between(
    newer: Remembered | None,
    row: Remembered,
    older: Remembered | None,
    terms_by_entry: Mapping[int, Sequence[TermName]],
) -> Placed:
    return Placed(
        entry=complete(row),
        older=None if older is None else complete(older),
        newer=None if newer is None else complete(newer),
        terms=tuple(terms_by_entry.get(row.key, ())),
    )
