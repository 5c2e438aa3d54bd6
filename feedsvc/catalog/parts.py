"""The parts of entries that were checked, and those that are held back."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Row, select

from feedsvc.catalog.database import Database, chunks, insert_rows
from feedsvc.catalog.rows import complete
from feedsvc.catalog.schema import ENTRY, entries, from_micros, micros, parts
from feedsvc.entry import Entry

_HELD = (
    select(
        parts.c.traits,
        parts.c.revision,
        parts.c.errors,
        parts.c.body.is_not(None).label("replaced"),
        *ENTRY,
        entries.c.position,
    )
    .join(entries, entries.c.key == parts.c.entry)
    .where(parts.c.errors.is_not(None), entries.c.present)
    .order_by(entries.c.file, entries.c.position, parts.c.traits)
)


class StoredParts(msgspec.Struct, frozen=True, kw_only=True):
    """An entry's parts for feeds with the same traits; the texts and bytes are the caller's.

    `revision` is what was last checked, `errors` what was wrong with it, None if it was good.
    `body` are the last good parts, `published` and `modified` the entry's dates in them; all
    three are None if none was good yet.
    """

    traits: str
    entry: int
    revision: str
    body: bytes | None = None
    published: datetime | None = None
    modified: datetime | None = None
    errors: bytes | None = None


class HeldPart(msgspec.Struct, frozen=True, kw_only=True):
    """An entry whose last revision has errors, and the place of its story.

    `revision` is the one that was checked, `generation` that of the entry's last change.
    `replaced` says whether an earlier revision is published instead.
    """

    traits: str
    revision: str
    generation: int
    key: int
    file: str
    position: int
    entry: Entry
    errors: bytes
    replaced: bool


class Parts:
    """The stored parts. Every method raises CatalogError, like those of Catalog."""

    def __init__(self, database: Database) -> None:
        """Work on an open database."""
        self._database = database

    def load(self, traits: str, keys: Collection[int]) -> dict[int, StoredParts]:
        """Return the stored parts of entries, by key."""
        with self._database.reading() as connection:
            return {
                row.entry: _stored(row)
                for chunk in chunks(keys)
                for row in connection.execute(
                    select(parts).where(parts.c.traits == traits, parts.c.entry.in_(chunk))
                )
            }

    def store(self, rows: Sequence[StoredParts]) -> None:
        """Store parts in one transaction, in place of earlier ones of the same entries."""
        if not rows:
            return
        with self._database.writing() as connection:
            insert_rows(connection, parts, [_values(row) for row in rows], "replace")

    def held(self) -> list[HeldPart]:
        """Return the entries with errors whose stories are present, by file and position."""
        with self._database.reading() as connection:
            return [
                HeldPart(
                    traits=row.traits,
                    revision=row.revision,
                    generation=row.generation,
                    key=row.key,
                    file=row.file,
                    position=row.position,
                    entry=complete(row),
                    errors=row.errors,
                    replaced=row.replaced,
                )
                for row in connection.execute(_HELD)
            ]


def _values(row: StoredParts) -> tuple[Any, ...]:
    return (
        row.traits,
        row.entry,
        row.revision,
        row.published and micros(row.published),
        row.modified and micros(row.modified),
        row.errors,
        row.body,
    )


def _stored(row: Row[Any]) -> StoredParts:
    return StoredParts(
        traits=row.traits,
        entry=row.entry,
        revision=row.revision,
        published=None if row.published is None else from_micros(row.published),
        modified=None if row.modified is None else from_micros(row.modified),
        errors=row.errors,
        body=row.body,
    )
