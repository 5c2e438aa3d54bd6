"""Reads the marked lines of a press release into the fields of its entry."""

from typing import Final

import msgspec

from feedsvc.parsers.dates import Timestamp
from feedsvc.parsers.newstext.datelines import read_dateline
from feedsvc.parsers.newstext.found import Found
from feedsvc.parsers.newstext.lines import Line
from feedsvc.parsers.newstext.press.dateline import ReleaseDateline, read_release_dateline
from feedsvc.parsers.newstext.press.labelling import IN_WORDS, Kind, is_detail
from feedsvc.parsers.newstext.press.rows import Row, weigh

_STOP: Final[frozenset[Kind]] = frozenset(("about", "note", "end", "issuer", "contact"))
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
    if not dateline and start < len(rows):
        opening = read_dateline(rows[start].line.text)
        found.opening = opening if opening and opening.sure else None
    if dateline:
        found.opening = dateline.opening
        if dateline.stamp and not _same_day(dateline.stamp, found.stamps.get("published")):
            found.stamps["published"] = dateline.stamp
    text = _read_text(rows[start:], found, dateline)
    return Release(lines=[row.line for row in rows], text=text)


def _text_start(rows: list[Row]) -> tuple[int, ReleaseDateline | None]:
    """Return the place of the dateline, else of the first sentence below the headline."""
    for at, row in enumerate(rows):
        dateline = read_release_dateline(row.line.text) if not row.kind else None
        if dateline:
            return at, dateline
        if not row.kind:
            weigh(row.line)
    titled = False
    for at, row in enumerate(rows):
        if row.kind:
            continue
        if row.line.kind == "prose" and (titled or len(row.line.text) > _LONG_ENOUGH):
            return at, None
        titled = titled or row.line.kind == "heading"
    return len(rows), None


def _same_day(stamp: Timestamp, other: Timestamp | None) -> bool:
    """Tell whether a line above gave the dateline's day, perhaps with the time."""
    return other is not None and other.moment.date() == stamp.moment.date()


def _read_head(rows: list[Row], found: Found) -> None:
    """Read marks, headline and the line below it; a block of contacts is left out whole."""
    in_contact = issuer_next = False
    for row in _below_letterhead(rows, found):
        line = row.line
        in_contact = in_contact and not line.gap
        if row.kind:
            _read_mark(row, found)
            in_contact = row.kind == "contact"
            issuer_next = row.kind == "issuer below"
        elif issuer_next:
            found.authors[row.line.text], line.role, issuer_next = None, "authors", False
        elif in_contact and len(row.line.text.split()) < _NEVER_DETAIL_WORDS:
            line.why = "below a contact"
        else:
            _take_heading(line, found)


def _below_letterhead(rows: list[Row], found: Found) -> list[Row]:
    """Take the issuer from above the line that names the kind of text; return the other rows."""
    kind = next((at for at, row in enumerate(rows) if row.kind == "kind"), 0)
    if all(row.kind for row in rows[kind:]):
        return rows  # What stands above is the headline: there is none below.
    for row in rows[:kind]:
        if row.kind:
            _read_mark(row, found)
        elif not found.authors:
            found.authors[row.line.text], row.line.role = None, "authors"
            row.line.why = "the letterhead"
    return rows[kind:]


def _take_heading(line: Line, found: Found) -> None:
    if line.kind == "bullet":
        found.highlights[line.text], line.role = None, "highlights"
    elif found.title is None:
        found.title, line.role, line.why = line.text, "title", "the headline"
    elif found.subtitle is None:
        found.subtitle, line.role = line.text, "subtitle"
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
        if row.kind in _STOP and chosen and not stopped:
            stopped = row.line.text[:30]
        if row.kind:
            _read_mark(row, found)
        elif stopped:
            row.line.why = f"below {stopped!r}"
        elif is_detail(row.line.text):
            row.line.why = "how to reach the issuer"
        else:
            weigh(row.line)
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
    line.why = IN_WORDS[row.mark.kind]
    if row.kind == "issuer":
        # At its end a release names its issuer again.
        line.role = "authors"
        if not found.authors:
            found.authors[row.mark.value] = None
    elif row.kind == "embargo":
        if line.embargo and line.embargo.until:
            found.take_embargo(line.embargo.until, line)
    elif row.kind == "picture" and row.mark.value:
        found.pictures[row.mark.value], line.role = None, "media"
    elif row.kind == "link":
        found.link, line.role = found.link or row.line.text, "link"
    elif row.kind == "rights":
        found.rights, line.role = found.rights or row.line.text, "rights"
    elif row.kind == "kind" and row.mark.value:
        found.source_id, line.role = found.source_id or row.mark.value, "source_id"
    if line.dates:
        found.take_dates(line)
