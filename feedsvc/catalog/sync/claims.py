"""The ids that stories claim: whose entry each is, and which of several stories has it."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from feedsvc.catalog.records import Arrival, Remembered
from feedsvc.catalog.sync.naming import identifier

_NO_DATE = datetime.min.replace(tzinfo=UTC)


class Claims:
    """The ids that stories claim, and the entries that have them."""

    def __init__(self, known: Sequence[Remembered], authority: str) -> None:
        self._authority = authority
        self._keys = {row.id: row.key for row in known}
        self._keys |= {row.claim: row.key for row in known if row.claim is not None}

    def key(self, story: Arrival) -> int | None:
        """Return the key of the entry that has the id which a story claims."""
        if story.claim is None:
            return None
        return self._keys.get(story.claim) or self._keys.get(self._id(story.claim))

    def contest(
        self, arrivals: Iterable[Arrival]
    ) -> tuple[list[Arrival], list[tuple[Arrival, Arrival]]]:
        """Let one story have each id, and return the others with the one that has theirs."""
        winners: list[Arrival] = []
        claimants: dict[int | str, list[Arrival]] = {}
        for story in sorted(arrivals, key=lambda story: story.place):
            if story.claim is None:
                winners.append(story)
            else:
                mark = self.key(story) or self._id(story.claim)
                claimants.setdefault(mark, []).append(story)
        rivals = []
        for stories in claimants.values():
            winner = max(stories, key=_rank)
            winners.append(winner)
            rivals += [(story, winner) for story in stories if story is not winner]
        return sorted(winners, key=lambda story: story.place), rivals

    def _id(self, claim: str) -> str:
        return identifier(claim, self._authority)


def _rank(story: Arrival) -> tuple[tuple[int, ...], datetime]:
    """Order stories of one id: by version, compared as numbers, then by their latest date."""
    version = tuple(int(digits) for digits in re.findall(r"\d+", story.entry.version or ""))
    return version, story.entry.updated or story.entry.published or _NO_DATE
