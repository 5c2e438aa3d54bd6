"""The types that the catalog accepts and returns."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Literal

import msgspec

from feedsvc.entry import Entry

TermKind = Literal["section", "tag", "author", "language"]

TERM_KINDS: tuple[TermKind, ...] = ("section", "tag", "author", "language")

ArchiveKind = Literal["main", "section", "tag", "author", "language"]


class AttachmentState(msgspec.Struct, frozen=True, kw_only=True):
    """A file that an entry links to, and its state when the story was read.

    `position` is the entry's position in the story file, `name` a path relative to that file's
    folder. `size` and `mtime_ns` are None if there was no such file.
    """

    position: int
    name: str
    size: int | None = None
    mtime_ns: int | None = None


class FileState(msgspec.Struct, frozen=True, kw_only=True):
    """The state of a story file when it was read; `size` is in bytes."""

    size: int
    mtime_ns: int
    digest: str
    attachments: tuple[AttachmentState, ...] = ()


class AttachedFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file that the public entry with a slug links to; `story` is its story file."""

    slug: str
    story: str
    name: str


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """A parsed story file; `name` is its path below the stories folder, with slashes."""

    name: str
    state: FileState
    entries: tuple[Entry, ...]


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """The entries that a feed selects: all conditions that are set must hold.

    Section, tag, author and language match regardless of case and width, or by the term's
    slug. `newer_than` applies to `published`.
    """

    section: str | None = None
    tag: str | None = None
    author: str | None = None
    language: str | None = None
    limit: int | None = None
    newer_than: datetime | None = None


class Archived(msgspec.Struct, frozen=True, kw_only=True):
    """The feeds that have an archive: all of some kinds, and some selections of the settings."""

    kinds: frozenset[ArchiveKind] = frozenset(("main", "section"))
    selections: Collection[Selection] = ()


class TermName(msgspec.Struct, frozen=True, kw_only=True):
    """A term as first written, and the slug of its feed."""

    kind: TermKind
    term: str
    slug: str


class TermKey(msgspec.Struct, frozen=True, kw_only=True):
    """A term of public entries, with the number of these entries and their newest change."""

    kind: TermKind
    term: str
    slug: str
    count: int
    updated: datetime


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """The place of a public entry in a feed: all that a feed needs to know but its story.

    `modified` is the newest change that readers see: its update, or when it became public.
    `generation` is that of its last change.
    """

    key: int
    id: str
    slug: str
    published: datetime
    modified: datetime
    generation: int


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """Consecutive public entries: at most `size`, from the one with this date and id on.

    `published` is microseconds since 1970.
    """

    published: int
    id: str
    size: int


class EntryInContext(msgspec.Struct, frozen=True, kw_only=True):
    """An entry with its place and terms, and the entries published just before and after it."""

    place: Place
    entry: Entry
    older: Entry | None = None
    newer: Entry | None = None
    terms: tuple[TermName, ...] = ()


class CurrentPlaces(msgspec.Struct, frozen=True, kw_only=True):
    """The places in the current document of a feed, and its number of full archive pages."""

    places: tuple[Place, ...]
    pages: int = 0


class ArchivePage(msgspec.Struct, frozen=True, kw_only=True):
    """The places on a full page of a feed's archive, newest first.

    `pages` is the number of pages, `until` when the clock next shows or hides an entry of
    this one.
    """

    places: tuple[Place, ...]
    pages: int
    until: datetime | None = None


class ArchiveExtent(msgspec.Struct, frozen=True, kw_only=True):
    """The extent of a feed's archive, in full pages of `size` entries.

    `feed` is the feed's own number in the catalog, `last` the last number that a sync assigned
    to an entry of the feed.
    """

    feed: int
    last: int
    size: int
    pages: int

    def changed_pages(self, numbers: Iterable[int]) -> list[int]:
        """Return the pages that changes of entries with these numbers can affect.

        A page that became full adds a link to the one before it; entries that the clock made
        public have no numbers yet.
        """
        pages = {(number - 1) // self.size + 1 for number in numbers}
        pages.update(range(self.last // self.size + 1, self.pages + 1))
        return sorted(page for page in pages | {page - 1 for page in pages} if self.has_page(page))

    def has_page(self, page: int) -> bool:
        """Return whether the archive has this page."""
        return 1 <= page <= self.pages


class Withdrawn(msgspec.Struct, frozen=True, kw_only=True):
    """An entry that readers have seen, and when it stopped being public."""

    id: str
    when: datetime


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a document: when it was rendered, and a digest of each item in it."""

    etag: str
    rendered: datetime
    digests: frozenset[bytes]


class SyncOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a sync did, in numbers of entries, and the catalog's generation after it.

    `notes` are messages for the user, such as stories that are not published because another
    one has the same id.
    """

    added: int = 0
    changed: int = 0
    removed: int = 0
    moved: int = 0
    generation: int = 0
    notes: tuple[str, ...] = ()


class BuildChanges(msgspec.Struct, frozen=True, kw_only=True):
    """What must be rendered again after an earlier build, in sorted order.

    `slugs` belong to entries that were added, changed, withdrawn, opened or expired; `neighbors`
    are the slugs of the public entries next to these, whose pages link to them. `terms` are
    kinds and slugs. `numbers` are the entries' numbers in each feed, by the feed's number in the
    catalog. `tombstones_expired` says whether feeds stopped listing a withdrawn entry.
    """

    slugs: tuple[str, ...] = ()
    neighbors: tuple[str, ...] = ()
    terms: tuple[tuple[TermKind, str], ...] = ()
    numbers: Mapping[int, tuple[int, ...]] = {}
    tombstones_expired: bool = False


class DocumentState(msgspec.Struct, frozen=True, kw_only=True):
    """What is remembered of a document: its ETag, its date, and its last good frame.

    `head` and `tail` are the bytes before and after its parts; None if no frame was good yet.
    """

    path: str
    etag: str
    modified: datetime
    head: bytes | None = None
    tail: bytes | None = None


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """Access to a private feed, or to all if `feed` is None; `name` is the holder's."""

    name: str
    feed: str | None
    added: datetime


class Build(msgspec.Struct, frozen=True, kw_only=True):
    """A build into a folder: a digest of its settings, and the state of the catalog it shows."""

    folder: str
    settings: str
    generation: int
    at: datetime


class BuildResult(msgspec.Struct, frozen=True, kw_only=True):
    """What a build did, by path: up to date now, held back by the gate, or removed."""

    written: Collection[str] = ()
    held: Collection[str] = ()
    removed: Collection[str] = ()
