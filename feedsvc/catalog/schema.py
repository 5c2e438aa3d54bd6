"""The tables of the catalog; times are microseconds since 1970 in UTC."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

import msgspec
from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    Named,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
    and_,
    bindparam,
    event,
    literal_column,
    or_,
)

from feedsvc.catalog.model import ArchiveKind, TermKind

if TYPE_CHECKING:
    from sqlalchemy.types import TypeEngine

VERSION = 3
"""The version of these tables; a catalog with a later version is not opened."""

MAIN = 0
"""The number of the main feed; the number of a term's feed is the term's key."""

FOREVER = 2**63 - 1
"""The `closes` of an entry that does not expire."""

BEFORE_ALL = -(2**63)
"""A time before all others."""

LAST_CHARACTER = "\U0010ffff"
"""The end of a range of texts that begin with the same prefix."""

MICROSECOND = timedelta(microseconds=1)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

metadata = MetaData()

TEXT = Text().with_variant(Text(collation="C"), "postgresql")
"""Text in bytewise order on every server, so that entries with equal dates sort alike."""

_KIND = cast("TypeEngine[TermKind]", TEXT)


class SiteColumns(TypedColumns):
    """The site as a whole: one row, which writers lock.

    `authority` is the tag authority of new entries' ids. `first_authority` is the original
    one, from which the ids of feeds are derived, so that they never change. All entries that
    opened by `settled` have their numbers.
    """

    version: Named[int] = Column(primary_key=True, autoincrement=False)
    authority: Named[str] = Column(TEXT)
    first_authority: Named[str] = Column(TEXT)
    generation: Named[int]
    settled: Named[int | None] = Column(BigInteger)
    archives: Named[str] = Column(TEXT)
    listed: Named[int]
    importing: Named[int | None] = Column(BigInteger)


class FileColumns(TypedColumns):
    """The story files as last read; `beside` lists their attachments, in JSON."""

    name: Named[str] = Column(TEXT, primary_key=True)
    size: Named[int] = Column(BigInteger)
    mtime_ns: Named[int] = Column(BigInteger)
    digest: Named[str] = Column(TEXT)
    beside: Named[str | None] = Column(TEXT)


class EntryColumns(TypedColumns):
    """All entries, present and past: ids and slugs are never reused.

    `claim` is the id that the source states. `file` and `position` are the story's place, or
    its last one if it is not `present`. `content`, `body` and `title` identify a story without
    an id: digests of its content and body, and the folded title. `stated` is the last update
    time in the text that was applied. `opens` and `closes` are null if the entry must not
    become public. `first_public` is when the entry was first public here; it orders archives,
    and is fixed once that time has come. `gone` is when a sync withdrew the entry, null if none
    has since it was last public; for an entry that only expires, see `closes`. `generation` is
    the generation of its last change. `story` is the entry as parsed, see `rows.encode_story`;
    what the catalog adds is in the other columns.
    """

    key: Named[int] = Column(primary_key=True, autoincrement=False)
    id: Named[str] = Column(TEXT, unique=True)
    slug: Named[str] = Column(TEXT, unique=True)
    claim: Named[str | None] = Column(TEXT)
    file: Named[str] = Column(TEXT)
    position: Named[int]
    present: Named[bool]
    mtime: Named[int] = Column(BigInteger)
    content: Named[str] = Column(TEXT, index=True)
    body: Named[str] = Column(TEXT)
    title: Named[str] = Column(TEXT)
    published: Named[int] = Column(BigInteger)
    updated: Named[int] = Column(BigInteger)
    stated: Named[int | None] = Column(BigInteger)
    opens: Named[int | None] = Column(BigInteger, index=True)
    closes: Named[int | None] = Column(BigInteger)
    first_public: Named[int | None] = Column(BigInteger)
    gone: Named[int | None] = Column(BigInteger)
    generation: Named[int] = Column(index=True)
    story: Named[bytes] = Column(LargeBinary)


class RivalColumns(TypedColumns):
    """Stories with the id of an entry in another file; one replaces it if that file is deleted."""

    file: Named[str] = Column(TEXT, primary_key=True)
    position: Named[int] = Column(primary_key=True)
    entry: Named[int] = Column(ForeignKey("entries.key"), index=True)
    mtime: Named[int] = Column(BigInteger)
    story: Named[bytes] = Column(LargeBinary)


class TermColumns(TypedColumns):
    """Sections, tags, authors and languages; `entries` counts those that are or will be public.

    Terms are compared by `folded`; `term` is the first spelling seen.
    """

    key: Named[int] = Column(primary_key=True, autoincrement=False)
    kind: Named[TermKind] = Column(_KIND)
    folded: Named[str] = Column(TEXT)
    term: Named[str] = Column(TEXT)
    slug: Named[str] = Column(TEXT)
    entries: Named[int]
    generation: Named[int] = Column(index=True)


class EntryTermColumns(TypedColumns):
    """The terms of entries, with the entries' dates, so that a feed is one range of an index."""

    entry: Named[int] = Column(ForeignKey("entries.key"), primary_key=True)
    term: Named[int] = Column(ForeignKey("terms.key"), primary_key=True)
    published: Named[int] = Column(BigInteger)
    updated: Named[int] = Column(BigInteger)


