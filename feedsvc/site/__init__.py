"""The site: one facade over stories, catalog, feeds and documents."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime

from feedsvc.catalog import Block, BuildResult, Catalog, DeskEntry
from feedsvc.feeds import Document, FeedInfo
from feedsvc.feeds.pages.rendering import Publication
from feedsvc.settings import Settings
from feedsvc.site.attachments import Attachment, Attachments
from feedsvc.site.builds import BuildPlan, BuildPlanner
from feedsvc.site.deltas import Delta
from feedsvc.site.documents import NEVER, ChangeClock, Documents, Span
from feedsvc.site.gate import Gate, HeldBack
from feedsvc.site.newsdesk import Newsdesk
from feedsvc.site.paths import MAIN, PRIVATE, StoryTarget, target_of
from feedsvc.site.private import PrivateFeeds
from feedsvc.site.renderer import Renderer
from feedsvc.site.scan import parser_options, require_folder
from feedsvc.site.sync import FolderSync, ImportProgress, Progress, SyncReport
from feedsvc.site.workers import Workers

__all__ = [
    "PRIVATE",
    "Attachment",
    "Block",
    "BuildPlan",
    "BuildResult",
    "DeskEntry",
    "HeldBack",
    "ImportProgress",
    "Site",
    "SyncReport",
    "Workers",
    "parser_options",
    "require_folder",
    "utc_now",
]


def utc_now() -> datetime:
    """Return the current time in UTC."""
    return datetime.now(UTC)


class Site:
    """A publication: settings, catalog, feeds and documents, safe to use from many threads.

    `now` is its clock, `newsdesk` lists stories for editors, `audience` stores the audience
    figures, `private` manages access to private feeds. Every method can raise CatalogError.
    """

    def __init__(
        self,
        settings: Settings,
        catalog: Catalog,
        now: Callable[[], datetime],
        workers: Workers | None = None,
    ) -> None:
        """Use an open catalog; `open` is the usual way to create a site."""
        self.settings, self.now = settings, now
        self.workers = workers or Workers(1)
        self._catalog = catalog
        self._renderer = Renderer(settings, catalog)
        self._attachments = Attachments(settings, catalog)
        self._builds = BuildPlanner(settings, catalog, self._renderer, self._attachments)
        self._gate, self._clock = Gate(catalog, settings.base_url, now), ChangeClock(catalog)
        self._documents = Documents(catalog, self._renderer, self._gate, self._clock)
        self.private = PrivateFeeds(settings, catalog)
        self._sync = FolderSync(
            settings, catalog, self.workers, self._renderer.definitions.archived, now
        )
        self._count = NEVER, 0
        self.audience, self.newsdesk = catalog.audience, Newsdesk(settings, catalog)

    @classmethod
    def open(
        cls,
        settings: Settings,
        *,
        clock: Callable[[], datetime] = utc_now,
        workers: Workers | None = None,
    ) -> "Site":
        """Open a site and its catalog; raises CatalogError if the catalog cannot be opened.

        `workers` do what is many, such as parsing files; by default this process does.
        """
        explicit = settings.id_authority is not None
        catalog = Catalog.open(settings.catalog, settings.authority, explicit=explicit)
        return cls(settings, catalog, clock, workers)

    def close(self) -> None:
        """Close the catalog."""
        self._catalog.close()

    def sync(
        self,
        progress: Progress | None = None,
        *,
        paths: Collection[str] | None = None,
        import_newest_first: bool = False,
    ) -> SyncReport:
        """Read what is new in the stories folder into the catalog.

        This costs one scan of the folder, and reading the files that changed. With `paths`,
        below the stories folder, only these files and folders are looked at, without a scan. A
        first import follows the files' names unless it starts with the newest. Raises
        SettingsError if the folder does not exist.
        """
        report, generation = self._sync.run(
            progress, paths=paths, import_newest_first=import_newest_first
        )
        self._clock.synced(generation)
        return report

    def render_newest(self) -> None:
        """Render and check the entries of the main feed, so that no request has to wait for it."""
        self._renderer.feed_documents.render_entries(MAIN, self.now())

    def document(
        self, path: str, at: datetime | None = None, *, preview: bool = False
    ) -> Document | None:
        """Return the document at a URL path as of a time (default: now), or None.

        It is rendered when first requested, and cached until the catalog changes, an embargo
        opens or an entry expires. A feed with an error is replaced by the last good one. A
        `preview` is for another time than now, and is not stored anywhere.
        """
        return self._documents.at_path(path, at or self.now(), preview=preview)

    def was_withdrawn(self, path: str, at: datetime | None = None) -> bool:
        """Return whether a path was the page of a public story since canceled or deleted."""
        target = target_of(path)
        withdrawn = self._catalog.was_withdrawn
        return isinstance(target, StoryTarget) and withdrawn(target.slug, at or self.now())

    def private_document(self, path: str, at: datetime | None = None) -> Document | None:
        """Return the private feed document at a URL path whose token is valid, or None.

        It is the same for all tokens; its own `path` has no token and is not public.
        """
        target = self.private.target_for(path)
        return None if target is None else self._documents.private(target, at or self.now())

    def delta(self, path: str, etags: Sequence[str], at: datetime) -> Delta | None:
        """Return the feed at a path with only what is new since one of its versions (RFC 3229).

        `etags` are those of the client's versions. None if all of them are unknown, or if the
        format has no deltas.
        """
        return self._documents.delta(path, etags, at)

    def documents(
        self, paths: Iterable[str], at: datetime, *, preview: bool = False
    ) -> Iterator[tuple[str, Document | None]]:
        """Yield the document at each path; the documents of one feed come fast after each other."""
        return self._documents.at_paths(paths, at, preview=preview)

    def story_pages(self, block: Block, at: datetime) -> Iterator[Document]:
        """Yield the pages of a block's stories; their entries' parts are stored as well."""
        return self._renderer.story_pages(block, at)

    def attachment(self, path: str, at: datetime | None = None) -> Attachment | None:
        """Return the attachment at a URL path, or None."""
        return self._attachments.at_path(path, at or self.now())

    @property
    def publication(self) -> Publication:
        """The properties of the site that every page shows."""
        return self._renderer.publication

    @property
    def last_sync(self) -> datetime | None:
        """When this process last synced the site."""
        return self._sync.last_sync

    @property
    def last_report(self) -> SyncReport | None:
        """The report of this process's last sync."""
        return self._sync.last_report

    @property
    def importing(self) -> ImportProgress | None:
        """How far the first import is, if this process is doing it."""
        return self._sync.importing

    def count(self, at: datetime | None = None) -> int:
        """Return the number of public entries as of a time; cached until it can change."""
        at, generation = at or self.now(), self.generation()
        span, number = self._count
        if not span.covers(generation, at):
            until, number = self.next_change(at), self._catalog.count(at)
            self._count = Span(generation, at, until), number
        return number

    def paths(self, at: datetime | None = None) -> list[str]:
        """Return the paths of all documents as of a time."""
        return self._builds.all_paths(at or self.now())

    def feeds(self, at: datetime | None = None) -> list[FeedInfo]:
        """Return all public feeds: the main one, those of the settings, then those of terms."""
        return self._renderer.feeds(at or self.now())

    def generation(self) -> int:
        """Return the number of syncs, by any process, that changed entries."""
        return self._clock.generation()

    def next_change(self, at: datetime | None = None) -> datetime | None:
        """Return when an entry next becomes public or expires, if one does."""
        return self._clock.next(at or self.now())

    def next_build(self, at: datetime) -> datetime | None:
        """Return when the clock alone next changes a document, so that a build has to run."""
        return self._builds.next_change(at)

    def freshness(self, at: datetime | None = None, path: str | None = None) -> tuple[int, int]:
        """Return how many seconds a document is fresh, and how many more it may be served stale.

        Neither reaches past the next change of the document at `path`, or of the site if that
        is not cached, so no HTTP cache serves what was withdrawn. A settled archive page is
        fresh for a day.
        """
        return self._documents.freshness(path, at or self.now(), self.settings.cache_seconds)

    def held_back(self) -> tuple[HeldBack, ...]:
        """Return the entries that the gate holds back, then the requested documents."""
        return (*self.held_entries(), *self.held_documents())

    def held_entries(self) -> tuple[HeldBack, ...]:
        """Return the entries that the gate holds back, by story file."""
        return self._renderer.parts.held_back()

    def held_documents(self) -> tuple[HeldBack, ...]:
        """Return the documents that this process rendered and holds back, by path."""
        return self._gate.held

    def build_plan(self, folder: str, at: datetime, *, whole: bool) -> BuildPlan:
        """Return what a build into a folder has to render and to remove.

        That is what changed since the last build into it, or everything if there was none, if
        the settings changed, or with `whole`. `folder` identifies the output in the catalog.
        """
        return self._builds.plan(folder, self.generation(), at, whole=whole)

    def begin_build(self, plan: BuildPlan) -> None:
        """Record what a plan is going to write: if the build is killed, the next one knows."""
        self._builds.begin(plan)

    def record_build(self, plan: BuildPlan, result: BuildResult) -> None:
        """Record that a plan was carried out, so that the next build starts from there."""
        self._builds.record(plan, result)
