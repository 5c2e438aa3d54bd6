"""Which story that is read is which entry that is remembered: the whole of it, without SQL."""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from typing import TypeVar

import msgspec

from feedsvc.catalog.records import Arrival, Remembered
from feedsvc.catalog.sync.claims import Claims

T = TypeVar("T")


class Matching(msgspec.Struct, frozen=True):
    """Who is who, who is new (None), who left, and who stands back behind which winner."""

    pairs: Sequence[tuple[Arrival, Remembered | None]]
    left: Sequence[Remembered]
    rivals: Sequence[tuple[Arrival, Arrival]]


def match(
    arrivals: Iterable[Arrival],
    remembered: Iterable[Remembered],
    authority: str,
    returned: Collection[str],
) -> Matching:
    """Tell which arrival is which remembered entry.

    A story is known by the id that it claims; else by its content, wherever it is; else, in
    its own file, by its body, its headline, or its place between the stories that stayed;
    else, in another file than before, by a body or a headline that no other story has.
    `remembered` are the entries of all files at hand, present or not, and those that an
    arrival claims or equals. `returned` are files that were gone and are back: only there is
    an entry that is not present known again by less than its content.
    """
    known = sorted(remembered, key=lambda row: (not row.present, row.file, row.position, row.key))
    claims = Claims(known, authority)
    winners, rivals = claims.contest(arrivals)
    matcher = _Matcher(winners, known, claims)
    _recognise(matcher, returned)
    pairs = [(story, matcher.found.get(index)) for index, story in enumerate(winners)]
    return Matching(pairs, [row for row in matcher.free.values() if row.present], rivals)


def _recognise(matcher: "_Matcher", returned: Collection[str]) -> None:
    """Pair the stories that claim no id, by the surest mark first."""

    def own(row: Remembered, mark: str) -> tuple[str, str] | None:
        at_hand = row.present or row.file in returned
        return (row.file, mark) if mark and at_hand else None

    matcher.pair(lambda story: (story.file, story.content), lambda row: own(row, row.content))
    matcher.pair(lambda story: story.content or None, lambda row: row.content)
    matcher.pair(lambda story: (story.file, story.body), lambda row: own(row, row.body))
    matcher.pair(lambda story: (story.file, story.title), lambda row: own(row, row.title))
    matcher.pair(
        lambda story: story.body or None, lambda row: row.body if row.present else None, unique=True
    )
    matcher.pair_places()
    files = {story.file for story in matcher.arrivals}
    emptied = {row.file for row in matcher.known if row.present} - files
    matcher.pair(
        lambda story: story.title or None,
        lambda row: row.title if row.present and row.file in emptied else None,
        unique=True,
    )


class _Matcher:
    """Pairs what is open with what is free, one pass after another."""

    def __init__(
        self, arrivals: Sequence[Arrival], known: Sequence[Remembered], claims: Claims
    ) -> None:
        self.arrivals, self.known = arrivals, known
        self.free = {row.key: row for row in known}
        self.found: dict[int, Remembered] = {}
        self._open = {index: story for index, story in enumerate(arrivals) if story.claim is None}
        for index, story in enumerate(arrivals):
            if (key := claims.key(story)) is not None:
                self._take(index, self.free[key])

    def pair(
        self,
        of_story: Callable[[Arrival], Hashable],
        of_row: Callable[[Remembered], Hashable],
        *,
        unique: bool = False,
    ) -> None:
        """Pair those with the same mark, in order; None is no mark.

        With `unique`, only where one story alone and one row alone have the mark.
        """
        if not self._open or not self.free:
            return
        rows, indexes = defaultdict(list), defaultdict(list)
        for row in self.free.values():
            rows[of_row(row)].append(row)
        for index, story in self._open.items():
            indexes[of_story(story)].append(index)
        for mark in indexes.keys() & rows.keys() - {None}:
            if not unique or len(indexes[mark]) == len(rows[mark]) == 1:
                for index, row in zip(indexes[mark], rows[mark], strict=False):
                    self._take(index, row)

    def pair_places(self) -> None:
        """Pair those in the same place between the stories that stayed in their file."""
        stayed = {
            row.key: index
            for index, row in self.found.items()
            if row.file == self.arrivals[index].file
        }
        anchors = {index: key for key, index in stayed.items()}
        rows = _by_place(
            (row.file, row.key if row.key in stayed else None, row)
            for row in self.known
            if row.present and (row.key in stayed or row.key in self.free)
        )
        places = _by_place(
            (story.file, anchors.get(index), index)
            for index, story in enumerate(self.arrivals)
            if index in anchors or index in self._open
        )
        for place in places.keys() & rows.keys():
            self._take(places[place], rows[place])

    def _take(self, index: int, row: Remembered) -> None:
        self.found[index] = row
        self._open.pop(index, None)
        del self.free[row.key]


def _by_place(items: Iterable[tuple[str, int | None, T]]) -> dict[tuple[str, int, int], T]:
    """Return items by file, the key of the last entry before them that stayed, and the count.

    Items come file by file, in order; those with a key are the ones that stayed.
    """
    places: dict[tuple[str, int, int], T] = {}
    file, anchor, count = "", 0, 0
    for its_file, key, item in items:
        if its_file != file:
            file, anchor, count = its_file, 0, 0
        if key is not None:
            anchor, count = key, 0
        else:
            places[file, anchor, count] = item
            count += 1
    return places
