"""One line in a list of feeds: what the site, its pages and OPML share."""

from datetime import datetime
from typing import Literal

import msgspec

from feedsvc.entry import Entry

Kind = Literal["main", "section", "tag", "author", "language", "custom"]


class FeedInfo(msgspec.Struct, frozen=True, kw_only=True):
    """A feed as lists show it.

    `kind` says what its entries have in common (`custom`: a feed of the settings), `path`
    is the folder of its documents as a URL path with both slashes, `base_url` the site's
    address without a slash at its end, `count` the number of entries, `updated` the newest
    entry's change. `newest` is the entry that was published last, where it was asked for.
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
        """The address of the page for people."""
        return self.base_url + self.path

    def url(self, file_name: str) -> str:
        """Return the address of one of the feed's documents, such as `rss.xml`."""
        return self.link + file_name
