"""Podcasts: feeds of episodes, with the transcripts and chapters from the stories folder."""

import os
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from feedsvc.catalog import Catalog, Place, Selection
from feedsvc.catalog.sync.naming import latin_slug, story_name
from feedsvc.entry import Entry
from feedsvc.feeds import COMPANION_TYPES, Companion, Podcast, is_episode, podcast_guid
from feedsvc.feeds.rss import FILE_NAME
from feedsvc.settings import FeedSettings, Settings
from feedsvc.site.paths import CompanionTarget, companion_path, is_companion
from feedsvc.site.rendered import Rendered, absolute_url, document, newest

RESCAN_INTERVAL = timedelta(minutes=1)
"""How long to assume that there is no new transcript: the catalog records only stories."""


class CompanionFile(msgspec.Struct, frozen=True):
    """A transcript or chapters file for the story with a slug."""

    slug: str
    suffix: str
    file: Path

    @property
    def path(self) -> str:
        """The URL path, below that of the story's page."""
        return companion_path(self.slug, self.suffix)


class CompanionFiles:
    """Files in the stories folder that have the name of a story, with another suffix.

    `night-ferry.vtt` belongs to `night-ferry.md`, and to any story whose page is at
    `/stories/night-ferry/`. Sites without a podcast have none.
    """

    def __init__(self, settings: Settings) -> None:
        """Search the stories folder, except for the output folder."""
        self._folder, self._max_bytes = settings.stories, settings.limits.story_bytes
        self._output = os.path.realpath(settings.output)
        self._has_podcasts = any(feed.podcast for feed in settings.feeds)

    def all(self) -> dict[str, CompanionFile]:
        """Return the files by URL path; if two have the same path, the first by name."""
        names = sorted(self._files(self._folder)) if self._has_podcasts else []
        companions: dict[str, CompanionFile] = {}
        for name in names:
            suffix = next(end for end in COMPANION_TYPES if name.endswith(end))
            # story_name expects a suffix with one dot.
            slug = latin_slug(story_name(name.removesuffix(suffix) + ".md"))
            companion = CompanionFile(slug, suffix, Path(name))
            companions.setdefault(companion.path, companion)
        return companions

    def read(self, path: str) -> bytes | None:
        """Return the bytes of the file at a URL path; None if there is no readable file."""
        companion = self.all().get(path)
        try:
            return companion.file.read_bytes() if companion else None
        except OSError:
            return None

    def _files(self, folder: str) -> Iterator[str]:
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        if os.path.realpath(entry.path) != self._output:
                            yield from self._files(entry.path)
                    elif self._is_companion(entry):
                        yield entry.path
        except OSError:  # a folder that was deleted or cannot be read
            return

    def _is_companion(self, entry: os.DirEntry[str]) -> bool:
        is_named = is_companion(entry.name)
        return is_named and entry.is_file() and entry.stat().st_size <= self._max_bytes


class Podcasts:
    """The episodes, podcast elements and companion files of a site's podcasts."""

    def __init__(self, settings: Settings, catalog: Catalog) -> None:
        self._settings, self._catalog = settings, catalog
        self.companions = CompanionFiles(settings)

    def episodes(self, selection: Selection, at: datetime) -> tuple[Place, ...]:
        """Return the entries of a selection with audio or video, up to its limit."""
        wanted = most = selection.limit or self._settings.limit
        while True:
            more = msgspec.structs.replace(selection, limit=most)
            places = self._catalog.places(more, at)
            entries = self._catalog.read([place.key for place in places])
            episodes = [place for place in places if is_episode(entries[place.key])]
            if len(episodes) >= wanted or len(places) < most:
                return tuple(episodes[:wanted])
            most *= 4

    def podcast(self, definition: FeedSettings, path: str, places: Sequence[Place]) -> Podcast:
        """Return the podcast elements of a feed whose documents are in the folder `path`.

        The guid is derived from the first host in the site's ids, so it stays the same when
        the site moves to another host.
        """
        settings, author = self._settings, self._settings.author
        host = self._catalog.first_authority.partition(",")[0]
        return Podcast(
            guid=podcast_guid(f"{host}{path}{FILE_NAME}"),
            author=author.name if author else settings.title,
            category=definition.category,
            explicit=definition.explicit,
            image=absolute_url(settings, definition.image),
            email=author.email if author else None,
            locked=definition.locked,
            companions=self._companions_of(places),
        )

    def paths(self, slugs: Collection[str], at: datetime) -> list[str]:
        """Return the paths of the transcripts and chapters of public stories."""
        public = set(slugs)
        candidates = (each for each in self.companions.all().values() if each.slug in public)
        return [each.path for each in candidates if self._episode(each.slug, at)]

    def companion(self, path: str, target: CompanionTarget, at: datetime) -> Rendered | None:
        """Return a transcript or chapters: the file as it is, while its story is public."""
        episode = self._episode(target.slug, at)
        body = self.companions.read(path) if episode else None
        if episode is None or body is None:
            return None
        media_type = f"{COMPANION_TYPES[target.suffix]}; charset=utf-8"
        changed = newest(self._catalog, [episode])
        return Rendered(document(path, media_type, body, [episode], changed), at + RESCAN_INTERVAL)

    def _episode(self, slug: str, at: datetime) -> Entry | None:
        context = self._catalog.story(slug, at)
        return context.entry if context and is_episode(context.entry) else None

    def _companions_of(self, places: Sequence[Place]) -> tuple[Companion, ...]:
        existing = self.companions.all()
        return tuple(
            Companion(entry_id=place.id, url=self._settings.base_url + path, type=kind)
            for place in (places if existing else ())
            for suffix, kind in COMPANION_TYPES.items()
            if (path := companion_path(place.slug, suffix)) in existing
        )
