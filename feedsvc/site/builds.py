"""What a build has to render: everything at first, then only what can have changed."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import count

import msgspec

from feedsvc.catalog import Block, Build, BuildChanges, BuildResult, Catalog
from feedsvc.feeds import ARCHIVE, FeedInfo
from feedsvc.settings import Settings
from feedsvc.site.attachments import Attachment, Attachments
from feedsvc.site.paths import (
    MAIN,
    NEWS_SITEMAP_PATH,
    FeedKey,
    archive_file_names,
    archive_paths,
    feed_paths,
    is_companion,
    story_path,
)
from feedsvc.site.renderer import Renderer

ATTACHMENT_PREFIX = "beside:"
"""The prefix of attachments' paths in the record of a build, by which they are found."""


BLOCK = 200
"""How many stories a worker renders at a time."""


class BuildPlan(msgspec.Struct, frozen=True, kw_only=True):
    """The paths to render and to remove, and the build to record afterwards.

    The documents of one feed are next to each other in `paths`. When all is rendered, the
    paths of story pages are in `stories` instead, and `blocks` have these stories for worker
    processes. `attachments` are all attachments, because a new version of one changes no story;
    `stale_attachments` are paths to remove.
    """

    build: Build
    paths: tuple[str, ...]
    stories: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    stale: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    stale_attachments: tuple[str, ...] = ()


