"""The last good bytes of every path, kept for the day on which a new document is not valid."""

from collections.abc import Collection

import msgspec
from sqlalchemy import Connection, delete, insert, select

from feedsvc.catalog.model import KeptDocument
from feedsvc.catalog.schema import documents, entries, shown
from feedsvc.catalog.store import chunks
from feedsvc.catalog.times import micros, moment


def keep(connection: Connection, document: KeptDocument) -> None:
    """Put a document in the place of the one its path had."""
    connection.execute(delete(documents).where(documents.c.path == document.path))
    connection.execute(
        insert(documents).values(
            path=document.path,
            etag=document.etag,
            body=document.body,
            entry_ids=msgspec.json.encode(document.entry_ids),
            modified=micros(document.modified),
        )
    )
    _mark_shown(connection, document.entry_ids)


def is_kept(connection: Connection, document: KeptDocument) -> bool:
    """Return whether these very bytes are kept for their path already."""
    query = select(documents.c.etag, documents.c.entry_ids)
    row = connection.execute(query.where(documents.c.path == document.path)).first()
    return row == (document.etag, msgspec.json.encode(document.entry_ids))


def last_good(connection: Connection, path: str) -> KeptDocument | None:
    """Return the document that is kept for a path."""
    row = connection.execute(select(documents).where(documents.c.path == path)).first()
    if row is None:
        return None
    return KeptDocument(
        path=row.path,
        etag=row.etag,
        body=row.body,
        entry_ids=msgspec.json.decode(row.entry_ids, type=tuple[str, ...]),
        modified=moment(row.modified),
    )


def _mark_shown(connection: Connection, ids: Collection[str]) -> None:
    """Remember that readers may have these entries."""
    for chunk in chunks(ids):
        new = select(entries.c.key).where(
            entries.c.id.in_(chunk),
            ~select(shown.c.entry).where(shown.c.entry == entries.c.key).exists(),
        )
        connection.execute(insert(shown).from_select(["entry"], new))
