"""Reports for people: each finding with its source line, why it matters, and a link."""

import re
import shutil
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator

from feedsvc.validator.finding import Finding
from feedsvc.validator.reporters.checked import Checked, Tally, safe

_INDENT = "    "
_WIDTH, _NARROWEST = 80, 20
"""Columns of source lines and explanations; a message is one line of any length."""
_COMBINING = frozenset({"Mn", "Me"})
_NO_WIDTH = frozenset("\u200b\u200c\u200d\u2060\ufeff")


def to_text(checked: Iterable[Checked]) -> Iterator[str]:
    """Return findings with the source line, a mark at the place, an explanation and a link.

    The last line has the counts. Lines are at most 80 columns wide, or as wide as a narrower
    terminal; they have neither colors nor line ends.
    """
    from feedsvc.validator.rulebook import codes  # noqa: PLC0415 - loads lxml

    columns = shutil.get_terminal_size((_WIDTH, 1)).columns
    width = min(max(columns, _NARROWEST), _WIDTH)
    tally = Tally()
    for one in checked:
        tally.add(one)
        placed = any(finding.line for finding in one.report.findings)
        lines = _source_lines(one.data) if placed else []
        for finding in one.report.findings:
            summary = f"{finding.severity}: {finding.message} [{finding.code}]"
            yield safe(f"{_place(one.name, finding)}: {summary}")
            yield from _excerpt(lines, finding, width - len(_INDENT) - 2)
            yield from _wrapped(codes()[finding.code].why, width)
            yield f"{_INDENT}{finding.spec}"
            yield ""
    yield tally.line()


def _place(name: str, finding: Finding) -> str:
    return f"{name}:{finding.line}:{finding.column}" if finding.line else name


def _source_lines(data: bytes) -> list[str]:
    from feedsvc.validator.source import Source  # noqa: PLC0415 - loads lxml

    source = Source(data, limit=len(data), exact=True)
    return re.split(r"\r\n|\r|\n", source.text) if source.readable else []


def _excerpt(lines: list[str], finding: Finding, widest: int) -> Iterator[str]:
    """Yield the source line, shortened around the place if it is long, and a mark below it."""
    if not 0 < finding.line <= len(lines):
        return
    whole = lines[finding.line - 1]
    at = min(max(finding.column - 1, 0), len(whole))
    # a whole document can be one line: only the part around the place is measured
    first = max(at - widest, 0)
    line = safe(whole[first : at + widest].replace("\t", " "))
    at -= first
    start = _start(line, at, widest)
    end = _end(line, start, widest)
    head, tail = ("…" if first + start else ""), ("…" if first + end < len(whole) else "")
    yield f"{_INDENT}{head}{line[start:end]}{tail}"
    yield f"{_INDENT}{' ' * (len(head) + _columns(line[start:at]))}^"


def _start(line: str, at: int, widest: int) -> int:
    """Return where to begin, so that the place is in the middle of a shortened line."""
    if _columns(line) <= widest:
        return 0
    start, before = at, 0
    while start and before < widest // 2:
        start -= 1
        before += _columns(line[start])
    return start


def _end(line: str, start: int, widest: int) -> int:
    end, width = start, 0
    while end < len(line) and width + _columns(line[end]) <= widest:
        width += _columns(line[end])
        end += 1
    return end


def _columns(text: str) -> int:
    """Return how many columns a text takes: two for East Asian wide characters, 0 for marks."""
    return len(text) if text.isascii() else sum(map(_columns_of, text))


def _columns_of(character: str) -> int:
    if unicodedata.category(character) in _COMBINING or character in _NO_WIDTH:
        return 0
    return 1 + (unicodedata.east_asian_width(character) in {"W", "F"})


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(
        text,
        width,
        initial_indent=_INDENT,
        subsequent_indent=_INDENT,
        break_long_words=False,
        break_on_hyphens=False,
    )
