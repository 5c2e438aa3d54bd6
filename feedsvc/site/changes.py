"""When what a site shows changes: by a sync, of this process or another, and by the clock."""

import time
from datetime import datetime

from feedsvc.catalog import Catalog
from feedsvc.site.cache import NEVER, Span

LOOK_SECONDS = 0.2
"""How long to believe that no other process has synced the catalog."""


class Changes:
    """What a catalog says of changes, asked again only where the answer can be another."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._generation, self._looked = catalog.generation(), time.monotonic()
        self._span = NEVER

    def generation(self) -> int:
        """Return the number of syncs that changed entries, those of other processes included."""
        if time.monotonic() - self._looked > LOOK_SECONDS:
            self.synced(self._catalog.generation())
        return self._generation

    def synced(self, generation: int) -> None:
        """Take it that the catalog has come to a generation just now."""
        self._generation, self._looked = generation, time.monotonic()

    def next(self, at: datetime) -> datetime | None:
        """Return when an entry next becomes public or expires, or None where none does."""
        generation = self.generation()
        if not self._span.covers(generation, at):
            self._span = Span(generation, at, self._catalog.next_change(at))
        return self._span.until
