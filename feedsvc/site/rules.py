"""Which feeds a site has, what each selects, and what is in its archive."""

from datetime import datetime, timedelta

import msgspec

from feedsvc.catalog import Catalog, Selection
from feedsvc.settings import FeedSettings, Settings
from feedsvc.site.languages import language_name
from feedsvc.site.naming import FeedKey


class Rules:
    """Feeds as if all of them stood in the settings."""

    def __init__(self, settings: Settings, catalog: Catalog) -> None:
        """Read the feeds of the settings; those of terms are the catalog's."""
        self._settings, self._catalog = settings, catalog
        self.custom = {feed.name: feed for feed in settings.public_feeds}
        self._private = {feed.name: feed for feed in settings.private_feeds}

    def rule(self, key: FeedKey, at: datetime) -> FeedSettings | None:
        """Return what a feed is; None where there is no such feed as of a moment."""
        site_title = self._settings.title
        if key.kind == "main":
            return FeedSettings(name="main", title=site_title)
        if key.kind == "custom":
            return (self._private if key.private else self.custom).get(key.name)
        term = self._catalog.term(key.kind, key.name, at)
        if term is None:
            return None
        shown = language_name(term) if key.kind == "language" else term
        rule = FeedSettings(name=key.name, title=f"{site_title}: {shown}")
        return msgspec.structs.replace(rule, **{key.kind: term})

    def selection(self, rule: FeedSettings, at: datetime) -> Selection:
        """Return which entries a feed shows as of a moment."""
        age = self.max_age(rule)
        return Selection(
            section=rule.section,
            tag=rule.tag,
            author=rule.author,
            language=rule.language,
            limit=self.limit(rule),
            newer_than=at - age if age else None,
        )

    def limit(self, rule: FeedSettings) -> int:
        """Return how many of the newest entries a feed shows."""
        return rule.limit or self._settings.limit

    def max_age(self, rule: FeedSettings) -> timedelta | None:
        """Return for how long a feed shows an entry; None for ever."""
        days = rule.max_age or self._settings.max_age
        return timedelta(days=days) if days else None

    def next_aged(self, at: datetime) -> datetime | None:
        """Return when an entry is next too old for a feed, should that have had it."""
        main = FeedSettings(name="main")
        ages = {self.max_age(rule) for rule in (main, *self.custom.values())}
        moments = (_plus(self._catalog.oldest(at - age, at), age) for age in ages if age)
        return min(filter(None, moments), default=None)

    def max_bytes(self, rule: FeedSettings) -> int | None:
        """Return how many bytes each document of a feed may have; None for any number."""
        return rule.max_bytes or self._settings.max_bytes

    def archive_size(self, rule: FeedSettings) -> int:
        """Return how many entries a page of a feed's archive has; 0 for no archive.

        A page is no longer than the feed: what is in no full page yet is shown in the feed
        itself. Who lets entries grow too old for a feed wants no archive of it, a document of
        so many bytes may not hold all that is in no page, the apps that play podcasts know none,
        and links to the pages of a private one would tell tokens.
        """
        if rule.podcast or rule.private or self.max_age(rule) or self.max_bytes(rule):
            return 0
        return min(self._settings.archive_size, self.limit(rule))

    def selections(self, at: datetime) -> list[Selection]:
        """Return what the public feeds of the settings select."""
        return [self.selection(rule, at) for rule in self.custom.values()]


def _plus(moment: datetime | None, age: timedelta) -> datetime | None:
    return moment and moment + age
