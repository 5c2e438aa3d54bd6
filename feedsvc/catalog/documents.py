"""The last good bytes of every path, kept for the day on which a new document is not valid."""

from collections.abc import Collection

import msgspec
from sqlalchemy import Connection, delete, insert, select

from feedsvc.catalog.model import KeptDocument
from feedsvc.catalog.moments import micros, moment
from feedsvc.catalog.schema import documents


def keep(connection: Connection, document: KeptDocument) -> None:
    """Put a document in the place of the one its path had."""
    forget(connection, document.path)
    connection.execute(
        insert(documents).values(
            path=document.path,
            etag=document.etag,
            body=document.body,
            entry_ids=msgspec.json.encode(document.entry_ids),
            modified=micros(document.modified),
        )
    )


def is_kept(connection: Connection, path: str, etag: str, entry_ids: Collection[str]) -> bool:
    """Return whether these very bytes are kept for a path already."""
    query = select(documents.c.etag, documents.c.entry_ids).where(documents.c.path == path)
    row = connection.execute(query).first()
    return row == (etag, msgspec.json.encode(tuple(entry_ids)))


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


def forget(connection: Connection, path: str) -> None:
    """Keep nothing for a path any more."""
    connection.execute(delete(documents).where(documents.c.path == path))
