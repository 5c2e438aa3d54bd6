"""Matching stories to entries of the catalog, without SQL."""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from typing import TypeVar

import msgspec

from feedsvc.catalog.prepared import PreparedStory
from feedsvc.catalog.rows import EntryRow
from feedsvc.catalog.sync.naming import identifier

T = TypeVar("T")


class Matching(msgspec.Struct, frozen=True):
    """Stories with their entries (None if new), deleted entries, and rivals with their winners."""

    pairs: Sequence[tuple[PreparedStory, EntryRow | None]]
    deleted: Sequence[EntryRow]
    rivals: Sequence[tuple[PreparedStory, PreparedStory]]


def match(
    stories: Iterable[PreparedStory],
    entries: Iterable[EntryRow],
    authority: str,
    returned: Collection[str],
) -> Matching:
    """Match each story to the entry that it is, if any.

    A story is recognized by, in this order: the id that it claims; its content, in any file;
    its body or headline, in the same file; a unique body, in any file; its place among the
    stories that stayed in the file; a unique headline of a file that lost all its stories.
    `entries` are those of all files concerned, present or deleted, and those with an id or
    content of a story. `returned` are deleted files that are back: only in these is a deleted
    entry recognized by less than its content.
    """
    known = sorted(entries, key=lambda row: (not row.present, row.file, row.position, row.key))
    claims = _Claims(known, authority)
    winners, rivals = claims.contest(stories)
    matcher = _Matcher(winners, known, claims)
    _match_without_ids(matcher, returned)
    pairs = [(story, matcher.matched.get(index)) for index, story in enumerate(winners)]
    return Matching(pairs, [row for row in matcher.free.values() if row.present], rivals)


def _match_without_ids(matcher: "_Matcher", returned: Collection[str]) -> None:
    """Match the stories that claim no id, by the most reliable feature first."""

    def in_file(row: EntryRow, feature: str) -> tuple[str, str] | None:
        eligible = row.present or row.file in returned
        return (row.file, feature) if feature and eligible else None

    matcher.match(lambda story: (story.file, story.content), lambda row: in_file(row, row.content))
    matcher.match(lambda story: story.content or None, lambda row: row.content)
    matcher.match(lambda story: (story.file, story.body), lambda row: in_file(row, row.body))
    matcher.match(lambda story: (story.file, story.title), lambda row: in_file(row, row.title))
    matcher.match(
        lambda story: story.body or None, lambda row: row.body if row.present else None, unique=True
    )
    matcher.match_places()
    files = {story.file for story in matcher.stories}
    emptied = {row.file for row in matcher.known if row.present} - files
    matcher.match(
        lambda story: story.title or None,
        lambda row: row.title if row.present and row.file in emptied else None,
        unique=True,
    )


class _Claims:
    """The ids that stories claim, and the entries that have them."""

    def __init__(self, known: Sequence[EntryRow], authority: str) -> None:
        self._authority = authority
        self._keys = {row.id: row.key for row in known}
        self._keys |= {row.claim: row.key for row in known if row.claim is not None}

    def key(self, story: PreparedStory) -> int | None:
        """Return the key of the entry with the id that a story claims."""
        if story.claim is None:
            return None
        return self._keys.get(story.claim) or self._keys.get(self._id(story.claim))

    def contest(
        self, stories: Iterable[PreparedStory]
    ) -> tuple[list[PreparedStory], list[tuple[PreparedStory, PreparedStory]]]:
        """Return one story for each id, and the other stories paired with the winner."""
        winners: list[PreparedStory] = []
        claimants: dict[int | str, list[PreparedStory]] = {}
        for story in sorted(stories, key=lambda story: story.place):
            if story.claim is None:
                winners.append(story)
            else:
                claimed = self.key(story) or self._id(story.claim)
                claimants.setdefault(claimed, []).append(story)
        if not claimants:
            return winners, []
        rivals = []
        for group in claimants.values():
            winner = max(group, key=lambda story: story.rank)
            winners.append(winner)
            rivals += [(story, winner) for story in group if story is not winner]
        return sorted(winners, key=lambda story: story.place), rivals

    def _id(self, claim: str) -> str:
        return identifier(claim, self._authority)


class _Matcher:
    """Matches stories to entries in several passes; each entry is matched once."""

    def __init__(
        self, stories: Sequence[PreparedStory], known: Sequence[EntryRow], claims: _Claims
    ) -> None:
        self.stories, self.known = stories, known
        self.free = {row.key: row for row in known}
        self.matched: dict[int, EntryRow] = {}
        self._open = {index: story for index, story in enumerate(stories) if story.claim is None}
        for index, story in enumerate(stories):
            if (key := claims.key(story)) is not None:
                self._set(index, self.free[key])

    def match(
        self,
        story_feature: Callable[[PreparedStory], Hashable],
        row_feature: Callable[[EntryRow], Hashable],
        *,
        unique: bool = False,
    ) -> None:
        """Match stories and rows with the same feature, in order; None never matches.

        With `unique`, only if a single story and a single row have the feature.
        """
        if not self._open or not self.free:
            return
        rows, indexes = defaultdict(list), defaultdict(list)
        for row in self.free.values():
            rows[row_feature(row)].append(row)
        for index, story in self._open.items():
            indexes[story_feature(story)].append(index)
        for feature in indexes.keys() & rows.keys() - {None}:
            if not unique or len(indexes[feature]) == len(rows[feature]) == 1:
                for index, row in zip(indexes[feature], rows[feature], strict=False):
                    self._set(index, row)

    def match_places(self) -> None:
        """Match stories and rows in the same place among the stories that stayed in their file."""
        stayed = {
            row.key: index
            for index, row in self.matched.items()
            if row.file == self.stories[index].file
        }
        anchors = {index: key for key, index in stayed.items()}
        rows = _by_place(
            (row.file, row.key if row.key in stayed else None, row)
            for row in self.known
            if row.present and (row.key in stayed or row.key in self.free)
        )
        places = _by_place(
            (story.file, anchors.get(index), index)
            for index, story in enumerate(self.stories)
            if index in anchors or index in self._open
        )
        for place in places.keys() & rows.keys():
            self._set(places[place], rows[place])

    def _set(self, index: int, row: EntryRow) -> None:
        self.matched[index] = row
        self._open.pop(index, None)
        del self.free[row.key]


def _by_place(items: Iterable[tuple[str, int | None, T]]) -> dict[tuple[str, int, int], T]:
    """Return items by file, the key of the last entry before them that stayed, and a count.

    Items come file by file, in order; those with a key are the ones that stayed.
    """
    places: dict[tuple[str, int, int], T] = {}
    file, anchor, count = "", 0, 0
    for item_file, key, item in items:
        if item_file != file:
            file, anchor, count = item_file, 0, 0
        if key is not None:
            anchor, count = key, 0
        else:
            places[file, anchor, count] = item
            count += 1
    return places
