"""The documents that there are once in a site: index, lists of feeds, news sitemap and others."""

from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec

from feedsvc.catalog import Catalog, Selection
from feedsvc.entry import Entry
from feedsvc.feeds import (
    MENU_TYPE,
    NEWS_AGE,
    NEWS_LIMIT,
    OPML_TYPE,
    SITEMAP_TYPE,
    FeedInfo,
    feed_menu,
    news_sitemap,
    opml,
)
from feedsvc.feeds.pages.rendering import CSS, HTML, SCRIPT, Publication
from feedsvc.feeds.pages.site_pages import (
    index_page,
    not_found_page,
    script,
    static_validate_page,
    stylesheet,
)
from feedsvc.settings import Settings
from feedsvc.site.composed import Composed, beginning, complete, document, newest
from feedsvc.site.naming import SINGLE_PATHS, FeedKey, PageTarget

LATEST = 10
"""How many entries the index shows."""

LASTING: dict[str, tuple[str, Callable[[Publication], bytes]]] = {
    "style": (CSS, stylesheet),
    "script": (SCRIPT, script),
    "not_found": (HTML, not_found_page),
    "check": (HTML, static_validate_page),
}
"""The documents that show no entry: their media types, and what makes them."""


class Singles:
    """Makes those documents."""

    def __init__(
        self,
        settings: Settings,
        catalog: Catalog,
        publication: Publication,
        listing: Callable[[datetime], list[FeedInfo]],
        next_aged: Callable[[datetime], datetime | None],
    ) -> None:
        """Make them of one site.

        `listing` gives all its feeds as of a moment, `next_aged` tells when an entry is next
        too old for one of them.
        """
        self._settings, self._catalog = settings, catalog
        self._publication, self._listing, self._next_aged = publication, listing, next_aged

    @property
    def paths(self) -> list[str]:
        """The paths of those that this site has."""
        menu = self._settings.feed_menu
        return [path for path, page in SINGLE_PATHS.items() if menu or page.name != "feed_menu"]

    def news_aged(self, since: datetime, at: datetime) -> bool:
        """Tell whether a story ceased to be news between two moments, whichever is the first."""
        first, last = sorted((since, at))
        ends = self.news_end(first)
        return ends is not None and ends <= last

    def news_end(self, at: datetime) -> datetime | None:
        """Return when a story next ceases to be news."""
        oldest = self._catalog.oldest(at - NEWS_AGE, at)
        return oldest and oldest + NEWS_AGE

    def compose(self, path: str, page: PageTarget, at: datetime) -> Composed | None:
        """Return the document at a path as of a moment; None where the site has none there."""
        match page.name:
            case "index":
                return self._index(path, at)
            case "opml":
                return self._opml(path, at)
            case "news_sitemap":
                return self._news_sitemap(path, at)
            case "feed_menu":
                return self._feed_menu(path, at) if self._settings.feed_menu else None
            case lasting:
                media_type, make = LASTING[lasting]
                body = make(self._publication)
                return Composed(document(path, media_type, body, (), beginning(self._catalog)))

    def _index(self, path: str, at: datetime) -> Composed:
        latest = self._catalog.entries(Selection(limit=LATEST), at)
        feeds = self._with_newest(self._listing(at), at)
        body = index_page(self._publication, feeds, latest=latest)
        shown = {entry.id: entry for entry in (*latest, *(f.newest for f in feeds if f.newest))}
        changed = newest(self._catalog, latest)
        made = document(path, HTML, body, list(shown.values()), changed)
        return Composed(made, self._next_aged(at))

    def _with_newest(self, feeds: Sequence[FeedInfo], at: datetime) -> list[FeedInfo]:
        """Give the feeds of terms their newest entries; all others have them."""
        newest = {
            FeedKey(*term).path: entry for term, entry in self._catalog.newest_by_term(at).items()
        }
        return [
            msgspec.structs.replace(feed, newest=feed.newest or newest.get(feed.path))
            for feed in feeds
        ]

    def _opml(self, path: str, at: datetime) -> Composed:
        feeds = self._listing(at)
        updated = max(feed.updated for feed in feeds)
        body = opml(self._settings.title, feeds, updated)
        return Composed(document(path, OPML_TYPE, body, (), updated), self._next_aged(at))

    def _feed_menu(self, path: str, at: datetime) -> Composed:
        feeds = self._listing(at)
        updated = max(feed.updated for feed in feeds)
        body = feed_menu(self._settings.title, feeds)
        return Composed(document(path, MENU_TYPE, body, (), updated), self._next_aged(at))

    def _news_sitemap(self, path: str, at: datetime) -> Composed:
        """Compose the sitemap, which forgets a story two days after its publication."""
        settings = self._settings
        entries = [complete(settings, entry) for entry in self._news(at)]
        body = news_sitemap(settings.title, entries, settings.base_url, settings.language)
        made = document(path, SITEMAP_TYPE, body, entries, newest(self._catalog, entries))
        oldest = entries[-1].published if entries else None
        return Composed(made, oldest + NEWS_AGE if oldest else None)

    def _news(self, at: datetime) -> Sequence[Entry]:
        return self._catalog.entries(Selection(limit=NEWS_LIMIT, newer_than=at - NEWS_AGE), at)
