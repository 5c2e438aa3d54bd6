"""The WSGI app, for any WSGI server; configured by `feedsvc.toml` and `FEEDSVC_*` alone.

For example: `granian --interface wsgi wsgi:app`.
"""

import logging
from multiprocessing.util import Finalize

from feedsvc.errors import FeedsvcError
from feedsvc.service import Service
from feedsvc.settings import load_settings
from feedsvc.site import SyncReport

HUB_DELAY = 2.0
"""Seconds to wait before hubs are notified: they fetch the feeds at once."""


def _log_refused(report: SyncReport) -> None:
    for refused in report.refused:
        logging.getLogger("feedsvc").warning("%s", refused)


try:
    service = Service.open(load_settings(), _log_refused, hub_delay=HUB_DELAY)
except FeedsvcError as error:
    raise SystemExit(f"feedsvc: {error}") from error
service.start()
# A server's process can be one of multiprocessing's, which waits for processes that it started
# before it calls what is registered with atexit.
Finalize(None, service.close, exitpriority=100)
app = service.app()
