"""Joins lines that were wrapped at a fixed width, as mail and wire copy are."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

_WIDEST: Final = 100
_FULL, _ENOUGH, _SHARE, _ROOM, _FEW_WORDS = 50, 3, 0.5, 0.9, 3
_STOPS = ".!?:;…\"'\u201d)"
_STARTS_ANEW = re.compile(r"\s{2,}\S|\s*(?:[•▪■*·-]|\d{1,2}[.)])\s")


def unwrapped(text: str, *, wrapped: bool = False) -> Iterator[tuple[int, str]]:
    """Yield each line with its number, stripped; a paragraph of wrapped lines as its first.

    A file is wrapped where no line is longer than a page is wide and long lines mostly go
    on with a small letter on the next one, or where its format says so: `wrapped`.
    """
    lines = text.split("\n")
    width = width_of(lines, wrapped=wrapped)
    if not width:
        yield from ((number, line.strip()) for number, line in enumerate(lines, 1))
        return
    number, parts = 1, [lines[0].strip()]
    for below, (above, line) in enumerate(pairwise(lines), 2):
        if not goes_on(above, line, width):
            yield number, " ".join(parts)
            number, parts = below, []
        parts.append(line.strip())
    yield number, " ".join(parts)


def width_of(lines: list[str], *, wrapped: bool = False) -> int:
    """Return the width at which a file is wrapped; 0 where it is not.

    An address cannot be broken: a line of few words tells nothing of the width.
    """
    width = 0
    for line in lines:
        if len(line) > width and len(line.split(None, _FEW_WORDS)) > _FEW_WORDS:
            width = len(line.rstrip())
            if width > _WIDEST:
                return 0
    if wrapped:
        return width
    full = [(above, line) for above, line in pairwise(lines) if len(above) >= _FULL and line]
    broken = sum(
        above.rstrip()[-1:] not in _STOPS and line.lstrip()[:1].islower() for above, line in full
    )
    return width if broken >= _ENOUGH and broken >= _SHARE * len(full) else 0


def goes_on(above: str, line: str, width: int) -> bool:
    """Tell whether a line was broken off: the next goes on small, or had no room on it."""
    if not above.strip() or not line.strip() or _STARTS_ANEW.match(line):
        return False
    word = line.split(maxsplit=1)[0]
    if line[0].islower() and above.rstrip()[-1] not in _STOPS:
        # A mail address below a short line is a line of its own.
        return "@" not in word or 2 * len(above) > width
    return len(above.rstrip()) + 1 + len(word) > _ROOM * width
