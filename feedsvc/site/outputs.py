"""What a build has to make: everything at first, then only what can have changed."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from itertools import count

import msgspec

from feedsvc.catalog import Built, Catalog, Output, Touched
from feedsvc.feeds import ARCHIVE, FeedInfo
from feedsvc.settings import Settings, WebSettings
from feedsvc.site.attachments import Attachment, Attachments
from feedsvc.site.composing import Composer
from feedsvc.site.naming import (
    MAIN,
    NEWS_SITEMAP_PATH,
    FeedKey,
    archive_paths,
    feed_paths,
    is_companion,
    story_path,
)

BESIDE = "beside:"
"""What the memory of a build puts before the paths of attachments, to find them at once."""


class OutputPlan(msgspec.Struct, frozen=True, kw_only=True):
    """The paths to make and those to remove, and what to remember once that is done.

    `attachments` are all that there are: that one was saved, no story tells. `left` are the
    paths of those that are to be there no more.
    """

    output: Output
    paths: tuple[str, ...]
    stale: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    left: tuple[str, ...] = ()


class Outputs:
    """Plans builds into folders, and remembers them in the catalog."""

    def __init__(
        self,
        settings: Settings,
        catalog: Catalog,
        composer: Composer,
        attachments: Attachments,
    ) -> None:
        """Plan for one site; a build counts as made with these settings and this theme."""
        self._settings, self._catalog, self._published = settings, catalog, catalog.published
        self._composer, self._attachments = composer, attachments
        # How documents are served changes none; and no hash of a password is kept.
        shaping = msgspec.structs.replace(settings, web=WebSettings())
        made_with = msgspec.json.encode((shaping, composer.publication.theme.digest()))
        self._digest = hashlib.blake2b(made_with, digest_size=12).hexdigest()

    def plan(self, folder: str, generation: int, at: datetime, *, whole: bool) -> OutputPlan:
        """Return what a build into a folder has to make and to remove, as of a moment."""
        plan = self._documents_plan(folder, generation, at, whole=whole)
        attachments = tuple(self._attachments.all(at))
        before = self._published.output_paths(folder, BESIDE)
        left = {path.removeprefix(BESIDE) for path in before} - {each.path for each in attachments}
        return msgspec.structs.replace(plan, attachments=attachments, left=tuple(sorted(left)))

    def _documents_plan(
        self, folder: str, generation: int, at: datetime, *, whole: bool
    ) -> OutputPlan:
        last = self._published.output(folder)
        output = Output(folder=folder, settings=self._digest, generation=generation, at=at)
        if not whole and last and last.settings == self._digest:
            touched = self._touched_paths(folder, last, at) + self._podcast_paths(folder)
            held = self._published.held_output_paths(folder) - set(touched)
            return OutputPlan(output=output, paths=(*dict.fromkeys(touched), *sorted(held)))
        paths = self.all_paths(at)
        before = self._published.output_paths(folder) - self._published.output_paths(folder, BESIDE)
        stale = sorted(before - set(paths))
        return OutputPlan(output=output, paths=tuple(paths), stale=tuple(stale))

    def done(self, plan: OutputPlan, built: Built) -> None:
        """Remember that a plan was carried out, and what that did with its documents."""
        made = (BESIDE + each.path for each in plan.attachments)
        gone = (BESIDE + path for path in plan.left)
        self._published.keep_output(
            plan.output,
            Built(made=[*built.made, *made], held=built.held, gone=[*built.gone, *gone]),
        )

    def next_change(self, at: datetime) -> datetime | None:
        """Return when the clock alone next changes a document.

        An entry opens, ends or is too old, or nothing tells any longer that one went.
        """
        remembered = self._composer.remembered
        went = self._catalog.first_withdrawn(at - remembered, at)
        moments = [
            self._catalog.next_change(at),
            self._composer.rules.next_aged(at),
            self._composer.singles.news_end(at),
            went and went + remembered,
        ]
        return min(filter(None, moments), default=None)

    def all_paths(self, at: datetime) -> list[str]:
        """Return the paths of all documents as of a moment."""
        keys = [_key_of(info) for info in self._composer.listing(at)]
        feeds = [path for key in keys for path in feed_paths(key.path)]
        archives = [path for key in keys for path in self._archive_paths(key, at)]
        slugs = self._catalog.slugs(at)
        companions = self._composer.shows.paths(slugs, at)
        stories = (story_path(slug) for slug in slugs)
        return [*self._composer.singles.paths, *feeds, *archives, *stories, *companions]

    def _podcast_paths(self, folder: str) -> tuple[str, ...]:
        """Return the paths of podcasts and of what belongs to episodes, there now or before.

        No story tells that a transcript came or went.
        """
        if not any(feed.podcast for feed in self._settings.feeds):
            return ()
        names = [feed.name for feed in self._settings.public_feeds if feed.podcast]
        before = filter(is_companion, sorted(self._published.output_paths(folder)))
        feeds = (path for name in names for path in feed_paths(FeedKey("custom", name).path))
        return (*feeds, *self._composer.shows.companions.all(), *before)

    def _archive_paths(self, key: FeedKey, at: datetime) -> Iterator[str]:
        """Yield the paths of all pages of a feed's archive."""
        has = self._composer.archive(key, at)
        for page in range(1, has.pages + 1) if has else ():
            yield from archive_paths(key.path, page)

    def _touched_archive(
        self, output: str, key: FeedKey, touched: Touched, at: datetime
    ) -> Iterator[str]:
        """Yield the paths of pages that can have changed, come or gone.

        All pages of a feed come and go with it: the feed of a tag that no public story has.
        """
        has = self._composer.archive(key, at)
        folder = f"{key.path}{ARCHIVE}/"
        if has is None:
            yield from self._published.output_paths(output, folder)
        elif self._published.output_paths(output, f"{folder}1/"):
            left = list(self._pages_from(has.pages + 1, output, folder))
            pages = has.touched_by(touched.numbers.get(has.feed, ()))
            # The last page has a link to one that a build of a later moment has left behind.
            for page in dict.fromkeys([*pages, *([has.pages] if left and has.pages else [])]):
                yield from archive_paths(key.path, page)
            yield from left
        else:
            yield from self._archive_paths(key, at)

    def _pages_from(self, first: int, output: str, folder: str) -> Iterator[str]:
        """Yield the paths of pages that a build of a later moment has left behind."""
        for page in count(first):
            left = self._published.output_paths(output, f"{folder}{page}/")
            if not left:
                return
            yield from left

    def _touched_paths(self, folder: str, last: Output, at: datetime) -> tuple[str, ...]:
        """Return the paths of documents that a story or the clock can have changed since.

        Feeds of the settings are few, and whether an entry was one of theirs is not known
        once it has changed, so they are made whenever anything is. Where entries become too
        old for feeds, any feed can have changed. Pages of languages link to each other.
        """
        touched = self._catalog.touched_since(
            last.generation, last.at, at, remembered=self._composer.remembered
        )
        stories = tuple(story_path(slug) for slug in (*touched.slugs, *touched.beside))
        terms = list(touched.terms)
        settings = self._settings
        if settings.max_age or any(feed.max_age for feed in settings.public_feeds):
            there = ((term.kind, term.slug) for term in self._catalog.terms(at))
            terms = list(dict.fromkeys((*terms, *there)))
        elif not stories and not touched.forgotten:
            aged = self._composer.singles.news_aged(last.at, at)
            return (NEWS_SITEMAP_PATH,) if aged else ()
        else:
            languages = (term for term in self._catalog.terms(at) if term.kind == "language")
            terms = list(dict.fromkeys((*terms, *((term.kind, term.slug) for term in languages))))
        keys = [
            MAIN,
            *(FeedKey("custom", feed.name) for feed in settings.public_feeds),
            *(FeedKey(kind, slug) for kind, slug in terms),
        ]
        singles = self._composer.singles.paths
        feeds = (path for key in keys for path in feed_paths(key.path))
        archives = (
            path for key in keys for path in self._touched_archive(folder, key, touched, at)
        )
        return (*singles, *feeds, *archives, *stories)


def _key_of(info: FeedInfo) -> FeedKey:
    return FeedKey(info.kind, info.path.strip("/").rpartition("/")[2])
