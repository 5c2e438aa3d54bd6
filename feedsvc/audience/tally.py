"""Counts in memory, added to by every request: a bounded number of them, and never a wait."""

import threading
from collections.abc import Mapping
from types import MappingProxyType

Place = tuple[str, str, str, int, str, str]
"""The kind of what was asked for, the feed's folder, its format's file, the status, who asked.

Who asked is a User-Agent and an address: both are empty but for feeds.
"""

Sums = list[int]
"""Answers, and bytes: sent, saved by 304, by compression, by telling what is new alone."""

MOST_PLACES = 20_000
"""How many counts there are at most until they are taken; beyond, answers are not counted."""

LONGEST_AGENT, LONGEST_ADDRESS = 512, 64
"""How much is kept of what clients say, in characters."""


class Tally:
    """What was asked for since it was last looked at. Safe to use from many threads."""

    def __init__(self, most: int = MOST_PLACES) -> None:
        """Hold so many counts at most."""
        self._most = most
        self._counts: dict[Place, Sums] = {}
        self._lock = threading.Lock()

    def add(
        self, place: Place, sent: int, unchanged: int = 0, coded: int = 0, known: int = 0
    ) -> None:
        """Count an answer, unless there are too many that differ; `unchanged` and on are saved."""
        with self._lock:
            sums = self._counts.get(place)
            if sums is None:
                if len(self._counts) >= self._most:
                    return
                sums = self._counts[place] = [0, 0, 0, 0, 0]
            sums[0] += 1
            sums[1] += sent
            sums[2] += unchanged
            sums[3] += coded
            sums[4] += known

    def take(self) -> Mapping[Place, Sums]:
        """Return all counts and begin anew."""
        with self._lock:
            counts, self._counts = self._counts, {}
        return MappingProxyType(counts)

    def put_back(self, counts: Mapping[Place, Sums]) -> None:
        """Add counts again that could not be kept, as far as there is room."""
        with self._lock:
            for place, sums in counts.items():
                there = self._counts.get(place)
                if there is not None:
                    self._counts[place] = [a + b for a, b in zip(there, sums, strict=True)]
                elif len(self._counts) < self._most:
                    self._counts[place] = list(sums)
