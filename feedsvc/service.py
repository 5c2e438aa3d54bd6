"""The running service: a site with its watcher, WebSub hubs and audience figures.

`feedsvc serve` and `wsgi.py` both start it.
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field

from flask import Flask

from feedsvc.audience import Audience
from feedsvc.settings import Settings
from feedsvc.site import Site, SyncReport
from feedsvc.watching import start_watching
from feedsvc.web import create_app
from feedsvc.web.context import AppServices
from feedsvc.websub import Notifier


@dataclass(frozen=True, kw_only=True)
class Service:
    """A site that stays up to date between `start` and `close`.

    `report` is what the first scan of the stories found; `on_sync` is called with the report
    of each later one.
    """

    site: Site
    report: SyncReport
    on_sync: Callable[[SyncReport], None]
    notifier: Notifier
    audience: Audience
    _running: ExitStack = field(default_factory=ExitStack)

    @classmethod
    def open(
        cls,
        settings: Settings,
        on_sync: Callable[[SyncReport], None],
        progress: Callable[[int, int], None] | None = None,
    ) -> "Service":
        """Open a site and read its stories; nothing runs in the background yet.

        `progress` is called with the number of files read and the total. Raises FeedsvcError.
        """
        with ExitStack() as cleanup:
            site = Site.open(settings)
            cleanup.callback(site.close)
            report = site.sync(progress)
            cleanup.pop_all()
        return cls(
            site=site,
            report=report,
            on_sync=on_sync,
            notifier=Notifier(site),
            audience=Audience(site.audience, settings, site.now),
        )

    def app(self, *, local: bool = False) -> Flask:
        """Return the Flask app of the site; `local` means that only this machine can reach it."""
        services = AppServices(
            audience=self.audience, notifier=self.notifier, on_sync=self._synced, local=local
        )
        return create_app(self.site, services)

    def start(self, *, hub_delay: float = 0.0) -> None:
        """Start watching the stories, notifying hubs and storing audience figures.

        Hubs are first notified after `hub_delay` seconds, because they fetch the feeds at once.
        """
        self._running.callback(self.audience.stop)
        self.audience.start()
        self._running.callback(self.notifier.stop)
        self.notifier.start(delay=hub_delay)
        self._running.callback(start_watching(self.site, self._synced))

    def close(self) -> None:
        """Stop everything that runs in the background, then close the site."""
        self._running.close()
        self.site.close()

    def _synced(self, report: SyncReport) -> None:
        self.notifier.wake()
        self.on_sync(report)
