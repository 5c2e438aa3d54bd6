"""What goes into the catalog and what comes out of it: the seam that `site` works with."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Literal

import msgspec

from feedsvc.entry import Entry

TermKind = Literal["section", "tag", "author", "language"]

TERM_KINDS: tuple[TermKind, ...] = ("section", "tag", "author", "language")


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """A file that an entry names, and how it was when the story was read; None if it was not there.

    `position` is the entry's in the story file, `name` a path in the story file's folder.
    """

    position: int
    name: str
    size: int | None = None
    mtime_ns: int | None = None


class FileState(msgspec.Struct, frozen=True, kw_only=True):
    """How a story file was when it was read: bytes, nanoseconds, and a digest of its bytes.

    `beside` are the files that its entries name.
    """

    size: int
    mtime_ns: int
    digest: str
    beside: tuple[Beside, ...] = ()


class Attached(msgspec.Struct, frozen=True, kw_only=True):
    """A file that the public entry with a slug names; `story` is the entry's own file."""

    slug: str
    story: str
    name: str


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """One story file as read; `name` is its path below the stories folder, with slashes."""

    name: str
    state: FileState
    entries: tuple[Entry, ...]


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """Which entries a feed wants: all that is set must hold.

    Section, tag, author and language are compared without regard to case and width, or by
    the term's slug. `limit` is a number of entries; `newer_than` compares with `published`.
    """

    section: str | None = None
    tag: str | None = None
    author: str | None = None
    language: str | None = None
    limit: int | None = None
    newer_than: datetime | None = None


class TermName(msgspec.Struct, frozen=True, kw_only=True):
    """A term as first written, and the slug that its feed has."""

    kind: TermKind
    term: str
    slug: str


class TermKey(msgspec.Struct, frozen=True, kw_only=True):
    """A term that public entries have: as first written, its slug, how many, newest change."""

    kind: TermKind
    term: str
    slug: str
    count: int
    updated: datetime


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """An entry among the others: those published before and after it, and its terms."""

    entry: Entry
    older: Entry | None = None
    newer: Entry | None = None
    terms: tuple[TermName, ...] = ()


class Current(msgspec.Struct, frozen=True, kw_only=True):
    """What the current document of a feed shows, and how many full archive pages there are."""

    entries: tuple[Entry, ...]
    pages: int = 0


class ArchivePage(msgspec.Struct, frozen=True, kw_only=True):
    """A full page of a feed's archive, the entry that was published last before the others.

    `pages` is how many there are, `until` when the clock next shows or hides an entry of it.
    """

    entries: tuple[Entry, ...]
    pages: int
    until: datetime | None = None


class Numbers(msgspec.Struct, frozen=True, kw_only=True):
    """How far the archive of a feed has come, in full pages of a size.

    `feed` is the feed's own number in the catalog, `last` the last that a sync gave in it.
    """

    feed: int
    last: int
    size: int
    pages: int

    def touched_by(self, numbers: Iterable[int]) -> list[int]:
        """Return the pages that changes of entries with these numbers can have changed.

        A page that became full is a new link of the one before it; those of entries which
        opened by the clock have no numbers yet.
        """
        pages = {(number - 1) // self.size + 1 for number in numbers}
        pages.update(range(self.last // self.size + 1, self.pages + 1))
        return sorted(page for page in pages | {page - 1 for page in pages} if self.has(page))

    def has(self, page: int) -> bool:
        """Tell whether there is a page."""
        return 1 <= page <= self.pages


class Withdrawn(msgspec.Struct, frozen=True, kw_only=True):
    """An entry that readers have seen and that is public no more, and when it went."""

    id: str
    when: datetime


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """What one version of a document showed, one mark for each thing, and when it was made."""

    etag: str
    made: datetime
    marks: frozenset[bytes]


class SyncOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a sync did, in entries, and the catalog's generation after it.

    `notes` say what a user should know: stories that stand back behind another of their id.
    """

    added: int = 0
    changed: int = 0
    removed: int = 0
    moved: int = 0
    generation: int = 0
    notes: tuple[str, ...] = ()


class Touched(msgspec.Struct, frozen=True, kw_only=True):
    """What has to be made anew since an earlier build, each in order.

    `slugs` are of entries that changed, came, went, opened or expired; `beside` of the
    public entries next to those, whose pages link to them; `terms` are kind and slug.
    `numbers` are those of the entries in each feed, by the feed's own number in the catalog;
    `forgotten` says that feeds no longer tell of an entry that went.
    """

    slugs: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    terms: tuple[tuple[TermKind, str], ...] = ()
    numbers: Mapping[int, tuple[int, ...]] = {}
    forgotten: bool = False


class KeptDocument(msgspec.Struct, frozen=True, kw_only=True):
    """The last good bytes of a path, the entries they show, and the newest change in them."""

    path: str
    etag: str
    body: bytes
    entry_ids: tuple[str, ...]
    modified: datetime


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """Who may read private feeds: the one of a name, or all where `feed` is None."""

    name: str
    feed: str | None
    added: datetime


class Output(msgspec.Struct, frozen=True, kw_only=True):
    """A build into a folder: a digest of its settings, and the state that it shows."""

    folder: str
    settings: str
    generation: int
    at: datetime


class Built(msgspec.Struct, frozen=True, kw_only=True):
    """What a build did, by paths: written or found right, held back by the gate, removed."""

    made: Collection[str] = ()
    held: Collection[str] = ()
    gone: Collection[str] = ()
