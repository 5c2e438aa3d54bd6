"""A scan of the stories folder: which files are new, changed, deleted or refused."""

import hashlib
import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

import msgspec

from feedsvc.catalog import FileState, PreparedFile, Story, prepare
from feedsvc.entry import AssumedZone, Entry
from feedsvc.errors import SettingsError, StoryError
from feedsvc.parsers import SITE_FOLDERS, Note, Options, Source, is_story, parse
from feedsvc.settings import Settings
from feedsvc.site.attachments import (
    PairedImages,
    are_unchanged,
    attachment_states,
    can_have_paired_images,
    is_image,
    measured,
    with_images,
)
from feedsvc.site.workers import Workers

BATCH = 150
"""How many files a worker reads at a time: a few hundred kilobytes of text."""

_DATE_IN_PATH = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/_](\d\d)[-/_](\d\d)(?!\d)")


class StoryFile(msgspec.Struct, frozen=True, gc=False):
    """A story file as a scan found it: its path below the folder, and its size in bytes."""

    name: str
    size: int
    mtime_ns: int


class FreshFile(msgspec.Struct, frozen=True):
    """A file to read, its state when it was last read, and the images paired with it."""

    file: StoryFile
    before: FileState | None
    images: tuple[str, ...]


class Scan(msgspec.Struct, frozen=True, kw_only=True):
    """What a scan found: `fresh` are new and changed files by name, `removed` deleted ones."""

    fresh: list[FreshFile]
    removed: frozenset[str]
    unchanged: int


class ReadJob(msgspec.Struct, frozen=True):
    """Files that a worker reads."""

    folder: Path
    options: Options
    files: Sequence[FreshFile]


class ReadBatch(msgspec.Struct, frozen=True, kw_only=True):
    """What was read from a few files.

    `stories` are the files that were parsed, `touched` those whose bytes turned out to be the
    same. A refused file does not count as deleted.
    """

    stories: Sequence[PreparedFile]
    touched: Mapping[str, FileState]
    refused: Sequence[StoryError]
    notes: Sequence[str]


def parser_options(settings: Settings, *, trace: bool = False) -> Options:
    """Return the parser options in a site's settings, and whether to trace how lines are read."""
    reading = settings.reading
    return Options(
        zone=AssumedZone(settings.zone),
        language=settings.language,
        max_bytes=settings.limits.story_bytes,
        day_first=reading.day_first,
        zones={letters.lower(): ZoneInfo(name) for letters, name in reading.zones.items()},
        noise=frozenset(line.lower() for line in reading.noise),
        repair=reading.repair,
        markdown=reading.markdown,
        trace=trace,
    )


def require_folder(folder: Path) -> None:
    """Raise SettingsError if the stories folder does not exist."""
    if not folder.is_dir():
        raise SettingsError(f"{folder}: no such folder; create it, or set 'stories' to another one")


def scan(
    folder: Path,
    known: Mapping[str, FileState],
    *,
    output: Path,
    paths: Collection[str] | None = None,
) -> Scan:
    """Find the files that are new, changed or deleted, by size and modification time.

    `known` are the states of the files when they were last read. The `output` folder is
    skipped if it is inside. With `paths`, only these files and folders are looked at, and
    `known` are their states. Raises SettingsError if the folder does not exist or a folder in
    it cannot be read, so that an unmounted folder is never mistaken for one whose stories were
    all deleted.
    """
    require_folder(folder)
    listing = _Listing(str(folder), str(output.resolve()))
    try:
        if paths is None:
            listing.add_folder()
        for path in _outermost(paths or ()):
            listing.add_path(path)
    except OSError as error:
        raise SettingsError(
            f"{error.filename or folder}: cannot be read: {error.strerror}; "
            "give feedsvc read permission for all folders of stories"
        ) from error
    images = PairedImages(listing.images)
    fresh = [
        FreshFile(file, known.get(file.name), images.of(file.name))
        for file in listing.stories
        if not _is_known(folder, file, known.get(file.name), images)
    ]
    fresh.sort(key=lambda each: each.file.name)
    return Scan(
        fresh=fresh,
        removed=frozenset(known.keys() - {file.name for file in listing.stories}),
        unchanged=len(listing.stories) - len(fresh),
    )


def newest_first(files: Collection[FreshFile]) -> list[FreshFile]:
    """Return files by the date in their path, such as `2026/05/01`, else by their own."""
    return sorted(files, key=lambda each: (-_time_of(each.file), each.file.name))


def read(
    folder: Path, files: Sequence[FreshFile], options: Options, workers: Workers
) -> Iterator[ReadBatch]:
    """Read and parse files; yield what was found in batches, in the order of the files."""
    folder = folder.absolute()  # a worker can have another current folder
    starts = range(0, len(files), BATCH)
    jobs = (ReadJob(folder, options, files[start : start + BATCH]) for start in starts)
    return workers.map(read_batch, jobs)


