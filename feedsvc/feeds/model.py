"""What a feed is before it has a format, and a document after: the seam of all feed formats."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime

import msgspec

from feedsvc.entry import Entry, Person
from feedsvc.feeds.look import Look
from feedsvc.feeds.podcast import Podcast

ARCHIVE = "archive"
"""The folder of a feed's archive, below its own."""


MAIN_PAGE = "/stories/"
"""The page of the main feed for people; at the feed's own folder is the index of the site."""


class Tombstone(msgspec.Struct, frozen=True, kw_only=True):
    """An entry that was in a feed and went: its id, and when (RFC 6721)."""

    id: str
    when: datetime


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """A named selection of entries, newest first, ready to be written in any format.

    `path` is the folder of its documents as a URL path with both slashes (`/`,
    `/sections/world/`); `base_url` is the site's address without a slash at its end. Every
    entry has id, slug, title, link, published and updated; links and media are absolute.
    `updated` is the newest entry's change. `ttl` is minutes. With `full` off, documents
    carry summaries and no content. `hubs` are the addresses of its WebSub hubs, `cloud` that at
    which readers register with an rssCloud server. With `msn`, RSS has what MSN asks for besides.
    One that is `private` stands at another address for each reader, and tells none of them.
    Of an archive (RFC 5005 section 4), `pages` is how many full pages there are, 1 the oldest;
    `page` is which of them this is, None for the current document. `tombstones` are entries
    that went.
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
    tombstones: tuple[Tombstone, ...] = ()
    page: int | None = None
    pages: int = 0
    hubs: tuple[str, ...] = ()
    cloud: str | None = None
    podcast: Podcast | None = None
    private: bool = False
    msn: bool = False

    @property
    def link(self) -> str:
        """The address of the page for people; a private feed has none but the site's."""
        return self.base_url + ("/" if self.private else self.path)

    def url(self, file_name: str) -> str:
        """Return the address of one of the feed's current documents."""
        return self.link + file_name

    def self_url(self, file_name: str) -> str | None:
        """Return the address of this very document: of the page, where it is one.

        None for a private feed, whose addresses hold tokens: readers share documents, export
        what they follow, and some fetch by the self link. So all tokens open the same bytes.
        """
        if self.private:
            return None
        return self.url(file_name) if self.page is None else self._page_url(self.page, file_name)

    def history(self, file_name: str) -> dict[str, str]:
        """Return the addresses of the pages around this document, by their link relations.

        Source: RFC 5005 section 4. The newest page has no next one until that is full.
        """
        older = self.pages if self.page is None else self.page - 1
        links = {"prev-archive": self._page_url(older, file_name)} if older else {}
        if self.page is None:
            return links
        if self.page < self.pages:
            links["next-archive"] = self._page_url(self.page + 1, file_name)
        return {**links, "current": self.url(file_name)}

    def _page_url(self, page: int, file_name: str) -> str:
        return self.url(f"{ARCHIVE}/{page}/{file_name}")


def page_path(folder: str) -> str:
    """Return the path of a feed's page for people, from the folder of its documents."""
    return MAIN_PAGE if folder == "/" else folder


def newest_change(
    entries: Iterable[Entry], tombstones: Iterable[Tombstone], otherwise: datetime
) -> datetime:
    """Return when entries last changed, came out of an embargo, or went."""
    moments = [moment for entry in entries for moment in (entry.updated, entry.embargo) if moment]
    moments += [tombstone.when for tombstone in tombstones]
    return max(moments, default=otherwise)


FEED_TYPES = frozenset(
    ("application/rss+xml", "application/atom+xml", "application/feed+json", "text/x-opml")
)
"""The media types that the validator's general rules are about."""


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """The bytes published at one path.

    `path` is a URL path; one that ends in a slash is a page. `modified` is the newest
    change of an entry in it, never a file's time. `entry_ids` are the entries it shows.
    `has_deltas` says whether a client may ask for what is new in it.
    """

    path: str
    media_type: str
    body: bytes
    modified: datetime
    entry_ids: tuple[str, ...] = ()
    has_deltas: bool = False

    @property
    def is_feed(self) -> bool:
        """Whether it is for feed readers: a feed, or a list of feeds."""
        return self.media_type.partition(";")[0] in FEED_TYPES

    @property
    def is_dated(self) -> bool:
        """Whether `modified` moves on with every change of its bytes, so that clients may go by it.

        The catalog keeps the dates of feeds. Other documents depend on more than their entries:
        a story's page names its neighbours, all pages hang on templates and settings.
        """
        return self.is_feed

    @property
    def etag(self) -> str:
        """The strong validator of the bytes: RFC 9110 section 8.8.3, with its quotes."""
        return f'"{hashlib.blake2b(self.body, digest_size=12).hexdigest()}"'


class FeedFormat(msgspec.Struct, frozen=True, kw_only=True):
    """A feed format: its file name, its media type with charset, and how to write it.

    `has_tombstones` says whether it can tell of entries that went, `has_deltas` whether a
    client may ask for what is new alone (RFC 3229).
    """

    name: str
    file_name: str
    media_type: str
    label: str
    render: Callable[[Feed], bytes]
    has_tombstones: bool = False
    has_deltas: bool = False
