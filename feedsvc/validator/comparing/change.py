"""Two versions of a feed, with the entries of one found in the other."""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
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


class Pair(NamedTuple):
    """An entry before, and its index then; the same entry now, and its index."""

    before: EntryVersion
    was_at: int
    now: EntryVersion
    at: int

    @property
    def dates_moved(self) -> bool:
        """Whether a date of the entry is another one."""
        return dict(self.before.dates) != dict(self.now.dates)

    @property
    def content_changed(self) -> bool:
        """Whether anything but dates changed."""
        return self.before.content != self.now.content


class Change:
    """What rules of changes look at.

    `kept` are entries of the same id, `renamed` those of the same story under another id:
    with the same link, the same title and date, or the same moment of publication, which on
    the full minute many stories share, so that their titles have to be alike. `lost` are
    indexes of entries before that are neither, `whole` says whether both versions are in one
    format, so that all compares.
    """

    def __init__(self, before: FeedVersion, now: FeedVersion) -> None:
        self.before, self.now = before, now
        self.whole = before.format == now.format
        self.kept = self._pairs(_id)
        self._was_known = {entry.id for entry in before.entries}
        self._is_known = {entry.id for entry in now.entries}
        self.renamed = self._renamed()
        found = {pair.was_at for pair in (*self.kept, *self.renamed)}
        there = self._is_known | now.deleted
        self.lost = [
            index
            for index, entry in enumerate(before.entries)
            if index not in found and entry.id not in there
        ]

    def _pairs(self, key: Callable[[EntryVersion], Hashable]) -> list[Pair]:
        """Pair entries by what stands but once in each version, and is not empty."""
        was_at, is_at = _unique(self.before.entries, key), _unique(self.now.entries, key)
        return [
            Pair(self.before.entries[was_at[value]], was_at[value], self.now.entries[at], at)
            for value, at in is_at.items()
            if value in was_at
        ]

    def _renamed(self) -> list[Pair]:
        by_moment = [pair for pair in self._pairs(_moment) if _is_exact(pair)]
        renamed: list[Pair] = []
        for pairs in (self._pairs(_link), self._pairs(_headline), by_moment):
            was, now = {pair.was_at for pair in renamed}, {pair.at for pair in renamed}
            renamed += [
                pair
                for pair in pairs
                if self._is_renamed(pair) and pair.was_at not in was and pair.at not in now
            ]
        return renamed

    def _is_renamed(self, pair: Pair) -> bool:
        return (
            bool(pair.before.id and pair.now.id)
            and pair.before.id not in self._is_known
            and pair.now.id not in self._was_known
        )


def _id(entry: EntryVersion) -> Hashable:
    return entry.id


def _link(entry: EntryVersion) -> Hashable:
    return entry.link


def _headline(entry: EntryVersion) -> Hashable:
    return (entry.title, entry.published) if entry.title and entry.published else ""


def _moment(entry: EntryVersion) -> Hashable:
    return entry.published


def _is_exact(pair: Pair) -> bool:
    """Whether the moment that two entries share is no accident."""
    moment = pair.now.published
    return bool(moment and moment.second) or pair.before.is_titled_like(pair.now)


def _unique(
    entries: Sequence[EntryVersion], key: Callable[[EntryVersion], Hashable]
) -> dict[Hashable, int]:
    values = [key(entry) for entry in entries]
    counts = Counter(values)
    return {value: at for at, value in enumerate(values) if value and counts[value] == 1}
