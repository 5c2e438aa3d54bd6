"""Stories prepared for a sync: all that it needs of a parsed file, without the entries."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from feedsvc.catalog.model import FileState, Story, TermKind
from feedsvc.catalog.rows import encode_story, terms_of
from feedsvc.catalog.schema import BEFORE_ALL, micros
from feedsvc.catalog.sync.naming import id_path, section_of, slug_base
from feedsvc.catalog.text import body_digest, content_digest, folded
from feedsvc.entry import HOLD, Entry, Status


class PreparedStory(msgspec.Struct, frozen=True, kw_only=True):
    """A story in a file, with everything by which it can be recognized; times in microseconds.

    `mtime` is the file's modification time. Of stories with the same `claim`, the one with the
    highest `rank` is published. It is `held` indefinitely, or becomes public between `embargo`
    and `expires`. `path` and `slug` are the preferred names. `terms` have their kind, and are
    folded and as written. `story` is the encoded entry.
    """

    file: str
    position: int
    mtime: int
    claim: str | None
    content: str
    body: str
    title: str
    rank: tuple[tuple[int, ...], int]
    status: Status
    published: int | None
    updated: int | None
    held: bool
    embargo: int | None
    expires: int | None
    path: str
    slug: str
    terms: tuple[tuple[TermKind, str, str], ...]
    story: bytes

    @property
    def place(self) -> tuple[str, int]:
        """Its file and its position there."""
        return self.file, self.position


class PreparedFile(msgspec.Struct, frozen=True, kw_only=True):
    """A story file, its state, and its prepared stories."""

    name: str
    state: FileState
    stories: tuple[PreparedStory, ...]


class Batch(Protocol):
    """What a sync reads at a time: changed files, and the states of files that are only touched."""

    @property
    def stories(self) -> Sequence[PreparedFile]:
        """The new and changed files."""

    @property
    def touched(self) -> Mapping[str, FileState]:
        """The states of files whose modification time changed, but not their digest."""


def prepare(story: Story) -> PreparedFile:
    """Return a parsed file as a sync needs it; this is most of a sync's work."""
    alone = len(story.entries) == 1
    mtime = story.state.mtime_ns // 1000
    return PreparedFile(
        name=story.name,
        state=story.state,
        stories=tuple(
            prepare_entry(entry, story.name, position, mtime, alone=alone)
            for position, entry in enumerate(story.entries)
        ),
    )


def prepare_entry(
    entry: Entry, file: str, position: int, mtime: int, *, alone: bool
) -> PreparedStory:
    """Return an entry of a file, prepared; `alone` says whether the file has no other."""
    published, updated = _micros(entry.published), _micros(entry.updated)
    latest = published if updated is None else updated
    held = entry.embargo == HOLD
    return PreparedStory(
        file=file,
        position=position,
        mtime=mtime,
        claim=(entry.id or entry.source_id or "").strip() or None,
        content=content_digest(entry),
        body=body_digest(entry),
        title=folded(entry.title or ""),
        rank=(_numbers(entry.version), BEFORE_ALL if latest is None else latest),
        status=entry.status,
        published=published,
        updated=updated,
        held=held,
        embargo=None if held else max(_possible_times(entry.embargo), default=None),
        expires=min(_possible_times(entry.expires), default=None),
        path=id_path(file),
        slug=slug_base(entry, file, alone=alone),
        terms=_terms(entry, file),
        story=encode_story(entry),
    )


def _micros(time: datetime | None) -> int | None:
    return None if time is None else micros(time)


def _numbers(version: str | None) -> tuple[int, ...]:
    """Return a version as numbers, so that 10 is higher than 9."""
    return tuple(int(digits) for digits in re.findall(r"\d+", version)) if version else ()


def _possible_times(wall: datetime | None) -> tuple[int, ...]:
    """Return the possible times for a wall clock time: two in an hour that occurs twice.

    When an hour occurs twice, as summer time ends, an embargo lasts until the second one, and
    an expiry takes effect at the first.
    """
    if wall is None:
        return ()
    return tuple(micros(wall.replace(fold=fold)) for fold in (0, 1))


def _terms(entry: Entry, file: str) -> tuple[tuple[TermKind, str, str], ...]:
    """Return the terms of an entry with the first spelling of each."""
    spellings: dict[tuple[TermKind, str], str] = {}
    for kind, term in terms_of(entry, entry.section or section_of(file)):
        spellings.setdefault((kind, folded(term)), term)
    return tuple((kind, text, term) for (kind, text), term in spellings.items())