class FormerTermColumns(TypedColumns):
    """The terms of entries that left their feeds after readers could see them there.

    An entry leaves the feed of a term that it no longer has, and all feeds when it is withdrawn.
    """

    entry: Named[int] = Column(ForeignKey("entries.key"), primary_key=True)
    term: Named[int] = Column(ForeignKey("terms.key"), primary_key=True)


class SelectionColumns(TypedColumns):
    """Feeds that have numbers of their own; keys are negative.

    They select by several terms, or by one of a kind without archives.

    `filters` are the kinds and terms that an entry must have, in JSON.
    """

    key: Named[int] = Column(primary_key=True, autoincrement=False)
    filters: Named[str] = Column(TEXT, unique=True)


class NumberColumns(TypedColumns):
    """The order in which each feed published its entries; numbers are never reused.

    `feed` is MAIN, or the key of a term or a selection. An entry that leaves a feed keeps
    its number there, so that no other entry moves.
    """

    feed: Named[int] = Column(primary_key=True)
    number: Named[int] = Column(primary_key=True)
    entry: Named[int] = Column(ForeignKey("entries.key"))


class ShownColumns(TypedColumns):
    """The entries that a published feed has shown; only these can get a tombstone."""

    entry: Named[int] = Column(ForeignKey("entries.key"), primary_key=True)


class VersionColumns(TypedColumns):
    """The last versions of each path; `marks` are the digests of their items, joined."""

    path: Named[str] = Column(TEXT, primary_key=True)
    etag: Named[str] = Column(TEXT, primary_key=True)
    kept: Named[int] = Column(BigInteger)
    marks: Named[bytes] = Column(LargeBinary)


class DocumentStateColumns(TypedColumns):
    """What was last published at each path; `head` and `tail` are its last good frame."""

    path: Named[str] = Column(TEXT, primary_key=True)
    etag: Named[str] = Column(TEXT)
    modified: Named[int] = Column(BigInteger)
    head: Named[bytes | None] = Column(LargeBinary)
    tail: Named[bytes | None] = Column(LargeBinary)


class PartColumns(TypedColumns):
    """The parts of each entry for feeds with the same traits.

    `revision` is what was last checked. `errors` says what was wrong with it, null if it was
    good. `body` are the last good parts, `published` and `modified` the entry's dates in them;
    all three are null if none was good yet.
    """

    traits: Named[str] = Column(TEXT, primary_key=True)
    entry: Named[int] = Column(ForeignKey("entries.key"), primary_key=True)
    revision: Named[str] = Column(TEXT)
    published: Named[int | None] = Column(BigInteger)
    modified: Named[int | None] = Column(BigInteger)
    errors: Named[bytes | None] = Column(LargeBinary)
    body: Named[bytes | None] = Column(LargeBinary)


class OutputColumns(TypedColumns):
    """The last build into each folder."""

    folder: Named[str] = Column(TEXT, primary_key=True)
    settings: Named[str] = Column(TEXT)
    generation: Named[int]
    at: Named[int] = Column(BigInteger)


class OutputPathColumns(TypedColumns):
    """The documents that feedsvc wrote into each folder; it leaves other files alone.

    The next build renders a document again that the gate `held` back, or whose build was killed.
    """

    folder: Named[str] = Column(TEXT, primary_key=True)
    path: Named[str] = Column(TEXT, primary_key=True)
    held: Named[bool]


class TokenColumns(TypedColumns):
    """Access to private feeds: to one, or to all if `feed` is null.

    `digest` is the SHA-256 of the token; the token itself is not stored.
    """

    name: Named[str] = Column(TEXT, primary_key=True)
    digest: Named[bytes] = Column(LargeBinary, unique=True)
    feed: Named[str | None] = Column(TEXT)
    added: Named[int] = Column(BigInteger)


