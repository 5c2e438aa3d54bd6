"""Joins lines that were wrapped at a fixed width, as mail and wire copy are."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

_WIDEST: Final = 100
_FULL, _ENOUGH, _SHARE, _ROOM = 50, 3, 0.5, 0.9
_STOPS = ".!?:;…\"'\u201d)"
_STARTS_ANEW = re.compile(r"\s{2,}\S|\s*(?:[•▪■*·-]|\d{1,2}[.)])\s")


def unwrapped(text: str) -> Iterator[tuple[int, str]]:
    """Yield each line with its number, stripped; a paragraph of wrapped lines as its first.

    A file is wrapped where no line is longer than a page is wide and long lines mostly go
    on with a small letter on the next one.
    """
    lines = text.split("\n")
    width = _width(lines)
    if not width:
        yield from ((number, line.strip()) for number, line in enumerate(lines, 1))
        return
    number, joined = 1, lines[0]
    for below, (above, line) in enumerate(pairwise(lines), 2):
        if _goes_on(above, line, width):
            joined = f"{joined} {line.strip()}"
        else:
            yield number, joined.strip()
            number, joined = below, line
    yield number, joined.strip()


def _width(lines: list[str]) -> int:
    """Return the width at which a file is wrapped; 0 where it is not."""
    width = max(map(len, lines))
    if width > _WIDEST:
        return 0
    full = [(above, line) for above, line in pairwise(lines) if len(above) >= _FULL and line]
    broken = sum(above[-1] not in _STOPS and line.lstrip()[:1].islower() for above, line in full)
    return width if broken >= _ENOUGH and broken >= _SHARE * len(full) else 0


def _goes_on(above: str, line: str, width: int) -> bool:
    """Tell whether a line was broken off: the next goes on small, or had no room on it."""
    if not above.strip() or not line.strip() or _STARTS_ANEW.match(line):
        return False
    if line[0].islower() and above.rstrip()[-1] not in _STOPS:
        return True
    word = line.split(maxsplit=1)[0]
    return len(above.rstrip()) + 1 + len(word) > _ROOM * width
