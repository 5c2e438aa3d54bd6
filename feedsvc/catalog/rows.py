"""Rows of the catalog, converted from and to stories, entries and file states."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Row

from feedsvc.catalog.model import AttachmentState, FileState, Place, TermKind
from feedsvc.catalog.packing import packed, unpacked
from feedsvc.catalog.schema import from_micros, micros
from feedsvc.catalog.sync.naming import section_of, title_of
from feedsvc.catalog.text import body_digest, content_digest, folded
from feedsvc.entry import Entry

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Entry).decode


class EntryRow(msgspec.Struct, frozen=True):
    """A row of the entries table; `schema.EntryColumns` describes the fields."""

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
    story: bytes


class ParsedStory(msgspec.Struct, frozen=True, kw_only=True):
    """A story in a file, with everything by which it can be recognized.

    `mtime` is the file's modification time in microseconds; `alone` says whether the file has no
    other story.
    """

    file: str
    position: int
    alone: bool
    mtime: int
    entry: Entry
    claim: str | None
    content: str
    body: str
    title: str

    @property
    def place(self) -> tuple[str, int]:
        """Its file and its position there."""
        return self.file, self.position


def parsed_story(entry: Entry, file: str, position: int, mtime: int, *, alone: bool) -> ParsedStory:
    """Return a story with its claimed id, its digests and its folded title."""
    return ParsedStory(
        file=file,
        position=position,
        alone=alone,
        mtime=mtime,
        entry=entry,
        claim=(entry.id or entry.source_id or "").strip() or None,
        content=content_digest(entry),
        body=body_digest(entry),
        title=folded(entry.title or ""),
    )


def encode_story(entry: Entry) -> bytes:
    """Return an entry as JSON, compressed with Zstandard."""
    return packed(_encode(entry))


def decode_story(story: bytes) -> Entry:
    """Return the entry in the column `story`, which was not compressed at first."""
    return _decode(story if story.startswith(b"{") else unpacked(story))


def complete(row: EntryRow) -> Entry:
    """Return the entry of a row with its id, slug, title, section and both dates."""
    parsed = decode_story(row.story)
    return msgspec.structs.replace(
        parsed,
        id=row.id,
        slug=row.slug,
        title=title_of(parsed, row.file),
        section=parsed.section or section_of(row.file),
        published=_as_written(row.published, parsed.published, parsed.updated),
        updated=_as_written(row.updated, parsed.updated, parsed.published),
    )


def place_of(row: Row[*tuple[Any, ...]] | EntryRow) -> Place:
    """Return the place of a public entry, from a row with the columns `schema.PLACE`."""
    return Place(
        key=row.key,
        id=row.id,
        slug=row.slug,
        published=from_micros(row.published),
        modified=from_micros(max(row.updated, row.opens or 0)),
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


def file_values(state: FileState) -> dict[str, Any]:
    """Return the columns of a file's state."""
    attachments = msgspec.json.encode(state.attachments).decode() if state.attachments else None
    return {
        "size": state.size,
        "mtime_ns": state.mtime_ns,
        "digest": state.digest,
        "beside": attachments,
    }


def file_state(row: Row[Any]) -> FileState:
    """Return the state in a row of the files table."""
    return FileState(
        size=row.size,
        mtime_ns=row.mtime_ns,
        digest=row.digest,
        attachments=decode_attachments(row.beside),
    )


def decode_attachments(column: str | None) -> tuple[AttachmentState, ...]:
    """Return the attachments in the column `beside` of the files table."""
    return msgspec.json.decode(column, type=tuple[AttachmentState, ...]) if column else ()


def _as_written(value: int, *written: datetime | None) -> datetime:
    """Return a time with the offset written in the text if that time is equal, else in UTC."""
    same = (time for time in written if time is not None and micros(time) == value)
    return next(same, from_micros(value))
