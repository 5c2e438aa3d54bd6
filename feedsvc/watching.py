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

    `on_sync` gets the report of each sync. A sync that fails is logged, and the next change
    tries again. A folder that is moved away is waited for; while it is gone, nothing is
    taken out of the feeds.
    """
    folder = Path(site.settings.stories)
    while not stop.is_set():
        if folder.is_dir():
            _watch_until_replaced(site, folder, on_sync, stop)
        stop.wait(QUIET_MS / 1000)


def _watch_until_replaced(
    site: Site, folder: Path, on_sync: Callable[[SyncReport], None], stop: threading.Event
) -> None:
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
            _sync(site, on_sync)
        first = False


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        stat = folder.stat()
    except OSError:
        return None
    return stat.st_dev, stat.st_ino


def _sync(site: Site, on_sync: Callable[[SyncReport], None]) -> None:
    try:
        report = site.sync()
    except FeedsvcError as error:
        log.error("%s", error)  # noqa: TRY400 -- the line says all; a stack trace helps nobody
        return
    on_sync(report)


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
