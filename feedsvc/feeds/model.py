"""What a feed is before it has a format, and a document after: the seam of all feed formats."""

import hashlib
from collections.abc import Callable
from datetime import datetime

import msgspec

from feedsvc.entry import Entry, Person
from feedsvc.feeds.look import Look
from feedsvc.feeds.podcast import Podcast


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """A named selection of entries, newest first, ready to be written in any format.

    `path` is the folder of its documents as a URL path with both slashes (`/`,
    `/sections/world/`); `base_url` is the site's address without a slash at its end. Every
    entry has id, slug, title, link, published and updated; links and media are absolute.
    `updated` is the newest entry's change. `ttl` is minutes. With `full` off, documents
    carry summaries and no content. `hubs` are the addresses of its WebSub hubs.
    """

    id: str
    path: str
    base_url: str
    title: str
    subtitle: str
    updated: datetime
    entries: tuple[Entry, ...]
    author: Person | None = None
    language: str | None = None
    rights: str | None = None
    ttl: int | None = None
    full: bool = True
    look: Look = Look()
    hubs: tuple[str, ...] = ()
    podcast: Podcast | None = None

    @property
    def link(self) -> str:
        """The address of the page for people."""
        return self.base_url + self.path

    def url(self, file_name: str) -> str:
        """Return the address of one of the feed's documents."""
        return self.link + file_name


FEED_TYPES = frozenset(
    ("application/rss+xml", "application/atom+xml", "application/feed+json", "text/x-opml")
)
"""The media types that the validator's general rules are about."""


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """The bytes published at one path.

    `path` is a URL path; one that ends in a slash is a page. `modified` is the newest
    change of an entry in it, never a file's time. `entry_ids` are the entries it shows.
    """

    path: str
    media_type: str
    body: bytes
    modified: datetime
    entry_ids: tuple[str, ...] = ()

    @property
    def is_feed(self) -> bool:
        """Whether it is for feed readers: a feed, or a list of feeds."""
        return self.media_type.partition(";")[0] in FEED_TYPES

    @property
    def etag(self) -> str:
        """The strong validator of the bytes: RFC 9110 section 8.8.3, with its quotes."""
        return f'"{hashlib.blake2b(self.body, digest_size=12).hexdigest()}"'


class FeedFormat(msgspec.Struct, frozen=True, kw_only=True):
    """A feed format: its file name, its media type with charset, and how to write it."""

    name: str
    file_name: str
    media_type: str
    label: str
    render: Callable[[Feed], bytes]
