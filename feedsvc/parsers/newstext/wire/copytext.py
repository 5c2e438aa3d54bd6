"""Reads the text of a message: its paragraphs, and what of it is not for publication."""

from collections.abc import Iterable

from feedsvc.parsers.newstext.datelines import read_dateline
from feedsvc.parsers.newstext.embargoes import read_embargo
from feedsvc.parsers.newstext.found import Found
from feedsvc.parsers.newstext.lines import Line, unwrap
from feedsvc.parsers.newstext.wire import markers
from feedsvc.parsers.newstext.wire.messages import Row
from feedsvc.parsers.source import Options

_RULE = frozenset("_-*=. ")
_STOPS = (".", "!", "?", "''", '"', ":", "”", ")")
_BULLETS = ("* ", "- ", "+ ", "• ", "-- ")
_LONGEST_HEADING, _LONGEST_RULE = 60, 40


def paragraphs(rows: tuple[Row, ...]) -> list[Line]:
    """Return the rows as paragraphs, wrapped lines joined; the standards wrap at 69 letters."""
    if not rows:
        return []
    first = rows[0].number
    text = "\n".join(_set_off(row.text.expandtabs()) for row in rows)
    return [
        Line(text=text, number=first + number - 1)
        for number, text in unwrap(text, wrapped=True)
        if text
    ]


def _set_off(text: str) -> str:
    """Indent what is no part of the paragraph above it, so that the two are not joined."""
    apart = markers.is_sign_off(text) or markers.is_end(text) or markers.is_cut(text)
    return f"   {text}" if apart else text


def read_text(lines: list[Line], found: Found, options: Options) -> list[Line]:
    """Return the lines that are the story's text; on all others is written why they are not."""
    chosen: list[Line] = []
    rest = iter(lines)
    for line in rest:
        line.text = line.text.removesuffix("<").strip()
        if markers.is_cut(line.text) or markers.is_end(line.text):
            _leave_out(line, rest)
        elif line.text.startswith("^"):
            line.text = line.text.strip("^<= ")
            _take(line, found, options, chosen, heading=True)
        elif line.text:
            _take(line, found, options, chosen, heading=False)
    while chosen and (markers.is_sign_off(chosen[-1].text) or chosen[-1].kind == "heading"):
        line = chosen.pop()
        line.kind, line.why, line.role = "furniture", "a sign-off or a line below the text", ""
    if chosen:
        found.opening = found.opening or chosen[0].opening
    return chosen


def _take(line: Line, found: Found, options: Options, chosen: list[Line], *, heading: bool) -> None:
    """Add a line to the text, or say why it is none of it."""
    line.embargo = None if chosen else read_embargo(line.text, options)
    if line.embargo:
        line.kind = "embargo"
        if line.embargo.until:
            found.take_embargo(line.embargo.until, line)
    elif not _is_left_out(line, options):
        line.role = "content"
        if not chosen:
            line.opening = read_dateline(line.text.replace(") _ ", ") - ", 1))
        if line.text.startswith(_BULLETS):
            line.kind, line.text = "bullet", line.text.lstrip("*-+• ")
        elif chosen and (heading or _is_heading(line.text)):
            line.kind = "heading"
        chosen.append(line)


def _is_left_out(line: Line, options: Options) -> bool:
    """Tell a line inside the text that is none of it, and say why."""
    if line.text.casefold() in options.noise:
        line.kind, line.why = "furniture", "a line that settings name"
    elif len(line.text) <= _LONGEST_RULE and _RULE.issuperset(line.text):
        line.kind, line.why = "furniture", "a rule between two parts"
    elif markers.is_note(line.text):
        line.kind, line.why = "note", "speaks to editors"
    else:
        return False
    return True


def _leave_out(line: Line, rest: Iterable[Line]) -> None:
    """Say of a line and all below it that they are not for publication."""
    line.kind, line.why = "end", "ends the text"
    for below in rest:
        below.kind, below.why = "note", f"below {line.text[:30]!r}"


def _is_heading(text: str) -> bool:
    """Tell a cross-head: short, in capitals or without a full stop, and no line of a table."""
    if len(text) > _LONGEST_HEADING or text.endswith(_STOPS) or any(c.isdecimal() for c in text):
        return False
    return text == text.upper() and any(c.isalpha() for c in text)
