"""The site: stories are synced into the catalog, and documents are asked for by path."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from feedsvc.catalog import Built, Catalog
from feedsvc.errors import StoryError
from feedsvc.feeds import Document, FeedInfo
from feedsvc.feeds.pages.rendering import Publication
from feedsvc.settings import Settings
from feedsvc.site.attachments import Attachment, Attachments
from feedsvc.site.cache import NEVER, Span
from feedsvc.site.changes import Changes
from feedsvc.site.composing import Composer
from feedsvc.site.deltas import Delta
from feedsvc.site.documents import Documents
from feedsvc.site.gate import Gate, HeldBack
from feedsvc.site.naming import StoryTarget, target_of
from feedsvc.site.newsdesk import Newsdesk
from feedsvc.site.outputs import OutputPlan, Outputs
from feedsvc.site.private import PrivateFeeds
from feedsvc.site.scan import Progress, parser_options, take_in


class SyncReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a sync did: numbers of files, then of entries; `total` are public now."""

    read: int
    unchanged: int
    refused: tuple[StoryError, ...]
    notes: tuple[str, ...]
    added: int
    changed: int
    removed: int
    moved: int
    total: int


def utc_now() -> datetime:
    """Return the moment it is."""
    return datetime.now(UTC)


class Site:
    """A publication: settings, catalog, feeds and documents, safe to use from many threads.

    `now` is its clock. Every method may raise CatalogError. `newsdesk` answers editors,
    `audience` is what is kept of readers, `private` says who may read private feeds.
    """

    def __init__(self, settings: Settings, catalog: Catalog, now: Callable[[], datetime]) -> None:
        """Take over an open catalog; `open` is how a site is usually made."""
        self.settings, self.now = settings, now
        self._catalog = catalog
        self._composer = Composer(settings, catalog)
        self._attachments = Attachments(settings, catalog)
        self._outputs = Outputs(settings, catalog, self._composer, self._attachments)
        self._gate, self._changes = Gate(catalog, settings.base_url), Changes(catalog)
        self._documents = Documents(catalog, self._composer, self._gate, self._changes, now)
        self.private = PrivateFeeds(settings, catalog)
        self._last_sync: datetime | None = None
        self._last_report: SyncReport | None = None
        self._counted = NEVER, 0
        self.audience, self.newsdesk = catalog.audience, Newsdesk(settings, catalog)

    @classmethod
    def open(cls, settings: Settings, *, clock: Callable[[], datetime] = utc_now) -> "Site":
        """Open a site with its catalog; raises CatalogError where that cannot be opened."""
        explicit = settings.id_authority is not None
        catalog = Catalog.open(settings.catalog, settings.authority, explicit=explicit)
        return cls(settings, catalog, clock)

    def close(self) -> None:
        """Close the catalog."""
        self._catalog.close()

    def sync(self, progress: Progress | None = None) -> SyncReport:
        """Read what is new in the stories folder and take it into the catalog.

        It costs one look at the folder and the files that changed. Raises SettingsError
        where there is no folder.
        """
        settings, now = self.settings, self.now()
        intake = take_in(
            Path(settings.stories),
            self._catalog.files(),
            parser_options(settings),
            output=Path(settings.output),
            progress=progress,
        )
        outcome = self._catalog.sync(
            intake.stories,
            intake.removed,
            intake.touched,
            now,
            archived=self._composer.rules.selections(now),
        )
        self._changes.synced(outcome.generation)
        self._last_sync = now
        self._last_report = report = SyncReport(
            read=len(intake.stories) + len(intake.touched),
            unchanged=intake.unchanged,
            refused=intake.refused,
            notes=(*intake.notes, *outcome.notes),
            added=outcome.added,
            changed=outcome.changed,
            removed=outcome.removed,
            moved=outcome.moved,
            total=self._catalog.count(now),
        )
        return report

    def document(
        self, path: str, at: datetime | None = None, *, preview: bool = False
    ) -> Document | None:
        """Return the document at a URL path as of a moment (default: now), or None.

        It is made when it is first asked for, and kept until the catalog changes, an embargo
        opens or an entry expires. Of a feed with an error, the last good one is given. A
        `preview` is of another moment than this, and leaves no trace.
        """
        return self._documents.at_path(path, at or self.now(), preview=preview)

    def was_withdrawn(self, path: str, at: datetime | None = None) -> bool:
        """Tell whether a URL path is that of the page of a story which was canceled or deleted.

        It was public before. Of one that was not, nothing is told.
        """
        target = target_of(path)
        withdrawn = self._catalog.was_withdrawn
        return isinstance(target, StoryTarget) and withdrawn(target.slug, at or self.now())

    def private_document(self, path: str, at: datetime | None = None) -> Document | None:
        """Return the document of a private feed at a URL path whose token opens it, or None.

        It is the same for all tokens, has a path without one, and is at no path public.
        """
        target = self.private.opened(path)
        return None if target is None else self._documents.private(target, at or self.now())

    def delta(self, path: str, etags: Sequence[str], at: datetime) -> Delta | None:
        """Return the feed at a path with only what is new since one of its versions.

        `etags` are those of the versions that a client has. None where none of them is known
        any more, or where the format knows no deltas (RFC 3229).
        """
        return self._documents.delta(path, etags, at)

    def documents(
        self, paths: Iterable[str], at: datetime, *, preview: bool = False
    ) -> Iterator[tuple[str, Document | None]]:
        """Yield the document at each of the paths, in any order; many pages of stories quickly."""
        return self._documents.at_paths(paths, at, preview=preview)

    def attachment(self, path: str, at: datetime | None = None) -> Attachment | None:
        """Return the picture, sound or film beside a story that has a URL path, or None."""
        return self._attachments.at_path(path, at or self.now())

    @property
    def publication(self) -> Publication:
        """What every page says of the site."""
        return self._composer.publication

    @property
    def last_sync(self) -> datetime | None:
        """When this process last synced the site, or None."""
        return self._last_sync

    @property
    def last_report(self) -> SyncReport | None:
        """What the last sync of this process found, or None."""
        return self._last_report

    def count(self, at: datetime | None = None) -> int:
        """Return the number of public entries as of a moment, counted once until it changes."""
        at, generation = at or self.now(), self.generation()
        span, number = self._counted
        if not span.covers(generation, at):
            until, number = self.next_change(at), self._catalog.count(at)
            self._counted = Span(generation, at, until), number
        return number

    def paths(self, at: datetime | None = None) -> list[str]:
        """Return the paths of all documents as of a moment."""
        return self._outputs.all_paths(at or self.now())

    def feeds(self, at: datetime | None = None) -> list[FeedInfo]:
        """Return all feeds: the main one, those of the settings, then those of terms."""
        return self._composer.listing(at or self.now())

    def generation(self) -> int:
        """Return the number of syncs that changed entries, those of other processes included."""
        return self._changes.generation()

    def next_change(self, at: datetime | None = None) -> datetime | None:
        """Return when an entry next becomes public or expires, or None where none does."""
        return self._changes.next(at or self.now())

    def next_build(self, at: datetime) -> datetime | None:
        """Return when the clock alone next changes a document, so that a build has to run."""
        return self._outputs.next_change(at)

    def caching(self, at: datetime | None = None, path: str | None = None) -> tuple[int, int]:
        """Return for how many seconds a document is fresh, and may then be shown while stale.

        Neither reaches past the next change, so that no cache shows what has been withdrawn.
        Of a document that was asked for, `path` tells its own next change; a page of an archive
        that is settled is fresh for a day.
        """
        return self._documents.freshness(path, at or self.now(), self.settings.cache_seconds)

    def held_back(self) -> tuple[HeldBack, ...]:
        """Return the documents that the gate holds back, of those that were asked for."""
        return self._gate.held

    def output_plan(self, folder: str, at: datetime, *, whole: bool) -> OutputPlan:
        """Return what a build into a folder has to make and to remove.

        After the first build into it, that is what changed since, unless settings changed or
        the `whole` is asked for. `folder` is the name that the catalog knows the output by.
        """
        return self._outputs.plan(folder, self.generation(), at, whole=whole)

    def output_done(self, plan: OutputPlan, built: Built) -> None:
        """Remember that a plan was carried out, so that the next build starts from it."""
        self._outputs.done(plan, built)
