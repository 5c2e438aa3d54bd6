"""The feeds of a site: how each is defined, built with its entries, and listed."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from feedsvc.catalog import Archived, ArchivePage, Catalog, Place, Selection, TermKey
from feedsvc.entry import Person
from feedsvc.feeds import Branding, Feed, FeedInfo, Tombstone
from feedsvc.settings import FeedSettings, Settings
from feedsvc.site.languages import language_name
from feedsvc.site.paths import MAIN, FeedKey, archive_file_names
from feedsvc.site.podcasts import RESCAN_INTERVAL, Podcasts
from feedsvc.site.rendered import newest_place

MAX_TOMBSTONES = 1000
"""The most withdrawn entries that a feed lists; the latest come first."""


class FeedContent(msgspec.Struct, frozen=True):
    """A feed without its entries, and the places of these, newest first."""

    feed: Feed
    places: tuple[Place, ...]


class FeedDefinitions:
    """The definitions of all feeds, in the form of those in the settings."""

    def __init__(self, settings: Settings, catalog: Catalog) -> None:
        """Read the feeds of the settings; the feeds of terms come from the catalog."""
        self._settings, self._catalog = settings, catalog
        self.custom = {feed.name: feed for feed in settings.public_feeds}
        self._private = {feed.name: feed for feed in settings.private_feeds}

    def get(self, key: FeedKey, at: datetime) -> FeedSettings | None:
        """Return the definition of a feed; None if there is no such feed as of a time."""
        site_title = self._settings.title
        if key.kind == "main":
            return FeedSettings(name="main", title=site_title)
        if key.kind == "custom":
            return (self._private if key.private else self.custom).get(key.name)
        term = self._catalog.term(key.kind, key.name, at)
        if term is None:
            return None
        name = language_name(term) if key.kind == "language" else term
        definition = FeedSettings(name=key.name, title=f"{site_title}: {name}")
        return msgspec.structs.replace(definition, **{key.kind: term})

    def selection(self, definition: FeedSettings, at: datetime) -> Selection:
        """Return the entries that a feed selects as of a time."""
        age = self.max_age(definition)
        return Selection(
            section=definition.section,
            tag=definition.tag,
            author=definition.author,
            language=definition.language,
            limit=self.limit(definition),
            newer_than=at - age if age else None,
        )

    def limit(self, definition: FeedSettings) -> int:
        """Return how many entries a feed shows."""
        return definition.limit or self._settings.limit

    def max_age(self, definition: FeedSettings) -> timedelta | None:
        """Return for how long a feed shows an entry; None if that is unlimited."""
        days = definition.max_age or self._settings.max_age
        return timedelta(days=days) if days else None

    def next_aged(self, at: datetime) -> datetime | None:
        """Return when an entry next becomes older than a feed's max_age."""
        main = FeedSettings(name="main")
        ages = {self.max_age(definition) for definition in (main, *self.custom.values())}
        times = (_plus(self._catalog.oldest(at - age, at), age) for age in ages if age)
        return min(filter(None, times), default=None)

    def max_bytes(self, definition: FeedSettings) -> int | None:
        """Return the size limit of a feed's documents; None if they have no limit."""
        return definition.max_bytes or self._settings.max_bytes

    def archive_size(self, key: FeedKey, definition: FeedSettings) -> int:
        """Return how many entries an archive page of a feed has; 0 for no archive.

        A page is never longer than the feed, which shows all entries that are not on a full
        page yet. A feed has no archive if the settings say so, if its entries disappear by age
        (max_age), if its document cannot show all those entries (max_bytes), if it is a podcast,
        because podcast apps ignore archives, or if it is private, because the links would reveal
        tokens.
        """
        kinds = self._settings.archives
        if (
            not (definition.archive if key.kind == "custom" else key.kind in kinds)
            or definition.podcast
            or definition.private
            or self.max_age(definition)
            or self.max_bytes(definition)
        ):
            return 0
        return min(self._settings.archive_size, self.limit(definition))

    def archived(self, at: datetime) -> Archived:
        """Return the kinds of feeds, and the feeds in the settings, that have archives."""
        return Archived(
            kinds=frozenset(self._settings.archives if self._settings.archive_size else ()),
            selections=tuple(
                self.selection(definition, at)
                for name, definition in self.custom.items()
                if self.archive_size(FeedKey("custom", name), definition)
            ),
        )


