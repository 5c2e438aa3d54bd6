"""The extensions that only some feeds need, so that others do not declare their namespaces."""

from collections.abc import Collection

from feedsvc.entry import Entry
from feedsvc.feeds.extensions import Extension
from feedsvc.feeds.extensions.partners import (
    DublinCoreTerms,
    Microsoft,
    SmartNews,
    SourceText,
    WebFeeds,
)
from feedsvc.feeds.extensions.podcasting import (
    ItunesBlock,
    ItunesEpisode,
    ItunesPodcast,
    PodcastChannel,
    PodcastEpisode,
)
from feedsvc.feeds.extensions.syndication import GeoRss, History, Tombstones
from feedsvc.feeds.generator import Extensions, FeedEntry, FeedGenerator
from feedsvc.feeds.model import Feed
from feedsvc.feeds.podcast import episode_image, episode_media


def namespaces_needed(_feed: Feed, entry: Entry) -> tuple[str, ...]:
    """Return the prefixes of the namespaces that an entry needs in RSS and Atom, sorted."""
    return (GeoRss.prefix,) if entry.location else ()


def namespaces_needed_in_rss(feed: Feed, entry: Entry) -> tuple[str, ...]:
    """Return the prefixes of the namespaces that an entry needs in RSS, sorted."""
    needs = namespaces_needed(feed, entry)
    return (*needs, SourceText.prefix) if feed.full and entry.markdown else needs


def optional_extensions(feed: Feed, needs: Collection[str]) -> Extensions:
    """Return the extensions for RSS and Atom that a feed and its entries' `needs` require."""
    extensions: Extensions = {}
    if feed.page is not None:
        extensions = {**extensions, "history": (History, Extension)}
    if feed.tombstones:
        extensions = {**extensions, "tombstones": (Tombstones, Extension)}
    if not feed.branding.is_plain:
        extensions = {**extensions, "webfeeds": (WebFeeds, Extension)}
    if GeoRss.prefix in needs:
        extensions = {**extensions, "georss": (GeoRss, GeoRss)}
    return extensions


def fill_feed(document: FeedGenerator, feed: Feed) -> None:
    """Set the values of the feed's own extensions."""
    if feed.tombstones:
        document.tombstones.entries = feed.tombstones
    if not feed.branding.is_plain:
        document.webfeeds.branding = feed.branding


def fill_entry(element: FeedEntry, entry: Entry) -> None:
    """Set the values of the extensions of an RSS item or an Atom entry."""
    if entry.location:
        element.georss.point = entry.location


def rss_extensions(feed: Feed, needs: Collection[str]) -> Extensions:
    """Return the extensions for RSS only that a feed and its entries' `needs` require."""
    extensions: Extensions = {}
    if feed.private:
        extensions = {**extensions, "block": (ItunesBlock, Extension)}
    if SourceText.prefix in needs:
        extensions = {**extensions, "markdown": (SourceText, SourceText)}
    if feed.branding.snf_logo:
        extensions = {**extensions, "snf": (SmartNews, Extension)}
    if feed.msn:
        msn = {"dcterms": (DublinCoreTerms, DublinCoreTerms), "mi": (Microsoft, Microsoft)}
        extensions = {**extensions, **msn}
    if feed.podcast:
        extensions = {
            **extensions,
            "itunes": (ItunesPodcast, ItunesEpisode),
            "podcast": (PodcastChannel, PodcastEpisode),
        }
    return extensions


def fill_channel(channel: FeedGenerator, feed: Feed) -> None:
    """Set the values of the extensions of an RSS channel."""
    if feed.podcast:
        channel.itunes.podcast = channel.podcast.podcast = feed.podcast
        channel.podcast.private = feed.private
    if feed.branding.snf_logo:
        channel.snf.url = feed.branding.snf_logo


def fill_item(item: FeedEntry, feed: Feed, entry: Entry) -> None:
    """Set the values of the extensions of an RSS item."""
    if feed.full and entry.markdown:
        item.markdown.markdown = entry.markdown
    if feed.msn:
        item.dcterms.modified = entry.updated
    podcast = feed.podcast
    if podcast:
        item.itunes.authors = [author.name for author in entry.authors]
        item.itunes.image, item.itunes.explicit = episode_image(entry), podcast.explicit
        episode = episode_media(entry)
        item.itunes.duration = episode.duration if episode else None
        item.podcast.companions = [each for each in podcast.companions if each.entry_id == entry.id]
        item.podcast.language = entry.language or feed.language
