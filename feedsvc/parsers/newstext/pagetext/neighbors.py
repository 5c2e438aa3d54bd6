"""Lines that depend on their neighbors: lists below a label, captions, dates on two lines."""

from feedsvc.parsers.dates import read_date_line
from feedsvc.parsers.newstext.credits import Caption
from feedsvc.parsers.newstext.embargoes import Embargo, read_release_time
from feedsvc.parsers.newstext.lines import Kind, Line
from feedsvc.parsers.source import Options

_LISTED: dict[str, Kind] = {"highlights": "highlight", "related": "related", "topics": "topic"}
_LOOKAHEAD, _MOST_WORDS = 3, 3


def mark_neighbors(lines: list[Line], options: Options) -> None:
    """Change the kind of lines that depend on the lines around them."""
    for at, line in enumerate(lines):
        if line.kind == "label":
            _mark_below(lines, at, _LISTED[line.label])
        elif line.kind == "related" and not line.label:
            _mark_bullets(lines, at, "related")
        elif line.kind == "source":
            _mark_terms(lines, at)
        elif line.kind == "credit":
            _mark_caption(lines, at)
        elif line.kind == "note" and line.gap:
            _mark_block(lines, at)
        elif line.embargo and line.embargo.open_end and at + 1 < len(lines):
            _end_embargo(line, lines[at + 1], options)
        elif line.kind == "date" and at:
            _join_dates(lines[at - 1], line)


def _mark_below(lines: list[Line], at: int, kind: Kind) -> None:
    """Mark the bullets below a label, or else the lines up to the next blank line."""
    end = _mark_bullets(lines, at, kind)
    while end == at + 1 and end < len(lines) and _is_in_block(lines, end, kind):
        _mark(lines[end], lines[at], kind)
        at, end = (at, end + 1) if kind == "highlight" else (end, end + 1)


def _mark_bullets(lines: list[Line], at: int, kind: Kind) -> int:
    end = at + 1
    while end < len(lines) and lines[end].kind == "bullet":
        _mark(lines[end], lines[at], kind)
        end += 1
    return end


def _mark(line: Line, label: Line, kind: Kind) -> None:
    line.kind, line.label, line.value = kind, label.label or "below", line.text
    line.why = f"below {label.text[:30]!r}"


def _is_in_block(lines: list[Line], at: int, kind: Kind) -> bool:
    """Return whether a line continues a list; the headline of a story, above its date, does not."""
    line = lines[at]
    allowed = ("heading", "prose") if kind == "highlight" else ("heading",)
    return (
        not line.gap
        and line.kind in allowed
        and not any(other.kind == "date" for other in lines[at + 1 : at + 1 + _LOOKAHEAD])
    )


def _mark_terms(lines: list[Line], at: int) -> None:
    """Mark the short bullets below a source line as topics."""
    for place in range(at + 1, len(lines)):
        line = lines[place]
        if line.kind != "bullet" or len(line.text.split()) > _MOST_WORDS:
            return
        _mark(line, lines[at], "topic")


def _mark_block(lines: list[Line], at: int) -> None:
    """Mark the lines from a note to the next blank line."""
    for place in range(at + 1, len(lines)):
        line = lines[place]
        if line.gap or line.kind not in ("prose", "heading"):
            return
        line.kind, line.why = "note", "continues the note above"


def _mark_caption(lines: list[Line], at: int) -> None:
    """Add a credit to the caption below or above it, or make the line above a caption."""
    credit = lines[at].value
    below = lines[at + 1] if at + 1 < len(lines) else None
    above = lines[at - 1] if at > 1 and not lines[at].gap else None
    for line in (below, above):
        if line and line.caption and line.kind == "caption" and not line.caption.credit:
            line.caption = Caption(text=line.caption.text, credit=credit, sure=True)
            return
    if above and above.kind in ("prose", "heading") and not above.dateline:
        above.kind, above.why = "caption", "above a credit"
        above.caption = Caption(text=above.text, credit=credit, sure=True)
    elif not (above and above.kind == "caption"):
        lines[at].caption = Caption(text=None, credit=credit, sure=True)


def _end_embargo(line: Line, below: Line, options: Options) -> None:
    """Read the end of an embargo on the line below its label."""
    if below.kind == "date":
        line.embargo = Embargo(until=read_release_time(below.text, options))


def _join_dates(above: Line, line: Line) -> None:
    """Read `November 20` with `15:23 2019` below it as one date."""
    if not (above.dates and line.dates) or above.dates.stamps or line.dates.stamps:
        return
    if above.text == line.text:
        return
    joined = read_date_line(f"{above.text} {line.text}")
    if joined and joined.stamps:
        line.dates, line.why = joined, "a date on two lines"
