"""Feeds prepared for rendering: what all formats show of an entry, computed once."""

import msgspec

from feedsvc.entry import Entry
from feedsvc.feeds.entry_html import full_content
from feedsvc.feeds.model import Feed
from feedsvc.feeds.sanitize import sanitize
from feedsvc.feeds.summary import summary_of, title_of


class PreparedFeed(Feed, frozen=True, kw_only=True):
    """A sanitized feed whose entries have the title, summary and content that documents show.

    A title is never empty, a summary is empty if there is none. `content` is the entry in full
    as HTML, or empty in a feed of summaries.
    """


def prepare(feed: Feed) -> PreparedFeed:
    """Return a feed with only valid values and with its entries as documents show them."""
    if isinstance(feed, PreparedFeed):
        return feed
    clean = sanitize(feed)
    entries = tuple(_shown(entry, full=feed.full) for entry in clean.entries)
    return PreparedFeed(**{**msgspec.structs.asdict(clean), "entries": entries})


def _shown(entry: Entry, *, full: bool) -> Entry:
    return msgspec.structs.replace(
        entry,
        title=title_of(entry),
        summary=summary_of(entry),
        content=full_content(entry) if full else "",
    )
