"""The source of a document with its findings: whole where it is small, else around the findings.

A document may be one line of ten megabytes. So lines are shown in pieces, and what is left
out is whole pieces; a finding stands below the piece that it is about.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import NamedTuple

from feedsvc.validator import Finding, Report, Severity
from feedsvc.validator.collector import MOST_PER_CODE
from feedsvc.validator.registry import Code
from feedsvc.validator.rulebook import codes
from feedsvc.validator.source import Source
from feedsvc.web.printable import printable, shorten

SHOWN_PER_RULE, SHOWN = 50, 500
"""How many findings are shown of one rule, and of all."""


class Note(NamedTuple):
    """A finding as shown; `number` counts from 1, line and column as in `Finding`."""

    number: int
    code: str
    severity: Severity
    message: str
    line: int
    column: int
    path: str


class Group(NamedTuple):
    """The findings of one code; `hidden` is how many of the `total` are not in `notes`."""

    code: Code
    spec: str
    notes: tuple[Note, ...]
    total: int
    hidden: int

    @property
    def capped(self) -> bool:
        """Whether the validator stopped counting: it keeps so many findings of a code."""
        return self.total >= MOST_PER_CODE


def group(report: Report) -> list[Group]:
    """Return the findings by code: errors first, then in the order of the document."""
    found: dict[str, list[Finding]] = {}
    for finding in sorted(report.findings, key=lambda finding: rank(finding.severity)):
        found.setdefault(finding.code, []).append(finding)
    known = codes()
    groups: list[Group] = []
    shown = 0
    for code, findings in found.items():
        most = min(SHOWN_PER_RULE, SHOWN - shown)
        notes = tuple(
            _note(number, finding)
            for number, finding in enumerate(islice(findings, most), shown + 1)
        )
        shown += len(notes)
        groups.append(_group(known[code], findings, notes))
    return groups


def tally(report: Report) -> list[tuple[Severity, int]]:
    """Return how many findings there are of each severity that there is."""
    counts = Counter(finding.severity for finding in report.findings)
    return [(severity, counts[severity]) for severity in Severity if counts[severity]]


def rank(severity: Severity) -> int:
    """Return 0 for what matters most."""
    return list(Severity).index(severity)


def _group(code: Code, findings: Sequence[Finding], notes: tuple[Note, ...]) -> Group:
    first = findings[0]
    return Group(code, first.spec, notes, len(findings), len(findings) - len(notes))


def _note(number: int, finding: Finding) -> Note:
    return Note(
        number,
        finding.code,
        finding.severity,
        shorten(finding.message),
        finding.line,
        finding.column,
        shorten(finding.path),
    )


WHOLE_LINES, WHOLE_BYTES = 5_000, 1_000_000
"""Up to which size a document is shown whole."""
PIECE = 400
"""How many characters of a line are one piece."""
CONTEXT = 2
"""How many pieces are shown before and after one with a finding, of a larger document."""

_TOKEN = re.compile(r"</?[^\s<>]+>?|[\w:.-]+|.", re.DOTALL)
_MARKED = 80

_Key = tuple[int, int]
"""A line, from 1, and a piece of it, from 0."""


class Segment(NamedTuple):
    """A part of a piece; `severity` is that of the finding whose place it is, or empty."""

    text: str
    severity: str = ""


class Piece(NamedTuple):
    """A part of a line, and what was found in it; `anchor` names it for links, if there is any.

    `skipped` is how many characters of the line are left out before it.
    """

    segments: tuple[Segment, ...]
    notes: tuple[Note, ...] = ()
    anchor: str = ""
    skipped: int = 0


class Line(NamedTuple):
    """A line as shown; `rest` is how many characters are left out at its end."""

    number: int
    pieces: tuple[Piece, ...]
    rest: int = 0


class Stretch(NamedTuple):
    """Lines that follow each other; `skipped` is how many lines are left out before them."""

    lines: tuple[Line, ...]
    skipped: int


class Listing(NamedTuple):
    """A source as shown: `size` in lines, `rest` the lines left out at its end.

    `anchors` tells in which piece each finding stands, by the finding's number.
    """

    stretches: tuple[Stretch, ...]
    anchors: dict[int, str]
    size: int
    rest: int
    whole: bool


def listing(data: bytes, notes: Sequence[Note]) -> Listing:
    """Return a document's source with the findings at their places.

    Lines are counted as the validator counts them. The source of a document that cannot be
    read as text, a compressed one say, has no lines.
    """
    source = Source(data, limit=len(data), exact=True)
    lines = source.text.replace("\r\n", "\n").split("\n") if source.readable else []
    if lines and not lines[-1]:
        lines.pop()
    by_key = _placed(lines, notes)
    whole = len(lines) <= WHOLE_LINES and len(data) <= WHOLE_BYTES
    keys = _all(lines) if whole else _around(lines, by_key)
    shown = [
        _line(number, lines[number - 1], [piece for _, piece in pieces], by_key)
        for number, pieces in groupby(keys, key=lambda key: key[0])
    ]
    return Listing(
        stretches=tuple(_stretches(shown)),
        anchors={note.number: _anchor(key) for key, found in by_key.items() for note in found},
        size=len(lines),
        rest=len(lines) - shown[-1].number if shown else len(lines),
        whole=whole,
    )


def _placed(lines: Sequence[str], notes: Iterable[Note]) -> dict[_Key, list[Note]]:
    """Sort the findings into pieces; one beyond the end, of a cut-off file, stands at the end."""
    placed: dict[_Key, list[Note]] = {}
    for note in notes:
        if note.line and lines:
            line = min(note.line, len(lines))
            piece = min(max(note.column - 1, 0) // PIECE, _last(lines[line - 1]))
            placed.setdefault((line, piece), []).append(note)
    return placed


def _last(line: str) -> int:
    """Return the number of a line's last piece; an empty line has one, too."""
    return max(len(line) - 1, 0) // PIECE


