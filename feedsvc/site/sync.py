"""Syncs of the catalog with the stories folder."""

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from feedsvc.catalog import Archived, Catalog, FileState
from feedsvc.errors import StoryError
from feedsvc.settings import Settings
from feedsvc.site.attachments import is_attachment
from feedsvc.site.scan import (
    FreshFile,
    ReadBatch,
    newest_first,
    parser_options,
    read,
    scan,
)
from feedsvc.site.workers import Workers

Progress = Callable[[int, int], None]
"""Called with the number of files read so far, and the number of files to read."""


class SyncReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a sync did: numbers of files, then of entries; `total` is how many are public.

    `refused` are all files that cannot be read, also if only some paths were looked at.
    """

    read: int
    unchanged: int
    refused: tuple[StoryError, ...]
    notes: tuple[str, ...]
    added: int
    changed: int
    removed: int
    moved: int
    total: int


class ImportProgress(msgspec.Struct, frozen=True):
    """How far the first import is: the number of files read, and of all files."""

    read: int
    total: int


class FolderSync:
    """Reads what is new in the stories folder into the catalog; one sync at a time.

    `last_sync` is when the last one began, `last_report` its report. `importing` is the progress
    of the first import while it runs.
    """

    def __init__(
        self,
        settings: Settings,
        catalog: Catalog,
        workers: Workers,
        archived: Callable[[datetime], Archived],
        now: Callable[[], datetime],
    ) -> None:
        """Use a catalog, workers and a clock; `archived` returns the feeds with archives."""
        self._settings, self._catalog, self._workers = settings, catalog, workers
        self._archived, self._now = archived, now
        self._lock = threading.Lock()
        self._refused: dict[str, StoryError] = {}
        self._files = 0
        self.last_sync: datetime | None = None
        self.last_report: SyncReport | None = None
        self.importing: ImportProgress | None = None

    def run(
        self,
        progress: Progress | None = None,
        *,
        paths: Collection[str] | None = None,
        import_newest_first: bool = False,
    ) -> tuple[SyncReport, int]:
        """Sync once; return the report and the catalog's generation.

        With `paths`, only the files there and below are looked at. The first sync scans the whole
        folder all the same, and so does a changed attachment, which can belong to many stories.
        """
        with self._lock:
            if paths is not None and (self.last_sync is None or any(map(is_attachment, paths))):
                paths = None
            try:
                return self._run(self._now(), progress, paths, import_newest_first)
            finally:
                self.importing = None

    def _run(
        self,
        now: datetime,
        progress: Progress | None,
        paths: Collection[str] | None,
        import_newest_first: bool,
    ) -> tuple[SyncReport, int]:
        folder, output = Path(self._settings.stories), Path(self._settings.output)
        known = self._known(folder, paths)
        found = scan(folder, known, output=output, paths=paths)
        fresh = found.fresh
        if paths is None and (not known or self._catalog.importing() is not None):
            self.importing = ImportProgress(found.unchanged, found.unchanged + len(fresh))
            fresh = newest_first(fresh) if import_newest_first else fresh
        tally = _Tally()
        batches = self._batches(folder, fresh, tally, progress)
        outcome = self._catalog.sync(batches, found.removed, now, archived=self._archived(now))
        counted = 0 if paths is None else self._files - sum(map(self._is_counted, known))
        self._files = counted + found.unchanged + tally.read
        self._refused = self._still_refused(paths) | {each.name: each for each in tally.refused}
        report = SyncReport(
            read=tally.read,
            unchanged=self._files - tally.read,
            refused=tuple(self._refused[name] for name in sorted(self._refused)),
            notes=(*tally.notes, *outcome.notes),
            added=outcome.added,
            changed=outcome.changed,
            removed=outcome.removed,
            moved=outcome.moved,
            total=self._catalog.count(now),
        )
        self.last_sync, self.last_report = now, report
        return report, outcome.generation

    def _known(self, folder: Path, paths: Collection[str] | None) -> dict[str, FileState]:
        """Return the states of the files, as they were read, that a scan will look at."""
        if paths is None:
            return self._catalog.files()
        known = self._catalog.files_at(paths)
        others = [path for path in paths if path not in known and not (folder / path).is_file()]
        return known | self._catalog.files_at((), folders=others)

    def _batches(
        self,
        folder: Path,
        files: Sequence[FreshFile],
        tally: "_Tally",
        progress: Progress | None,
    ) -> Iterator[ReadBatch]:
        """Yield what was read from files, and report the progress once it is in the catalog."""
        if progress:
            progress(0, len(files))
        for batch in read(folder, files, parser_options(self._settings), self._workers):
            yield batch
            tally.add(batch)
            if self.importing:
                left = len(files) - tally.done
                self.importing = msgspec.structs.replace(
                    self.importing, read=self.importing.total - left
                )
            if progress:
                progress(tally.done, len(files))

    def _is_counted(self, known: str) -> bool:
        """Return whether a file that the catalog knows was readable at the last sync."""
        return known not in self._refused

    def _still_refused(self, paths: Collection[str] | None) -> dict[str, StoryError]:
        """Return the refused files that a sync of some paths did not look at."""
        if paths is None:
            return {}
        folders = tuple(f"{path}/" for path in paths)
        return {
            name: error
            for name, error in self._refused.items()
            if not f"{name}/".startswith(folders)
        }


class _Tally:
    """What was found in the files read so far, but for their stories."""

    def __init__(self) -> None:
        self.read = 0
        self.refused: list[StoryError] = []
        self.notes: list[str] = []

    @property
    def done(self) -> int:
        """The number of files read or refused."""
        return self.read + len(self.refused)

    def add(self, batch: ReadBatch) -> None:
        """Count what was found in a batch."""
        self.read += len(batch.stories) + len(batch.touched)
        self.refused += batch.refused
        self.notes += batch.notes
