"""A validation report as the web page shows it: findings by rule, and the source with findings.

A document can be a single line of ten megabytes. Lines are therefore cut into pieces; in a
large document, only the pieces around findings are shown.
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
"""How many findings are shown per rule, and in total."""
WHOLE_LINES, WHOLE_BYTES = 5_000, 1_000_000
"""The size up to which a document is shown in full."""
PIECE = 400
"""The length of a piece of a line, in characters."""
CONTEXT = 2
"""How many pieces of a large document are shown before and after one with a finding."""

_SPELLING = {
    "rss": "RSS",
    "atom": "Atom",
    "json": "JSON",
    "feed": "Feed",
    "opml": "OPML",
    "unknown": "Unknown format",
}

_TOKEN = re.compile(r"</?[^\s<>]+>?|[\w:.-]+|.", re.DOTALL)
_LONGEST_TOKEN = 80

_Key = tuple[int, int]
"""The number of a line, from 1, and of a piece of it, from 0."""


class Note(NamedTuple):
    """A finding as shown; `number` counts from 1, line and column are those of `Finding`."""

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
        """Whether there may be more findings, because the validator stops at this number."""
        return self.total >= MOST_PER_CODE


class Segment(NamedTuple):
    """A part of a piece; `severity` is that of the finding at this place, or empty."""

    text: str
    severity: str = ""


class Piece(NamedTuple):
    """A part of a line with its findings; `anchor` is the id that links to them, if any.

    `skipped` is the number of characters of the line omitted before it.
    """

    segments: tuple[Segment, ...]
    notes: tuple[Note, ...] = ()
    anchor: str = ""
    skipped: int = 0


class Line(NamedTuple):
    """A line as shown; `rest` is the number of characters omitted at its end."""

    number: int
    pieces: tuple[Piece, ...]
    rest: int = 0


class Stretch(NamedTuple):
    """Consecutive lines; `skipped` is the number of lines omitted before them."""

    lines: tuple[Line, ...]
    skipped: int


class Listing(NamedTuple):
    """The source as shown: `size` is its number of lines, `rest` those omitted at the end.

    `anchors` maps the number of a finding to the anchor of its piece.
    """

    stretches: tuple[Stretch, ...]
    anchors: dict[int, str]
    size: int
    rest: int
    whole: bool


def group_findings(report: Report) -> list[Group]:
    """Return the findings by code: errors first, then in document order."""
    by_code: dict[str, list[Finding]] = {}
    for finding in sorted(report.findings, key=lambda finding: _rank(finding.severity)):
        by_code.setdefault(finding.code, []).append(finding)
    known = codes()
    groups: list[Group] = []
    shown = 0
    for code, findings in by_code.items():
        most = min(SHOWN_PER_RULE, SHOWN - shown)
        notes = tuple(
            _note(number, finding)
            for number, finding in enumerate(islice(findings, most), shown + 1)
        )
        shown += len(notes)
        total = len(findings)
        groups.append(Group(known[code], findings[0].spec, notes, total, total - len(notes)))
    return groups


def format_label(report: Report) -> str:
    """Return the document's format as its specification spells it, such as `JSON Feed 1.1`."""
    return " ".join(_SPELLING.get(word, word) for word in report.format.split(" "))


def count_findings(report: Report) -> list[tuple[Severity, int]]:
    """Return the number of findings per severity, without zeros."""
    counts = Counter(finding.severity for finding in report.findings)
    return [(severity, counts[severity]) for severity in Severity if counts[severity]]


def list_source(data: bytes, notes: Sequence[Note]) -> Listing:
    """Return a document's source with the findings at their places.

    Lines are numbered as the validator numbers them. A document that is not text, such as a
    compressed one, has no lines.
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
        anchors={note.number: _anchor(key) for key, placed in by_key.items() for note in placed},
        size=len(lines),
        rest=len(lines) - shown[-1].number if shown else len(lines),
        whole=whole,
    )


def _rank(severity: Severity) -> int:
    """Return 0 for the most severe."""
    return list(Severity).index(severity)


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


def _placed(lines: Sequence[str], notes: Iterable[Note]) -> dict[_Key, list[Note]]:
    """Assign findings to pieces; one beyond the end, of a truncated file, to the last piece."""
    placed: dict[_Key, list[Note]] = {}
    for note in notes:
        if note.line and lines:
            line = min(note.line, len(lines))
            piece = min(max(note.column - 1, 0) // PIECE, _last(lines[line - 1]))
            placed.setdefault((line, piece), []).append(note)
    return placed


def _last(line: str) -> int:
    """Return the number of a line's last piece; an empty line has one piece too."""
    return max(len(line) - 1, 0) // PIECE


def _all(lines: Sequence[str]) -> Iterator[_Key]:
    for number, line in enumerate(lines, 1):
        for piece in range(_last(line) + 1):
            yield number, piece


def _around(lines: Sequence[str], with_findings: Iterable[_Key]) -> list[_Key]:
    """Return the pieces with findings and their neighbors, in document order."""
    keys: set[_Key] = set()
    for key in with_findings:
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


def _line(number: int, text: str, numbers: Sequence[int], placed: dict[_Key, list[Note]]) -> Line:
    """Build a line from some of its pieces, joining neighbors without findings."""
    pieces: list[Piece] = []
    shown_to = 0
    for start, end in _spans(number, numbers, placed):
        key = number, start // PIECE
        notes = tuple(placed.get(key, ()))
        segments = tuple(_segments(text[start:end], start, notes))
        pieces.append(Piece(segments, notes, _anchor(key) if notes else "", start - shown_to))
        shown_to = end
    return Line(number, tuple(pieces), max(0, len(text) - shown_to))


def _spans(
    line: int, numbers: Sequence[int], placed: dict[_Key, list[Note]]
) -> Iterator[tuple[int, int]]:
    """Yield where to cut a line: the first character of a piece and the one after its end."""
    begin = numbers[0]
    for piece, following in zip(numbers, [*numbers[1:], None], strict=True):
        separate = (line, piece) in placed or (line, following) in placed
        if separate or following != piece + 1:
            yield begin * PIECE, (piece + 1) * PIECE
            begin = following or 0


def _segments(part: str, start: int, notes: Iterable[Note]) -> Iterator[Segment]:
    """Split a piece at the places of findings; the most severe one at a place wins."""
    at = 0
    for note in sorted(notes, key=lambda note: (note.column, _rank(note.severity))):
        begin = note.column - 1 - start
        if note.column and at <= begin < len(part):
            token = _TOKEN.match(part, begin, begin + _LONGEST_TOKEN)
            end = token.end() if token else begin
            yield Segment(printable(part[at:begin]))
            yield Segment(printable(part[begin:end]), note.severity)
            at = end
    yield Segment(printable(part[at:]))


def _anchor(key: _Key) -> str:
    line, piece = key
    return f"line-{line}-{piece + 1}" if piece else f"line-{line}"


def _stretches(lines: Sequence[Line]) -> Iterator[Stretch]:
    """Group consecutive lines."""
    before = 0
    for _, run in groupby(enumerate(lines), key=lambda pair: pair[1].number - pair[0]):
        joined = tuple(line for _, line in run)
        yield Stretch(joined, joined[0].number - before - 1)
        before = joined[-1].number
