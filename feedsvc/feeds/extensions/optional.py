"""Extensions that only some feeds have, so that others neither declare nor pay for them."""

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
    ItunesShow,
    PodcastEpisode,
    PodcastShow,
)
from feedsvc.feeds.extensions.syndication import GeoRss, History, Tombstones
from feedsvc.feeds.generator import Extensions, FeedEntry, FeedGenerator
from feedsvc.feeds.model import Feed
from feedsvc.feeds.podcast import episode_image, episode_media


def optional_extensions(feed: Feed) -> Extensions:
    """Return the extensions of RSS and Atom that a feed needs besides those of every feed."""
    chosen: Extensions = {}
    if feed.page is not None:
        chosen = {**chosen, "history": (History, Extension)}
    if feed.tombstones:
        chosen = {**chosen, "tombstones": (Tombstones, Extension)}
    if not feed.branding.is_plain:
        chosen = {**chosen, "webfeeds": (WebFeeds, Extension)}
    if any(entry.location for entry in feed.entries):
        chosen = {**chosen, "georss": (GeoRss, GeoRss)}
    return chosen


def fill_feed(document: FeedGenerator, feed: Feed) -> None:
    """Give the feed's own extensions their values."""
    if feed.tombstones:
        document.tombstones.entries = feed.tombstones
    if not feed.branding.is_plain:
        document.webfeeds.branding = feed.branding


def fill_entry(element: FeedEntry, entry: Entry) -> None:
    """Give the extensions of an RSS item or an Atom entry their values."""
    if entry.location:
        element.georss.point = entry.location


def rss_extensions(feed: Feed) -> Extensions:
    """Return the extensions of RSS alone: for partners, of podcasts, private feeds, Markdown."""
    chosen: Extensions = {}
    if feed.private:
        chosen = {**chosen, "block": (ItunesBlock, Extension)}
    if feed.full and any(entry.markdown for entry in feed.entries):
        chosen = {**chosen, "markdown": (SourceText, SourceText)}
    if feed.branding.snf_logo:
        chosen = {**chosen, "snf": (SmartNews, Extension)}
    if feed.msn:
        msn = {"dcterms": (DublinCoreTerms, DublinCoreTerms), "mi": (Microsoft, Microsoft)}
        chosen = {**chosen, **msn}
    if feed.podcast:
        shows = {"itunes": (ItunesShow, ItunesEpisode), "podcast": (PodcastShow, PodcastEpisode)}
        chosen = {**chosen, **shows}
    return chosen


def fill_podcast(channel: FeedGenerator, feed: Feed) -> None:
    """Give the extensions of a podcast's channel the show."""
    if feed.podcast:
        channel.itunes.podcast = channel.podcast.podcast = feed.podcast
        channel.podcast.private = feed.private


def fill_partners(channel: FeedGenerator, feed: Feed) -> None:
    """Give the extensions for partners what they say of the feed."""
    if feed.branding.snf_logo:
        channel.snf.url = feed.branding.snf_logo


def fill_change(item: FeedEntry, feed: Feed, entry: Entry) -> None:
    """Give the item of a feed for MSN its last change."""
    if feed.msn:
        item.dcterms.modified = entry.updated


def fill_markdown(item: FeedEntry, feed: Feed, entry: Entry) -> None:
    """Give the item of a feed with full content the text of which that was made."""
    if feed.full and entry.markdown:
        item.markdown.markdown = entry.markdown


def fill_episode(item: FeedEntry, feed: Feed, entry: Entry) -> None:
    """Give the extensions of a podcast's item its episode."""
    show = feed.podcast
    if show is None:
        return
    item.itunes.authors = [author.name for author in entry.authors]
    item.itunes.image, item.itunes.explicit = episode_image(entry), show.explicit
    episode = episode_media(entry)
    item.itunes.duration = episode.duration if episode else None
    item.podcast.companions = [each for each in show.companions if each.entry_id == entry.id]
    item.podcast.language = entry.language or feed.language
