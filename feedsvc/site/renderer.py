"""Rendering of documents, each for the target of a URL path."""

from collections.abc import Hashable, Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from feedsvc.catalog import (
    ArchiveExtent,
    Catalog,
    EntryInContext,
    Selection,
    TermName,
    Version,
)
from feedsvc.errors import SettingsError
from feedsvc.feeds import (
    FORMATS,
    Branding,
    Document,
    Feed,
    FeedFormat,
    FeedInfo,
    newest_change,
    render_within,
)
from feedsvc.feeds.pages.rendering import HTML, Publication, Theme
from feedsvc.feeds.pages.site_pages import Topic, archive_page, feed_page, story_page
from feedsvc.settings import FeedSettings, Settings
from feedsvc.site.deltas import SYNC_MARGIN, changed_since, version_of
from feedsvc.site.feeds import MAX_TOMBSTONES, FeedBuilder, FeedDefinitions, FeedList
from feedsvc.site.paths import (
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
from feedsvc.site.podcasts import Podcasts
from feedsvc.site.rendered import Rendered, absolute_url, complete, document, epoch, newest
from feedsvc.site.sitewide import SitewideDocuments


class Renderer:
    """Renders the documents of a site from its catalog and settings."""

    def __init__(self, settings: Settings, catalog: Catalog) -> None:
        self._settings, self._catalog = settings, catalog
        branding = _branding(settings)
        self.publication = Publication(
            title=settings.title,
            description=settings.description,
            base_url=settings.base_url,
            formats=tuple(FORMATS.values()),
            language=settings.language,
            rights=settings.rights,
            zone=settings.zone,
            icon=branding.icon,
            logo=branding.logo or branding.icon,
            theme=_theme(settings),
        )
        self.definitions = FeedDefinitions(settings, catalog)
        self.podcasts = Podcasts(settings, catalog)
        self._builder = FeedBuilder(settings, catalog, self.definitions, self.podcasts, branding)
        self.tombstone_age = self._builder.tombstone_age
        self._list = FeedList(settings, catalog, self.definitions, self._builder)
        self.sitewide = SitewideDocuments(
            settings, catalog, self.publication, self.feeds, self.definitions.next_aged
        )

    def render(self, path: str, target: Target, at: datetime) -> Rendered | None:
        """Return the document at a path as of a time; None if there is none."""
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
                return self.podcasts.companion(path, target, at)
            case PageTarget():
                return self.sitewide.render(path, target, at)

    def stories(self, at: datetime) -> Iterator[Document]:
        """Yield the pages of all stories; faster than rendering them one by one."""
        for context in self._catalog.stories(at):
            yield self._story_document(story_path(context.entry.slug or ""), context)

    def feeds(self, at: datetime) -> list[FeedInfo]:
        """Return all public feeds: the main one, those of the settings, then those of terms."""
        return self._list.all(at)

    def delta(self, path: str, target: FeedTarget, known: Version, at: datetime) -> Document | None:
        """Return the feed document at a path with only what is new since a version of it.

        None if an entry was withdrawn since and the document has no tombstone for it.
        """
        definition = self.definitions.get(target.key, at)
        if definition is None:
            return None
        current = self._builder.current(target.key, definition, at)
        feed, _ = self._fitted(current, definition, target.format)
        listed = {tombstone.id for tombstone in feed.tombstones}
        selection = self.definitions.selection(definition, at)
        since = known.rendered - SYNC_MARGIN
        withdrawn = self._catalog.withdrawn(selection, since, at, most=MAX_TOMBSTONES + 1)
        if any(each.id not in listed for each in withdrawn):
            return None
        news = changed_since(feed, known)
        body = target.format.render(news)
        delta = document(path, target.format.media_type, body, news.entries, feed.updated)
        return msgspec.structs.replace(delta, has_deltas=True)

    def archive_fingerprint(self, target: ArchiveTarget, at: datetime) -> Hashable:
        """Return a key that changes whenever the archive page changes; None without a page."""
        archived = self._archived(target.key, at)
        if archived is None:
            return None
        _, selection, size = archived
        return self._catalog.archives.page_fingerprint(selection, target.page, size, at)

    def archive_extent(self, key: FeedKey, at: datetime) -> ArchiveExtent | None:
        """Return the extent of a feed's archive; None without an archive.

        A term without public entries has neither a feed nor an archive.
        """
        archived = self._archived(key, at)
        if archived is None:
            return None
        _, selection, size = archived
        return self._catalog.archives.extent(selection, size, at)

    def _feed_document(
        self, path: str, key: FeedKey, form: FeedFormat, at: datetime
    ) -> Rendered | None:
        definition = self.definitions.get(key, at)
        if definition is None:
            return None
        whole = self._builder.current(key, definition, at)
        feed, body = self._fitted(whole, definition, form)
        changed = newest_change(feed.entries, whole.tombstones, feed.updated)
        rendered = document(path, form.media_type, body, feed.entries, changed)
        has_deltas = form.has_deltas and not definition.private
        return Rendered(
            msgspec.structs.replace(rendered, has_deltas=has_deltas),
            self._builder.until(whole, definition, at),
            version_of(feed, rendered.etag, at) if has_deltas else None,
        )

    def _fitted(self, feed: Feed, definition: FeedSettings, form: FeedFormat) -> tuple[Feed, bytes]:
        """Return a feed as a format can show it, within the feed's size limit."""
        if feed.tombstones and not form.has_tombstones:
            updated = newest_change(feed.entries, (), epoch(self._catalog))
            feed = msgspec.structs.replace(feed, tombstones=(), updated=updated)
        return render_within(feed, form, self.definitions.max_bytes(definition))

    def _archive_page(self, path: str, target: ArchiveTarget, at: datetime) -> Rendered | None:
        archived = self._archived(target.key, at)
        if archived is None:
            return None
        definition, selection, size = archived
        page = self._catalog.archives.page(selection, target.page, size, at)
        if page is None:
            return None
        feed = self._builder.page(target.key, definition, target.page, page)
        media_type, body = (
            (target.format.media_type, target.format.render(feed))
            if target.format
            else (HTML, archive_page(self.publication, feed))
        )
        rendered = document(path, media_type, body, feed.entries, feed.updated)
        # An empty page disappears with its feed's last entry, which is on another page.
        settled = target.page < page.pages and bool(page.entries)
        return Rendered(rendered, page.until, settled=settled)

    def _archived(self, key: FeedKey, at: datetime) -> tuple[FeedSettings, Selection, int] | None:
        """Return a feed's definition, selection and page size; None if it has no archive."""
        definition = self.definitions.get(key, at)
        size = self.definitions.archive_size(definition) if definition else 0
        if definition is None or not size:
            return None
        return definition, self.definitions.selection(definition, at), size

    def _feed_page(self, path: str, key: FeedKey, at: datetime) -> Rendered | None:
        definition = self.definitions.get(key, at)
        if definition is None:
            return None
        feed = self._builder.current(key, definition, at)
        languages = self._list.languages(at) if key.kind == "language" else ()
        body = feed_page(self.publication, feed, languages=languages)
        rendered = document(path, HTML, body, feed.entries, feed.updated)
        return Rendered(rendered, self._builder.until(feed, definition, at))

    def _story(self, path: str, slug: str, at: datetime) -> Rendered | None:
        context = self._catalog.story(slug, at)
        return None if context is None else Rendered(self._story_document(path, context))

    def _story_document(self, path: str, context: EntryInContext) -> Document:
        body = story_page(
            self.publication,
            complete(self._settings, context.entry),
            older=context.older,
            newer=context.newer,
            topics=[_topic(term) for term in context.terms],
        )
        entries = [context.entry]
        return document(path, HTML, body, entries, newest(self._catalog, entries))


def _branding(settings: Settings) -> Branding:
    return Branding(
        icon=absolute_url(settings, settings.icon),
        logo=absolute_url(settings, settings.logo),
        cover=absolute_url(settings, settings.cover),
        banner=absolute_url(settings, settings.banner),
        accent_color=settings.accent_color and settings.accent_color.lstrip("#"),
        stylesheet=absolute_url(settings, settings.stylesheet),
    )


def _theme(settings: Settings) -> Theme:
    folder = None if settings.theme is None else Path(settings.theme)
    if folder is not None and not folder.is_dir():
        raise SettingsError(
            f"theme: no such folder: {settings.theme}; create one with 'feedsvc init --theme'"
        )
    return Theme(folder)


def _topic(term: TermName) -> Topic:
    return Topic(kind=term.kind, term=term.term, path=FeedKey(term.kind, term.slug).path)
