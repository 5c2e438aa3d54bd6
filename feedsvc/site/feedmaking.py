"""From a rule to a feed: its entries are selected, completed and given what the site says of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from feedsvc.catalog import ArchivePage, Catalog
from feedsvc.entry import Entry, Person
from feedsvc.feeds import Feed, Tombstone, newest_change
from feedsvc.settings import FeedSettings, Settings
from feedsvc.site.composed import complete, look_of, newest
from feedsvc.site.naming import FeedKey
from feedsvc.site.podcasts import LOOK_AGAIN, Shows
from feedsvc.site.rules import Rules

TOMBSTONES = 1000
"""Of how many entries that went a feed tells at most, the last."""


class FeedMaker:
    """Makes the feeds of a site from its catalog and its settings.

    `remembered` is for how long feeds tell of an entry that went.
    """

    def __init__(self, settings: Settings, catalog: Catalog, rules: Rules, shows: Shows) -> None:
        self._settings, self._catalog = settings, catalog
        self._rules, self._shows = rules, shows
        self._branding = look_of(settings)
        self.remembered = timedelta(days=settings.tombstone_days)

    def current(self, key: FeedKey, rule: FeedSettings, at: datetime) -> Feed:
        """Return a feed as it is at a moment, with the entries that went from it lately."""
        selection = self._rules.selection(rule, at)
        if rule.podcast:
            return self._feed(key, rule, self._shows.episodes(selection, at))
        current = self._catalog.archives.current(selection, self._rules.archive_size(rule), at)
        feed = self._feed(key, rule, current.entries)
        gone = tuple(
            Tombstone(id=each.id, when=each.when)
            for each in self._catalog.withdrawn(
                selection, at - self.remembered, at, most=TOMBSTONES
            )
        )
        return msgspec.structs.replace(
            feed,
            pages=current.pages,
            tombstones=gone,
            updated=newest_change(feed.entries, gone, feed.updated),
        )

    def page(self, key: FeedKey, rule: FeedSettings, number: int, page: ArchivePage) -> Feed:
        """Return a page of a feed's archive as a feed, which no hub tells of."""
        feed = self._feed(key, rule, page.entries)
        return msgspec.structs.replace(feed, page=number, pages=page.pages, hubs=(), cloud=None)

    def entries(self, rule: FeedSettings, at: datetime) -> Sequence[Entry]:
        """Return what a feed selects; its current document may show older entries besides."""
        selection = self._rules.selection(rule, at)
        if rule.podcast:
            return self._shows.episodes(selection, at)
        return self._catalog.entries(selection, at)

    def end(self, feed: Feed, rule: FeedSettings, at: datetime) -> datetime | None:
        """Return when a feed changes by the clock, though no entry opens or expires.

        Its oldest entry is too old for it, that an entry went is told no longer, or a podcast
        has to be made anew.
        """
        age = self._rules.max_age(rule)
        oldest = feed.entries[-1].published if feed.entries else None
        moments = [
            oldest + age if oldest and age else None,
            feed.tombstones[-1].when + self.remembered if feed.tombstones else None,
            at + LOOK_AGAIN if rule.podcast else None,
        ]
        return min(filter(None, moments), default=None)

    def _feed(self, key: FeedKey, rule: FeedSettings, shown: Sequence[Entry]) -> Feed:
        entries = tuple(complete(self._settings, entry) for entry in shown)
        settings = self._settings
        return Feed(
            id=f"tag:{self._catalog.first_authority}:feed{key.path}",
            path=key.path,
            base_url=settings.base_url,
            title=rule.title or f"{settings.title}: {key.name}",
            subtitle=rule.description or settings.description,
            updated=newest(self._catalog, entries),
            entries=entries,
            author=self._author,
            language=rule.language or settings.language,
            rights=settings.rights,
            ttl=max(1, settings.cache_seconds // 60),
            full=(rule.content or settings.content) == "full",
            hubs=() if rule.private else settings.hubs,
            cloud=None if rule.private else settings.cloud,
            private=rule.private,
            msn=rule.msn,
            branding=self._branding,
            podcast=self._shows.podcast(rule, key.path, entries) if rule.podcast else None,
        )

    @property
    def _author(self) -> Person:
        author = self._settings.author
        if author is None:
            return Person(name=self._settings.title)
        return Person(name=author.name, email=author.email, uri=author.uri)