class FeedBuilder:
    """Builds feeds with their entries.

    `tombstone_age` is how long a feed lists a withdrawn entry.
    """

    def __init__(
        self,
        settings: Settings,
        catalog: Catalog,
        definitions: FeedDefinitions,
        podcasts: Podcasts,
        branding: Branding,
    ) -> None:
        self._settings, self._catalog = settings, catalog
        self._definitions, self._podcasts, self._branding = definitions, podcasts, branding
        self.tombstone_age = timedelta(days=settings.tombstone_days)

    def current(self, key: FeedKey, definition: FeedSettings, at: datetime) -> FeedContent:
        """Return a feed as of a time, with the entries that were withdrawn recently."""
        selection = self._definitions.selection(definition, at)
        if definition.podcast:
            places = self._podcasts.episodes(selection, at)
            return FeedContent(self._feed(key, definition, places), places)
        size = self._definitions.archive_size(key, definition)
        current = self._catalog.archives.current(selection, size, at)
        withdrawn = self._catalog.withdrawn(
            selection, at - self.tombstone_age, at, most=MAX_TOMBSTONES
        )
        tombstones = tuple(Tombstone(id=each.id, when=each.when) for each in withdrawn)
        feed = msgspec.structs.replace(
            self._feed(key, definition, current.places), pages=current.pages, tombstones=tombstones
        )
        return FeedContent(feed, current.places)

    def page(
        self, key: FeedKey, definition: FeedSettings, number: int, page: ArchivePage
    ) -> FeedContent:
        """Return a page of a feed's archive as a feed; hubs are not notified of pages."""
        feed = msgspec.structs.replace(
            self._feed(key, definition, page.places),
            page=number,
            pages=page.pages,
            hubs=(),
            cloud=None,
        )
        return FeedContent(feed, page.places)

    def empty(self, key: FeedKey, definition: FeedSettings) -> Feed:
        """Return a feed as its entries' parts depend on it."""
        return self._feed(key, definition, ())

    def places(self, definition: FeedSettings, at: datetime) -> Sequence[Place]:
        """Return the entries that a feed selects; its document can show older ones as well."""
        selection = self._definitions.selection(definition, at)
        if definition.podcast:
            return self._podcasts.episodes(selection, at)
        return self._catalog.places(selection, at)

    def until(
        self, content: FeedContent, definition: FeedSettings, at: datetime
    ) -> datetime | None:
        """Return when the clock changes a feed although no entry opens or expires.

        Its oldest entry becomes too old, its oldest tombstone ends, or a podcast has to look
        for new transcripts.
        """
        age = self._definitions.max_age(definition)
        tombstones = content.feed.tombstones
        times = [
            content.places[-1].published + age if content.places and age else None,
            tombstones[-1].when + self.tombstone_age if tombstones else None,
            at + RESCAN_INTERVAL if definition.podcast else None,
        ]
        return min(filter(None, times), default=None)

    def _feed(self, key: FeedKey, definition: FeedSettings, places: Sequence[Place]) -> Feed:
        settings = self._settings
        return Feed(
            id=f"tag:{self._catalog.first_authority}:feed{key.path}",
            path=key.path,
            base_url=settings.base_url,
            title=definition.title or f"{settings.title}: {key.name}",
            subtitle=definition.description or settings.description,
            updated=newest_place(self._catalog, places),
            entries=(),
            archived=archive_file_names(settings.archive_formats),
            author=self._author,
            language=definition.language or settings.language,
            rights=settings.rights,
            ttl=max(1, settings.cache_seconds // 60),
            full=(definition.content or settings.content) == "full",
            hubs=() if definition.private else settings.hubs,
            cloud=None if definition.private else settings.cloud,
            private=definition.private,
            msn=definition.msn,
            branding=self._branding,
            podcast=(
                self._podcasts.podcast(definition, key.path, places) if definition.podcast else None
            ),
        )

    @property
    def _author(self) -> Person:
        author = self._settings.author
        if author is None:
            return Person(name=self._settings.title)
        return Person(name=author.name, email=author.email, uri=author.uri)


class FeedList:
    """Lists the public feeds of a site."""

    def __init__(
        self,
        settings: Settings,
        catalog: Catalog,
        definitions: FeedDefinitions,
        builder: FeedBuilder,
    ) -> None:
        self._settings, self._catalog = settings, catalog
        self._definitions, self._builder = definitions, builder

    def all(self, at: datetime) -> list[FeedInfo]:
        """Return all public feeds: the main one, those of the settings, then those of terms."""
        heads = [(MAIN, self._settings.title, self._catalog.count(at), self._latest(at))]
        for name, definition in self._definitions.custom.items():
            places = self._builder.places(definition, at)
            heads.append((FeedKey("custom", name), definition.title or name, len(places), places))
        newest = self._catalog.read([places[0].key for *_, places in heads if places])
        infos = [
            msgspec.structs.replace(
                self._info(key, title, count, newest_place(self._catalog, places)),
                newest=newest[places[0].key] if places else None,
            )
            for key, title, count, places in heads
        ]
        return infos + [self._term_info(term) for term in self._catalog.terms(at)]

    def languages(self, at: datetime) -> list[FeedInfo]:
        """Return the feeds of languages."""
        terms = self._catalog.terms(at)
        return [self._term_info(term) for term in terms if term.kind == "language"]

    def _term_info(self, term: TermKey) -> FeedInfo:
        info = self._info(FeedKey(term.kind, term.slug), term.term, term.count, term.updated)
        if term.kind != "language":
            return info
        language, title = term.term.replace("_", "-"), language_name(term.term)
        return msgspec.structs.replace(info, language=language, title=title)

    def _latest(self, at: datetime) -> Sequence[Place]:
        return self._catalog.places(Selection(limit=1), at)

    def _info(self, key: FeedKey, title: str, count: int, updated: datetime) -> FeedInfo:
        return FeedInfo(
            kind=key.kind,
            title=title,
            path=key.path,
            base_url=self._settings.base_url,
            count=count,
            updated=updated,
        )


def _plus(time: datetime | None, age: timedelta) -> datetime | None:
    return time and time + age
