"""From a target to its document."""

from collections.abc import Hashable, Iterator
from datetime import datetime

import msgspec

from feedsvc.catalog import Catalog, Numbers, Placed, Selection, TermName, Version
from feedsvc.feeds import (
    FORMATS,
    Document,
    Feed,
    FeedFormat,
    FeedInfo,
    newest_change,
    render_within,
)
from feedsvc.feeds.pages.rendering import HTML, Publication
from feedsvc.feeds.pages.site_pages import Topic, archive_page, feed_page, story_page
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
from feedsvc.site.feedmaking import TOMBSTONES, FeedMaker
from feedsvc.site.listing import Listing
from feedsvc.site.naming import (
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
from feedsvc.site.podcasts import Shows
from feedsvc.site.rules import Rules
from feedsvc.site.singles import Singles


class Composer:
    """Makes the documents of a site from its catalog and its settings."""

    def __init__(self, settings: Settings, catalog: Catalog) -> None:
        self._settings, self._catalog = settings, catalog
        look = look_of(settings)
        self.publication = Publication(
            title=settings.title,
            description=settings.description,
            base_url=settings.base_url,
            formats=tuple(FORMATS.values()),
            language=settings.language,
            rights=settings.rights,
            zone=settings.zone,
            icon=look.icon,
            logo=look.logo or look.icon,
            theme=theme_of(settings),
        )
        self.rules = Rules(settings, catalog)
        self.shows = Shows(settings, catalog)
        self._maker = FeedMaker(settings, catalog, self.rules, self.shows)
        self.remembered = self._maker.remembered
        self._listing = Listing(settings, catalog, self.rules, self._maker)
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
        return self._listing.all(at)

    def _feed_document(
        self, path: str, key: FeedKey, form: FeedFormat, at: datetime
    ) -> Composed | None:
        rule = self.rules.rule(key, at)
        if rule is None:
            return None
        whole = self._maker.current(key, rule, at)
        feed, body = self._fitted(whole, rule, form)
        changed = newest_change(feed.entries, whole.tombstones, feed.updated)
        made = document(path, form.media_type, body, feed.entries, changed)
        has_deltas = form.has_deltas and not rule.private
        return Composed(
            msgspec.structs.replace(made, has_deltas=has_deltas),
            self._maker.end(whole, rule, at),
            version_of(feed, made.etag, at) if has_deltas else None,
        )

    def delta(self, path: str, target: FeedTarget, known: Version, at: datetime) -> Document | None:
        """Return the document at a path with only what is new since a version of it.

        None where an entry went since then and the document could not tell.
        """
        rule = self.rules.rule(target.key, at)
        if rule is None:
            return None
        feed, _ = self._fitted(self._maker.current(target.key, rule, at), rule, target.format)
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
        return render_within(feed, form, self.rules.max_bytes(rule))

    def _archive_page(self, path: str, target: ArchiveTarget, at: datetime) -> Composed | None:
        archived = self._archived(target.key, at)
        if archived is None:
            return None
        rule, selection, size = archived
        page = self._catalog.archives.page(selection, target.page, size, at)
        if page is None:
            return None
        feed = self._maker.page(target.key, rule, target.page, page)
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
        archived = self._archived(target.key, at)
        if archived is None:
            return None
        _, selection, size = archived
        return self._catalog.archives.page_mark(selection, target.page, size, at)

    def archive(self, key: FeedKey, at: datetime) -> Numbers | None:
        """Return how far the archive of a feed has come; None where it has none.

        The feed of a term that no public entry has any more is gone, its archive with it.
        """
        archived = self._archived(key, at)
        if archived is None:
            return None
        _, selection, size = archived
        return self._catalog.archives.numbers(selection, size, at)

    def _archived(self, key: FeedKey, at: datetime) -> tuple[FeedSettings, Selection, int] | None:
        """Return the rule of a feed that has an archive, what it selects, and the size of pages."""
        rule = self.rules.rule(key, at)
        size = self.rules.archive_size(rule) if rule else 0
        return (rule, self.rules.selection(rule, at), size) if rule and size else None

    def _feed_page(self, path: str, key: FeedKey, at: datetime) -> Composed | None:
        rule = self.rules.rule(key, at)
        if rule is None:
            return None
        feed = self._maker.current(key, rule, at)
        languages = self._listing.languages(at) if key.kind == "language" else ()
        body = feed_page(self.publication, feed, languages)
        made = document(path, HTML, body, feed.entries, feed.updated)
        return Composed(made, self._maker.end(feed, rule, at))

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


def _topic(term: TermName) -> Topic:
    return Topic(kind=term.kind, term=term.term, path=FeedKey(term.kind, term.slug).path)
