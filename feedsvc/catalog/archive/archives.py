"""The archives of feeds, as the catalog is asked for them."""

from datetime import datetime
from typing import Any

from feedsvc.catalog.archive import pages
from feedsvc.catalog.database import Database
from feedsvc.catalog.model import ArchivePage, Current, Numbers, Selection
from feedsvc.catalog.times import micros


class Archives:
    """Questions about archives. Every method raises CatalogError, as those of Catalog."""

    def __init__(self, database: Database) -> None:
        """Work on an open database."""
        self._database = database

    def current(self, selection: Selection, size: int, at: datetime) -> Current:
        """Return what a feed's current document shows, with archive pages of a size.

        That is the selection, and what no full page holds yet; all alone where `size` is 0.
        """
        with self._database.reading() as connection:
            return pages.current(connection, selection, size, micros(at))

    def page(
        self, selection: Selection, number: int, size: int, at: datetime
    ) -> ArchivePage | None:
        """Return a full page of a feed's archive, of which 1 is the oldest, or None."""
        with self._database.reading() as connection:
            return pages.page(connection, selection, number, size, micros(at))

    def page_mark(
        self, selection: Selection, number: int, size: int, at: datetime
    ) -> tuple[Any, ...] | None:
        """Return what differs as soon as a sync changes a page of an archive: quicker than it."""
        with self._database.reading() as connection:
            return pages.page_mark(connection, selection, number, size, micros(at))

    def numbers(self, selection: Selection, size: int, at: datetime) -> Numbers | None:
        """Return how far the archive of a feed has come; None where it has none."""
        with self._database.reading() as connection:
            has = pages.numbering(connection, selection, micros(at))
        if has is None:
            return None
        return Numbers(feed=has.feed, last=has.last, size=size, pages=has.full_pages(size))
