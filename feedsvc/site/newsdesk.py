"""What editors see of their site: its stories, public or not, and how each was parsed."""

from datetime import datetime
from pathlib import Path

import msgspec

from feedsvc.catalog import Catalog, DeskEntry
from feedsvc.catalog.queries.desk import SEARCHED
from feedsvc.parsers import Parsed
from feedsvc.settings import Settings
from feedsvc.site.explaining import explain, story_file

PAGE_SIZE = 50
"""How many entries a list shows."""


class EntryList(msgspec.Struct, frozen=True):
    """A page of a list of entries; `more` says whether others follow."""

    entries: tuple[DeskEntry, ...]
    more: bool = False

    @property
    def last(self) -> int | None:
        """The key of the last entry, with which the next page begins."""
        return self.entries[-1].key if self.entries else None


class Newsdesk:
    """Lists of entries for the newsroom only: they include stories that are not public.

    A search for words anywhere covers only the `searched` most recently added entries.
    """

    searched = SEARCHED

    def __init__(self, settings: Settings, catalog: Catalog) -> None:
        self._settings, self._desk = settings, catalog.desk

    def parse(self, name: str) -> Parsed | None:
        """Return how a file in the stories folder is parsed; None if there is no such story.

        Raises StoryError if the file is refused.
        """
        file = story_file(Path(self._settings.stories), name)
        return None if file is None else explain(file, name, self._settings)

    def entries_of(self, name: str) -> EntryList:
        """Return the entries of a story file."""
        return _page(self._desk.of_file(name, PAGE_SIZE + 1))

    def latest(self, search: str = "", before: int | None = None) -> EntryList:
        """Return all entries, or those that match a search, most recently added first."""
        return _page(self._desk.latest(search, before, PAGE_SIZE + 1))

    def upcoming(self, at: datetime) -> EntryList:
        """Return the entries that are not public yet, soonest first."""
        return _page(self._desk.upcoming(at, PAGE_SIZE + 1))

    def expiring(self, at: datetime) -> EntryList:
        """Return the entries that expire, soonest first."""
        return _page(self._desk.expiring(at, PAGE_SIZE + 1))

    def withheld(self) -> EntryList:
        """Return the entries that will not become public as they are."""
        return _page(self._desk.withheld(PAGE_SIZE + 1))


def _page(found: list[DeskEntry]) -> EntryList:
    return EntryList(tuple(found[:PAGE_SIZE]), more=len(found) > PAGE_SIZE)
