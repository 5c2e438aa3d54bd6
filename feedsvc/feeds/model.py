"""Feeds and documents: the types that all formats share."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Literal

import msgspec

from feedsvc.entry import Entry, Person
from feedsvc.feeds.branding import Branding
from feedsvc.feeds.podcast import Podcast

ARCHIVE = "archive"
"""The folder of a feed's archive, within the feed's own."""

MAIN_PAGE = "/stories/"
"""The page of the main feed, whose own folder `/` has the site's index instead."""

FEED_TYPES = frozenset(
    ("application/rss+xml", "application/atom+xml", "application/feed+json", "text/x-opml")
)
"""The media types of feeds and lists of feeds."""

Kind = Literal["main", "section", "tag", "author", "language", "custom"]


class Tombstone(msgspec.Struct, frozen=True, kw_only=True):
    """An entry that was removed from a feed: its id and the time of removal (RFC 6721)."""

    id: str
    when: datetime


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """A named selection of entries, newest first, ready to be rendered in any format.

    `path` is the folder of its documents as a URL path with both slashes (`/`,
    `/sections/world/`), `base_url` the site's URL without a trailing slash. Every entry has
    id, slug, title, link, published and updated; links and media have absolute URLs.
    `updated` is the time of the newest change of an entry, `published` that of the newest
    publication. `ttl` is in minutes. Without `full`, documents contain summaries and no
    content. `hubs` are the URLs of WebSub hubs, `cloud` that of an rssCloud server. With
    `msn`, RSS contains what MSN requires. A `private` feed has a different URL for each
    subscriber, and no document contains one.

    In an archive (RFC 5005 section 4), `pages` is the number of full pages, the oldest being
    page 1; `page` is the number of this one, None for the current document. `archived` are the
    names of the files that a page has. `tombstones` are
    removed entries.
    """

    id: str
    path: str
    base_url: str
    title: str
    subtitle: str
    updated: datetime
    published: datetime | None = None
    entries: tuple[Entry, ...]
    author: Person | None = None
    language: str | None = None
    rights: str | None = None
    ttl: int | None = None
    full: bool = True
    branding: Branding = Branding()
    tombstones: tuple[Tombstone, ...] = ()
    page: int | None = None
    pages: int = 0
    archived: tuple[str, ...] = ("rss.xml", "atom.xml", "feed.json")
    hubs: tuple[str, ...] = ()
    cloud: str | None = None
    podcast: Podcast | None = None
    private: bool = False
    msn: bool = False

    @property
    def link(self) -> str:
        """The URL of the feed's page; for a private feed, which has no page, the site's."""
        return self.base_url + ("/" if self.private else self.path)

    @property
    def traits(self) -> str:
        """A short name of everything of the feed that shows in its parts, such as `en full`.

        The companions of a podcast also show, each in the part of its entry.
        """
        # The language comes first, so that one called `full` or `msn` is not mistaken for a trait.
        traits = (
            self.language,
            "full" if self.full else "summary",
            "msn" if self.msn else None,
            "podcast" if self.podcast else None,
            "explicit" if self.podcast and self.podcast.explicit else None,
        )
        return " ".join(filter(None, traits))

    def url(self, file_name: str) -> str:
        """Return the URL of one of the feed's current documents."""
        return self.link + file_name

    def self_url(self, file_name: str) -> str | None:
        """Return the URL of this document, or of this archive page.

        It is None for a private feed, whose URLs contain tokens: people share documents and
        export subscriptions, and some readers fetch the self link. It also makes the bytes
        the same for all tokens.
        """
        if self.private:
            return None
        return self.url(file_name) if self.page is None else self._page_url(self.page, file_name)

    def history(self, file_name: str) -> dict[str, str]:
        """Return the URLs of neighboring archive pages by their link relations.

        The newest full page has no next page until that one is full. RSS links to archives in
        Atom, and Atom to those in RSS, if it has none of its own. Source: RFC 5005 section 4.
        """
        current, suffix = self.url(file_name), file_name.rpartition(".")[2]
        if file_name not in self.archived:
            file_name = next((name for name in self.archived if name.endswith(suffix)), "")
        if not file_name:
            return {}
        older = self.pages if self.page is None else self.page - 1
        links = {"prev-archive": self._page_url(older, file_name)} if older else {}
        if self.page is None:
            return links
        if self.page < self.pages:
            links["next-archive"] = self._page_url(self.page + 1, file_name)
        return {**links, "current": current}

    def _page_url(self, page: int, file_name: str) -> str:
        return self.url(f"{ARCHIVE}/{page}/{file_name}")


class FeedInfo(msgspec.Struct, frozen=True, kw_only=True):
    """A feed in a list of feeds, on pages and in OPML.

    `kind` says what its entries have in common (`custom`: a feed from the settings). `path`
    is the folder of its documents as a URL path with both slashes, `base_url` the site's URL
    without a trailing slash, `count` the number of entries, `updated` the time of the newest
    change of an entry. `newest` is the latest entry, if requested.
    """

    kind: Kind
    title: str
    path: str
    base_url: str
    count: int
    updated: datetime
    language: str | None = None
    description: str | None = None
    newest: Entry | None = None

    @property
    def link(self) -> str:
        """The URL of the feed's page."""
        return self.base_url + self.path

    def url(self, file_name: str) -> str:
        """Return the URL of one of the feed's documents, such as `rss.xml`."""
        return self.link + file_name


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """The bytes published at one path.

    `path` is a URL path; a path that ends in a slash is a page. `modified` is the time of the
    newest change of an entry in it, never a file's. `entry_ids` are the entries it contains.
    `has_deltas` says whether clients may ask for only its new entries. A document that was
    joined from parts can have a `digest` made of theirs, which takes less time.
    """

    path: str
    media_type: str
    body: bytes
    modified: datetime
    entry_ids: tuple[str, ...] = ()
    has_deltas: bool = False
    digest: bytes | None = None

    @property
    def is_feed(self) -> bool:
        """Whether it is for feed readers: a feed or a list of feeds."""
        return self.media_type.partition(";")[0] in FEED_TYPES

    @property
    def is_dated(self) -> bool:
        """Whether `modified` advances with every change of the bytes, so that clients can use it.

        The catalog stores the dates of feeds. Other documents depend on more than their
        entries: story pages link to their neighbors, and all pages depend on templates and
        settings.
        """
        return self.is_feed

    @property
    def etag(self) -> str:
        """The strong validator of the bytes, with its quotes (RFC 9110 section 8.8.3)."""
        digest = self.digest or hashlib.blake2b(self.body, digest_size=12).digest()
        return f'"{digest.hex()}"'


def page_path(folder: str) -> str:
    """Return the path of a feed's page, from the folder of the feed's documents."""
    return MAIN_PAGE if folder == "/" else folder


def newest_change(entries: Iterable[Entry], otherwise: datetime) -> datetime:
    """Return the last time an entry changed or came out of its embargo."""
    times = (at for entry in entries for at in (entry.updated, entry.embargo) if at)
    return max(times, default=otherwise)
