"""Transcripts and chapters of episodes: files that lie in the stories folder and are published."""

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from feedsvc.catalog.sync.naming import latin_slug, story_name
from feedsvc.feeds import COMPANION_TYPES
from feedsvc.settings import Settings
from feedsvc.site.naming import companion_path


class Found(msgspec.Struct, frozen=True):
    """A file that belongs to the story with a slug, and how its name ends."""

    slug: str
    suffix: str
    file: Path

    @property
    def path(self) -> str:
        """The URL path that it is published at, beside the story's page."""
        return companion_path(self.slug, self.suffix)


class Companions:
    """The files of a site whose names, but for their ends, are those of stories.

    `night-ferry.vtt` belongs to `night-ferry.md`, and to any story whose page is at
    `/stories/night-ferry/`. Sites without a podcast have none.
    """

    def __init__(self, settings: Settings) -> None:
        """Look for them in the stories folder, but not in what was built into it."""
        self._folder, self._largest = settings.stories, settings.limits.story_bytes
        self._output = os.path.realpath(settings.output)
        self._wanted = any(feed.podcast for feed in settings.feeds)

    def all(self) -> dict[str, Found]:
        """Return them by their URL paths; of two for one path, the first by its file's name."""
        files = sorted(self._files(self._folder)) if self._wanted else []
        found: dict[str, Found] = {}
        for file in files:
            name = Path(file).name
            suffix = next(end for end in COMPANION_TYPES if name.endswith(end))
            # The name of a story's file with any suffix that has one point.
            slug = latin_slug(story_name(file.removesuffix(suffix) + ".md"))
            companion = Found(slug, suffix, Path(file))
            found.setdefault(companion.path, companion)
        return found

    def read(self, path: str) -> bytes | None:
        """Return the bytes of the one at a URL path; None where there is none to be read."""
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
        except OSError:  # a folder that went, or may not be read
            return

    def _is_companion(self, entry: os.DirEntry[str]) -> bool:
        named = entry.name.endswith(tuple(COMPANION_TYPES))
        return named and entry.is_file() and entry.stat().st_size <= self._largest
