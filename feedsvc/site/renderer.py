"""Rendering of documents, each for the target of a URL path."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import msgspec

from feedsvc.catalog import Block, Catalog, EntryInContext, TermName
from feedsvc.entry import Entry
from feedsvc.errors import SettingsError
from feedsvc.feeds import FORMATS, Branding, Document, FeedInfo
from feedsvc.feeds.pages.rendering import HTML, Publication, Theme
from feedsvc.feeds.pages.site_pages import Topic, story_page
from feedsvc.settings import FeedSettings, Settings, WebSettings
from feedsvc.site.feed_documents import FeedDocuments
from feedsvc.site.feeds import FeedBuilder, FeedDefinitions, FeedList
from feedsvc.site.parts import Parts
from feedsvc.site.paths import (
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
from feedsvc.site.podcasts import Podcasts
from feedsvc.site.rendered import Rendered, absolute_url, complete, document, newest
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
        builder = FeedBuilder(settings, catalog, self.definitions, self.podcasts, branding)
        self.tombstone_age = builder.tombstone_age
        self._list = FeedList(settings, catalog, self.definitions, builder)
        self._last_feeds: tuple[object, list[FeedInfo]] = None, []
        self.digest = _digest(settings, self.publication)
        self.parts = Parts(settings, catalog, self.publication, self.digest)
        self._main_feed = builder.empty(MAIN, FeedSettings(name="main"))
        self.feed_documents = FeedDocuments(
            catalog, self.publication, self.definitions, builder, self.parts
        )
        self.sitewide = SitewideDocuments(
            settings, catalog, self.publication, self.feeds, self.definitions.next_aged
        )

    def render(self, path: str, target: Target, at: datetime, generation: int) -> Rendered | None:
        """Return the document at a path as of a time; None if there is none.

        The documents of one feed share its entries while the `generation` is the same.
        """
        match target:
            case FeedTarget():
                return self.feed_documents.feed(path, target, at, generation)
            case ArchiveTarget():
                return self.feed_documents.archive_page(path, target, at, generation)
            case FeedPageTarget(key):
                languages = self._list.languages(at) if key.kind == "language" else ()
                return self.feed_documents.page(path, key, languages, at, generation)
            case StoryTarget(slug):
                return self._story(slug, at)
            case CompanionTarget():
                return self.podcasts.companion(path, target, at)
            case PageTarget():
                return self.sitewide.render(path, target, at)

    def story_pages(self, block: Block, at: datetime) -> Iterator[Document]:
        """Yield the pages of a block's stories; their entries' parts are rendered and stored."""
        stories = self._catalog.stories_in(block, at)
        entries = {each.place.key: complete(self._settings, each.entry) for each in stories}
        self.parts.refresh(self._main_feed, [each.place for each in stories], entries)
        for context in stories:
            yield self._story_document(context, entries[context.place.key])

    def feeds(self, at: datetime) -> list[FeedInfo]:
        """Return all public feeds: the main one, those of the settings, then those of terms."""
        identity = at, self._catalog.generation()
        last, feeds = self._last_feeds
        if last != identity:
            feeds = self._list.all(at)
            self._last_feeds = identity, feeds
        return feeds

    def _story(self, slug: str, at: datetime) -> Rendered | None:
        context = self._catalog.story(slug, at)
        if context is None:
            return None
        return Rendered(self._story_document(context, complete(self._settings, context.entry)))

    def _story_document(self, context: EntryInContext, entry: Entry) -> Document:
        body = story_page(
            self.publication,
            entry,
            older=context.older,
            newer=context.newer,
            topics=[_topic(term) for term in context.terms],
        )
        entries = [entry]
        path = story_path(entry.slug or "")
        return document(path, HTML, body, entries, newest(self._catalog, entries))


def _digest(settings: Settings, publication: Publication) -> str:
    """Return a digest of what documents depend on, besides entries and the clock.

    [web] settings do not change documents, and no password hash should be stored.
    """
    relevant = msgspec.structs.replace(settings, web=WebSettings())
    inputs = version("feedsvc"), relevant, publication.theme.digest()
    return hashlib.blake2b(msgspec.json.encode(inputs), digest_size=12).hexdigest()


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
