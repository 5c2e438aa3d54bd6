"""Rendering documents and writing their files, in this process or in workers."""

import logging
import pickle
import time
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import msgspec

from feedsvc.feeds import Document
from feedsvc.feeds.pages import rendering
from feedsvc.publish.files import File, write_changed
from feedsvc.site import Block, HeldBack, Site


class Written(msgspec.Struct, frozen=True):
    """What became of some paths: those with and without a document, and how many files changed.

    `held` are documents that the gate held back, `problems` are those of the theme.
    """

    paths: list[str]
    missing: list[str]
    changed: int
    held: tuple[HeldBack, ...] = ()
    problems: tuple[str, ...] = ()


class Writer:
    """Writes documents of a site as of a time to a folder.

    It can be pickled: a worker process then opens the site itself, once.
    """

    def __init__(
        self, site: Site, folder: Path, at: datetime, *, preview: bool, compress: bool
    ) -> None:
        """Write documents as `serve` has them or, with `preview`, as they are at another time."""
        self._site, self._folder, self._at = site, folder, at
        self._preview, self._compress = preview, compress
        self._now = site.now()

    def __getstate__(self) -> tuple[object, ...]:
        settings = pickle.dumps(self._site.settings)
        return settings, self._folder, self._at, self._preview, self._compress, self._now

    def __setstate__(self, state: tuple[bytes, Path, datetime, bool, bool, datetime]) -> None:
        settings, self._folder, self._at, self._preview, self._compress, self._now = state
        self._site = _opened(settings, self._now)

    def stories(self, block: Block) -> Written:
        """Write the story pages of a block of entries."""
        return self._written((page.path, page) for page in self._site.story_pages(block, self._at))

    def documents(self, paths: Iterable[str]) -> Written:
        """Write the documents at some paths."""
        return self._written(self._site.documents(paths, self._at, preview=self._preview))

    def _written(self, documents: Iterable[tuple[str, Document | None]]) -> Written:
        paths: list[str] = []
        missing: list[str] = []
        files: list[File] = []
        for path, document in documents:
            if document is None:
                missing.append(path)
            else:
                paths.append(path)
                files.append(self._file(document))
        changed = write_changed(files, compress=self._compress)
        problems = self._site.publication.theme.problems
        return Written(paths, missing, changed, self._site.held_documents(), problems)

    def _file(self, document: Document) -> File:
        seconds = document.modified.timestamp() if document.is_dated else time.time()
        return File(_file_name(self._folder, document.path), document.body, int(seconds))


def file_of(folder: Path, path: str) -> Path:
    """Return the file of a document; a page is `index.html` in the folder of its path."""
    return Path(_file_name(folder, path))


def _file_name(folder: Path, path: str) -> str:
    return f"{folder}{path}{'index.html' if path.endswith('/') else ''}"


@lru_cache(maxsize=1)
def _opened(settings: bytes, now: datetime) -> Site:
    """Open a site in a worker process, which ends with the build."""
    # The process that collects the results logs each problem of the theme once.
    logging.getLogger(rendering.__name__).disabled = True
    return Site.open(pickle.loads(settings), clock=lambda: now)  # noqa: S301 -- pickled by this program
