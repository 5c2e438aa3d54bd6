"""Files written whole or not at all, with their compressed forms beside them."""

import contextlib
import itertools
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from feedsvc.feeds.codings import CODINGS, SMALLEST, Coding


class File(msgspec.Struct, frozen=True):
    """A file as it is to be; `time` is its modification time in seconds, None for now."""

    place: Path
    body: bytes
    time: int | None = None

    @property
    def temporary(self) -> Path:
        """Where it stands until it is whole."""
        return self.place.with_name(f".{self.place.name}.new")

    def coded(self, coding: Coding) -> Path:
        """Return the place of the file in a coding, as web servers look for it."""
        return self.place.with_name(self.place.name + coding.suffix)

    def is_there(self) -> bool:
        """Tell whether the place has these bytes already."""
        try:
            return self.place.stat().st_size == len(self.body) and (
                self.place.read_bytes() == self.body
            )
        except FileNotFoundError:
            return False

    def after_the_old(self) -> "File":
        """Return the file with a later time than the one it replaces.

        Web servers know a version by its time and its size, as programs that copy files do.
        """
        try:
            old = int(self.place.stat().st_mtime)
        except FileNotFoundError:
            return self
        return msgspec.structs.replace(self, time=max(self.time or 0, old + 1))


def write_changed(files: Sequence[File], *, compress: bool) -> int:
    """Write the files whose bytes differ from those in their places; return how many did.

    Each is dated after the one it replaces. To `compress` is to have its codings beside it.
    """
    fresh = [file.after_the_old() for file in files if not file.is_there()]
    coded = list(_compressed(files, fresh)) if compress else []
    _remove_old_codings(fresh, coded)
    # A file comes last: as long as it is the old one, the next build makes all anew.
    write_all([*coded, *fresh])
    return len(fresh)


def write_all(files: Sequence[File]) -> None:
    """Write files beside their places, make sure of all of them, then put them in place.

    One sync for a batch keeps the promise of an fsync for each file at a fiftieth of its
    time (seen: 0.03 ms a file against 1.8 ms). Raises OSError, as all functions here.
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


def copy(source: Path, place: Path) -> bool:
    """Copy a file to a place where size or time differ; tell whether that was so."""
    temporary = place.with_name(f".{place.name}.new")
    try:
        stat = source.stat()
        if place.is_file():
            there = place.stat()
            if (there.st_size, there.st_mtime_ns) == (stat.st_size, stat.st_mtime_ns):
                return False
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, temporary)
    except FileNotFoundError as error:
        if Path(error.filename) != source:
            raise
        return False  # It went since; the next build removes the copy.
    os.utime(temporary, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    temporary.replace(place)
    return True


def remove(place: Path, folder: Path) -> bool:
    """Remove a file, its codings and what folders that leaves empty; tell whether it was there.

    `folder` stays: it is the one that all is built into.
    """
    if not place.is_file():
        return False
    place.unlink()
    for coding in CODINGS.values():
        place.with_name(place.name + coding.suffix).unlink(missing_ok=True)
    for parent in itertools.takewhile(lambda parent: parent != folder, place.parents):
        with contextlib.suppress(OSError):
            parent.rmdir()
    return True


def _compressed(files: Sequence[File], fresh: Sequence[File]) -> Iterator[File]:
    """Yield the compressed files beside those that are new, or that have none yet."""
    changed = {file.place: file.time for file in fresh}
    for file in files:
        for coding in CODINGS.values():
            place = file.coded(coding)
            if len(file.body) >= SMALLEST and (file.place in changed or not place.exists()):
                time = changed.get(file.place) or int(file.place.stat().st_mtime)
                yield File(place, coding.encode(file.body, True), time)


def _remove_old_codings(fresh: Sequence[File], coded: Sequence[File]) -> None:
    """Remove what an earlier build compressed and this one does not, lest it be served still."""
    kept = {file.place for file in coded}
    for file in fresh:
        if file.place.exists():
            for coding in CODINGS.values():
                if file.coded(coding) not in kept:
                    file.coded(coding).unlink(missing_ok=True)
