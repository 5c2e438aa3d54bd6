"""Lists of entries for the newsroom, public or not, each with a bounded cost."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from feedsvc.catalog.database import Database
from feedsvc.catalog.rows import AnyRow, complete
from feedsvc.catalog.schema import EXPIRES, FOREVER, LAST_CHARACTER, entries, from_micros, micros
from feedsvc.catalog.text import folded
from feedsvc.entry import Entry

SEARCHED = 5_000
"""How many of the most recently added entries a search for words anywhere covers."""

_LATEST_FIRST = entries.c.key.desc()
"""The order of the primary key, so that nothing has to be sorted."""


class DeskEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry as the newsroom sees it: the place of its story, and when it is public.

    `opens` is None if it must not become public, `closes` if it does not expire. If it is not
    `present`, its story was deleted. Keys increase in the order in which entries were added.
    """

    key: int
    file: str
    position: int
    present: bool
    entry: Entry
    opens: datetime | None
    closes: datetime | None


class Desk:
    """The newsroom's lists. Every method raises CatalogError, like those of Catalog."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def upcoming(self, at: datetime, most: int) -> list[DeskEntry]:
        """Return the entries that are not public yet, soonest first."""
        later = and_(entries.c.opens > micros(at), entries.c.present)
        return self._entries(select(entries).where(later).order_by(entries.c.opens), most)

    def expiring(self, at: datetime, most: int) -> list[DeskEntry]:
        """Return the entries that will expire, soonest first."""
        ends = and_(entries.c.closes > micros(at), EXPIRES, entries.c.present)
        return self._entries(select(entries).where(ends).order_by(entries.c.closes), most)

    def withheld(self, most: int) -> list[DeskEntry]:
        """Return the entries that must not become public, most recently added first.

        They are drafts, withheld or canceled, or have an unreadable embargo.
        """
        never = and_(entries.c.opens.is_(None), entries.c.present)
        return self._entries(select(entries).where(never).order_by(_LATEST_FIRST), most)

    def of_file(self, name: str, most: int) -> list[DeskEntry]:
        """Return the entries of a story file, in the order of the file."""
        query = select(entries).where(entries.c.file == name, entries.c.present)
        return self._entries(query.order_by(entries.c.position), most)

    def latest(self, search: str, before: int | None, most: int) -> list[DeskEntry]:
        """Return entries, most recently added first, with keys below `before` if it is set.

        A search finds words in the titles and file names of the `SEARCHED` most recently added
        entries, and any entry whose file name begins with the search.
        """
        query = select(entries).order_by(_LATEST_FIRST)
        if before is not None:
            query = query.where(entries.c.key < before)
        if search:
            query = query.where(_matches(search))
        return self._entries(query, most)

    def _entries(self, query: Select[Any], most: int) -> list[DeskEntry]:
        with self._database.reading() as connection:
            return [_desk_entry(row) for row in connection.execute(query.limit(most))]


def _matches(search: str) -> ColumnElement[bool]:
    """Return the condition that an entry matches a search."""
    last = select(entries.c.key).order_by(_LATEST_FIRST).limit(1).offset(SEARCHED).scalar_subquery()
    words = [
        or_(
            entries.c.title.contains(word, autoescape=True),
            func.lower(entries.c.file).contains(word, autoescape=True),
        )
        for word in folded(search).split()
    ]
    has_prefix = and_(entries.c.file >= search, entries.c.file < search + LAST_CHARACTER)
    by_words = select(entries.c.key).where(entries.c.key > func.coalesce(last, -1), *words)
    by_file_name = select(entries.c.key).where(has_prefix).order_by(entries.c.file).limit(SEARCHED)
    return or_(entries.c.key.in_(by_words), entries.c.key.in_(by_file_name))


def _desk_entry(row: AnyRow) -> DeskEntry:
    return DeskEntry(
        key=row.key,
        file=row.file,
        position=row.position,
        present=row.present,
        entry=complete(row),
        opens=None if row.opens is None else from_micros(row.opens),
        closes=None if row.closes in (None, FOREVER) else from_micros(row.closes),
    )
