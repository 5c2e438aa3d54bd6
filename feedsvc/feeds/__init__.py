"""Feeds: rendering entries as RSS, Atom, JSON Feed, OPML, sitemaps and pages."""

from feedsvc.feeds import atom, jsonfeed, rss
from feedsvc.feeds.branding import Branding
from feedsvc.feeds.entry_html import full_content
from feedsvc.feeds.feedlists import MENU_TYPE, OPML_TYPE, feed_menu, opml
from feedsvc.feeds.media import TYPE_OF_SUFFIX, embedded_urls
from feedsvc.feeds.model import (
    ARCHIVE,
    Document,
    Feed,
    FeedInfo,
    Tombstone,
    newest_change,
    page_path,
)
from feedsvc.feeds.parts import (
    FeedFormat,
    Frame,
    Part,
    count_within,
    needs_of,
    render_parts,
)
from feedsvc.feeds.podcast import COMPANION_TYPES, Companion, Podcast, is_episode, podcast_guid
from feedsvc.feeds.sitemap import NEWS_AGE, NEWS_LIMIT, SITEMAP_TYPE, news_sitemap
from feedsvc.feeds.summary import summary_of

__all__ = [
    "ARCHIVE",
    "COMPANION_TYPES",
    "FORMATS",
    "MENU_TYPE",
    "NEWS_AGE",
    "NEWS_LIMIT",
    "OPML_TYPE",
    "SITEMAP_TYPE",
    "TYPE_OF_SUFFIX",
    "Branding",
    "Companion",
    "Document",
    "Feed",
    "FeedFormat",
    "FeedInfo",
    "Frame",
    "Part",
    "Podcast",
    "Tombstone",
    "count_within",
    "embedded_urls",
    "feed_menu",
    "full_content",
    "is_episode",
    "needs_of",
    "newest_change",
    "news_sitemap",
    "opml",
    "page_path",
    "podcast_guid",
    "render_parts",
    "summary_of",
]

FORMATS: dict[str, FeedFormat] = {
    each.name: each for each in (rss.FORMAT, atom.FORMAT, jsonfeed.FORMAT)
}
"""The formats of every feed, in the order of links on pages."""
