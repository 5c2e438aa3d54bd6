"""Publishing a site to a folder: each document is a file, written atomically."""

import contextlib
import itertools
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import msgspec

from feedsvc.errors import PublishError
from feedsvc.feeds import Document
from feedsvc.publish.files import File, copy, remove, write_changed, write_files
from feedsvc.redirects import FILES, Redirects, is_ours
from feedsvc.site import BuildResult, HeldBack, Site

T = TypeVar("T")

Progress = Callable[[int, int], None]
"""Called with the number of documents written so far, and the number to write."""

BATCH = 500
"""How many files are flushed to disk and renamed together."""


class PublishReport(msgspec.Struct, frozen=True, kw_only=True):
    """What publishing did: numbers of files, and the documents that the gate held back.

    `next_change` is when the clock alone changes the site: an embargo opens, an entry expires
    or becomes too old for a feed.
    """

    written: int
    unchanged: int
    removed: int
    held: tuple[HeldBack, ...] = ()
    next_change: datetime | None = None


def publish(
    site: Site,
    folder: Path,
    *,
    at: datetime | None = None,
    progress: Progress | None = None,
) -> PublishReport:
    """Write the documents of a site to a folder, as of now or of the time `at`.

    Only files whose bytes differ are written, each to a temporary file that is flushed to disk
    and then renamed, so that a killed run leaves either the old file or the new one. Files of
    documents that no longer exist are removed; files that feedsvc did not write are left
    alone. After the first run, only documents that can have changed are rendered. With the
    setting `compress`, compressed copies are written next to each file, where web servers look
    for them. A feed's file has the time of its last change, so that web servers send the same
    Last-Modified as `serve`; other files have the time when they were written. Raises
    PublishError with the file and the system's reason.
    """
    preview, at = at is not None, at or site.now()
    whole = not file_of(folder, "/").exists()
    plan = site.build_plan(str(folder.resolve()), at, whole=whole)
    with _explained(folder):
        copied = sum(copy(each.file, file_of(folder, each.path)) for each in plan.attachments)
        documents = _write_documents(
            folder,
            site.documents(plan.paths, at, preview=preview),
            len(plan.paths),
            compress=site.settings.compress,
            progress=progress,
        )
        redirects = _redirect_files(folder, site.settings.redirects)
        changed_redirects = [file for file in redirects if not file.is_current()]
        write_files(changed_redirects)
        removed_paths = [*plan.stale, *documents.missing]
        removed = sum(
            remove(file_of(folder, path), folder)
            for path in (*removed_paths, *plan.stale_attachments)
        )
        removed += 0 if redirects else _remove_redirect_files(folder)
    held = site.held_back()
    site.record_build(
        plan,
        BuildResult(
            written=documents.paths, held={each.path for each in held}, removed=removed_paths
        ),
    )
    written = copied + documents.written + len(changed_redirects)
    return PublishReport(
        written=written,
        unchanged=len(documents.paths) + len(plan.attachments) + len(redirects) - written,
        removed=removed,
        held=held,
        next_change=site.next_build(at),
    )


def file_of(folder: Path, path: str) -> Path:
    """Return the file of a document; a page is `index.html` in the folder of its path."""
    return folder / (path.lstrip("/") + ("index.html" if path.endswith("/") else ""))


class _Documents(msgspec.Struct, frozen=True):
    """Paths with and without a document, and how many files were written."""

    paths: list[str]
    missing: list[str]
    written: int


def _write_documents(
    folder: Path,
    documents: Iterable[tuple[str, Document | None]],
    total: int,
    *,
    compress: bool,
    progress: Progress | None,
) -> _Documents:
    paths: list[str] = []
    missing: list[str] = []
    written = 0
    for batch in _batches(documents):
        files = [_file(folder, document) for _, document in batch if document]
        paths += [path for path, document in batch if document]
        missing += [path for path, document in batch if not document]
        written += write_changed(files, compress=compress)
        if progress:
            progress(len(paths), total)
    return _Documents(paths, missing, written)


def _file(folder: Path, document: Document) -> File:
    seconds = document.modified.timestamp() if document.is_dated else time.time()
    return File(file_of(folder, document.path), document.body, int(seconds))


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(items)
    while batch := list(itertools.islice(rest, BATCH)):
        yield batch


def _redirect_files(folder: Path, redirects: Redirects) -> list[File]:
    """Return the files that configure redirects in web servers; none without redirects."""
    files = [File(folder / name, write(redirects)) for name, write in FILES.items() if redirects]
    for file in files:
        if file.path.exists() and not is_ours(file.path.read_bytes()):
            raise PublishError(
                f"{file.path}: not written by feedsvc, which needs this file for the settings "
                "'moved' and 'gone'; move its lines into the settings and delete it"
            )
    return files


def _remove_redirect_files(folder: Path) -> int:
    """Remove the redirect files of an earlier build, but no files that feedsvc did not write."""
    places = [folder / name for name in FILES]
    ours = [place for place in places if place.is_file() and is_ours(place.read_bytes())]
    for place in ours:
        place.unlink()
    return len(ours)


@contextlib.contextmanager
def _explained(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        place = error.filename or folder
        raise PublishError(f"{place}: cannot be written: {error.strerror}") from error
