"""From a target to its document: entries are selected, completed and rendered."""

from collections.abc import Hashable, Iterator, Sequence
from datetime import datetime, timedelta

import msgspec

from feedsvc.catalog import Catalog, Numbers, Placed, Selection, TermKey, TermName, Version
from feedsvc.entry import Entry, Person
from feedsvc.feeds import (
    FORMATS,
    Document,
    Feed,
    FeedFormat,
    FeedInfo,
    Tombstone,
    fit,
    newest_change,
)
from feedsvc.feeds.pages import Topic, archive_page, feed_page, story_page
from feedsvc.feeds.rendering import HTML, Publication
from feedsvc.settings import FeedSettings, Settings
from feedsvc.site.composed import (
    Composed,
    beginning,
    complete,
    document,
    look_of,
    newest,
    theme_of,
)
from feedsvc.site.deltas import WHILE_SYNCING, newer, version_of
from feedsvc.site.naming import (
    MAIN,
    ArchiveTarget,
    CompanionTarget,
    FeedKey,
    FeedPageTarget,
    FeedTarget,
    PageTarget,
    StoryTarget,
    Target,
    story_path,
)
from feedsvc.site.rules import Rules
from feedsvc.site.shows import LOOK_AGAIN, Shows
from feedsvc.site.singles import Singles

