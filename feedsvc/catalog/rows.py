"""Rows of the catalog, converted from and to stories, entries and file states."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Row

from feedsvc.catalog.model import AttachmentState, FileState, Place, TermKind
from feedsvc.catalog.packing import packed, unpacked
from feedsvc.catalog.schema import from_micros, micros
from feedsvc.catalog.sync.naming import section_of, title_of
from feedsvc.entry import Entry

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Entry).decode


AnyRow = Row[*tuple[Any, ...]]


class EntryRow(msgspec.Struct, frozen=True):
    """A row of the entries table without its story; `schema.EntryColumns` describes the fields."""

    key: int
    id: str
    slug: str
    claim: str | None
    file: str
    position: int
    present: bool
    mtime: int
    content: str
    body: str
    title: str
    published: int
    updated: int
    stated: int | None
    opens: int | None
    closes: int | None
    first_public: int | None
    gone: int | None
    generation: int


def encode_story(entry: Entry) -> bytes:
    """Return an entry as JSON, compressed with Zstandard."""
    return packed(_encode(entry))


def decode_story(story: bytes) -> Entry:
    """Return the entry in the column `story`, which was not compressed at first."""
    return _decode(story if story.startswith(b"{") else unpacked(story))


def complete(row: AnyRow) -> Entry:
    """Return the entry of a row with the columns `schema.ENTRY`.

    It has an id, a slug, a title, a section and both dates.
    """
    return completed(decode_story(row.story), row)


def completed(parsed: Entry, row: "AnyRow | EntryRow") -> Entry:
    """Return an entry as parsed with what its row adds."""
    return msgspec.structs.replace(
        parsed,
        id=row.id,
        slug=row.slug,
        title=title_of(parsed, row.file),
        section=parsed.section or section_of(row.file),
        published=_as_written(row.published, parsed.published, parsed.updated),
        updated=_as_written(row.updated, parsed.updated, parsed.published),
    )


def place_of(row: AnyRow) -> Place:
    """Return the place of a public entry, from a row with the columns `schema.PLACE`."""
    return Place(
        key=row.key,
        id=row.id,
        slug=row.slug,
        published=from_micros(row.published),
        modified=from_micros(max(row.updated, row.opens)),
        generation=row.generation,
    )


def terms_of(entry: Entry, section: str | None) -> list[tuple[TermKind, str]]:
    """Return the terms of an entry in a section, as written."""
    terms: list[tuple[TermKind, str | None]] = [
        ("section", section),
        *(("tag", category.term) for category in entry.categories if category.scheme is None),
        *(("author", person.name) for person in entry.authors),
        ("language", entry.language),
    ]
    return [(kind, " ".join(term.split())) for kind, term in terms if term and term.strip()]


def file_values(name: str, state: FileState) -> tuple[str, int, int, str, str | None]:
    """Return the columns of a file's state."""
    attachments = msgspec.json.encode(state.attachments).decode() if state.attachments else None
    return name, state.size, state.mtime_ns, state.digest, attachments


def file_states(rows: Iterable[AnyRow]) -> dict[str, FileState]:
    """Return the states in rows of the files table, by name."""
    return {
        name: FileState(
            size=size,
            mtime_ns=mtime_ns,
            digest=digest,
            attachments=decode_attachments(beside) if beside else (),
        )
        for name, size, mtime_ns, digest, beside in rows
    }


def decode_attachments(column: str | None) -> tuple[AttachmentState, ...]:
    """Return the attachments in the column `beside` of the files table."""
    return msgspec.json.decode(column, type=tuple[AttachmentState, ...]) if column else ()


def _as_written(value: int, *written: datetime | None) -> datetime:
    """Return a time with the offset written in the text if that time is equal, else in UTC."""
    same = (time for time in written if time is not None and micros(time) == value)
    return next(same, from_micros(value))
