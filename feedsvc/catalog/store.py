"""The rows that a sync reads and writes, a few hundred at a time."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, insert, select, update

from feedsvc.catalog.filestates import values_of
from feedsvc.catalog.model import FileState
from feedsvc.catalog.records import Remembered
from feedsvc.catalog.schema import entries, files, rivals

_CHUNK = 500
"""How many values one statement names; SQLite's oldest limit is 999."""


class Rival(msgspec.Struct, frozen=True):
    """A row of the rivals table; `schema.RivalColumns` says what each field is."""

    file: str
    position: int
    entry: int
    mtime: int
    story: bytes


def chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    """Yield the values in lists that one statement can name."""
    ordered = list(values)
    for start in range(0, len(ordered), _CHUNK):
        yield ordered[start : start + _CHUNK]


class SyncStore:
    """What a sync asks of the database, and what it writes."""

    def __init__(self, connection: Connection) -> None:
        """Work on one connection, in its transaction."""
        self._connection = connection

    def known_files(self, names: Iterable[str]) -> set[str]:
        """Return those of the files that were read before and are not gone."""
        found: set[str] = set()
        for chunk in chunks(names):
            query = select(files.c.name).where(files.c.name.in_(chunk))
            found.update(self._connection.scalars(query))
        return found

    def entries_of_files(
        self, names: Iterable[str], returned: Iterable[str]
    ) -> Iterator[Remembered]:
        """Yield the entries of files: present ones, and gone ones of files that are back."""
        yield from self._entries(names, lambda chunk: entries.c.file.in_(chunk) & entries.c.present)
        yield from self._entries(returned, entries.c.file.in_)

    def entries_of_ids(self, ids: Iterable[str], claims: Iterable[str]) -> Iterator[Remembered]:
        """Yield the entries that have one of the ids, as ours or as their sources gave them."""
        yield from self._entries(ids, entries.c.id.in_)
        yield from self._entries(claims, entries.c.claim.in_)

    def gone_entries(self, contents: Iterable[str]) -> Iterator[Remembered]:
        """Yield the entries in no file any more that had one of the contents."""
        yield from self._entries(
            contents, lambda chunk: entries.c.content.in_(chunk) & ~entries.c.present
        )

    def rivals_of(self, keys: Iterable[int]) -> Iterator[Rival]:
        """Yield the stories that stand back behind one of the entries."""
        for chunk in chunks(keys):
            for row in self._connection.execute(select(rivals).where(rivals.c.entry.in_(chunk))):
                yield Rival(*row)

    def taken_ids(self, ids: Collection[str]) -> Iterator[str]:
        """Yield those of the ids that an entry has or had."""
        for chunk in chunks(ids):
            yield from self._connection.scalars(select(entries.c.id).where(entries.c.id.in_(chunk)))

    def taken_slugs(self, slugs: Collection[str]) -> Iterator[str]:
        """Yield those of the slugs that an entry has or had."""
        for chunk in chunks(slugs):
            query = select(entries.c.slug).where(entries.c.slug.in_(chunk))
            yield from self._connection.scalars(query)

    def next_key(self) -> int:
        """Return the first key that no entry has."""
        return (self._connection.scalar(select(func.max(entries.c.key))) or 0) + 1

    def write_entries(self, new: Sequence[Remembered], changed: Sequence[Remembered]) -> None:
        """Insert the new rows and put the changed ones in place of the old."""
        if new:
            self._connection.execute(insert(entries), [msgspec.structs.asdict(row) for row in new])
        if changed:
            self._connection.execute(
                update(entries).where(entries.c.key == bindparam("row_key")),
                [{"row_key": row.key, **msgspec.structs.asdict(row)} for row in changed],
            )

    def write_rivals(self, names: Iterable[str], keys: Iterable[int], new: Sequence[Rival]) -> None:
        """Put new rivals in the place of those of the entries and of all that files had."""
        for chunk in chunks(names):
            self._connection.execute(delete(rivals).where(rivals.c.file.in_(chunk)))
        for chunk in chunks(keys):
            self._connection.execute(delete(rivals).where(rivals.c.entry.in_(chunk)))
        if new:
            self._connection.execute(insert(rivals), [msgspec.structs.asdict(row) for row in new])

    def write_files(
        self,
        read: Mapping[str, FileState],
        forgotten: Iterable[str],
        touched: Mapping[str, FileState],
    ) -> None:
        """Keep how files were when read, forget some, and renew what was only touched."""
        for chunk in chunks(forgotten):
            self._connection.execute(delete(files).where(files.c.name.in_(chunk)))
        if read:
            self._connection.execute(
                insert(files),
                [{"name": name, **values_of(state)} for name, state in read.items()],
            )
        if touched:
            self._connection.execute(
                update(files).where(files.c.name == bindparam("file")),
                [{"file": name, **values_of(state)} for name, state in touched.items()],
            )

    def _entries(
        self, values: Iterable[Any], condition: Callable[[list[Any]], ColumnElement[bool]]
    ) -> Iterator[Remembered]:
        for chunk in chunks(values):
            for row in self._connection.execute(select(entries).where(condition(chunk))):
                yield Remembered(*row)
