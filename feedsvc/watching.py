"""A watcher of the stories folder, which syncs a saved story within a fraction of a second."""

import logging
import os
import re
import threading
import time
from collections.abc import Callable, Collection, Iterable
from pathlib import Path

import watchfiles

from feedsvc.errors import FeedsvcError
from feedsvc.site import HeldBack, Site, SyncReport

QUIET_MS = 50
"""How long the folder must be quiet before a sync: editors save a file in several steps."""
MAX_WAIT_MS = 400
"""After how long a sync starts even though files still change."""
RETRY_SECONDS = 1.0
"""How long to wait after an error before the next scan."""
SCAN_SECONDS = 600.0
"""How often to scan the whole folder, in case the system lost an event or never sends any."""
MAX_PATHS = 1000
"""How many paths are looked at one by one. Linux drops events only after thousands of them."""

Paths = Collection[str] | None
"""The paths below the stories folder that changed, or None for all that may have changed."""

_HIDDEN = re.compile(r"(?:^|/)\.|~(?:/|$)")
"""Hidden files and folders, and editors' backups."""

log = logging.getLogger(__name__)


class _StoppedError(Exception):
    """Raised to end a sync when the watcher is stopped."""


def start_watching(
    site: Site,
    on_sync: Callable[[SyncReport], None],
    progress: Callable[[int, int], None] | None = None,
) -> Callable[[], None]:
    """Watch the stories of a site in a thread; return a function that stops it.

    The thread begins with a scan of the whole folder. A server that forks after loading the app
    loses it, so each of its processes has to load the app itself.
    """
    stop = threading.Event()
    thread = threading.Thread(
        target=watch, args=(site, on_sync, stop, progress), name="feedsvc-watch", daemon=True
    )
    thread.start()

    def stop_and_wait() -> None:
        stop.set()
        thread.join(timeout=5)

    return stop_and_wait


def watch(
    site: Site,
    on_sync: Callable[[SyncReport], None],
    stop: threading.Event,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Sync the site at once and whenever its stories change, until `stop` is set.

    `on_sync` is called with the report of each sync, `progress` with the number of files read
    and the total. Entries that are held back are logged, as are errors, after which the sync is
    soon retried, because a withdrawal must not wait for the next change. If the folder is moved
    away, nothing is withdrawn until it is back.
    """
    folder = Path(site.settings.stories)
    errors, held = _ErrorLog(), _HeldLog()

    def count(done: int, total: int) -> None:
        if stop.is_set():
            raise _StoppedError
        if progress:
            progress(done, total)

    def sync(paths: Paths) -> None:
        with site.workers:
            report = site.sync(count, paths=paths, import_newest_first=True)
        on_sync(report)
        site.render_newest()
        held.update(site.held_entries())
        errors.reset()

    while not stop.is_set():
        try:
            if folder.is_dir():
                _watch_until_replaced(folder, sync, stop)
        except _StoppedError:
            return
        except Exception as error:  # noqa: BLE001 -- otherwise the thread would end unnoticed
            if not stop.wait(RETRY_SECONDS):  # a signal to all processes ends workers first
                errors.add(error)
        stop.wait(QUIET_MS / 1000)


def _watch_until_replaced(
    folder: Path, sync: Callable[[Paths], None], stop: threading.Event
) -> None:
    """Watch one folder; return when it is deleted or another folder replaces it."""
    identity, root = _identity(folder), folder.resolve()
    next_scan = 0.0  # The first one finds what was saved before the watch began.
    for changes in watchfiles.watch(
        root,
        watch_filter=None,
        debounce=MAX_WAIT_MS,
        step=QUIET_MS,
        rust_timeout=QUIET_MS,
        yield_on_timeout=True,
        stop_event=stop,
        raise_interrupt=False,
    ):
        if _identity(folder) != identity:
            return
        paths: Paths = _visible_paths(root, changes)
        if time.monotonic() > next_scan or len(changes) > MAX_PATHS:
            paths, next_scan = None, time.monotonic() + SCAN_SECONDS
        if paths is None or paths:
            sync(paths)


def _visible_paths(root: Path, changes: Iterable[watchfiles.main.FileChange]) -> set[str]:
    """Return the paths below the folder that changed, but for hidden files and backups.

    The catalog's own folder is hidden, so writing to it never causes a sync.
    """
    start = len(f"{root}/")
    paths = {path[start:].replace(os.sep, "/") for _, path in changes}
    return {path for path in paths if path and not _HIDDEN.search(path)}


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        stat = folder.stat()
    except OSError:
        return None
    return stat.st_dev, stat.st_ino


class _ErrorLog:
    """Logs an error once, however often it repeats."""

    def __init__(self) -> None:
        self._last = ""

    def add(self, error: Exception) -> None:
        """Log an error; feedsvc's own messages say everything and need no traceback."""
        if str(error) != self._last:
            log.error("%s", error, exc_info=not isinstance(error, FeedsvcError))
        self._last = str(error)

    def reset(self) -> None:
        """Log the next error even if it is the same."""
        self._last = ""


class _HeldLog:
    """Logs each entry that is held back once."""

    def __init__(self) -> None:
        self._known: set[str] = set()

    def update(self, held: Iterable[HeldBack]) -> None:
        """Log the entries that were not held back before."""
        lines = {str(each) for each in held}
        for line in sorted(lines - self._known):
            log.warning("%s", line)
        self._known = lines
