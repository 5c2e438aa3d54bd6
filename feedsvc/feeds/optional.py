"""Extensions that only some feeds have, so that others neither declare nor pay for them."""

from feedsvc.entry import Entry
from feedsvc.feeds.extensions.georss import GeoRss
from feedsvc.feeds.extensions.webfeeds import NothingInEntries, WebFeeds
from feedsvc.feeds.generator import Extensions, FeedEntry, FeedGenerator
from feedsvc.feeds.model import Feed


def optional_extensions(feed: Feed) -> Extensions:
    """Return the extensions of RSS and Atom that a feed needs besides those of every feed."""
    chosen: Extensions = {}
    if not feed.look.is_plain:
        chosen = {**chosen, "webfeeds": (WebFeeds, NothingInEntries)}
    if any(entry.location for entry in feed.entries):
        chosen = {**chosen, "georss": (GeoRss, GeoRss)}
    return chosen


def fill_feed(document: FeedGenerator, feed: Feed) -> None:
    """Give the feed's own extensions their values."""
    if not feed.look.is_plain:
        document.webfeeds.look = feed.look


def fill_entry(element: FeedEntry, entry: Entry) -> None:
    """Give the extensions of an RSS item or an Atom entry their values."""
    if entry.location:
        element.georss.point = entry.location
