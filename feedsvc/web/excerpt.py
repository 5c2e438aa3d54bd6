"""The lines of a document around a finding, short enough to be shown."""

import re
from typing import NamedTuple

from feedsvc.validator.source import Source

WIDTH = 160
"""How many characters of a line are shown at most."""


class SourceLine(NamedTuple):
    """A line as shown; `number` counts from 1, `marked` is the one that was asked for."""

    number: int
    text: str
    marked: bool


class Lines:
    """A document's lines, counted as the validator counts them."""

    def __init__(self, data: bytes) -> None:
        source = Source(data, limit=len(data))
        self._lines = re.split(r"\r\n|\r|\n", source.text) if source.readable else []

    def around(self, line: int, column: int = 0) -> list[SourceLine]:
        """Return a line with its neighbours; none for a place that is no line (0).

        Where the column lies beyond what is shown, the line is cut before it, too.
        """
        if not 1 <= line <= len(self._lines):
            return []
        first, last = max(1, line - 1), min(len(self._lines), line + 1)
        return [
            SourceLine(
                number,
                _cut(self._lines[number - 1], column if number == line else 0),
                number == line,
            )
            for number in range(first, last + 1)
        ]


def _cut(line: str, column: int) -> str:
    start = max(0, column - WIDTH // 2) if column > WIDTH * 3 // 4 else 0
    shown = line[start : start + WIDTH]
    return ("…" if start else "") + shown + ("…" if start + WIDTH < len(line) else "")
