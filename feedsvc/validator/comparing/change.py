"""Two versions of a feed, and which entries of one are which entries of the other."""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

Place = tuple[int, int, str]
"""Line, column and path."""


class EntryVersion(NamedTuple):
    """An entry of any format.

    `id` falls back on the link. `dates` are all its dates, by the names of their elements;
    `changed` names the one that says when the entry changed, if there is one. `content` is
    everything but dates and comment counts, in a comparable form.
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
        """Whether the headlines share at least a third of their words."""
        words = set(self.title.casefold().split()), set(other.title.casefold().split())
        return len(words[0] & words[1]) * 3 >= min(map(len, words)) > 0


class FeedVersion(NamedTuple):
    """A feed: its entries in order, its own dates, and its other metadata.

    `deleted` are the ids of entries that it declares deleted (RFC 6721). `places` returns the
    places of entries by their indexes, and that of the feed itself for None.
    """

    format: str
    entries: tuple[EntryVersion, ...]
    dates: Mapping[str, datetime | str]
    header: object
    deleted: frozenset[str]
    places: Callable[[Sequence[int | None]], list[Place]]


class Pair(NamedTuple):
    """An entry before with its index, and the same entry now with its index."""

    before: EntryVersion
    index_before: int
    now: EntryVersion
    index_now: int

    @property
    def dates_changed(self) -> bool:
        """Whether a date of the entry changed."""
        return dict(self.before.dates) != dict(self.now.dates)

    @property
    def content_changed(self) -> bool:
        """Whether anything but dates changed."""
        return self.before.content != self.now.content


class Change:
    """Two versions of a feed, as rules see them.

    `same` pairs entries with the same id, `renamed` those of one story with different ids:
    with the same link, the same title and date, or the same publication time. Since many
    stories are published on the full minute, their titles must then be similar as well.
    `lost` are the indexes of earlier entries that are in neither. `same_format` says whether
    everything can be compared.
    """

    def __init__(self, before: FeedVersion, now: FeedVersion) -> None:
        self.before, self.now = before, now
        self.same_format = before.format == now.format
        self.same = self._pairs(_id)
        self._ids_before = {entry.id for entry in before.entries}
        self._ids_now = {entry.id for entry in now.entries}
        self.renamed = self._renamed()
        paired = {pair.index_before for pair in (*self.same, *self.renamed)}
        accounted_for = self._ids_now | now.deleted
        self.lost = [
            index
            for index, entry in enumerate(before.entries)
            if index not in paired and entry.id not in accounted_for
        ]

    def _pairs(self, key: Callable[[EntryVersion], Hashable]) -> list[Pair]:
        """Pair entries by a key that is not empty and unique in each version."""
        before, now = _unique(self.before.entries, key), _unique(self.now.entries, key)
        return [
            Pair(self.before.entries[before[value]], before[value], self.now.entries[index], index)
            for value, index in now.items()
            if value in before
        ]

    def _renamed(self) -> list[Pair]:
        by_time = [pair for pair in self._pairs(_published) if _is_exact(pair)]
        renamed: list[Pair] = []
        for pairs in (self._pairs(_link), self._pairs(_headline), by_time):
            before = {pair.index_before for pair in renamed}
            now = {pair.index_now for pair in renamed}
            renamed += [
                pair
                for pair in pairs
                if self._is_renamed(pair)
                and pair.index_before not in before
                and pair.index_now not in now
            ]
        return renamed

    def _is_renamed(self, pair: Pair) -> bool:
        return (
            bool(pair.before.id and pair.now.id)
            and pair.before.id not in self._ids_now
            and pair.now.id not in self._ids_before
        )


def _id(entry: EntryVersion) -> Hashable:
    return entry.id


def _link(entry: EntryVersion) -> Hashable:
    return entry.link


def _headline(entry: EntryVersion) -> Hashable:
    return (entry.title, entry.published) if entry.title and entry.published else ""


def _published(entry: EntryVersion) -> Hashable:
    return entry.published


def _is_exact(pair: Pair) -> bool:
    """Whether the publication time that two entries share is no coincidence."""
    published = pair.now.published
    return bool(published and published.second) or pair.before.is_titled_like(pair.now)


def _unique(
    entries: Sequence[EntryVersion], key: Callable[[EntryVersion], Hashable]
) -> dict[Hashable, int]:
    values = [key(entry) for entry in entries]
    counts = Counter(values)
    return {value: index for index, value in enumerate(values) if value and counts[value] == 1}
