"""What the app's views share: the site they serve and the services that run next to it."""

from collections.abc import Callable
from typing import cast

import msgspec
from flask import Flask, current_app

from feedsvc.audience import Audience, Tally
from feedsvc.site import Site, SyncReport
from feedsvc.websub import Notifier

_SITE = "feedsvc.site"
_SERVICES = "feedsvc.services"


class AppServices(msgspec.Struct, frozen=True, kw_only=True):
    """The services that run next to a site: audience figures, hub notifications.

    `on_sync` is called with the report of a sync that the desk starts. `local` says that the
    server listens on a loopback address only.
    """

    audience: Audience | None = None
    notifier: Notifier | None = None
    on_sync: Callable[[SyncReport], None] = lambda _report: None
    local: bool = False

    @property
    def tally(self) -> Tally | None:
        """Where responses are counted; None while counting is off."""
        return self.audience.tally if self.audience and self.audience.enabled else None


def set_context(app: Flask, site: Site, services: AppServices) -> None:
    """Make the site and its services available to the app's views."""
    app.extensions[_SITE] = site
    app.extensions[_SERVICES] = services


def current_site() -> Site:
    """Return the site that the app serves."""
    return cast("Site", current_app.extensions[_SITE])


def current_services() -> AppServices:
    """Return the services that run next to the site."""
    return cast("AppServices", current_app.extensions[_SERVICES])