def read_batch(job: ReadJob) -> ReadBatch:
    """Read and parse a few files."""
    stories: list[PreparedFile] = []
    touched: dict[str, FileState] = {}
    refused: list[StoryError] = []
    notes: list[str] = []
    for fresh in job.files:
        name, before = fresh.file.name, fresh.before
        try:
            data, state = _read(job.folder, fresh.file, job.options.max_bytes)
            is_same = before is not None and before.digest == state.digest
            if before and is_same and _are_known(job.folder, name, before, fresh.images):
                touched[name] = msgspec.structs.replace(state, attachments=before.attachments)
                continue
            parsed = parse(Source(name=name, data=data, options=job.options))
        except StoryError as error:
            refused.append(error)
            continue
        story = _story(job.folder, name, state, parsed.entries, fresh.images)
        stories.append(prepare(story))
        notes.extend(_note_line(name, note) for note in parsed.notes)
    return ReadBatch(stories=stories, touched=touched, refused=refused, notes=notes)


class _Listing:
    """The story files in a folder, and the images that can belong to them.

    Hidden files, site builders' folders and the output folder are skipped. Symbolic links to
    folders are not followed: they can lead back up, so that a scan never ends.
    """

    def __init__(self, root: str, output: str) -> None:
        self._root, self._output = root, output
        self.stories: list[StoryFile] = []
        self.images: list[str] = []

    def add_folder(self, below: str = "") -> None:
        """List a folder and those in it; `below` is its path below the root, with a slash."""
        try:
            entries = os.scandir(f"{self._root}/{below}")  # ten times as fast as pathlib
        except (FileNotFoundError, NotADirectoryError):
            if below:  # deleted since it was listed
                return
            raise
        with entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    if not self._is_skipped(entry.name, os.path.realpath(entry.path)):
                        self.add_folder(f"{below}{entry.name}/")
                else:
                    self._add_file(below + entry.name, entry)

    def add_path(self, path: str) -> None:
        """List a file or folder, and the images next to a file that can be paired with it."""
        parent, _, name = path.rpartition("/")
        real = f"{os.path.realpath(self._root)}/{parent}".rstrip("/")
        file = Path(self._root, path)
        if os.path.realpath(file.parent) != real or self._is_skipped(path, f"{real}/{name}"):
            return
        if file.is_dir() and not file.is_symlink():
            self.add_folder(path + "/")
            return
        self._add_file(path, file)
        if can_have_paired_images(path) and file.parent.is_dir():
            below = path.removesuffix(name)
            names = (below + each.name for each in file.parent.iterdir())
            self.images += filter(is_image, names)

    def _add_file(self, name: str, file: "os.DirEntry[str] | Path") -> None:
        """List a file, unless it was deleted meanwhile."""
        if is_story(name):
            try:
                if file.is_file():
                    stat = file.stat()
                    self.stories.append(StoryFile(name, stat.st_size, stat.st_mtime_ns))
            except FileNotFoundError:
                pass
        elif is_image(name):
            self.images.append(name)

    def _is_skipped(self, path: str, real: str) -> bool:
        parts = path.split("/")
        return (
            any(part.startswith(".") for part in parts)
            or not SITE_FOLDERS.isdisjoint(parts)
            or f"{real}/".startswith(f"{self._output}/")
        )


def _outermost(paths: Collection[str]) -> list[str]:
    """Return the paths that are not below another one."""
    return [
        path
        for path in paths
        if not any(str(folder) in paths for folder in PurePosixPath(path).parents)
    ]


def _is_known(folder: Path, file: StoryFile, state: FileState | None, images: PairedImages) -> bool:
    if state is None or state.size != file.size or state.mtime_ns != file.mtime_ns:
        return False
    return _are_known(folder, file.name, state, images.of(file.name))


def _are_known(folder: Path, name: str, state: FileState, images: Sequence[str]) -> bool:
    """Return whether the attachments of a file are the same as when it was last read."""
    if not images and not state.attachments:
        return True
    has_new = images and not {each.name for each in state.attachments}.issuperset(images)
    return not has_new and are_unchanged(folder, name, state.attachments)


def _time_of(file: StoryFile) -> int:
    """Return the time by which a file is sorted, in nanoseconds since 1970."""
    for year, month, day in _DATE_IN_PATH.findall(file.name):
        try:
            date = datetime(int(year), int(month), int(day), tzinfo=UTC)
        except ValueError:
            continue
        return int(date.timestamp()) * 10**9
    return file.mtime_ns


def _read(folder: Path, file: StoryFile, limit: int) -> tuple[bytes, FileState]:
    if file.size > limit:
        raise StoryError(
            file.name,
            f"the file is too large: {file.size:,} bytes, and the limit is {limit:,}",
            cure="split it, or raise story_bytes in [limits]",
        )
    try:
        with open(f"{folder}/{file.name}", "rb", buffering=0) as story:  # noqa: PTH123 -- half the time
            data = story.read()
    except OSError as error:
        raise StoryError(
            file.name,
            f"cannot be read: {error.strerror}",
            cure="give feedsvc read permission",
        ) from error
    digest = hashlib.blake2b(data, digest_size=16).hexdigest()
    return data, FileState(size=file.size, mtime_ns=file.mtime_ns, digest=digest)


def _story(
    folder: Path, name: str, state: FileState, parsed: Sequence[Entry], images: Sequence[str]
) -> Story:
    """Return a parsed file with its attachments; `images` are paired with it by name."""
    entries = tuple(measured(folder, name, entry) for entry in with_images(parsed, images))
    attachments = attachment_states(folder, name, entries, images)
    if attachments:
        state = msgspec.structs.replace(state, attachments=attachments)
    return Story(name=name, state=state, entries=entries)


def _note_line(name: str, note: Note) -> str:
    return f"{name}:{note.line}: {note.message}" if note.line else f"{name}: {note.message}"