site = Table("site", metadata, SiteColumns)
files = Table("files", metadata, FileColumns)
entries = Table("entries", metadata, EntryColumns)
rivals = Table("rivals", metadata, RivalColumns)
terms = Table(
    "terms",
    metadata,
    TermColumns,
    UniqueConstraint("kind", "folded"),
    UniqueConstraint("kind", "slug"),
)
entry_terms = Table("entry_terms", metadata, EntryTermColumns, sqlite_with_rowid=False)
former_terms = Table("former_terms", metadata, FormerTermColumns, sqlite_with_rowid=False)
selections = Table("selections", metadata, SelectionColumns)
numbers = Table(
    "numbers",
    metadata,
    NumberColumns,
    UniqueConstraint("entry", "feed"),
    sqlite_with_rowid=False,
)
shown = Table("shown", metadata, ShownColumns)
versions = Table("versions", metadata, VersionColumns, sqlite_with_rowid=False)
document_states = Table("document_states", metadata, DocumentStateColumns)
parts = Table("parts", metadata, PartColumns)
outputs = Table("outputs", metadata, OutputColumns)
output_paths = Table("output_paths", metadata, OutputPathColumns, sqlite_with_rowid=False)
tokens = Table("tokens", metadata, TokenColumns)

EXPIRES = entries.c.closes < literal_column(str(FOREVER), BigInteger)
"""The condition of the index by expiry, which its users repeat."""


def _partial_index(
    name: str, where: ColumnElement[bool], *columns: ColumnElement[Any], unique: bool = False
) -> Index:
    """Return an index of the rows that meet a condition; the others cost nothing."""
    return Index(name, *columns, unique=unique, sqlite_where=where)


Index("entries_by_place", entries.c.file, entries.c.position)
_partial_index(
    "entries_in_order",
    entries.c.opens.is_not(None),
    entries.c.published.desc(),
    entries.c.id,
)
_partial_index("entries_by_claim", entries.c.claim.is_not(None), entries.c.claim, unique=True)
_partial_index("entries_by_expiry", EXPIRES, entries.c.closes)
_partial_index("entries_by_withdrawal", entries.c.gone.is_not(None), entries.c.gone)
Index("terms_in_order", entry_terms.c.term, entry_terms.c.published.desc(), entry_terms.c.entry)
Index("terms_by_change", entry_terms.c.term, entry_terms.c.updated.desc(), entry_terms.c.entry)

_partial_index("files_with_attachments", files.c.beside.is_not(None), files.c.name)
_partial_index("parts_held", parts.c.errors.is_not(None), parts.c.entry)


@event.listens_for(metadata, "before_create")
def _share_conditions(_metadata: MetaData, connection: Connection, **_options: object) -> None:
    """Give PostgreSQL's indexes the conditions of SQLite's.

    `Index(..., postgresql_where=...)` would import PostgreSQL's dialect, which is slow, for SQLite.
    """
    if connection.dialect.name == "postgresql":
        for table in metadata.tables.values():
            for index in table.indexes:
                where = index.dialect_options["sqlite"]["where"]
                index.dialect_options["postgresql"]["where"] = where


AT: ColumnElement[int] = bindparam("at")
PUBLIC = and_(entries.c.opens <= AT, entries.c.closes > AT)
"""The condition that an entry is public."""

HIDDEN = or_(entries.c.opens > AT, and_(entries.c.closes <= AT, EXPIRES))
"""The condition that an entry is not yet or no longer public."""

IN_ORDER = (entries.c.published.desc(), entries.c.id)
"""The order of entries everywhere: newest first, and by id where dates are equal."""

PLACE: tuple[Any, ...] = (
    entries.c.key,
    entries.c.id,
    entries.c.slug,
    entries.c.published,
    entries.c.updated,
    entries.c.opens,
    entries.c.generation,
)
"""The columns of a place."""

ENTRY = (*PLACE, entries.c.file, entries.c.story)
"""The columns of an entry that documents show."""

LIGHT = tuple(column for column in entries.c if column is not entries.c.story)
"""The columns of an entry without its story, which is most of its bytes."""


def kinds_column(kinds: Iterable[ArchiveKind]) -> str:
    """Return the value of `site.archives` for some kinds of feeds."""
    return msgspec.json.encode(sorted(kinds)).decode()


def micros(time: datetime) -> int:
    """Return an aware datetime as microseconds since 1970."""
    return (time - _EPOCH) // MICROSECOND


def from_micros(value: int) -> datetime:
    """Return microseconds since 1970 as a datetime in UTC."""
    return _EPOCH + value * MICROSECOND
