"""Every document of a site as a file in a folder, written whole or not at all."""

import contextlib
import itertools
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import msgspec

from feedsvc.errors import PublishError
from feedsvc.feeds import Document
from feedsvc.feeds.codings import CODINGS, SMALLEST, Coding
from feedsvc.moves import FILES, Moves, is_ours
from feedsvc.site import Attachment, Built, HeldBack, Site

T = TypeVar("T")

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
    progress: Callable[[int, int], None] | None = None,
) -> PublishReport:
    """Write the documents of a site to a folder, as of another moment than now if it is given.

    Only files whose bytes differ are written, each by a temporary file that is made sure
    of on the disk and then renamed, so that a run that is killed leaves the old file or
    the new one. Documents that are gone have their files removed; files that feedsvc did
    not write are left alone. After the first run, only documents that can have changed
    are made at all. With the setting `compress`, each file has its codings beside it, as web
    servers look for them. A file's time is that of the document's last change, so that web
    servers answer with the Last-Modified that `serve` has. Raises PublishError with the file
    and the system's reason.
    """
    preview, compress = at is not None, site.settings.compress
    at = at or site.now()
    whole = not file_of(folder, "/").exists()
    plan = site.output_plan(str(folder.resolve()), at, whole=whole)
    made: list[str] = []
    gone = list(plan.stale)
    with _explained(folder):
        written = sum(_copy(folder, each) for each in plan.attachments)
        for batch in _batches(site.documents(plan.paths, at, preview=preview)):
            files = [_file(folder, doc) for _, doc in batch if doc]
            made += [path for path, doc in batch if doc]
            gone += [path for path, doc in batch if not doc]
            fresh = [file.after_the_old() for file in files if not file.is_there()]
            written += len(fresh)
            coded = list(_compressed(files, fresh)) if compress else []
            _remove_old_codings(fresh, coded)
            # A file comes last: as long as it is the old one, the next build makes all anew.
            _write_all([*coded, *fresh])
            if progress:
                progress(len(made), len(plan.paths))
        moves = _moves_files(folder, site.settings.moves)
        fresh = [file for file in moves if not file.is_there()]
        _write_all(fresh)
        written += len(fresh)
        removed = sum(_remove(folder, path) for path in (*gone, *plan.left))
        removed += 0 if moves else _remove_moves_files(folder)
    held = site.held_back()
    site.output_done(plan, Built(made=made, held={each.path for each in held}, gone=gone))
    return PublishReport(
        written=written,
        unchanged=len(made) + len(plan.attachments) + len(moves) - written,
        removed=removed,
        held=held,
        next_change=site.next_build(at),
    )


def file_of(folder: Path, path: str) -> Path:
    """Return the file of a document: a page is `index.html` in the folder of its path."""
    return folder / (path.lstrip("/") + ("index.html" if path.endswith("/") else ""))


class _File(msgspec.Struct, frozen=True):
    """A file as it is to be; `time` is its modification time in seconds, None for now."""

    place: Path
    body: bytes
    time: int | None = None

    @property
    def temporary(self) -> Path:
        return self.place.with_name(f".{self.place.name}.new")

    def coded(self, coding: Coding) -> Path:
        return self.place.with_name(self.place.name + coding.suffix)

    def is_there(self) -> bool:
        try:
            return self.place.stat().st_size == len(self.body) and (
                self.place.read_bytes() == self.body
            )
        except FileNotFoundError:
            return False

    def after_the_old(self) -> "_File":
        """Return the file with a later time than the one it replaces.

        Web servers know a version by its time and its size, as programs that copy files do.
        """
        try:
            old = int(self.place.stat().st_mtime)
        except FileNotFoundError:
            return self
        return msgspec.structs.replace(self, time=max(self.time or 0, old + 1))


def _file(folder: Path, document: Document) -> _File:
    place = file_of(folder, document.path)
    return _File(place, document.body, int(document.modified.timestamp()))


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(items)
    while batch := list(itertools.islice(rest, BATCH)):
        yield batch


def _compressed(files: list[_File], fresh: list[_File]) -> Iterator[_File]:
    """Yield the compressed files beside those that are new, or that have none yet."""
    changed = {file.place: file.time for file in fresh}
    for file in files:
        for coding in CODINGS.values():
            place = file.coded(coding)
            if len(file.body) >= SMALLEST and (file.place in changed or not place.exists()):
                time = changed.get(file.place) or int(file.place.stat().st_mtime)
                yield _File(place, coding.encode(file.body, True), time)


def _remove_old_codings(fresh: list[_File], coded: list[_File]) -> None:
    """Remove what an earlier build compressed and this one does not, lest it be served still."""
    kept = {file.place for file in coded}
    for file in fresh:
        if file.place.exists():
            for coding in CODINGS.values():
                if file.coded(coding) not in kept:
                    file.coded(coding).unlink(missing_ok=True)


def _write_all(files: list[_File]) -> None:
    """Write files beside their places, make sure of all of them, then put them in place.

    One sync for a batch keeps the promise of an fsync for each file at a fiftieth of its
    time (seen: 0.03 ms a file against 1.8 ms).
    """
    together = hasattr(os, "sync")
    try:
        for file in files:
            file.place.parent.mkdir(parents=True, exist_ok=True)
            with file.temporary.open("wb") as out:
                out.write(file.body)
                if not together:
                    out.flush()
                    os.fsync(out.fileno())
            if file.time is not None:
                os.utime(file.temporary, (file.time, file.time))
        if files and together:
            os.sync()
        for file in files:
            file.temporary.replace(file.place)
    finally:
        for file in files:
            file.temporary.unlink(missing_ok=True)


def _copy(folder: Path, attachment: Attachment) -> bool:
    """Copy a picture, sound or film where its size or time differs; tell whether it did."""
    place = file_of(folder, attachment.path)
    try:
        stat = attachment.file.stat()
    except FileNotFoundError:  # It went since; the next build removes the copy.
        return False
    if place.is_file():
        there = place.stat()
        if (there.st_size, there.st_mtime_ns) == (stat.st_size, stat.st_mtime_ns):
            return False
    place.parent.mkdir(parents=True, exist_ok=True)
    temporary = place.with_name(f".{place.name}.new")
    shutil.copyfile(attachment.file, temporary)
    os.utime(temporary, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    temporary.replace(place)
    return True


def _moves_files(folder: Path, moves: Moves) -> list[_File]:
    """Return the files that tell web servers of old paths: none where there are no old paths."""
    files = [_File(folder / name, write(moves)) for name, write in FILES.items() if moves]
    for file in files:
        if file.place.exists() and not is_ours(file.place.read_bytes()):
            raise PublishError(
                f"{file.place}: was not written by feedsvc, which writes moved and gone to it; "
                "move its lines into the settings, and the file away"
            )
    return files


def _remove_moves_files(folder: Path) -> int:
    """Remove those of an earlier build; those of other hands stay."""
    places = [folder / name for name in FILES]
    ours = [place for place in places if place.is_file() and is_ours(place.read_bytes())]
    for place in ours:
        place.unlink()
    return len(ours)


def _remove(folder: Path, path: str) -> bool:
    """Remove a document's file, and the folders that this leaves empty."""
    file = file_of(folder, path)
    if not file.is_file():
        return False
    file.unlink()
    for coding in CODINGS.values():
        file.with_name(file.name + coding.suffix).unlink(missing_ok=True)
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
