"""Reads what stands above the text of a message: slug, versions, headline, byline, release."""

import re
from typing import Final

from feedsvc.parsers.newstext.bylines import Byline, read_byline
from feedsvc.parsers.newstext.datelines import is_agency, read_dateline
from feedsvc.parsers.newstext.embargoes import read_embargo
from feedsvc.parsers.newstext.found import Found
from feedsvc.parsers.newstext.lines import Line
from feedsvc.parsers.newstext.wire import markers
from feedsvc.parsers.newstext.wire.messages import Message, Row
from feedsvc.parsers.source import Options

_BY = re.compile(r"^\W?(?:by|von|par|por|da|di|door|av|af)\s+(?=\S)", re.IGNORECASE)
_AGENCY_BEHIND = re.compile(r",\s*([^,]{2,30})$")
_MOST_HEAD_ROWS, _LONGEST_BYLINE, _ROOM, _WIDTH = 15, 120, 0.9, 69
_PHOTO_CODES = re.compile(r"\b[A-Z]{2,4}\d{3}\b")
_WRITER: Final = re.compile(
    r"^(?P<agency>.{2,30}?)\s+(?:\w+\s+){0,3}(?:writer|correspondent|reporter|editor|columnist)s?$",
    re.IGNORECASE,
)


def iptc_head(message: Message) -> tuple[list[Row], list[Row], list[Row]]:
    """Part a message of IPTC 7901 in slug, headline's rows and text.

    The last row of the head ends in `=`; where none does, the text begins below the first
    blank row, or at the first that is indented or has a dateline.
    """
    rows = list(message.text)
    slug = [row for row in message.header[1:] if row.text.strip()]
    while rows and not rows[0].text.strip():
        rows.pop(0)
    if not slug and rows and _is_slug(rows[0].text):
        slug = [rows.pop(0)]
    ends = [at for at, row in enumerate(rows[:_MOST_HEAD_ROWS]) if row.text.endswith("=")]
    end = ends[-1] + 1 if ends else _text_start(rows)
    return slug, rows[:end], rows[end:]


def anpa_head(message: Message) -> tuple[list[Row], list[Row], list[Row]]:
    """Part a message of ANPA 1312: the rows of its head begin with `^`, the first is the slug."""
    rows = list(message.text)
    while rows and not rows[0].text.strip():
        rows.pop(0)
    end, open_row = 0, False
    while end < len(rows):
        text = rows[end].text
        if not (text.startswith("^") or open_row) or (end and not text.strip()):
            break
        open_row = not text.rstrip().endswith(("<", "="))
        # A row that is indented begins the text, whatever the one above it lacks.
        if end + 1 < len(rows) and rows[end + 1].text[:1] in (" ", "\t"):
            open_row = False
        end += 1
    head = _joined(rows[:end])
    slug = head[:1] if head else [row for row in message.header[1:2] if row.text.strip()]
    return slug, head[1:], rows[end:]


def read_head(slug: list[Row], head: list[Row], found: Found, options: Options) -> list[Line]:
    """Read the rows above the text, setting on each the field that it gave."""
    lines = [Line(text=row.text.strip(" \t^<="), number=row.number) for row in slug]
    lines = [line for line in lines if line.text]
    for line in lines[:1]:
        found.section = markers.slug_alone(line.text) or None
        line.role, line.why = "section", "the slug"
    parts: list[Line] = []
    for row in head:
        line = Line(text=row.text.strip(" \t^<="), number=row.number, kind="heading")
        if not line.text:
            continue
        lines.append(line)
        line.embargo = read_embargo(line.text, options)
        if line.embargo:
            line.kind = "embargo"
            if line.embargo.until:
                found.take_embargo(line.embargo.until, line)
        elif markers.is_version(line.text) or markers.is_kill(line.text):
            line.why = "names the version"
        elif markers.is_head_note(line.text) or _PHOTO_CODES.search(line.text):
            line.kind, line.why = "note", "speaks to editors"
        elif not _is_signed(line, found):
            parts.append(line)
    _read_titles(parts, found)
    return lines


def _read_titles(parts: list[Line], found: Found) -> None:
    """Take the first row for the headline, with what was wrapped; the next for the subtitle."""
    if not parts:
        return
    title = parts[0].text
    parts[0].role, parts[0].why = "title", "the headline"
    rest = parts[1:]
    while rest and _goes_on(title, rest[0].text):
        line = rest.pop(0)
        title = f"{title} {line.text}"
        line.role, line.why = "title", "goes on with the headline"
    found.title = title
    for line in rest:
        line.why = "between headline and text"
    if rest:
        found.subtitle, rest[0].role = rest[0].text, "subtitle"


def _goes_on(above: str, text: str) -> bool:
    word = text.split(maxsplit=1)[0]
    last = len(above) % (_WIDTH + 1)
    return text[0].islower() or (len(above) <= _WIDTH and last + 1 + len(word) > _ROOM * _WIDTH)


def _is_signed(line: Line, found: Found) -> bool:
    """Read a byline, or the agency's line below it: `AP Sports Writer`."""
    if len(line.text) > _LONGEST_BYLINE:
        return False
    byline = _byline(line.text)
    if byline:
        line.kind, line.byline = "byline", byline
        found.take_byline(byline, line)
        return True
    writer = _WRITER.match(line.text)
    agency = writer["agency"] if writer else line.text
    if is_agency(agency):
        found.agency, line.role, line.kind = found.agency or agency, "agency", "byline"
        return True
    if writer and found.authors:
        line.kind, line.why = "byline", "the post of who is named above"
        return True
    return False


def _byline(text: str) -> Byline | None:
    """Read `By Ann Lee and Bo Ek, dpa`; who is no person is named as printed."""
    by = _BY.match(text)
    if not by:
        return None
    names = text[by.end() :].strip()
    behind = _AGENCY_BEHIND.search(names)
    agency = None
    if behind and is_agency(behind[1]):
        agency, names = behind[1].strip(), names[: behind.start()]
    found = read_byline(f"By {names}")
    if found:
        return Byline(names=found.names, agency=agency or found.agency)
    return Byline(names=(names,), agency=agency) if by[0].strip(" ^").lower() == "by" else None


def _is_slug(text: str) -> bool:
    """Tell a slug: keywords parted by strokes, or one word with a hyphen."""
    text = text.strip()
    return text.startswith("/") or text.endswith("/") or (" " not in text and "-" in text)


def _text_start(rows: list[Row]) -> int:
    for at, row in enumerate(rows[:_MOST_HEAD_ROWS]):
        opening = read_dateline(row.text.strip().replace(") _ ", ") - ", 1))
        if not row.text.strip() or row.text.startswith(("  ", "\t")) or (opening and opening.sure):
            return at
    return min(1, len(rows))


def _joined(rows: list[Row]) -> list[Row]:
    """Join the rows of a head that go on without `^`."""
    joined: list[Row] = []
    for row in rows:
        if row.text.startswith("^") or not joined:
            joined.append(row)
        else:
            above = joined.pop()
            joined.append(Row(above.number, f"{above.text} {row.text.strip()}"))
    return joined