TOMBSTONES = 1000
"""Of how many entries that went a feed tells at most, the last."""


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
            logo=self._look.logo or self._look.icon,
            theme=theme_of(settings),
        )
        self.rules = Rules(settings, catalog)
        self.remembered = timedelta(days=settings.tombstone_days)
        self.shows = Shows(settings, catalog)
        self.singles = Singles(
            settings, catalog, self.publication, self.listing, self.rules.next_aged
        )

    def compose(self, path: str, target: Target, at: datetime) -> Composed | None:
        """Return the document at a path as of a moment; None where there is none."""
        match target:
            case FeedTarget(key, form):
                return self._feed_document(path, key, form, at)
            case ArchiveTarget():
                return self._archive_page(path, target, at)
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
        """Return all public feeds: the main one, those of the settings, then those of terms."""
        latest = self._catalog.entries(Selection(limit=1), at)
        title, count = self._settings.title, self._catalog.count(at)
        infos = [self._info(MAIN, title, count, newest(self._catalog, latest), latest)]
        for name, rule in self.rules.custom.items():
            key = FeedKey("custom", name)
            entries = self._entries(rule, at)
            updated = newest(self._catalog, entries)
            infos.append(self._info(key, rule.title or name, len(entries), updated, entries))
        infos += [self._term_info(term) for term in self._catalog.terms(at)]
        return infos

    def _languages(self, at: datetime) -> list[FeedInfo]:
        terms = self._catalog.terms(at)
        return [self._term_info(term) for term in terms if term.kind == "language"]

    def _feed_document(
        self, path: str, key: FeedKey, form: FeedFormat, at: datetime
    ) -> Composed | None:
        rule = self.rules.rule(key, at)
        if rule is None:
            return None
        whole = self._current(key, rule, at)
        feed, body = self._fitted(whole, rule, form)
        changed = newest_change(feed.entries, whole.tombstones, feed.updated)
        made = document(path, form.media_type, body, feed.entries, changed)
        has_deltas = form.has_deltas and not rule.private
        return Composed(
            msgspec.structs.replace(made, has_deltas=has_deltas),
            self._end(whole, rule, at),
            version_of(feed, made.etag, at) if has_deltas else None,
        )

    def delta(self, path: str, target: FeedTarget, known: Version, at: datetime) -> Document | None:
        """Return the document at a path with only what is new since a version of it.

        None where an entry went since then and the document could not tell.
        """
        rule = self.rules.rule(target.key, at)
        if rule is None:
            return None
        feed, _ = self._fitted(self._current(target.key, rule, at), rule, target.format)
        told = {gone.id for gone in feed.tombstones}
        selection, since = self.rules.selection(rule, at), known.made - WHILE_SYNCING
        went = self._catalog.withdrawn(selection, since, at, most=TOMBSTONES + 1)
        if any(gone.id not in told for gone in went):
            return None
        news = newer(feed, known)
        body = target.format.render(news)
        made = document(path, target.format.media_type, body, news.entries, feed.updated)
        return msgspec.structs.replace(made, has_deltas=True)

    def _fitted(self, feed: Feed, rule: FeedSettings, form: FeedFormat) -> tuple[Feed, bytes]:
        """Return a feed as a format can show it, in as many bytes as it may have."""
        if feed.tombstones and not form.has_tombstones:
            updated = newest_change(feed.entries, (), beginning(self._catalog))
            feed = msgspec.structs.replace(feed, tombstones=(), updated=updated)
        return fit(feed, form, self.rules.max_bytes(rule))

    def _archive_page(self, path: str, target: ArchiveTarget, at: datetime) -> Composed | None:
        rule = self.rules.rule(target.key, at)
        size = self.rules.archive_size(rule) if rule else 0
        if rule is None or not size:
            return None
        page = self._catalog.archive_page(self.rules.selection(rule, at), target.page, size, at)
        if page is None:
            return None
        feed = msgspec.structs.replace(
            self._feed(target.key, rule, page.entries),
            page=target.page,
            pages=page.pages,
            hubs=(),
            cloud=None,
        )
        media_type, body = (
            (target.format.media_type, target.format.render(feed))
            if target.format
            else (HTML, archive_page(self.publication, feed))
        )
        made = document(path, media_type, body, feed.entries, feed.updated)
        # One with no entry left goes with the last of its feed, which another page may have.
        settled = target.page < page.pages and bool(page.entries)
        return Composed(made, page.until, settled=settled)

    def archive_mark(self, target: ArchiveTarget, at: datetime) -> Hashable:
        """Return what differs as soon as a page of an archive does; None where there is none."""
        rule = self.rules.rule(target.key, at)
        size = self.rules.archive_size(rule) if rule else 0
        if rule is None or not size:
            return None
        selection = self.rules.selection(rule, at)
        return self._catalog.archive_mark(selection, target.page, size, at)

    def archive(self, key: FeedKey, at: datetime) -> Numbers | None:
        """Return how far the archive of a feed has come; None where it has none.

        The feed of a term that no public entry has any more is gone, its archive with it.
        """
        rule = self.rules.rule(key, at)
        size = self.rules.archive_size(rule) if rule else 0
        if rule is None or not size:
            return None
        return self._catalog.numbers(self.rules.selection(rule, at), size, at)

    def _feed_page(self, path: str, key: FeedKey, at: datetime) -> Composed | None:
        rule = self.rules.rule(key, at)
        if rule is None:
            return None
        feed = self._current(key, rule, at)
        languages = self._languages(at) if key.kind == "language" else ()
        body = feed_page(self.publication, feed, languages)
        made = document(path, HTML, body, feed.entries, feed.updated)
        return Composed(made, self._end(feed, rule, at))

    def _current(self, key: FeedKey, rule: FeedSettings, at: datetime) -> Feed:
        """Return a feed as it is at a moment, with the entries that went from it lately."""
        selection = self.rules.selection(rule, at)
        if rule.podcast:
            return self._feed(key, rule, self.shows.episodes(selection, at))
        current = self._catalog.current(selection, self.rules.archive_size(rule), at)
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

    def _entries(self, rule: FeedSettings, at: datetime) -> Sequence[Entry]:
        selection = self.rules.selection(rule, at)
        if rule.podcast:
            return self.shows.episodes(selection, at)
        return self._catalog.entries(selection, at)

    def _end(self, feed: Feed, rule: FeedSettings, at: datetime) -> datetime | None:
        """Return when a feed changes by the clock, though no entry opens or expires.

        Its oldest entry is too old for it, that an entry went is told no longer, or a podcast
        has to be made anew.
        """
        age = self.rules.max_age(rule)
        oldest = feed.entries[-1].published if feed.entries else None
        moments = [
            oldest + age if oldest and age else None,
            feed.tombstones[-1].when + self.remembered if feed.tombstones else None,
            at + LOOK_AGAIN if rule.podcast else None,
        ]
        return min(filter(None, moments), default=None)

    def _term_info(self, term: TermKey) -> FeedInfo:
        info = self._info(FeedKey(term.kind, term.slug), term.term, term.count, term.updated)
        if term.kind != "language":
            return info
        return msgspec.structs.replace(info, language=term.term.replace("_", "-"))

    def _info(
        self,
        key: FeedKey,
        title: str,
        count: int,
        updated: datetime,
        entries: Sequence[Entry] = (),
    ) -> FeedInfo:
        return FeedInfo(
            kind=key.kind,
            title=title,
            path=key.path,
            base_url=self._settings.base_url,
            count=count,
            updated=updated,
            newest=entries[0] if entries else None,
        )

    @property
    def _author(self) -> Person:
        author = self._settings.author
        if author is None:
            return Person(name=self._settings.title)
        return Person(name=author.name, email=author.email, uri=author.uri)


def _topic(term: TermName) -> Topic:
    return Topic(kind=term.kind, term=term.term, path=FeedKey(term.kind, term.slug).path)
