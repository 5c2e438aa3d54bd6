"""The app for any WSGI server, configured by `feedsvc.toml` and `FEEDSVC_*` alone.

For example: `granian --interface wsgi wsgi:app`.
"""

import atexit
import logging

from feedsvc.errors import FeedsvcError
from feedsvc.settings import load_settings
from feedsvc.site import Site, SyncReport
from feedsvc.watching import start_watching
from feedsvc.web import create_app

log = logging.getLogger("feedsvc")


def _open_site() -> Site:
    try:
        site = Site.open(load_settings())
        _tell(site.sync())
    except FeedsvcError as error:
        raise SystemExit(f"feedsvc: {error}") from error
    atexit.register(site.close)
    atexit.register(start_watching(site, _tell))
    return site


def _tell(report: SyncReport) -> None:
    for refused in report.refused:
        log.warning("%s", refused)


app = create_app(_open_site())
