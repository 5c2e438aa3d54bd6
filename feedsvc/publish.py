"""Every document of a site as a file in a folder, written whole or not at all."""

import contextlib
import itertools
import os
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from feedsvc.errors import PublishError
from feedsvc.site import HeldBack, Site

BATCH = 500
"""How many files are written before they are made sure of and renamed together."""

_TEMPORARY = ".feedsvc-new"


class PublishReport(msgspec.Struct, frozen=True, kw_only=True):
    """What publishing did: numbers of files, and the documents that the gate held back.

    `next_change` is when the site changes by itself: an embargo opens, an entry expires.
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
    progress: Callable[[int, int], None] | None = None,
) -> PublishReport:
    """Write the documents of a site to a folder, as of a moment (default: now).

    Only files whose bytes differ are written, each by a temporary file that is made sure
    of on the disk and then renamed, so that a run that is killed leaves the old file or
    the new one. Documents that are gone have their files removed; files that feedsvc did
    not write are left alone. After the first run, only documents that can have changed
    are made at all. Raises PublishError with the file and the system's reason.
    """
    at = at or site.now()
    plan = site.output_plan(str(folder.resolve()), at, whole=not (folder / "index.html").exists())
    written = unchanged = 0
    gone: list[str] = list(plan.stale)
    made: list[str] = []
    with _explained(folder):
        for batch in _batches(plan.paths):
            fresh: list[tuple[Path, bytes]] = []
            for path in batch:
                document = site.document(path, at)
                if document is None:
                    gone.append(path)
                    continue
                made.append(path)
                file = file_of(folder, path)
                if _holds(file, document.body):
                    unchanged += 1
                else:
                    fresh.append((file, document.body))
            _write_all(fresh)
            written += len(fresh)
            if progress:
                progress(written + unchanged, len(plan.paths))
        removed = sum(_remove(folder, path) for path in gone)
    site.output_done(plan, made=made, gone=gone)
    return PublishReport(
        written=written,
        unchanged=unchanged,
        removed=removed,
        held=site.held_back(),
        next_change=site.next_change(at),
    )


def file_of(folder: Path, path: str) -> Path:
    """Return the file of a document: a page is `index.html` in the folder of its path."""
    return folder / (path.lstrip("/") + ("index.html" if path.endswith("/") else ""))


def _batches(paths: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(paths)
    while batch := list(itertools.islice(rest, BATCH)):
        yield batch


def _holds(file: Path, body: bytes) -> bool:
    try:
        return file.stat().st_size == len(body) and file.read_bytes() == body
    except OSError:
        return False


def _write_all(files: list[tuple[Path, bytes]]) -> None:
    """Write files beside their places, make sure of all of them, then put them in place.

    One `sync` for a batch keeps the promise of one `fsync` for each file at a fiftieth of
    its time (seen: 0.03 ms a file against 1.8 ms).
    """
    temporaries: list[Path] = []
    try:
        for file, body in files:
            file.parent.mkdir(parents=True, exist_ok=True)
            temporary = file.with_name(f".{file.name}{_TEMPORARY}")
            temporaries.append(temporary)
            with temporary.open("wb") as out:
                out.write(body)
                if not hasattr(os, "sync"):
                    out.flush()
                    os.fsync(out.fileno())
        if files and hasattr(os, "sync"):
            os.sync()
        for temporary, (file, _) in zip(temporaries, files, strict=True):
            temporary.replace(file)
    except OSError:
        for temporary in temporaries:
            temporary.unlink(missing_ok=True)
        raise


def _remove(folder: Path, path: str) -> bool:
    """Remove a document's file, and the folders that this leaves empty."""
    file = file_of(folder, path)
    if not file.is_file():
        return False
    file.unlink()
    for parent in itertools.takewhile(lambda parent: parent != folder, file.parents):
        with contextlib.suppress(OSError):
            parent.rmdir()
    return True


@contextlib.contextmanager
def _explained(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        place = error.filename or folder
        raise PublishError(f"{place}: cannot be written: {error.strerror}") from error
