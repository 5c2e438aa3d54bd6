"""A story as it stands in a file now, and an entry as it is remembered."""

import msgspec

from feedsvc.catalog.text import body_digest, content_digest, folded
from feedsvc.entry import Entry


class Remembered(msgspec.Struct, frozen=True):
    """A row of the entries table; `schema.EntryColumns` says what each field is."""

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


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """A story that stands in a file now, with what it can be recognised by.

    `mtime` is its file's, in microseconds; `alone` says that the file holds no other.
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


def arrival(entry: Entry, file: str, position: int, mtime: int, *, alone: bool) -> Arrival:
    """Return a story with its claim, its digests and its folded title."""
    return Arrival(
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