def _all(lines: Sequence[str]) -> Iterator[_Key]:
    for number, line in enumerate(lines, 1):
        for piece in range(_last(line) + 1):
            yield number, piece


def _around(lines: Sequence[str], found: Iterable[_Key]) -> list[_Key]:
    """Return the pieces with a finding and their neighbours, in the order of the document."""
    keys: set[_Key] = set()
    for key in found:
        before = after = key
        keys.add(key)
        for _ in range(CONTEXT):
            before, after = _before(lines, before), _after(lines, after)
            keys |= {before, after}
    return sorted(keys)


def _before(lines: Sequence[str], key: _Key) -> _Key:
    line, piece = key
    if piece:
        return line, piece - 1
    return (line - 1, _last(lines[line - 2])) if line > 1 else key


def _after(lines: Sequence[str], key: _Key) -> _Key:
    line, piece = key
    if piece < _last(lines[line - 1]):
        return line, piece + 1
    return (line + 1, 0) if line < len(lines) else key


def _line(number: int, text: str, numbers: Sequence[int], found: dict[_Key, list[Note]]) -> Line:
    """Make a line of some of its pieces; those that follow each other without findings are one."""
    pieces: list[Piece] = []
    shown_to = 0
    for start, end in _spans(number, numbers, found):
        key = number, start // PIECE
        notes = tuple(found.get(key, ()))
        segments = tuple(_segments(text[start:end], start, notes))
        pieces.append(Piece(segments, notes, _anchor(key) if notes else "", start - shown_to))
        shown_to = end
    return Line(number, tuple(pieces), max(0, len(text) - shown_to))


def _spans(
    line: int, numbers: Sequence[int], found: dict[_Key, list[Note]]
) -> Iterator[tuple[int, int]]:
    """Return where to cut a line: from which to which character."""
    begin = numbers[0]
    for piece, following in zip(numbers, [*numbers[1:], None], strict=True):
        lone = (line, piece) in found or (line, following) in found
        if lone or following != piece + 1:
            yield begin * PIECE, (piece + 1) * PIECE
            begin = following or 0


def _segments(part: str, start: int, notes: Iterable[Note]) -> Iterator[Segment]:
    """Cut a piece at the places that findings name; of several at one place the worst counts."""
    at = 0
    for note in sorted(notes, key=lambda note: (note.column, rank(note.severity))):
        begin = note.column - 1 - start
        if note.column and at <= begin < len(part):
            token = _TOKEN.match(part, begin, begin + _MARKED)
            end = token.end() if token else begin
            yield Segment(printable(part[at:begin]))
            yield Segment(printable(part[begin:end]), note.severity)
            at = end
    yield Segment(printable(part[at:]))


def _anchor(key: _Key) -> str:
    line, piece = key
    return f"line-{line}-{piece + 1}" if piece else f"line-{line}"


def _stretches(lines: Sequence[Line]) -> Iterator[Stretch]:
    """Join the lines that follow each other."""
    before = 0
    for _, run in groupby(enumerate(lines), key=lambda pair: pair[1].number - pair[0]):
        joined = tuple(line for _, line in run)
        yield Stretch(joined, joined[0].number - before - 1)
        before = joined[-1].number
