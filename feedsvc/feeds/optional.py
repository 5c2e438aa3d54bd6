"""Extensions that only some feeds have, so that others neither declare nor pay for them."""

from feedsvc.entry import Entry
from feedsvc.feeds.extensions import Extension
from feedsvc.feeds.extensions.dcterms import DublinCoreTerms
from feedsvc.feeds.extensions.georss import GeoRss
from feedsvc.feeds.extensions.history import History
from feedsvc.feeds.extensions.itunes import ItunesBlock, ItunesEpisode, ItunesShow
from feedsvc.feeds.extensions.mi import Microsoft
from feedsvc.feeds.extensions.podcast import PodcastEpisode, PodcastShow
from feedsvc.feeds.extensions.snf import SmartNews
from feedsvc.feeds.extensions.source import SourceText
from feedsvc.feeds.extensions.tombstones import Tombstones
from feedsvc.feeds.extensions.webfeeds import WebFeeds
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
    if not feed.look.is_plain:
        chosen = {**chosen, "webfeeds": (WebFeeds, Extension)}
    if any(entry.location for entry in feed.entries):
        chosen = {**chosen, "georss": (GeoRss, GeoRss)}
    return chosen


def fill_feed(document: FeedGenerator, feed: Feed) -> None:
    """Give the feed's own extensions their values."""
    if feed.tombstones:
        document.tombstones.entries = feed.tombstones
    if not feed.look.is_plain:
        document.webfeeds.look = feed.look


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
    if feed.look.snf_logo:
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
    if feed.look.snf_logo:
        channel.snf.url = feed.look.snf_logo


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
