"""Every document of a site as a file in a folder, written whole or not at all."""

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
from feedsvc.publish.files import File, copy, remove, write_all, write_changed
from feedsvc.redirects import FILES, Redirects, is_ours
from feedsvc.site import Built, HeldBack, Site

T = TypeVar("T")

Progress = Callable[[int, int], None]
"""Is told how many documents are made, and of how many."""

BATCH = 500
"""How many files are written before they are made sure of and renamed together."""


class PublishReport(msgspec.Struct, frozen=True, kw_only=True):
    """What publishing did: numbers of files, and the documents that the gate held back.

    `next_change` is when the site changes by itself: an embargo opens, an entry expires or
    is too old for a feed.
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
    """Write the documents of a site to a folder, as of another moment than now if it is given.

    Only files whose bytes differ are written, each by a temporary file that is made sure
    of on the disk and then renamed, so that a run that is killed leaves the old file or
    the new one. Documents that are gone have their files removed; files that feedsvc did
    not write are left alone. After the first run, only documents that can have changed
    are made at all. With the setting `compress`, each file has its codings beside it, as web
    servers look for them. A feed's file has the time of its last change, so that web servers
    answer with the Last-Modified that `serve` has; any other has that of its writing. Raises
    PublishError with the file and the system's reason.
    """
    preview, at = at is not None, at or site.now()
    whole = not file_of(folder, "/").exists()
    plan = site.output_plan(str(folder.resolve()), at, whole=whole)
    with _explained(folder):
        copied = sum(copy(each.file, file_of(folder, each.path)) for each in plan.attachments)
        documents = _write_documents(
            folder,
            site.documents(plan.paths, at, preview=preview),
            len(plan.paths),
            compress=site.settings.compress,
            progress=progress,
        )
        redirects = _redirects_files(folder, site.settings.redirects)
        moved = [file for file in redirects if not file.is_there()]
        write_all(moved)
        gone = [*plan.stale, *documents.gone]
        removed = sum(remove(file_of(folder, path), folder) for path in (*gone, *plan.left))
        removed += 0 if redirects else _remove_redirects_files(folder)
    held = site.held_back()
    made = documents.made
    site.output_done(plan, Built(made=made, held={each.path for each in held}, gone=gone))
    written = copied + documents.written + len(moved)
    return PublishReport(
        written=written,
        unchanged=len(made) + len(plan.attachments) + len(redirects) - written,
        removed=removed,
        held=held,
        next_change=site.next_build(at),
    )


def file_of(folder: Path, path: str) -> Path:
    """Return the file of a document: a page is `index.html` in the folder of its path."""
    return folder / (path.lstrip("/") + ("index.html" if path.endswith("/") else ""))


class _Written(msgspec.Struct, frozen=True):
    """The paths of the documents that there are, of those that are gone, and how many differed."""

    made: list[str]
    gone: list[str]
    written: int


def _write_documents(
    folder: Path,
    documents: Iterable[tuple[str, Document | None]],
    most: int,
    *,
    compress: bool,
    progress: Progress | None,
) -> _Written:
    made: list[str] = []
    gone: list[str] = []
    written = 0
    for batch in _batches(documents):
        files = [_file(folder, document) for _, document in batch if document]
        made += [path for path, document in batch if document]
        gone += [path for path, document in batch if not document]
        written += write_changed(files, compress=compress)
        if progress:
            progress(len(made), most)
    return _Written(made, gone, written)


def _file(folder: Path, document: Document) -> File:
    seconds = document.modified.timestamp() if document.is_dated else time.time()
    return File(file_of(folder, document.path), document.body, int(seconds))


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(items)
    while batch := list(itertools.islice(rest, BATCH)):
        yield batch


def _redirects_files(folder: Path, redirects: Redirects) -> list[File]:
    """Return the files that tell web servers of old paths: none where there are no old paths."""
    files = [File(folder / name, write(redirects)) for name, write in FILES.items() if redirects]
    for file in files:
        if file.place.exists() and not is_ours(file.place.read_bytes()):
            raise PublishError(
                f"{file.place}: was not written by feedsvc, which writes moved and gone to it; "
                "move its lines into the settings, and the file away"
            )
    return files


def _remove_redirects_files(folder: Path) -> int:
    """Remove those of an earlier build; those of other hands stay."""
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
