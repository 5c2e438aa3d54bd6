"""From a target to its document: entries are selected, completed and rendered."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import msgspec

from feedsvc.catalog import Catalog, Placed, Selection, TermKey, TermName
from feedsvc.entry import Entry, Person
from feedsvc.feeds import FORMATS, Document, Feed, FeedFormat, FeedInfo, fit
from feedsvc.feeds.pages import HTML, Publication, Topic, feed_page, story_page
from feedsvc.settings import FeedSettings, Settings
from feedsvc.site.composed import Composed, complete, document, look_of, newest
from feedsvc.site.naming import (
    MAIN,
    CompanionTarget,
    FeedKey,
    FeedPageTarget,
    FeedTarget,
    PageTarget,
    StoryTarget,
    Target,
    story_path,
)
from feedsvc.site.shows import LOOK_AGAIN, Shows
from feedsvc.site.singles import Singles


class Composer:
    """Makes the documents of a site from its catalog and its settings."""

    def __init__(self, settings: Settings, catalog: Catalog) -> None:
        self._settings, self._catalog = settings, catalog
        self._look = look_of(settings)
        self.publication = Publication(
            title=settings.title,
            description=settings.description,
            base_url=settings.base_url,
            formats=tuple(FORMATS.values()),
            language=settings.language,
            rights=settings.rights,
            zone=settings.zone,
            icon=self._look.icon,
        )
        self._custom = {feed.name: feed for feed in settings.feeds}
        self.shows = Shows(settings, catalog)
        self.singles = Singles(settings, catalog, self.publication, self.listing)

    def compose(self, path: str, target: Target, at: datetime) -> Composed | None:
        """Return the document at a path as of a moment; None where there is none."""
        match target:
            case FeedTarget(key, form):
                return self._feed_document(path, key, form, at)
            case FeedPageTarget(key):
                return self._feed_page(path, key, at)
            case StoryTarget(slug):
                return self._story(path, slug, at)
            case CompanionTarget():
                return self.shows.companion(path, target, at)
            case PageTarget():
                return self.singles.compose(path, target, at)

    def stories(self, at: datetime) -> Iterator[Document]:
        """Yield the pages of all stories: quicker than to ask for each by its path."""
        for placed in self._catalog.stories(at):
            yield self._story_document(story_path(placed.entry.slug or ""), placed)

    def listing(self, at: datetime) -> list[FeedInfo]:
        """Return all feeds: the main one, those of the settings, then those of terms."""
        latest = self._catalog.entries(Selection(limit=1), at)
        title, count = self._settings.title, self._catalog.count(at)
        infos = [self._info(MAIN, title, count, newest(self._catalog, latest))]
        for name, rule in self._custom.items():
            key = FeedKey("custom", name)
            entries = self._entries(rule, at)
            updated = newest(self._catalog, entries)
            infos.append(self._info(key, rule.title or name, len(entries), updated))
        infos += [self._term_info(term) for term in self._catalog.terms(at)]
        return infos

    def _languages(self, at: datetime) -> list[FeedInfo]:
        terms = self._catalog.terms(at)
        return [self._term_info(term) for term in terms if term.kind == "language"]

    def _feed_document(
        self, path: str, key: FeedKey, form: FeedFormat, at: datetime
    ) -> Composed | None:
        rule = self._rule(key, at)
        if rule is None:
            return None
        whole = self._feed(key, rule, at)
        feed, body = fit(whole, form, rule.max_bytes or self._settings.max_bytes)
        made = document(path, form.media_type, body, feed.entries, feed.updated)
        return Composed(made, self._end(whole, rule, at))

    def _feed_page(self, path: str, key: FeedKey, at: datetime) -> Composed | None:
        rule = self._rule(key, at)
        if rule is None:
            return None
        feed = self._feed(key, rule, at)
        languages = self._languages(at) if key.kind == "language" else ()
        body = feed_page(self.publication, feed, languages)
        made = document(path, HTML, body, feed.entries, feed.updated)
        return Composed(made, self._end(feed, rule, at))

    def _feed(self, key: FeedKey, rule: FeedSettings, at: datetime) -> Feed:
        entries = tuple(complete(self._settings, entry) for entry in self._entries(rule, at))
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
            hubs=settings.hubs,
            look=self._look,
            podcast=self.shows.podcast(rule, key.path, entries) if rule.podcast else None,
        )

    def _story(self, path: str, slug: str, at: datetime) -> Composed | None:
        placed = self._catalog.story(slug, at)
        return None if placed is None else Composed(self._story_document(path, placed))

    def _story_document(self, path: str, placed: Placed) -> Document:
        body = story_page(
            self.publication,
            complete(self._settings, placed.entry),
            older=placed.older,
            newer=placed.newer,
            topics=[_topic(term) for term in placed.terms],
        )
        shown = [placed.entry]
        return document(path, HTML, body, shown, newest(self._catalog, shown))

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
        if rule.podcast:
            return self.shows.episodes(selection, at)
        return self._catalog.entries(selection, at)

    def _max_age(self, rule: FeedSettings) -> timedelta | None:
        days = rule.max_age or self._settings.max_age
        return timedelta(days=days) if days else None

    def _end(self, feed: Feed, rule: FeedSettings, at: datetime) -> datetime | None:
        """Return when a feed's oldest entry is too old for it, or a podcast has to be made anew."""
        again = at + LOOK_AGAIN if rule.podcast else None
        return min(filter(None, (self._age_end(feed, rule), again)), default=None)

    def _age_end(self, feed: Feed, rule: FeedSettings) -> datetime | None:
        age = self._max_age(rule)
        oldest = feed.entries[-1].published if feed.entries else None
        return oldest + age if oldest and age else None

    def _term_info(self, term: TermKey) -> FeedInfo:
        info = self._info(FeedKey(term.kind, term.slug), term.term, term.count, term.updated)
        if term.kind != "language":
            return info
        return msgspec.structs.replace(info, language=term.term.replace("_", "-"))

    def _info(self, key: FeedKey, title: str, count: int, updated: datetime) -> FeedInfo:
        return FeedInfo(
            kind=key.kind,
            title=title,
            path=key.path,
            base_url=self._settings.base_url,
            count=count,
            updated=updated,
        )

    @property
    def _author(self) -> Person:
        author = self._settings.author
        if author is None:
            return Person(name=self._settings.title)
        return Person(name=author.name, email=author.email, uri=author.uri)


def _topic(term: TermName) -> Topic:
    return Topic(kind=term.kind, term=term.term, path=FeedKey(term.kind, term.slug).path)
