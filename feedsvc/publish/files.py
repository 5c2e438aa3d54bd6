"""Files that are written atomically, with compressed copies next to them.

Paths are strings, because a build writes a file in the time that pathlib takes for a few calls.
Every function raises OSError.
"""

import contextlib
import itertools
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from feedsvc.feeds.codings import CODINGS, SMALLEST


class File(msgspec.Struct, frozen=True):
    """A file to write; `time` is its modification time in seconds, None for now."""

    path: str
    body: bytes
    time: int | None = None

    def is_current(self) -> bool:
        """Return whether the existing file has these bytes already."""
        existing = _stat(self.path)
        return existing is not None and self._is_in(existing)

    def changed(self) -> "File | None":
        """Return the file as it has to be written; None if it exists with these bytes already.

        Its time is later than that of the file that it replaces, because web servers and
        copying programs identify a version by its time and size.
        """
        existing = _stat(self.path)
        if existing is None:
            return self
        if self._is_in(existing):
            return None
        return msgspec.structs.replace(self, time=max(self.time or 0, int(existing.st_mtime) + 1))

    def _is_in(self, existing: os.stat_result) -> bool:
        if existing.st_size != len(self.body):
            return False
        with open(self.path, "rb") as file:  # noqa: PTH123 -- see the head of this module
            return file.read() == self.body


def write_changed(files: Sequence[File], *, compress: bool) -> int:
    """Write the files whose bytes differ from the existing ones; return how many did.

    With `compress`, compressed copies are written next to each file.
    """
    fresh = [file for each in files if (file := each.changed()) is not None]
    written = {file.path for file in fresh}
    for file in files:
        if file.path not in written:
            _remove_temporary(file.path)
    coded = list(_compressed(files, fresh)) if compress else []
    _remove_old_codings(fresh, coded)
    # The file itself comes last: while it is the old one, the next build writes all again.
    write_files([*coded, *fresh])
    return len(fresh)


def write_files(files: Sequence[File]) -> None:
    """Write temporary files and rename them, so that each file is the old one or the new one.

    Files that replace others are flushed to disk first, all with one sync: that is as safe as an
    fsync for each file and 50 times as fast. New ones can wait for `flush`.
    """
    try:
        for file in files:
            _write_temporary(file)
        if any(_stat(file.path) for file in files):
            flush()
        for file in files:
            os.replace(_temporary(file.path), file.path)  # noqa: PTH105 -- as above
    except BaseException:
        for file in files:
            _unlink(_temporary(file.path))
        raise


def flush() -> None:
    """Flush all files to disk, where the system can do that at once."""
    if hasattr(os, "sync"):
        os.sync()


def copy(source: Path, path: Path) -> bool:
    """Copy a file unless the copy has the same size and time; return whether it was copied."""
    temporary = Path(_temporary(str(path)))
    try:
        stat = source.stat()
        if path.is_file():
            existing = path.stat()
            if (existing.st_size, existing.st_mtime_ns) == (stat.st_size, stat.st_mtime_ns):
                return False
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, temporary)
    except FileNotFoundError as error:
        if Path(error.filename) != source:
            raise
        return False  # deleted meanwhile; the next build removes the copy
    os.utime(temporary, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    temporary.replace(path)
    return True


def remove(path: Path, folder: Path) -> bool:
    """Remove a file, its compressed copies and folders that become empty.

    Also removes what a killed build left of them. Returns whether the file existed. `folder`, the
    root of the output, is not removed.
    """
    existed = path.is_file()
    if existed:
        path.unlink()
    for coding in CODINGS.values():
        _unlink(f"{path}{coding.suffix}")
    _remove_temporary(str(path))
    for parent in itertools.takewhile(lambda parent: parent != folder, path.parents):
        with contextlib.suppress(OSError):
            parent.rmdir()
    return existed


def _write_temporary(file: File) -> None:
    path = _temporary(file.path)
    try:
        out = open(path, "wb")  # noqa: PTH123, SIM115 -- closed below; see the head of this module
    except FileNotFoundError:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        out = open(path, "wb")  # noqa: PTH123, SIM115 -- closed below
    with out:
        out.write(file.body)
        if not hasattr(os, "sync"):
            out.flush()
            os.fsync(out.fileno())
    if file.time is not None:
        os.utime(path, (file.time, file.time))


def _temporary(path: str) -> str:
    folder, slash, name = path.rpartition("/")
    return f"{folder}{slash}.{name}.new"


def _remove_temporary(path: str) -> None:
    """Remove the temporary files of a file and its compressed copies that a killed build left."""
    for suffix in ("", *(coding.suffix for coding in CODINGS.values())):
        _unlink(_temporary(path + suffix))


def _unlink(path: str) -> None:
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        os.unlink(path)  # noqa: PTH108 -- see the head of this module


def _stat(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)  # noqa: PTH116 -- see the head of this module
    except (FileNotFoundError, NotADirectoryError):
        return None


def _compressed(files: Sequence[File], fresh: Sequence[File]) -> Iterator[File]:
    """Yield the compressed copies of files that are new, and those that are not of their time."""
    changed = {file.path: file.time for file in fresh}
    for file in files:
        if len(file.body) < SMALLEST:
            continue
        time = changed[file.path] if file.path in changed else _seconds(file.path)
        for coding in CODINGS.values():
            path = file.path + coding.suffix
            if file.path in changed or _seconds(path) != time:
                yield File(path, coding.encode(file.body, True), time)


def _seconds(path: str) -> int | None:
    """Return the modification time of a file in seconds; None if it does not exist."""
    existing = _stat(path)
    return None if existing is None else int(existing.st_mtime)


def _remove_old_codings(fresh: Sequence[File], coded: Sequence[File]) -> None:
    """Remove compressed copies of an earlier build that this one does not replace."""
    wanted = {file.path for file in coded}
    for file in fresh:
        if _stat(file.path):
            for coding in CODINGS.values():
                if file.path + coding.suffix not in wanted:
                    _unlink(file.path + coding.suffix)
