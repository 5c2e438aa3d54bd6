"""The running service: a site with its watcher, WebSub hubs and audience figures.

`feedsvc serve` and `wsgi.py` both start it.
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask

from feedsvc.audience import Audience
from feedsvc.settings import Settings
from feedsvc.site import Site, SyncReport, Workers, require_folder
from feedsvc.watching import start_watching
from feedsvc.web import create_app
from feedsvc.web.context import AppServices
from feedsvc.websub import Notifier


@dataclass(frozen=True, kw_only=True)
class Service:
    """A site that stays up to date between `start` and `close`.

    `on_sync` is called with the report of each sync, first with that of the scan at the start,
    and `progress` with the number of files read and the total. Hubs are first notified
    `hub_delay` seconds after the first scan, because they fetch the feeds at once.
    """

    site: Site
    notifier: Notifier
    audience: Audience
    on_sync: Callable[[SyncReport], None]
    progress: Callable[[int, int], None] | None = None
    hub_delay: float = 0.0
    _running: ExitStack = field(default_factory=ExitStack)

    @classmethod
    def open(
        cls,
        settings: Settings,
        on_sync: Callable[[SyncReport], None],
        *,
        progress: Callable[[int, int], None] | None = None,
        hub_delay: float = 0.0,
        jobs: int | None = None,
    ) -> "Service":
        """Open a site; its stories are read in the background after `start`.

        Many are read by `jobs` processes, by default one a core, which then end.
        Raises SettingsError if the stories folder does not exist, CatalogError if the catalog
        cannot be opened.
        """
        require_folder(Path(settings.stories))
        site = Site.open(settings, workers=Workers(jobs))
        return cls(
            site=site,
            notifier=Notifier(site),
            audience=Audience(site.audience, settings, site.now),
            on_sync=on_sync,
            progress=progress,
            hub_delay=hub_delay,
        )

    def app(self, *, local: bool = False) -> Flask:
        """Return the Flask app of the site; `local` means that only this machine can reach it."""
        services = AppServices(
            audience=self.audience, notifier=self.notifier, on_sync=self._synced, local=local
        )
        return create_app(self.site, services)

    def start(self) -> None:
        """Start reading and watching the stories, notifying hubs and storing audience figures."""
        self._running.callback(self.audience.stop)
        self.audience.start()
        self._running.callback(self.notifier.stop)
        self._running.callback(start_watching(self.site, self._synced, self.progress))

    def close(self) -> None:
        """Stop everything that runs in the background, then close the site."""
        self._running.close()
        self.site.close()

    def _synced(self, report: SyncReport) -> None:
        self.notifier.start(delay=self.hub_delay)
        self.notifier.wake()
        self.on_sync(report)
