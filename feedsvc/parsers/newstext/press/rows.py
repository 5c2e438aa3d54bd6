"""Joins the wrapped lines of a press release, and sets on each what it is."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import msgspec

from feedsvc.parsers.newstext.embargoes import Embargo, read_release_moment
from feedsvc.parsers.newstext.lines import Line, ends_sentence, goes_on, width_of
from feedsvc.parsers.newstext.press.labelling import Kind, Mark, is_address, read_mark
from feedsvc.parsers.source import Options

_HARD: Final[frozenset[Kind]] = frozenset(
    ("kind", "issuer", "issuer below", "embargo", "end", "picture", "link", "date")
)
"""The marks below which a line is never joined: a headline often follows at once."""

_SHORT, _LONGEST_HEADING, _HEAD_ROWS, _MOST_BARS = 120, 250, 20, 3
_BULLET = re.compile(r"^(?:[•▪■●◦‣∙·*+]|--?(?=\s)|\u2013(?=\s)|\u2014(?=\s))\s*")


class Row(msgspec.Struct, kw_only=True):
    """A line of a release and its mark; `parts` are the lines of the file that it was made of."""

    line: Line
    mark: Mark
    parts: list[str]

    @property
    def kind(self) -> Kind:
        """What the line is marked as; empty for a line of the story."""
        return self.mark.kind


def read_rows(first: int, raw: list[str], options: Options) -> list[Row]:
    """Return the lines that hold text, each with its mark; wrapped ones are joined."""
    rows: list[Row] = []
    for row in _joined(first, raw, options):
        if len(row.parts) > 1:
            row.line.text = " ".join(row.parts)
            row.mark = read_mark(row.line.text, options)
        rows.extend(_split_bars(row, options) if len(rows) < _HEAD_ROWS else (row,))
    for row, below in pairwise(rows):
        _end_embargo(row, below, options)
    for row in rows:
        row.line.text = row.mark.text
        row.line.dates, row.line.embargo = row.mark.dates, row.mark.embargo
    return rows


def weigh(line: Line) -> None:
    """Tell a sentence, a bullet and a heading apart, for a line without a mark."""
    bullet = _BULLET.match(line.text)
    if bullet and bullet.end() < len(line.text):
        line.kind, line.text = "bullet", line.text[bullet.end() :]
    elif len(line.text) <= _LONGEST_HEADING and not ends_sentence(line.text):
        line.kind = "heading"


def _joined(first: int, raw: list[str], options: Options) -> Iterator[Row]:
    """Yield a row for each paragraph, with its lines as parts and the mark of the first."""
    width, gap, above = width_of(raw), 0, ""
    row: Row | None = None
    known: dict[str, Mark] = {}
    for number, text in enumerate(raw, first):
        bare = text.strip()
        if not bare:
            gap, above = gap + 1, ""
            continue
        if row and not gap and _belongs(row, above, text, width):
            row.parts.append(bare)
        else:
            if row:
                yield row
            mark = known[bare] = known.get(bare) or read_mark(bare, options)
            row = Row(line=Line(text=bare, number=number, gap=gap), mark=mark, parts=[bare])
        gap, above = 0, text
    if row:
        yield row


def _belongs(row: Row, above: str, text: str, width: int) -> bool:
    """Tell whether a line goes on with the row above: wrapped, or the address of a picture."""
    if row.kind == "picture" and not row.mark.value:
        return len(row.parts) == 1 and is_address(text.strip())
    return width > 0 and row.kind not in _HARD and goes_on(above, text, width)


def _split_bars(row: Row, options: Options) -> Iterator[Row]:
    """Part `March 3, 2026 08:00 ET | Source: Acme`."""
    text = row.line.text
    if row.kind or len(text) > _SHORT or not 0 < text.count("|") <= _MOST_BARS:
        yield row
        return
    marks = [read_mark(part.strip(), options) for part in text.split("|") if part.strip()]
    if not any(mark.kind == "date" for mark in marks):
        yield row
        return
    for mark in marks:
        line = Line(text=mark.text, number=row.line.number, gap=row.line.gap)
        yield Row(line=line, mark=mark, parts=[mark.text])


def _end_embargo(row: Row, below: Row, options: Options) -> None:
    """Read the end of an embargo on the line below its label."""
    embargo = row.mark.embargo
    if embargo and embargo.open_end and below.kind == "date":
        until = read_release_moment(below.mark.text, options)
        row.mark = msgspec.structs.replace(row.mark, embargo=Embargo(until=until))
        below.mark = Mark(kind="embargo", text=below.mark.text)
