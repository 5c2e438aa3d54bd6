"""The catalog: the entries of a site, stored and indexed between runs."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from itertools import chain
from types import TracebackType
from typing import Self

from sqlalchemy import ColumnElement, and_, select

from feedsvc.catalog.archives import Archives
from feedsvc.catalog.audience import AudienceStore
from feedsvc.catalog.database import Database, chunks
from feedsvc.catalog.model import (
    Archived,
    AttachedFile,
    Block,
    BuildChanges,
    EntryInContext,
    FileState,
    Place,
    Selection,
    SyncOutcome,
    TermKey,
    TermKind,
    Withdrawn,
)
from feedsvc.catalog.parts import Parts
from feedsvc.catalog.prepared import Batch
from feedsvc.catalog.published import Published
from feedsvc.catalog.queries import changes, entries, terms, withdrawals
from feedsvc.catalog.queries.desk import Desk
from feedsvc.catalog.rows import file_states
from feedsvc.catalog.schema import LAST_CHARACTER, MICROSECOND, files, from_micros, micros, site
from feedsvc.catalog.sync.naming import tag_authority
from feedsvc.catalog.sync.sync import sync
from feedsvc.catalog.tokens import Tokens
from feedsvc.entry import Entry

_FILES = select(files.c.name, files.c.size, files.c.mtime_ns, files.c.digest, files.c.beside)


class Catalog:
    """The entries of a site; queries return what is public at the time `at`.

    Every method raises CatalogError, with the catalog's location and a cure, if the database
    cannot be read or written. Any number of threads and processes can use one catalog at the
    same time. Other data is in the attributes `archives` (of feeds), `audience` (figures),
    `desk` (lists for the newsroom), `parts` (checked parts of entries), `published` (documents and
    builds) and `tokens` (for private feeds).
    """

    def __init__(self, database: Database, authority: str, first_authority: str) -> None:
        """Use an open database; new entry ids use `authority`, feed ids `first_authority`."""
        self._database = database
        self.authority, self.first_authority = authority, first_authority
        self.audience, self.desk = AudienceStore(database), Desk(database)
        self.archives, self.published = Archives(database), Published(database)
        self.parts, self.tokens = Parts(database), Tokens(database)

    @classmethod
    def open(cls, location: str, authority: str, *, explicit: bool = False) -> Self:
        """Open a catalog, or create it if there is none.

        `location` is the path of a file or a SQLAlchemy URL. `authority` is the tag authority
        of new ids (`example.org,2026`, RFC 4151). The first one stays in use, so that a new
        base_url changes no ids, unless `explicit` sets another. Existing ids never change.
        """
        database = Database(location)
        try:
            return cls(database, *database.open(tag_authority(authority), explicit=explicit))
        except BaseException:
            database.close()
            raise

    def close(self) -> None:
        """Close all connections."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def files(self) -> dict[str, FileState]:
        """Return the states of the story files when they were last read, by name."""
        with self._database.reading() as connection:
            return file_states(connection.execute(_FILES))

    def files_at(
        self, names: Collection[str], *, folders: Collection[str] = ()
    ) -> dict[str, FileState]:
        """Return the states of the story files with some names, and of all those in folders."""
        conditions: list[ColumnElement[bool]] = [files.c.name.in_(chunk) for chunk in chunks(names)]
        conditions += [
            and_(files.c.name >= f"{path}/", files.c.name < f"{path}/{LAST_CHARACTER}")
            for path in folders
        ]
        with self._database.reading() as connection:
            rows = (connection.execute(_FILES.where(each)) for each in conditions)
            return file_states(chain.from_iterable(rows))

    def attached_files(self, at: datetime) -> list[AttachedFile]:
        """Return the files that public entries link to."""
        with self._database.reading() as connection:
            return entries.attached_files(connection, micros(at))

    def files_attached_to(self, slug: str, at: datetime) -> list[AttachedFile]:
        """Return the files that the public entry with a slug links to."""
        with self._database.reading() as connection:
            return entries.attached_files(connection, micros(at), slug)

    def generation(self) -> int:
        """Return the number of syncs so far that changed documents."""
        with self._database.reading() as connection:
            return connection.execute(select(site.c.generation)).scalar_one()

    def importing(self) -> datetime | None:
        """Return when the first import began if it is not complete yet."""
        with self._database.reading() as connection:
            value = connection.scalar(select(site.c.importing))
        return None if value is None else from_micros(value)

    def sync(
        self,
        batches: Iterable[Batch],
        removed: Collection[str],
        now: datetime,
        *,
        archived: Archived | None = None,
    ) -> SyncOutcome:
        """Apply what changed in the folder.

        `batches` are new and changed files, `removed` the names of deleted ones. Several processes
        that scan one folder can pass the same change; only the first has an effect. `archived`
        are the feeds with archives, by default the main one and those of sections.

        A change is one transaction, which begins when all batches have been read. Only the first
        import of many stories is written in pieces, each of which readers see; one that was
        interrupted goes on with the next sync, and archives exist when it is complete.
        """
        return sync(self._database, batches, removed, micros(now), archived or Archived())

    def entries(self, selection: Selection, at: datetime) -> list[Entry]:
        """Return the selection's public entries, newest published first, then by id."""
        with self._database.reading() as connection:
            return entries.selected(connection, selection, micros(at))

    def places(self, selection: Selection, at: datetime) -> list[Place]:
        """Return the places of the selection's public entries, in the order of `entries`."""
        with self._database.reading() as connection:
            return entries.places(connection, selection, micros(at))

    def read(self, keys: Collection[int]) -> dict[int, Entry]:
        """Return the entries with some keys, public or not."""
        with self._database.reading() as connection:
            return entries.read(connection, keys)

    def withdrawn(
        self, selection: Selection, since: datetime, at: datetime, *, most: int
    ) -> list[Withdrawn]:
        """Return the entries that readers saw and a feed then withdrew, latest first."""
        with self._database.reading() as connection:
            return withdrawals.withdrawn(connection, selection, micros(since), micros(at), most)

    def was_withdrawn(self, slug: str, at: datetime) -> bool:
        """Return whether the entry with a slug was public and was then canceled or deleted."""
        with self._database.reading() as connection:
            return withdrawals.was_withdrawn(connection, slug, micros(at))

    def story(self, slug: str, at: datetime) -> EntryInContext | None:
        """Return the public entry with a slug, its neighbors and its terms."""
        with self._database.reading() as connection:
            return entries.in_context(connection, slug, micros(at))

    def blocks(self, at: datetime, size: int) -> list[Block]:
        """Return all public entries in blocks of a size, newest published first."""
        with self._database.reading() as connection:
            return entries.blocks(connection, size, micros(at))

    def stories_in(self, block: Block, at: datetime) -> list[EntryInContext]:
        """Return the entries of a block with their neighbors and terms."""
        with self._database.reading() as connection:
            return entries.block_in_context(connection, block, micros(at))

    def slugs(self, at: datetime) -> list[str]:
        """Return the slugs of all public entries, newest published first."""
        with self._database.reading() as connection:
            return entries.public_slugs(connection, micros(at))

    def terms(self, at: datetime) -> list[TermKey]:
        """Return the terms of public entries, by kind and slug."""
        with self._database.reading() as connection:
            return terms.public_terms(connection, micros(at))

    def newest_by_term(self, at: datetime) -> dict[tuple[TermKind, str], Entry]:
        """Return the newest public entry of each term, by kind and slug."""
        with self._database.reading() as connection:
            return terms.newest_by_term(connection, micros(at))

    def term(self, kind: TermKind, slug: str, at: datetime) -> str | None:
        """Return the first spelling of the term with a slug; None if no public entry has it."""
        with self._database.reading() as connection:
            return terms.term_with_slug(connection, kind, slug, micros(at))

    def count(self, at: datetime) -> int:
        """Return the number of public entries."""
        with self._database.reading() as connection:
            return entries.count(connection, micros(at))

    def next_change(self, at: datetime) -> datetime | None:
        """Return when an entry next becomes public or expires."""
        with self._database.reading() as connection:
            value = entries.next_change(connection, micros(at))
        return None if value is None else from_micros(value)

    def oldest(self, newer_than: datetime, at: datetime) -> datetime | None:
        """Return the publication time of the oldest public entry newer than a time."""
        with self._database.reading() as connection:
            value = entries.oldest(connection, micros(newer_than), micros(at))
        return None if value is None else from_micros(value)

    def first_withdrawn(self, since: datetime, at: datetime) -> datetime | None:
        """Return when, after a time, an entry that readers have seen was first withdrawn."""
        with self._database.reading() as connection:
            value = withdrawals.first_withdrawn(connection, micros(since), micros(at))
        return None if value is None else from_micros(value)

    def changes_since(
        self,
        generation: int,
        since: datetime,
        at: datetime,
        *,
        tombstone_age: timedelta = timedelta(0),
    ) -> BuildChanges:
        """Return what changed after a generation, or by the clock between two times.

        `tombstone_age` is how long feeds list withdrawn entries.
        """
        times = micros(since), micros(at), tombstone_age // MICROSECOND
        with self._database.reading() as connection:
            return changes.changes_since(connection, generation, *times)
