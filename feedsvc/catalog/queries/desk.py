"""What a newsroom asks of its catalog: entries whether public or not, each list of bounded cost."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from feedsvc.catalog.database import Database
from feedsvc.catalog.queries.compose import complete
from feedsvc.catalog.records import Remembered
from feedsvc.catalog.schema import entries
from feedsvc.catalog.text import folded
from feedsvc.catalog.times import FOREVER, micros, moment
from feedsvc.entry import Entry

SEARCHED = 5_000
"""Among how many entries, those that came last, a search looks for its words anywhere."""

_LAST = "\U0010ffff"
"""The character behind all others."""

_NEWEST = entries.c.key.desc()
"""What came last first: the order of the primary key, so that no list is sorted."""


class Filed(msgspec.Struct, frozen=True, kw_only=True):
    """An entry as the newsroom sees it: where its story is, and when it may be seen.

    `opens` is None where it never may be; `closes` where it does not expire. One that is not
    `present` was in the file and is not any more. `key` is its place in the order of arrival.
    """

    key: int
    file: str
    position: int
    present: bool
    entry: Entry
    opens: datetime | None
    closes: datetime | None


class Desk:
    """Questions of the newsroom. Every method raises CatalogError, as those of Catalog."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def opening(self, at: datetime, most: int) -> list[Filed]:
        """Return the entries that are not yet public, the soonest first."""
        later = and_(entries.c.opens > micros(at), entries.c.present)
        return self._filed(select(entries).where(later).order_by(entries.c.opens), most)

    def closing(self, at: datetime, most: int) -> list[Filed]:
        """Return the entries that will expire, the soonest first."""
        ends = and_(entries.c.closes > micros(at), entries.c.closes < FOREVER, entries.c.present)
        return self._filed(select(entries).where(ends).order_by(entries.c.closes), most)

    def withheld(self, most: int) -> list[Filed]:
        """Return the entries that may not be seen at any time, what came last first.

        They are drafts, withheld or canceled, or their embargo cannot be read.
        """
        never = and_(entries.c.opens.is_(None), entries.c.present)
        return self._filed(select(entries).where(never).order_by(_NEWEST), most)

    def of_file(self, name: str, most: int) -> list[Filed]:
        """Return the entries of a story file in their order there."""
        query = select(entries).where(entries.c.file == name, entries.c.present)
        return self._filed(query.order_by(entries.c.position), most)

    def arrived(self, search: str, before: int | None, most: int) -> list[Filed]:
        """Return entries, what came last first; `before` is the key that a page goes on from.

        A search finds its words in the titles and names of the last `SEARCHED`, and of all
        others those whose file's name begins with it.
        """
        query = select(entries).order_by(_NEWEST)
        if before is not None:
            query = query.where(entries.c.key < before)
        if search:
            query = query.where(_matches(search))
        return self._filed(query, most)

    def _filed(self, query: Select[Any], most: int) -> list[Filed]:
        with self._database.reading() as connection:
            return [_as_filed(Remembered(*row)) for row in connection.execute(query.limit(most))]


def _matches(search: str) -> ColumnElement[bool]:
    """Return the condition that an entry is one of those that a search finds."""
    last = select(entries.c.key).order_by(_NEWEST).limit(1).offset(SEARCHED).scalar_subquery()
    words = [
        or_(
            entries.c.title.contains(word, autoescape=True),
            func.lower(entries.c.file).contains(word, autoescape=True),
        )
        for word in _words(search)
    ]
    begins = and_(entries.c.file >= search, entries.c.file < search + _LAST)
    found = select(entries.c.key).where(entries.c.key > func.coalesce(last, -1), *words)
    named = select(entries.c.key).where(begins).order_by(entries.c.file).limit(SEARCHED)
    return or_(entries.c.key.in_(found), entries.c.key.in_(named))


def _words(search: str) -> Iterable[str]:
    return folded(search).split()


def _as_filed(row: Remembered) -> Filed:
    return Filed(
        key=row.key,
        file=row.file,
        position=row.position,
        present=row.present,
        entry=complete(row),
        opens=None if row.opens is None else moment(row.opens),
        closes=None if row.closes in (None, FOREVER) else moment(row.closes),
    )
