"""Extensions that only some feeds have, so that others neither declare nor pay for them."""

from feedsvc.entry import Entry
from feedsvc.feeds.extensions import Extension
from feedsvc.feeds.extensions.georss import GeoRss
from feedsvc.feeds.extensions.history import History
from feedsvc.feeds.extensions.itunes import ItunesBlock, ItunesEpisode, ItunesShow
from feedsvc.feeds.extensions.podcast import PodcastEpisode, PodcastShow
from feedsvc.feeds.extensions.source import SourceText
from feedsvc.feeds.extensions.tombstones import Tombstones
from feedsvc.feeds.extensions.webfeeds import WebFeeds
from feedsvc.feeds.generator import Extensions, FeedEntry, FeedGenerator
from feedsvc.feeds.model import Feed
from feedsvc.feeds.podcast import episode_image


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
    """Return the extensions of RSS alone: of a podcast, of a private feed, of Markdown."""
    chosen: Extensions = {}
    if feed.private:
        chosen = {**chosen, "block": (ItunesBlock, Extension)}
    if feed.full and any(entry.markdown for entry in feed.entries):
        chosen = {**chosen, "markdown": (SourceText, SourceText)}
    if feed.podcast:
        shows = {"itunes": (ItunesShow, ItunesEpisode), "podcast": (PodcastShow, PodcastEpisode)}
        chosen = {**chosen, **shows}
    return chosen


def fill_podcast(channel: FeedGenerator, feed: Feed) -> None:
    """Give the extensions of a podcast's channel the show."""
    if feed.podcast:
        channel.itunes.podcast = channel.podcast.podcast = feed.podcast
        channel.podcast.private = feed.private


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
    item.podcast.companions = [each for each in show.companions if each.entry_id == entry.id]
    item.podcast.language = entry.language or feed.language
