"""The stories folder, watched: a saved story is read within a second."""

import logging
import threading
from collections.abc import Callable
from pathlib import Path

import watchfiles

from feedsvc.errors import FeedsvcError
from feedsvc.site import Site, SyncReport

QUIET_MS = 50
"""How long nothing may change before a sync: an editor saves a file in several steps."""
LONGEST_WAIT_MS = 400
"""After how long a sync comes, though files still change."""
LOOK_UP_MS = 1000
"""How often to see whether the folder is still there and whether to stop."""

log = logging.getLogger(__name__)


def start_watching(site: Site, on_sync: Callable[[SyncReport], None]) -> Callable[[], None]:
    """Watch the stories of a site in a thread of its own; return what stops it.

    A server that forks after it has loaded the app loses the thread: each of its processes
    has to load the app itself.
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

    `on_sync` gets the report of each sync. Whatever fails is logged, and soon tried again:
    what was withdrawn meanwhile must not wait for the next change. A folder that is moved
    away is waited for; while it is gone, nothing is taken out of the feeds.
    """
    folder = Path(site.settings.stories)
    failures = _Failures()

    def sync() -> None:
        on_sync(site.sync())
        failures.end()

    while not stop.is_set():
        try:
            if folder.is_dir():
                _watch_until_replaced(folder, sync, stop)
        except Exception as error:  # noqa: BLE001 -- nobody would see that the thread ended
            failures.tell(error)
            stop.wait(LOOK_UP_MS / 1000)
        stop.wait(QUIET_MS / 1000)


def _watch_until_replaced(folder: Path, sync: Callable[[], None], stop: threading.Event) -> None:
    """Watch one folder; return when another takes its place, or it goes."""
    identity = _identity(folder)
    first = True
    for changes in watchfiles.watch(
        folder,
        watch_filter=_Stories(folder),
        debounce=LONGEST_WAIT_MS,
        step=QUIET_MS,
        rust_timeout=LOOK_UP_MS,
        yield_on_timeout=True,
        stop_event=stop,
        raise_interrupt=False,
    ):
        if _identity(folder) != identity:
            return
        # The first look finds what was saved between the site's own sync and the watch.
        if changes or first:
            sync()
        first = False


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        stat = folder.stat()
    except OSError:
        return None
    return stat.st_dev, stat.st_ino


class _Failures:
    """Logs what fails: once for as long as it goes on."""

    def __init__(self) -> None:
        self._told = ""

    def tell(self, error: Exception) -> None:
        """Log an error; of feedsvc's own the line says all, and a stack trace helps nobody."""
        if str(error) != self._told:
            log.error("%s", error, exc_info=not isinstance(error, FeedsvcError))
        self._told = str(error)

    def end(self) -> None:
        """Let the next error count as a new one."""
        self._told = ""


class _Stories(watchfiles.BaseFilter):
    """Lets through what may be a story, or a folder of them: nothing hidden.

    The catalog's own folder is hidden, so that writing it never causes a sync.
    """

    def __init__(self, folder: Path) -> None:
        self._depth = len(folder.resolve().parts)
        super().__init__()

    def __call__(self, change: watchfiles.Change, path: str) -> bool:  # noqa: ARG002 -- its signature
        below = Path(path).parts[self._depth :]
        return not any(part.startswith(".") or part.endswith("~") for part in below)