class BuildPlanner:
    """Plans builds into folders, and records them in the catalog."""

    def __init__(
        self,
        settings: Settings,
        catalog: Catalog,
        renderer: Renderer,
        attachments: Attachments,
    ) -> None:
        """Plan builds of one site with these settings."""
        self._settings, self._catalog, self._published = settings, catalog, catalog.published
        self._renderer, self._attachments = renderer, attachments
        self._digest = renderer.digest
        self._archived = archive_file_names(settings.archive_formats)

    def plan(self, folder: str, generation: int, at: datetime, *, whole: bool) -> BuildPlan:
        """Return what a build into a folder has to render and to remove, as of a time."""
        plan = self._documents_plan(folder, generation, at, whole=whole)
        attachments = tuple(self._attachments.all(at))
        before = self._published.build_paths(folder, ATTACHMENT_PREFIX)
        stale = {path.removeprefix(ATTACHMENT_PREFIX) for path in before}
        stale -= {each.path for each in attachments}
        return msgspec.structs.replace(
            plan, attachments=attachments, stale_attachments=tuple(sorted(stale))
        )

    def begin(self, plan: BuildPlan) -> None:
        """Record what a plan is going to write: if the build is killed, the next one knows."""
        attachments = (ATTACHMENT_PREFIX + each.path for each in plan.attachments)
        paths = [*plan.paths, *plan.stories, *attachments]
        if paths:
            self._published.begin_build(plan.build.folder, paths)

    def record(self, plan: BuildPlan, result: BuildResult) -> None:
        """Record that a plan was carried out, and with what result."""
        attachments = (ATTACHMENT_PREFIX + each.path for each in plan.attachments)
        removed = (ATTACHMENT_PREFIX + path for path in plan.stale_attachments)
        self._published.record_build(
            plan.build,
            BuildResult(
                written=[*result.written, *attachments],
                held=result.held,
                removed=[*result.removed, *removed],
            ),
        )

    def next_change(self, at: datetime) -> datetime | None:
        """Return when the clock alone next changes a document.

        That is when an entry opens, expires or becomes too old, or when a tombstone ends.
        """
        tombstone_age = self._renderer.tombstone_age
        withdrawn = self._catalog.first_withdrawn(at - tombstone_age, at)
        times = [
            self._catalog.next_change(at),
            self._renderer.definitions.next_aged(at),
            self._renderer.sitewide.news_end(at),
            withdrawn and withdrawn + tombstone_age,
        ]
        return min(filter(None, times), default=None)

    def all_paths(self, at: datetime) -> list[str]:
        """Return the paths of all documents as of a time."""
        slugs = self._catalog.slugs(at)
        return [*self._paths_but_stories(slugs, at), *map(story_path, slugs)]

    def _paths_but_stories(self, slugs: Sequence[str], at: datetime) -> list[str]:
        keys = [_key_of(info) for info in self._renderer.feeds(at)]
        feeds = [path for key in keys for path in feed_paths(key.path)]
        archives = [path for key in keys for path in self._archive_paths(key, at)]
        companions = self._renderer.podcasts.paths(slugs, at)
        return [*self._renderer.sitewide.paths, *feeds, *archives, *companions]

    def _documents_plan(
        self, folder: str, generation: int, at: datetime, *, whole: bool
    ) -> BuildPlan:
        last = self._published.last_build(folder)
        build = Build(folder=folder, settings=self._digest, generation=generation, at=at)
        if not whole and last and last.settings == self._digest:
            changed = self._changed_paths(folder, last, at) + self._podcast_paths(folder)
            held = filter(_is_document, sorted(self._published.held_paths(folder)))
            paths = tuple(dict.fromkeys((*changed, *held)))
            return BuildPlan(build=build, paths=paths)
        slugs = self._catalog.slugs(at)
        others, stories = self._paths_but_stories(slugs, at), tuple(map(story_path, slugs))
        before = self._published.build_paths(folder)
        return BuildPlan(
            build=build,
            paths=tuple(others),
            stories=stories,
            blocks=tuple(self._catalog.blocks(at, BLOCK)),
            stale=tuple(sorted(before.difference(others, stories))),
        )

    def _podcast_paths(self, folder: str) -> tuple[str, ...]:
        """Return the paths of podcasts, and of present and former companion files of episodes.

        A new transcript changes no story, so these are always rendered.
        """
        if not any(feed.podcast for feed in self._settings.feeds):
            return ()
        names = [feed.name for feed in self._settings.public_feeds if feed.podcast]
        before = filter(is_companion, sorted(self._published.build_paths(folder)))
        feeds = (path for name in names for path in feed_paths(FeedKey("custom", name).path))
        return (*feeds, *self._renderer.podcasts.companions.all(), *before)

    def _archive_paths(self, key: FeedKey, at: datetime) -> Iterator[str]:
        extent = self._renderer.feed_documents.archive_extent(key, at)
        for page in range(1, extent.pages + 1) if extent else ():
            yield from archive_paths(key.path, page, self._archived)

    def _changed_archive_paths(
        self, folder: str, key: FeedKey, changes: BuildChanges, at: datetime
    ) -> Iterator[str]:
        """Yield the paths of archive pages that can have changed, appeared or disappeared.

        All pages disappear with their feed, such as that of a tag without public stories.
        """
        extent = self._renderer.feed_documents.archive_extent(key, at)
        archive = f"{key.path}{ARCHIVE}/"
        if extent is None:
            yield from self._published.build_paths(folder, archive)
        elif self._published.build_paths(folder, f"{archive}1/"):
            extra = list(self._pages_from(extent.pages + 1, folder, archive))
            pages = extent.changed_pages(changes.numbers.get(extent.feed, ()))
            # The last page links to one that a build as of a later time wrote.
            last = [extent.pages] if extra and extent.pages else []
            for page in dict.fromkeys([*pages, *last]):
                yield from archive_paths(key.path, page, self._archived)
            yield from extra
        else:
            yield from self._archive_paths(key, at)

    def _pages_from(self, first: int, folder: str, archive: str) -> Iterator[str]:
        """Yield the paths of archive pages that a build as of a later time wrote."""
        for page in count(first):
            paths = self._published.build_paths(folder, f"{archive}{page}/")
            if not paths:
                return
            yield from paths

    def _changed_paths(self, folder: str, last: Build, at: datetime) -> tuple[str, ...]:
        """Return the paths of documents that a story or the clock can have changed.

        Feeds from the settings are few, and once an entry has changed it is unknown whether
        they had it, so they are rendered whenever anything changed. If feeds have a max_age,
        any feed can have changed. The feeds of languages link to each other, so all are rendered.
        """
        changes = self._catalog.changes_since(
            last.generation, last.at, at, tombstone_age=self._renderer.tombstone_age
        )
        stories = tuple(story_path(slug) for slug in (*changes.slugs, *changes.neighbors))
        terms = list(changes.terms)
        settings, sitewide = self._settings, self._renderer.sitewide
        if settings.max_age or any(feed.max_age for feed in settings.public_feeds):
            public = ((term.kind, term.slug) for term in self._catalog.terms(at))
            terms = list(dict.fromkeys((*terms, *public)))
        elif not stories and not changes.tombstones_expired:
            return (NEWS_SITEMAP_PATH,) if sitewide.news_aged(last.at, at) else ()
        else:
            languages = (term for term in self._catalog.terms(at) if term.kind == "language")
            terms = list(dict.fromkeys((*terms, *((term.kind, term.slug) for term in languages))))
        keys = [
            MAIN,
            *(FeedKey("custom", feed.name) for feed in settings.public_feeds),
            *(FeedKey(kind, slug) for kind, slug in terms),
        ]
        feeds = (path for key in keys for path in feed_paths(key.path))
        archives = (
            path for key in keys for path in self._changed_archive_paths(folder, key, changes, at)
        )
        return (*sitewide.paths, *feeds, *archives, *stories)


def _is_document(path: str) -> bool:
    return not path.startswith(ATTACHMENT_PREFIX)


def _key_of(info: FeedInfo) -> FeedKey:
    return FeedKey(info.kind, info.path.strip("/").rpartition("/")[2])
