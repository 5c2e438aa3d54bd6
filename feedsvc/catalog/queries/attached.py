"""Files beside stories, such as pictures, that public entries name."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from feedsvc.catalog.filestates import beside_of
from feedsvc.catalog.model import Attached
from feedsvc.catalog.queries.query import PUBLIC
from feedsvc.catalog.schema import entries, files

_PUBLIC = (
    select(entries.c.slug, entries.c.position, files.c.name, files.c.beside)
    .join(files, files.c.name == entries.c.file)
    .where(files.c.beside.is_not(None), entries.c.present, PUBLIC)
)
_OF_STORY = _PUBLIC.where(entries.c.slug == bindparam("slug"))


def attached(connection: Connection, at: int) -> Iterator[Attached]:
    """Yield the files that public entries name."""
    yield from _named(connection, _PUBLIC, {"at": at})


def attached_to(connection: Connection, slug: str, at: int) -> Iterator[Attached]:
    """Yield the files that the public entry with a slug names."""
    yield from _named(connection, _OF_STORY, {"at": at, "slug": slug})


def _named(
    connection: Connection, query: Select[str, int, str, str | None], values: dict[str, Any]
) -> Iterator[Attached]:
    for slug, position, story, text in connection.execute(query, values):
        for each in beside_of(text):
            if each.position == position:
                yield Attached(slug=slug, story=story, name=each.name)
