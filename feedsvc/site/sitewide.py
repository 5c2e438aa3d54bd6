"""The documents that a site has once: index, lists of feeds, news sitemap, style sheet, ..."""

from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec

from feedsvc.catalog import Catalog, Selection
from feedsvc.feeds import (
    MENU_TYPE,
    NEWS_AGE,
    NEWS_LIMIT,
    OPML_TYPE,
    SITEMAP_TYPE,
    FeedInfo,
    Frame,
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
from feedsvc.site.paths import SINGLE_PATHS, FeedKey, PageTarget, StaticName
from feedsvc.site.rendered import Composition, Rendered, complete, document, epoch, newest

LATEST = 10
"""How many entries the index shows."""

STATIC: dict[StaticName, tuple[str, Callable[[Publication], bytes]]] = {
    "style": (CSS, stylesheet),
    "script": (SCRIPT, script),
    "not_found": (HTML, not_found_page),
    "static_validate": (HTML, static_validate_page),
}
"""The media types and renderers of documents that show nothing of the catalog."""


class SitewideDocuments:
    """Renders the documents that a site has once."""

    def __init__(
        self,
        settings: Settings,
        catalog: Catalog,
        publication: Publication,
        feeds: Callable[[datetime], list[FeedInfo]],
        next_aged: Callable[[datetime], datetime | None],
    ) -> None:
        """Render the documents of one site.

        `feeds` returns all its feeds as of a time, `next_aged` the time when an entry next
        becomes too old for one of them.
        """
        self._settings, self._catalog = settings, catalog
        self._publication, self._feeds, self._next_aged = publication, feeds, next_aged

    @property
    def paths(self) -> list[str]:
        """The paths of the documents that this site has."""
        menu = self._settings.feed_menu
        return [path for path, page in SINGLE_PATHS.items() if menu or page.name != "feed_menu"]

    def news_aged(self, since: datetime, at: datetime) -> bool:
        """Return whether a story left the news sitemap between two times, given in any order."""
        first, last = sorted((since, at))
        ends = self.news_end(first)
        return ends is not None and ends <= last

    def news_end(self, at: datetime) -> datetime | None:
        """Return when a story next leaves the news sitemap."""
        oldest = self._catalog.oldest(at - NEWS_AGE, at)
        return oldest and oldest + NEWS_AGE

    def render(self, path: str, page: PageTarget, at: datetime) -> Rendered | None:
        """Return the document at a path as of a time; None if the site does not have it."""
        match page.name:
            case "index":
                return self._index(path, at)
            case "opml":
                return self._opml(path, at)
            case "news_sitemap":
                return self._news_sitemap(path, at)
            case "feed_menu":
                return self._feed_menu(path, at) if self._settings.feed_menu else None
            case static:
                media_type, render = STATIC[static]
                body = render(self._publication)
                return Rendered(document(path, media_type, body, (), epoch(self._catalog)))

    def _index(self, path: str, at: datetime) -> Rendered:
        latest = self._catalog.entries(Selection(limit=LATEST), at)
        feeds = self._with_newest(self._feeds(at), at)
        body = index_page(self._publication, feeds, latest=latest)
        shown = {entry.id: entry for entry in (*latest, *(f.newest for f in feeds if f.newest))}
        changed = newest(self._catalog, latest)
        index = document(path, HTML, body, list(shown.values()), changed)
        return Rendered(index, self._next_aged(at))

    def _with_newest(self, feeds: Sequence[FeedInfo], at: datetime) -> list[FeedInfo]:
        """Return the feeds, with the newest entries of terms added."""
        newest = {
            FeedKey(*term).path: entry for term, entry in self._catalog.newest_by_term(at).items()
        }
        return [
            msgspec.structs.replace(feed, newest=feed.newest or newest.get(feed.path))
            for feed in feeds
        ]

    def _opml(self, path: str, at: datetime) -> Rendered:
        feeds = self._feeds(at)
        updated = max(feed.updated for feed in feeds)
        body = opml(self._settings.title, feeds, updated)
        return Rendered(
            document(path, OPML_TYPE, body, (), updated),
            self._next_aged(at),
            composition=Composition(Frame(head=body, tail=b"")),
        )

    def _feed_menu(self, path: str, at: datetime) -> Rendered:
        feeds = self._feeds(at)
        updated = max(feed.updated for feed in feeds)
        body = feed_menu(self._settings.title, feeds)
        return Rendered(document(path, MENU_TYPE, body, (), updated), self._next_aged(at))

    def _news_sitemap(self, path: str, at: datetime) -> Rendered:
        settings = self._settings
        news = self._catalog.entries(Selection(limit=NEWS_LIMIT, newer_than=at - NEWS_AGE), at)
        entries = [complete(settings, entry) for entry in news]
        body = news_sitemap(settings.title, entries, settings.base_url, settings.language)
        sitemap = document(path, SITEMAP_TYPE, body, entries, newest(self._catalog, entries))
        oldest = entries[-1].published if entries else None
        return Rendered(sitemap, oldest + NEWS_AGE if oldest else None)
