"""The rows that a sync reads and writes, a few hundred at a time."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import structs
from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, select, update

from feedsvc.catalog.database import chunks, insert_rows
from feedsvc.catalog.model import FileState
from feedsvc.catalog.rows import EntryRow, file_values
from feedsvc.catalog.schema import LIGHT, entries, files, rivals


class Rival(msgspec.Struct, frozen=True):
    """A row of the rivals table: a story with the id of an entry in another file."""

    file: str
    position: int
    entry: int
    mtime: int
    story: bytes


class Store:
    """The rows of the catalog that a sync needs, within its transaction."""

    def __init__(self, connection: Connection) -> None:
        """Read and write by a connection."""
        self._connection = connection

    def known_files(self, names: Iterable[str]) -> set[str]:
        """Return the given files that the catalog has."""
        known: set[str] = set()
        for chunk in chunks(names):
            query = select(files.c.name).where(files.c.name.in_(chunk))
            known.update(self._connection.scalars(query))
        return known

    def entries_of_files(self, names: Iterable[str], returned: Iterable[str]) -> Iterator[EntryRow]:
        """Yield the present entries of files, and all past entries of files that returned."""
        yield from self._entries(names, lambda chunk: entries.c.file.in_(chunk) & entries.c.present)
        yield from self._entries(returned, entries.c.file.in_)

    def entries_of_ids(self, ids: Iterable[str], claims: Iterable[str]) -> Iterator[EntryRow]:
        """Yield the entries that have one of the ids, or one of the ids given by sources."""
        yield from self._entries(ids, entries.c.id.in_)
        yield from self._entries(claims, entries.c.claim.in_)

    def deleted_entries(self, contents: Iterable[str]) -> Iterator[EntryRow]:
        """Yield the deleted entries with one of the content digests."""
        yield from self._entries(
            contents, lambda chunk: entries.c.content.in_(chunk) & ~entries.c.present
        )

    def stories(self, keys: Iterable[int]) -> Iterator[tuple[int, bytes]]:
        """Yield the keys and stories of entries."""
        for chunk in chunks(keys):
            query = select(entries.c.key, entries.c.story).where(entries.c.key.in_(chunk))
            yield from ((key, story) for key, story in self._connection.execute(query))

    def rivals_of(self, keys: Iterable[int]) -> Iterator[Rival]:
        """Yield the rivals of entries."""
        for chunk in chunks(keys):
            for row in self._connection.execute(select(rivals).where(rivals.c.entry.in_(chunk))):
                yield Rival(*row)

    def taken_ids(self, ids: Collection[str]) -> Iterator[str]:
        """Yield the given ids that an entry has or had."""
        for chunk in chunks(ids):
            yield from self._connection.scalars(select(entries.c.id).where(entries.c.id.in_(chunk)))

    def taken_slugs(self, slugs: Collection[str]) -> Iterator[str]:
        """Yield the given slugs that an entry has or had."""
        for chunk in chunks(slugs):
            query = select(entries.c.slug).where(entries.c.slug.in_(chunk))
            yield from self._connection.scalars(query)

    def next_key(self) -> int:
        """Return the first unused key of entries."""
        return (self._connection.scalar(select(func.max(entries.c.key))) or 0) + 1

    def rename(self, key: int, id_: str) -> None:
        """Give an entry another id."""
        self._connection.execute(update(entries).where(entries.c.key == key).values(id=id_))

    def insert_entries(self, rows: Iterable[tuple[EntryRow, bytes]]) -> None:
        """Insert new rows with their stories."""
        insert_rows(
            self._connection, entries, [(*structs.astuple(row), story) for row, story in rows]
        )

    def update_entries(self, rows: Iterable[tuple[EntryRow, dict[str, bytes]]]) -> None:
        """Update changed rows, and the columns beside them that are given."""
        values = [{"row_key": row.key, **structs.asdict(row), **more} for row, more in rows]
        if values:
            changed = update(entries).where(entries.c.key == bindparam("row_key"))
            self._connection.execute(changed, values)

    def replace_rivals(
        self, names: Iterable[str], keys: Iterable[int], new: Sequence[Rival]
    ) -> None:
        """Replace the rivals in files, and those of entries, with new ones."""
        if self._connection.scalar(select(func.min(rivals.c.entry))) is not None:
            for chunk in chunks(names):
                self._connection.execute(delete(rivals).where(rivals.c.file.in_(chunk)))
            for chunk in chunks(keys):
                self._connection.execute(delete(rivals).where(rivals.c.entry.in_(chunk)))
        insert_rows(self._connection, rivals, [structs.astuple(row) for row in new])

    def write_files(
        self,
        read: Mapping[str, FileState],
        removed: Iterable[str],
        touched: Mapping[str, FileState],
    ) -> None:
        """Store the states of files that were read, delete others, and update touched ones."""
        for chunk in chunks(removed):
            self._connection.execute(delete(files).where(files.c.name.in_(chunk)))
        rows = [file_values(name, state) for name, state in read.items()]
        insert_rows(self._connection, files, rows, "replace")
        known = self.known_files(touched)
        rows = [file_values(name, state) for name, state in touched.items() if name in known]
        insert_rows(self._connection, files, rows, "replace")

    def _entries(
        self, values: Iterable[Any], condition: Callable[[list[Any]], ColumnElement[bool]]
    ) -> Iterator[EntryRow]:
        for chunk in chunks(values):
            for row in self._connection.execute(select(*LIGHT).where(condition(chunk))):
                yield EntryRow(*row)
