"""One version of a feed, as far as versions are compared."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

Place = tuple[int, int, str]
"""Line, column and path."""


class EntryVersion(NamedTuple):
    """An entry of any format.

    `id` falls back on the link where there is none. `dates` are all its dates as told, by the
    names of their elements; `changed` is the one that tells of changes, if it has one.
    `content` is all but dates and counts of comments, in a form that compares.
    """

    id: str
    link: str
    title: str
    dates: Mapping[str, datetime | str]
    published: datetime | None
    updated: datetime | None
    changed: str | None
    content: object

    def is_titled_like(self, other: "EntryVersion") -> bool:
        """Whether the headlines share a third of their words at least."""
        words = set(self.title.casefold().split()), set(other.title.casefold().split())
        return len(words[0] & words[1]) * 3 >= min(map(len, words)) > 0


class FeedVersion(NamedTuple):
    """A feed: its entries in order, its own dates, and what else it says about itself.

    `deleted` are ids of entries that it says are gone (RFC 6721). `places` finds entries by
    their index, and the feed itself by None.
    """

    format: str
    entries: tuple[EntryVersion, ...]
    dates: Mapping[str, datetime | str]
    header: object
    deleted: frozenset[str]
    places: Callable[[Sequence[int | None]], list[Place]]
