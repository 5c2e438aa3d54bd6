"""The catalog's tables; moments are microseconds UTC, so that every question is an index's."""

from typing import TYPE_CHECKING, cast

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    Named,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
)

from feedsvc.catalog.model import TermKind

if TYPE_CHECKING:
    from sqlalchemy.types import TypeEngine

VERSION = 2
"""The version of these tables; a catalog of a later one is left alone."""

MAIN = 0
"""The number of the feed of all entries; that of a term's feed is the term's key."""

metadata = MetaData()

TEXT = Text().with_variant(Text(collation="C"), "postgresql")
"""Text in bytewise order on every server, so that ties between entries are broken alike."""

_KIND = cast("TypeEngine[TermKind]", TEXT)


class SiteColumns(TypedColumns):
    """What is remembered of the site as a whole; there is one row, and syncs queue on it.

    `authority` is whom new ids belong to, `first_authority` the first there was: ids of feeds
    hang on that one, and stand. `settled` is until when entries that opened have numbers.
    """

    version: Named[int] = Column(primary_key=True, autoincrement=False)
    authority: Named[str] = Column(TEXT)
    first_authority: Named[str] = Column(TEXT)
    generation: Named[int]
    settled: Named[int | None] = Column(BigInteger)


class FileColumns(TypedColumns):
    """The story files as they were last read, and what lies `beside` them, in JSON."""

    name: Named[str] = Column(TEXT, primary_key=True)
    size: Named[int] = Column(BigInteger)
    mtime_ns: Named[int] = Column(BigInteger)
    digest: Named[str] = Column(TEXT)
    beside: Named[str | None] = Column(TEXT)


class EntryColumns(TypedColumns):
    """Every entry there ever was: an id and a slug are never given twice.

    `claim` is the id as the source gives it. `file` and `position` are where the story is,
    or last was when it is not `present`. `content`, `body` and `title` are what it is known
    by. `stated` is the change that the text stated when it was last taken. `opens` and
    `closes` are null where the entry never may be seen. `first_public` orders archives: when
    the entry was first public here, fixed once that has come. `gone` is when a sync took it
    from the public, null where none did since it was last public; one that ends by itself
    has `closes`. `generation` is that of its last change. `story` is the entry as it was
    parsed, in JSON; what the catalog adds stands in the other columns.
    """

    key: Named[int] = Column(primary_key=True, autoincrement=False)
    id: Named[str] = Column(TEXT, unique=True)
    slug: Named[str] = Column(TEXT, unique=True)
    claim: Named[str | None] = Column(TEXT, unique=True)
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
    closes: Named[int | None] = Column(BigInteger, index=True)
    first_public: Named[int | None] = Column(BigInteger)
    gone: Named[int | None] = Column(BigInteger)
    generation: Named[int] = Column(index=True)
    story: Named[bytes] = Column(LargeBinary)


class RivalColumns(TypedColumns):
    """Stories that say the id of an entry which another file has; one may follow when it goes."""

    file: Named[str] = Column(TEXT, primary_key=True)
    position: Named[int] = Column(primary_key=True)
    entry: Named[int] = Column(ForeignKey("entries.key"), index=True)
    mtime: Named[int] = Column(BigInteger)
    story: Named[bytes] = Column(LargeBinary)


class TermColumns(TypedColumns):
    """Sections, tags, authors and languages; `entries` counts those that are, or will be, public.

    `folded` is what they are compared by, `term` the spelling that was seen first.
    """

    key: Named[int] = Column(primary_key=True, autoincrement=False)
    kind: Named[TermKind] = Column(_KIND)
    folded: Named[str] = Column(TEXT)
    term: Named[str] = Column(TEXT)
    slug: Named[str] = Column(TEXT)
    entries: Named[int]
    generation: Named[int] = Column(index=True)


class EntryTermColumns(TypedColumns):
    """Which entries have which terms, with the entries' dates, so that a feed is one range."""

    entry: Named[int] = Column(ForeignKey("entries.key"), primary_key=True)
    term: Named[int] = Column(ForeignKey("terms.key"), primary_key=True)
    published: Named[int] = Column(BigInteger)
    updated: Named[int] = Column(BigInteger)


class SelectionColumns(TypedColumns):
    """Feeds of several terms at once that have numbers of their own; keys are below zero.

    `filters` are the kinds and terms that must all hold, in JSON.
    """

    key: Named[int] = Column(primary_key=True, autoincrement=False)
    filters: Named[str] = Column(TEXT, unique=True)


class NumberColumns(TypedColumns):
    """The order in which each feed published its entries; a number is never given again.

    `feed` is MAIN, the key of a term or that of a selection. An entry that leaves a feed
    keeps its number there, so that no other changes its place.
    """

    feed: Named[int] = Column(primary_key=True)
    number: Named[int] = Column(primary_key=True)
    entry: Named[int] = Column(ForeignKey("entries.key"))


class ShownColumns(TypedColumns):
    """The entries that a published feed has shown: of no other may be told that it went."""

    entry: Named[int] = Column(ForeignKey("entries.key"), primary_key=True)


class VersionColumns(TypedColumns):
    """What the last versions of each path showed, as marks of eight bytes one after another."""

    path: Named[str] = Column(TEXT, primary_key=True)
    etag: Named[str] = Column(TEXT, primary_key=True)
    kept: Named[int] = Column(BigInteger)
    marks: Named[bytes] = Column(LargeBinary)


class DocumentColumns(TypedColumns):
    """The last good bytes of each path."""

    path: Named[str] = Column(TEXT, primary_key=True)
    etag: Named[str] = Column(TEXT)
    body: Named[bytes] = Column(LargeBinary)
    entry_ids: Named[bytes] = Column(LargeBinary)
    modified: Named[int] = Column(BigInteger)


class OutputColumns(TypedColumns):
    """The folders that were built into, and what each build started from."""

    folder: Named[str] = Column(TEXT, primary_key=True)
    settings: Named[str] = Column(TEXT)
    generation: Named[int]
    at: Named[int] = Column(BigInteger)


class OutputPathColumns(TypedColumns):
    """The documents that feedsvc wrote into each folder: no other file there is its own.

    One that is `held` back by the gate is tried again by the next build.
    """

    folder: Named[str] = Column(TEXT, primary_key=True)
    path: Named[str] = Column(TEXT, primary_key=True)
    held: Named[bool]


class TokenColumns(TypedColumns):
    """Who may read which private feed, all of them where `feed` is null.

    `digest` is the SHA-256 of the token; the token itself is kept nowhere.
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
documents = Table("documents", metadata, DocumentColumns)
outputs = Table("outputs", metadata, OutputColumns)
output_paths = Table("output_paths", metadata, OutputPathColumns, sqlite_with_rowid=False)
tokens = Table("tokens", metadata, TokenColumns)

_listed = entries.c.opens.is_not(None)

Index("entries_by_place", entries.c.file, entries.c.position)
Index(
    "entries_in_order",
    entries.c.published.desc(),
    entries.c.id,
    sqlite_where=_listed,
    postgresql_where=_listed,
)
entries_by_leaving = Index("entries_by_leaving", entries.c.gone)
Index("terms_in_order", entry_terms.c.term, entry_terms.c.published.desc(), entry_terms.c.entry)
Index("terms_by_change", entry_terms.c.term, entry_terms.c.updated.desc(), entry_terms.c.entry)
