"""The app for any WSGI server, configured by `feedsvc.toml` and `FEEDSVC_*` alone.

For example: `granian --interface wsgi wsgi:app`.
"""

import atexit
import logging

from feedsvc.audience import Audience
from feedsvc.errors import FeedsvcError
from feedsvc.settings import load_settings
from feedsvc.site import Site, SyncReport
from feedsvc.watching import start_watching
from feedsvc.web import create_app
from feedsvc.web.newsroom import Newsroom
from feedsvc.websub import Teller

START_SECONDS = 2.0
"""How long to give the server to listen, before hubs are told and come for the feeds."""

log = logging.getLogger("feedsvc")


def _open() -> tuple[Site, Newsroom]:
    try:
        site = Site.open(load_settings())
        _tell(site.sync())
    except FeedsvcError as error:
        raise SystemExit(f"feedsvc: {error}") from error
    teller = Teller(site)
    teller.start(delay=START_SECONDS)

    def synced(report: SyncReport) -> None:
        teller.wake()
        _tell(report)

    audience = Audience(site.audience, site.settings, site.now)
    audience.start()
    atexit.register(site.close)
    atexit.register(audience.stop)
    atexit.register(teller.stop)
    atexit.register(start_watching(site, synced))
    return site, Newsroom(audience=audience, teller=teller, on_sync=synced)


def _tell(report: SyncReport) -> None:
    for refused in report.refused:
        log.warning("%s", refused)


app = create_app(*_open())
