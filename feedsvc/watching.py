"""A watcher of the stories folder, which syncs a saved story within a second."""

import logging
import threading
from collections.abc import Callable
from pathlib import Path

import watchfiles

from feedsvc.errors import FeedsvcError
from feedsvc.site import Site, SyncReport

QUIET_MS = 50
"""How long the folder must be quiet before a sync: editors save a file in several steps."""
MAX_WAIT_MS = 400
"""After how long a sync starts even though files still change."""
POLL_MS = 1000
"""How often to check whether the folder is still there, and whether to stop."""

log = logging.getLogger(__name__)


def start_watching(site: Site, on_sync: Callable[[SyncReport], None]) -> Callable[[], None]:
    """Watch the stories of a site in a thread; return a function that stops it.

    A server that forks after loading the app loses the thread, so each of its processes has
    to load the app itself.
    """
    stop = threading.Event()
    thread = threading.Thread(
        target=watch, args=(site, on_sync, stop), name="feedsvc-watch", daemon=True
    )
    thread.start()

    def stop_and_wait() -> None:
        stop.set()
        thread.join(timeout=5)

    return stop_and_wait


def watch(site: Site, on_sync: Callable[[SyncReport], None], stop: threading.Event) -> None:
    """Sync the site whenever its stories change, until `stop` is set.

    `on_sync` is called with the report of each sync. Errors are logged, and the sync is soon
    retried, because a withdrawal must not wait for the next change. If the folder is moved
    away, nothing is withdrawn until it is back.
    """
    folder = Path(site.settings.stories)
    errors = _ErrorLog()

    def sync() -> None:
        on_sync(site.sync())
        errors.reset()

    while not stop.is_set():
        try:
            if folder.is_dir():
                _watch_until_replaced(folder, sync, stop)
        except Exception as error:  # noqa: BLE001 -- otherwise the thread would end unnoticed
            errors.add(error)
            stop.wait(POLL_MS / 1000)
        stop.wait(QUIET_MS / 1000)


def _watch_until_replaced(folder: Path, sync: Callable[[], None], stop: threading.Event) -> None:
    """Watch one folder; return when it is deleted or another folder replaces it."""
    identity = _identity(folder)
    first = True
    for changes in watchfiles.watch(
        folder,
        watch_filter=_VisibleFiles(folder),
        debounce=MAX_WAIT_MS,
        step=QUIET_MS,
        rust_timeout=POLL_MS,
        yield_on_timeout=True,
        stop_event=stop,
        raise_interrupt=False,
    ):
        if _identity(folder) != identity:
            return
        # The first sync finds what was saved between the site's own sync and the watch.
        if changes or first:
            sync()
        first = False


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


class _VisibleFiles(watchfiles.BaseFilter):
    """Ignores hidden files and folders, and editors' backups.

    The catalog's own folder is hidden, so writing to it never causes a sync.
    """

    def __init__(self, folder: Path) -> None:
        self._depth = len(folder.resolve().parts)
        super().__init__()

    def __call__(self, change: watchfiles.Change, path: str) -> bool:  # noqa: ARG002 -- the base class's signature
        below = Path(path).parts[self._depth :]
        return not any(part.startswith(".") or part.endswith("~") for part in below)
