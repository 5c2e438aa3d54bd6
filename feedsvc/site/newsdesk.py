"""What editors ask of their site: which stories there are, what waits, how one is understood."""

from datetime import datetime
from pathlib import Path

import msgspec

from feedsvc.catalog import Catalog, Filed
from feedsvc.catalog.queries.desk import SEARCHED
from feedsvc.parsers import Parsed
from feedsvc.settings import Settings
from feedsvc.site.understanding import story_file, understand

SHOWN = 50
"""How many entries a list shows."""


class Shelf(msgspec.Struct, frozen=True):
    """Some entries in order; `more` says that there are others after them."""

    entries: tuple[Filed, ...]
    more: bool = False

    @property
    def last(self) -> int | None:
        """The key of the last one, for the page that goes on from it."""
        return self.entries[-1].key if self.entries else None


class Newsdesk:
    """Answers for the newsroom alone: stories that are not public are in them.

    `searched` is among how many entries, those that came last, a search finds words anywhere.
    """

    searched = SEARCHED

    def __init__(self, settings: Settings, catalog: Catalog) -> None:
        self._settings, self._desk = settings, catalog.desk

    def understood(self, name: str) -> Parsed | None:
        """Return how a file of the stories folder is understood; None where there is none.

        Raises StoryError where it is refused.
        """
        file = story_file(Path(self._settings.stories), name)
        return None if file is None else understand(file, name, self._settings)

    def entries_of(self, name: str) -> Shelf:
        """Return what the catalog has of a story file."""
        return _shelf(self._desk.of_file(name, SHOWN + 1))

    def arrived(self, search: str = "", before: int | None = None) -> Shelf:
        """Return entries, what came last first, of all or of those that a search finds."""
        return _shelf(self._desk.arrived(search, before, SHOWN + 1))

    def opening(self, at: datetime) -> Shelf:
        """Return what is not public yet and when it opens, the soonest first."""
        return _shelf(self._desk.opening(at, SHOWN + 1))

    def closing(self, at: datetime) -> Shelf:
        """Return what expires and when, the soonest first."""
        return _shelf(self._desk.closing(at, SHOWN + 1))

    def withheld(self) -> Shelf:
        """Return what may not be seen at any time as it stands."""
        return _shelf(self._desk.withheld(SHOWN + 1))


def _shelf(found: list[Filed]) -> Shelf:
    return Shelf(tuple(found[:SHOWN]), more=len(found) > SHOWN)
