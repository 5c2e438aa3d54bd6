"""The catalog: the entries of a site, kept, indexed, and remembered between runs."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

from sqlalchemy import select

from feedsvc.catalog.archive import numbering, withdrawals
from feedsvc.catalog.archive.archives import Archives
from feedsvc.catalog.audience.audience import AudienceStore
from feedsvc.catalog.database import Database
from feedsvc.catalog.filestates import state_of
from feedsvc.catalog.model import (
    Attached,
    FileState,
    Placed,
    Selection,
    Story,
    SyncOutcome,
    TermKey,
    TermKind,
    Touched,
    Withdrawn,
)
from feedsvc.catalog.published import Published
from feedsvc.catalog.queries import attached, placing, query, terms
from feedsvc.catalog.queries.desk import Desk
from feedsvc.catalog.queries.touched import touched
from feedsvc.catalog.schema import files, site
from feedsvc.catalog.sync.change import change_of
from feedsvc.catalog.sync.naming import tag_authority
from feedsvc.catalog.sync.sync import sync
from feedsvc.catalog.times import MICROSECOND, micros, moment
from feedsvc.catalog.tokens import Tokens
from feedsvc.entry import Entry


class Catalog:
    """What a site knows of its stories; every question is asked as of a moment.

    Every method raises CatalogError, with the catalog's address and a cure, where the
    database cannot be read or written. Any number of threads and processes may use one
    catalog at the same time. `archives` are those of feeds, `audience` is what is kept of readers,
    `desk` what the newsroom asks, `published` what is kept of documents, `tokens` who may read
    private feeds.
    """

    def __init__(self, database: Database, authority: str, first_authority: str) -> None:
        """Take over an open database; `authority` is for new entries, the first for feeds."""
        self._database = database
        self.authority, self.first_authority = authority, first_authority
        self.audience, self.desk = AudienceStore(database), Desk(database)
        self.archives, self.published = Archives(database), Published(database)
        self.tokens = Tokens(database)

    @classmethod
    def open(cls, address: str, authority: str, *, explicit: bool = False) -> Self:
        """Open a catalog, or make it where there is none.

        `address` is a file's path or a SQLAlchemy URL. `authority` is whom new ids belong to
        (`example.org,2026`, RFC 4151): the first one stays, so that a new base_url changes no
        id, until one is set with `explicit`; ids that were given before stand in any case.
        """
        database = Database(address)
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
        """Return the story files by name, as they were when they were last read."""
        with self._database.reading() as connection:
            return {row.name: state_of(row) for row in connection.execute(select(files))}

    def attached(self, at: datetime) -> list[Attached]:
        """Return the files beside stories that public entries name."""
        with self._database.reading() as connection:
            return list(attached.attached(connection, micros(at)))

    def attached_to(self, slug: str, at: datetime) -> list[Attached]:
        """Return the files that the public entry with a slug names."""
        with self._database.reading() as connection:
            return list(attached.attached_to(connection, slug, micros(at)))

    def generation(self) -> int:
        """Return the number of syncs so far that changed what documents show."""
        with self._database.reading() as connection:
            return connection.execute(select(site.c.generation)).scalar_one()

    def sync(
        self,
        stories: Iterable[Story],
        removed: Collection[str],
        touched: Mapping[str, FileState],
        now: datetime,
        *,
        archived: Collection[Selection] = (),
    ) -> SyncOutcome:
        """Take over what changed in the folder, in one transaction.

        `stories` are files that are new or changed, `removed` names of those that are gone,
        `touched` those with the same digest and another size or time. Where several processes
        look at one folder, each may hand over the same change: the second finds it done.
        Feeds of one term have archives by themselves, those of several where `archived` has
        their selections.
        """
        change = change_of(stories, removed, touched)
        if not (change.names or change.touched) and not self._is_due(archived, now):
            return SyncOutcome(generation=self.generation(), notes=change.notes)
        with self._database.writing() as connection:
            outcome = sync(connection, change, micros(now))
            numbering.register(connection, archived, micros(now))
            return outcome

    def entries(self, selection: Selection, at: datetime) -> list[Entry]:
        """Return the selection's public entries, newest published first, then by id."""
        with self._database.reading() as connection:
            return query.selected(connection, selection, micros(at))

    def withdrawn(
        self, selection: Selection, since: datetime, at: datetime, *, most: int
    ) -> list[Withdrawn]:
        """Return the entries that readers have seen and that went from a feed, the last first."""
        with self._database.reading() as connection:
            return withdrawals.withdrawn(connection, selection, micros(since), micros(at), most)

    def was_withdrawn(self, slug: str, at: datetime) -> bool:
        """Tell whether the entry with a slug was public, and then canceled or deleted."""
        with self._database.reading() as connection:
            return withdrawals.was_withdrawn(connection, slug, micros(at))

    def story(self, slug: str, at: datetime) -> Placed | None:
        """Return the public entry with a slug, its neighbours and its terms."""
        with self._database.reading() as connection:
            return placing.placed(connection, slug, micros(at))

    def stories(self, at: datetime) -> Iterator[Placed]:
        """Yield all public entries with their neighbours and terms, newest published first."""
        with self._database.reading() as connection:
            yield from placing.all_placed(connection, micros(at))

    def slugs(self, at: datetime) -> list[str]:
        """Return the slugs of all public entries, newest published first."""
        with self._database.reading() as connection:
            return query.public_slugs(connection, micros(at))

    def public_ids(self, ids: Collection[str], at: datetime) -> frozenset[str]:
        """Return those of the ids whose entries are public: what a kept document may show."""
        with self._database.reading() as connection:
            return query.public_ids(connection, ids, micros(at))

    def terms(self, at: datetime) -> list[TermKey]:
        """Return the terms that public entries have, by kind and slug."""
        with self._database.reading() as connection:
            return terms.public_terms(connection, micros(at))

    def newest_by_term(self, at: datetime) -> dict[tuple[TermKind, str], Entry]:
        """Return the public entry that was published last in each term, by kind and slug."""
        with self._database.reading() as connection:
            return terms.newest_by_term(connection, micros(at))

    def term(self, kind: TermKind, slug: str, at: datetime) -> str | None:
        """Return a term as first written by its slug, or None where no public entry has it."""
        with self._database.reading() as connection:
            return terms.term_with_slug(connection, kind, slug, micros(at))

    def count(self, at: datetime) -> int:
        """Return the number of public entries."""
        with self._database.reading() as connection:
            return query.count(connection, micros(at))

    def next_change(self, at: datetime) -> datetime | None:
        """Return the next moment at which an entry becomes public or expires."""
        with self._database.reading() as connection:
            value = query.next_moment(connection, micros(at))
        return None if value is None else moment(value)

    def oldest(self, newer_than: datetime, at: datetime) -> datetime | None:
        """Return when the first public entry after a moment was published."""
        with self._database.reading() as connection:
            value = query.oldest(connection, micros(newer_than), micros(at))
        return None if value is None else moment(value)

    def first_withdrawn(self, since: datetime, at: datetime) -> datetime | None:
        """Return when the first entry went since a moment that readers may have seen."""
        with self._database.reading() as connection:
            value = withdrawals.first_ended(connection, micros(since), micros(at))
        return None if value is None else moment(value)

    def touched_since(
        self,
        generation: int,
        since: datetime,
        at: datetime,
        *,
        remembered: timedelta = timedelta(0),
    ) -> Touched:
        """Return what changed after a generation, or by the clock between two moments.

        `remembered` is for how long feeds tell of entries that went.
        """
        moments = micros(since), micros(at), remembered // MICROSECOND
        with self._database.reading() as connection:
            return touched(connection, generation, *moments)

    def _is_due(self, archived: Collection[Selection], now: datetime) -> bool:
        with self._database.reading() as connection:
            return numbering.is_due(connection, archived, micros(now))
