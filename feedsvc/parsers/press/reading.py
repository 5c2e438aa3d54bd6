"""Reads the marked lines of a press release into the fields of its entry."""

from typing import Final

import msgspec

from feedsvc.parsers.found import Found
from feedsvc.parsers.line import Line
from feedsvc.parsers.press.dateline import ReleaseDateline, read_release_dateline
from feedsvc.parsers.press.rows import Mark, Row, is_detail, weigh

_STOP: Final[frozenset[Mark]] = frozenset(("about", "note", "end", "issuer", "contact"))
"""What ends the story: below it stand only the issuer, addresses and rights."""

_NEVER_DETAIL_WORDS, _LONG_ENOUGH = 6, 40


class Release(msgspec.Struct, kw_only=True):
    """A release as it was read: all its lines, and those of its text."""

    lines: list[Line]
    text: list[Line]


def read_release_rows(rows: list[Row], found: Found) -> Release:
    """Set on `found` what the rows say, and return the lines of the text."""
    start, dateline = _text_start(rows)
    _read_head(rows[:start], found)
    if dateline:
        found.opening = dateline.opening
        if dateline.stamp:
            found.stamps["published"] = dateline.stamp
    text = _read_text(rows[start:], found, dateline)
    return Release(lines=[row.line for row in rows], text=text)


def _text_start(rows: list[Row]) -> tuple[int, ReleaseDateline | None]:
    """Return the place of the dateline, else of the first sentence below the headline."""
    for at, row in enumerate(rows):
        dateline = read_release_dateline(row.text) if not row.mark else None
        if dateline:
            return at, dateline
        if not row.mark:
            weigh(row)
    titled = False
    for at, row in enumerate(rows):
        if row.mark:
            continue
        if row.line.kind == "prose" and (titled or len(row.text) > _LONG_ENOUGH):
            return at, None
        titled = titled or row.line.kind == "heading"
    return len(rows), None


def _read_head(rows: list[Row], found: Found) -> None:
    """Read marks, headline and the line below it; a block of contacts is left out whole."""
    in_contact = issuer_next = False
    for row in rows:
        line = row.line
        in_contact = in_contact and not line.gap
        if row.mark:
            _read_mark(row, found)
            in_contact = row.mark == "contact"
            issuer_next = row.mark == "issuer below"
        elif issuer_next:
            found.authors[row.text], line.role, issuer_next = None, "authors", False
        elif in_contact and len(row.text.split()) < _NEVER_DETAIL_WORDS:
            line.why = "below a contact"
        elif line.kind == "bullet":
            found.highlights[row.text], line.role = None, "highlights"
        elif found.title is None:
            found.title, line.role, line.why = row.text, "title", "the headline"
        elif found.subtitle is None:
            found.subtitle, line.role = row.text, "subtitle"
            line.why = "the line below the headline"
        else:
            line.why = "between headline and text"


def _read_text(rows: list[Row], found: Found, dateline: ReleaseDateline | None) -> list[Line]:
    """Return the lines of the text, up to what the issuer says of itself and how to reach it."""
    chosen: list[Line] = []
    stopped = ""
    if dateline and dateline.alone and rows:
        rows[0].line.role, rows[0].line.why = "dateline", "a dateline of its own"
        rows = rows[1:]
    for row in rows:
        if row.mark in _STOP and chosen and not stopped:
            stopped = row.text[:30]
        if row.mark:
            _read_mark(row, found)
        elif stopped:
            row.line.why = f"below {stopped!r}"
        elif is_detail(row.text):
            row.line.why = "how to reach the issuer"
        else:
            weigh(row)
            row.line.role = "content"
            chosen.append(row.line)
    _take_points(chosen, found)
    while chosen and chosen[-1].kind == "heading":
        line = chosen.pop()
        line.role, line.why = "", "a heading without a text"
    return chosen


def _take_points(chosen: list[Line], found: Found) -> None:
    """Take bullets between dateline and text for key points; a single one is the subtitle."""
    points = []
    while chosen and chosen[0].kind == "bullet" and any(x.kind == "prose" for x in chosen):
        points.append(chosen.pop(0))
    if len(points) == 1 and found.subtitle is None and not found.highlights:
        found.subtitle, points[0].role = points[0].text, "subtitle"
    else:
        for line in points:
            found.highlights[line.text], line.role = None, "highlights"
    if len(found.highlights) == 1 and found.subtitle is None:
        found.subtitle = found.highlights.popitem()[0]


def _read_mark(row: Row, found: Found) -> None:
    """Read a line whose mark alone says what it gives."""
    line = row.line
    if row.mark == "issuer":
        # At its end a release names its issuer again.
        line.role = "authors"
        if not found.authors:
            found.authors[row.value] = None
    elif row.mark == "embargo":
        if line.embargo and line.embargo.until:
            found.take_embargo(line.embargo.until, line)
    elif row.mark == "picture" and row.value:
        found.pictures[row.value], line.role = None, "media"
    elif row.mark == "link":
        found.link, line.role = found.link or row.text, "link"
    elif row.mark == "rights":
        found.rights, line.role = found.rights or row.text, "rights"
    elif row.mark == "kind" and row.value:
        found.source_id, line.role = found.source_id or row.value, "source_id"
    if line.dates:
        found.take_dates(line)
