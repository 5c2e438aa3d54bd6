"""From a target to its document: entries are selected, completed and rendered."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin

import msgspec

from feedsvc.catalog import Catalog, Placed, Selection, TermName
from feedsvc.entry import Entry, Person
from feedsvc.feeds import FORMATS, OPML_TYPE, Document, Feed, FeedFormat, FeedInfo, fit, opml
from feedsvc.feeds.pages import (
    CSS,
    HTML,
    Publication,
    Topic,
    feed_page,
    index_page,
    story_page,
    stylesheet,
)
from feedsvc.settings import FeedSettings, Settings
from feedsvc.site.naming import (
    MAIN,
    FeedKey,
    FeedPageTarget,
    FeedTarget,
    PageTarget,
    StoryTarget,
    Target,
    story_path,
)

LATEST = 10
"""How many entries the index shows."""


class Composed(msgspec.Struct, frozen=True):
    """A document, and when it changes by age alone: when its oldest entry is too old."""

    document: Document
    until: datetime | None = None


class Composer:
    """Makes the documents of a site from its catalog and its settings."""

    def __init__(self, settings: Settings, catalog: Catalog) -> None:
        self._settings, self._catalog = settings, catalog
        self.publication = Publication(
            title=settings.title,
            description=settings.description,
            base_url=settings.base_url,
            formats=tuple(FORMATS.values()),
            language=settings.language,
            rights=settings.rights,
            zone=settings.zone,
        )
        self._custom = {feed.name: feed for feed in settings.feeds}

    def compose(self, path: str, target: Target, at: datetime) -> Composed | None:
        """Return the document at a path as of a moment; None where there is none."""
        match target:
            case FeedTarget(key, form):
                return self._feed_document(path, key, form, at)
            case FeedPageTarget(key):
                return self._feed_page(path, key, at)
            case StoryTarget(slug):
                return self._story(path, slug, at)
            case PageTarget("index"):
                return self._index(path, at)
            case PageTarget("opml"):
                return self._opml(path, at)
            case PageTarget():
                return Composed(_document(path, CSS, stylesheet(), (), self._beginning))

    def stories(self, at: datetime) -> Iterator[Document]:
        """Yield the pages of all stories: quicker than to ask for each by its path."""
        for placed in self._catalog.stories(at):
            yield self._story_document(story_path(placed.entry.slug or ""), placed)

    def listing(self, at: datetime) -> list[FeedInfo]:
        """Return all feeds: the main one, those of the settings, then those of terms."""
        newest = self._catalog.entries(Selection(limit=1), at)
        title, count = self._settings.title, self._catalog.count(at)
        infos = [self._info(MAIN, title, count, self._newest(newest))]
        for name, rule in self._custom.items():
            key = FeedKey("custom", name)
            entries = self._entries(rule, at)
            infos.append(self._info(key, rule.title or name, len(entries), self._newest(entries)))
        infos += [
            self._info(FeedKey(term.kind, term.slug), term.term, term.count, term.updated)
            for term in self._catalog.terms(at)
        ]
        return infos

    def _feed_document(
        self, path: str, key: FeedKey, form: FeedFormat, at: datetime
    ) -> Composed | None:
        rule = self._rule(key, at)
        if rule is None:
            return None
        whole = self._feed(key, rule, at)
        feed, body = fit(whole, form, rule.max_bytes or self._settings.max_bytes)
        document = _document(path, form.media_type, body, feed.entries, feed.updated)
        return Composed(document, self._age_end(whole, rule))

    def _feed_page(self, path: str, key: FeedKey, at: datetime) -> Composed | None:
        rule = self._rule(key, at)
        if rule is None:
            return None
        feed = self._feed(key, rule, at)
        document = _document(
            path, HTML, feed_page(self.publication, feed), feed.entries, feed.updated
        )
        return Composed(document, self._age_end(feed, rule))

    def _feed(self, key: FeedKey, rule: FeedSettings, at: datetime) -> Feed:
        entries = tuple(self._complete(entry) for entry in self._entries(rule, at))
        settings = self._settings
        return Feed(
            id=f"tag:{self._catalog.first_authority}:feed{key.path}",
            path=key.path,
            base_url=settings.base_url,
            title=rule.title or f"{settings.title}: {key.name}",
            subtitle=settings.description,
            updated=self._newest(entries),
            entries=entries,
            author=self._author,
            language=rule.language or settings.language,
            rights=settings.rights,
            ttl=max(1, settings.cache_seconds // 60),
            full=(rule.content or settings.content) == "full",
        )

    def _story(self, path: str, slug: str, at: datetime) -> Composed | None:
        placed = self._catalog.story(slug, at)
        return None if placed is None else Composed(self._story_document(path, placed))

    def _story_document(self, path: str, placed: Placed) -> Document:
        body = story_page(
            self.publication,
            self._complete(placed.entry),
            older=placed.older,
            newer=placed.newer,
            topics=[_topic(term) for term in placed.terms],
        )
        shown = [placed.entry]
        return _document(path, HTML, body, shown, self._newest(shown))

    def _index(self, path: str, at: datetime) -> Composed:
        latest = tuple(self._catalog.entries(Selection(limit=LATEST), at))
        body = index_page(self.publication, self.listing(at), latest=latest)
        return Composed(_document(path, HTML, body, latest, self._newest(latest)))

    def _opml(self, path: str, at: datetime) -> Composed:
        feeds = self.listing(at)
        updated = max(feed.updated for feed in feeds)
        body = opml(self._settings.title, feeds, updated)
        return Composed(_document(path, OPML_TYPE, body, (), updated))

    def _rule(self, key: FeedKey, at: datetime) -> FeedSettings | None:
        """Return what a feed is, as if settings said so; None where there is no such feed."""
        site_title = self._settings.title
        if key.kind == "main":
            return FeedSettings(name="main", title=site_title)
        if key.kind == "custom":
            return self._custom.get(key.name)
        term = self._catalog.term(key.kind, key.name, at)
        if term is None:
            return None
        rule = FeedSettings(name=key.name, title=f"{site_title}: {term}")
        return msgspec.structs.replace(rule, **{key.kind: term})

    def _entries(self, rule: FeedSettings, at: datetime) -> Sequence[Entry]:
        age = self._max_age(rule)
        selection = Selection(
            section=rule.section,
            tag=rule.tag,
            author=rule.author,
            language=rule.language,
            limit=rule.limit or self._settings.limit,
            newer_than=at - age if age else None,
        )
        return self._catalog.entries(selection, at)

    def _max_age(self, rule: FeedSettings) -> timedelta | None:
        days = rule.max_age or self._settings.max_age
        return timedelta(days=days) if days else None

    def _age_end(self, feed: Feed, rule: FeedSettings) -> datetime | None:
        """Return when a feed's oldest entry is too old for it."""
        age = self._max_age(rule)
        oldest = feed.entries[-1].published if feed.entries else None
        return oldest + age if oldest and age else None

    def _info(self, key: FeedKey, title: str, count: int, updated: datetime) -> FeedInfo:
        return FeedInfo(
            kind=key.kind,
            title=title,
            path=key.path,
            base_url=self._settings.base_url,
            count=count,
            updated=updated,
        )

    def _complete(self, entry: Entry) -> Entry:
        """Give an entry its address here where it has no other, and make addresses absolute."""
        page = self._settings.base_url + story_path(entry.slug or "")
        link = _joined(page, entry.link) or page
        media = tuple(
            msgspec.structs.replace(item, url=_joined(page, item.url)) for item in entry.media
        )
        return msgspec.structs.replace(entry, link=link, media=media)

    def _newest(self, entries: Sequence[Entry]) -> datetime:
        """Return the latest change of some entries; of none, when the site's ids began."""
        return max((entry.updated for entry in entries if entry.updated), default=self._beginning)

    @property
    def _beginning(self) -> datetime:
        year = int(self._catalog.first_authority.rpartition(",")[2][:4])
        return datetime(year, 1, 1, tzinfo=UTC)

    @property
    def _author(self) -> Person:
        author = self._settings.author
        if author is None:
            return Person(name=self._settings.title)
        return Person(name=author.name, email=author.email, uri=author.uri)


def _document(
    path: str, media_type: str, body: bytes, entries: Sequence[Entry], modified: datetime
) -> Document:
    ids = tuple(entry.id for entry in entries if entry.id)
    return Document(path=path, media_type=media_type, body=body, modified=modified, entry_ids=ids)


def _joined(page: str, url: str | None) -> str | None:
    """Return a link of a story's page as an absolute one; None for one that is no address."""
    try:
        return urljoin(page, url) if url else None
    except ValueError:
        return None


def _topic(term: TermName) -> Topic:
    return Topic(kind=term.kind, term=term.term, path=FeedKey(term.kind, term.slug).path)
