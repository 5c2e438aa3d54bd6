"""The fields of an entry, from the header, the head and the text of a message."""

import re
from collections.abc import Iterable
from typing import Final

from feedsvc.parsers.newstext.bylines import Byline, read_byline
from feedsvc.parsers.newstext.datelines import ParsedDateline, is_agency, read_dateline
from feedsvc.parsers.newstext.draft import TextDraft
from feedsvc.parsers.newstext.embargoes import read_embargo
from feedsvc.parsers.newstext.lines import Line, unwrap
from feedsvc.parsers.newstext.wire import markers
from feedsvc.parsers.newstext.wire.messages import Message, Row
from feedsvc.parsers.source import Options

ZCZC_SIGNS: Final = {
    "%": "the destination",
    "$": "the category",
    ":": "the keywords",
    "=": "the take",
    "^": "the headline",
    "&": "the priority",
    "+": "subject codes",
    "@": "the place",
    "~": "the genre",
    "*": "the format",
}
"""The first character of each header line in a ZCZC frame, and what the line contains."""

_BY = re.compile(r"^\W?(?:by|von|par|por|da|di|door|av|af)\s+(?=\S)", re.IGNORECASE)
_AGENCY_BEHIND = re.compile(r",\s*([^,]{2,30})$")
_MOST_HEAD_ROWS, _LONGEST_BYLINE, _ROOM, _WIDTH = 15, 120, 0.9, 69
_PHOTO_CODES = re.compile(r"\b[A-Z]{2,4}\d{3}\b")
_WRITER: Final = re.compile(
    r"^(?P<agency>.{2,30}?)\s+(?:\w+\s+){0,3}(?:writer|correspondent|reporter|editor|columnist)s?$",
    re.IGNORECASE,
)
_RULE = frozenset("_-*=. ")
_STOPS = (".", "!", "?", "''", '"', ":", "”", ")")
_BULLETS = ("* ", "- ", "+ ", "• ", "-- ")
_LONGEST_HEADING, _LONGEST_RULE = 60, 40


def read_zczc_header(message: Message, draft: TextDraft) -> tuple[list[Line], list[Row]]:
    """Read the header of a ZCZC frame, as AAP writes it; return its lines and the rows below."""
    rows = [*message.header[1:], *message.text]
    while rows and not rows[0].text.strip():
        rows.pop(0)
    lines: list[Line] = []
    while rows and rows[0].text[:1] in ZCZC_SIGNS and not rows[0].text.startswith("* "):
        row = rows.pop(0)
        sign = row.text[0]
        line = Line(text=row.text[1:].strip(" \t=<"), number=row.number, why=ZCZC_SIGNS[sign])
        line.embargo = read_embargo(line.text, draft.options)
        if line.embargo and line.embargo.until:
            draft.add_embargo(line)
        elif sign == "^" and line.text:
            draft.fill("title", line.text)
            line.role = "title"
        elif sign == ":" and line.text:
            draft.fill("section", line.text)
            line.role = "section"
        lines.append(line)
        if sign == "*":
            break
    return lines, rows


def split_zczc(rows: list[Row], *, titled: bool) -> tuple[list[Row], list[Row], list[Row]]:
    """Split the rows below the header into slug, headline and text; the slug is empty.

    The first row is the headline unless the header has one: `titled`.
    """
    first = next((at for at, row in enumerate(rows) if row.text.strip()), len(rows))
    end = first if titled else first + 1
    return [], rows[:end], rows[end:]


def split_iptc(message: Message) -> tuple[list[Row], list[Row], list[Row]]:
    """Split an IPTC 7901 message into slug, head and text.

    The last row of the head ends in `=`. Without that sign, the text begins at the first row that
    is blank, indented, or has a dateline.
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


def split_anpa(message: Message) -> tuple[list[Row], list[Row], list[Row]]:
    """Split an ANPA 1312 message into slug, head and text; slug and head begin with `^`."""
    rows = list(message.text)
    while rows and not rows[0].text.strip():
        rows.pop(0)
    end, open_row = 0, False
    while end < len(rows):
        text = rows[end].text
        if not (text.startswith("^") or open_row) or (end and not text.strip()):
            break
        open_row = not text.rstrip().endswith(("<", "="))
        # An indented row begins the text, even if the row above it is not closed.
        if end + 1 < len(rows) and rows[end + 1].text[:1] in (" ", "\t"):
            open_row = False
        end += 1
    head = _joined(rows[:end])
    slug = head[:1] if head else [row for row in message.header[1:2] if row.text.strip()]
    return slug, head[1:], rows[end:]


def read_head(slug: list[Row], head: list[Row], draft: TextDraft) -> list[Line]:
    """Read the rows above the text: slug, versions, headline, byline and embargo."""
    lines = [Line(text=row.text.strip(" \t^<="), number=row.number) for row in slug]
    lines = [line for line in lines if line.text]
    for line in lines[:1]:
        draft.values["section"] = markers.bare_slug(line.text) or None
        line.role, line.why = "section", "the slug"
    titles: list[Line] = []
    for row in head:
        line = Line(text=row.text.strip(" \t^<="), number=row.number, kind="heading")
        if not line.text:
            continue
        lines.append(line)
        line.embargo = read_embargo(line.text, draft.options)
        if line.embargo:
            line.kind = "embargo"
            draft.add_embargo(line)
        elif markers.is_version(line.text) or markers.is_kill(line.text):
            line.why = "names the version"
        elif markers.is_head_note(line.text) or _PHOTO_CODES.search(line.text):
            line.kind, line.why = "note", "for editors"
        elif not _read_signed(line, draft):
            titles.append(line)
    _read_titles(titles, draft)
    return lines


def paragraphs(rows: tuple[Row, ...]) -> list[Line]:
    """Return the paragraphs of a text, which the standards wrap at 69 characters."""
    if not rows:
        return []
    first = rows[0].number
    text = "\n".join(_set_apart(row.text.expandtabs()) for row in rows)
    return [
        Line(text=text, number=first + number - 1)
        for number, text in unwrap(text, wrapped=True)
        if text
    ]


def read_text(lines: list[Line], draft: TextDraft) -> list[Line]:
    """Return the lines of the text; set on all other lines why they are omitted."""
    text: list[Line] = []
    rest = iter(lines)
    for line in rest:
        line.text = line.text.removesuffix("<").strip()
        if markers.is_cut(line.text) or markers.is_end(line.text):
            _omit_from(line, rest)
        elif line.text.startswith("^"):
            line.text = line.text.strip("^<= ")
            _read_paragraph(line, draft, text, heading=True)
        elif line.text:
            _read_paragraph(line, draft, text, heading=False)
    while text and (markers.is_sign_off(text[-1].text) or text[-1].kind == "heading"):
        line = text.pop()
        line.kind, line.why, line.role = "boilerplate", "a sign-off or heading below the text", ""
    if text:
        draft.dateline = draft.dateline or text[0].dateline
    return text


def _read_titles(lines: list[Line], draft: TextDraft) -> None:
    """Read the headline, which can be wrapped, and below it the subtitle."""
    if not lines:
        return
    title = lines[0].text
    lines[0].role, lines[0].why = "title", "the headline"
    rest = lines[1:]
    while rest and _continues(title, rest[0].text):
        line = rest.pop(0)
        title = f"{title} {line.text}"
        line.role, line.why = "title", "continues the headline"
    draft.values["title"] = title
    for line in rest:
        line.why = "between headline and text"
    if rest:
        draft.values["subtitle"], rest[0].role = rest[0].text, "subtitle"


def _continues(above: str, text: str) -> bool:
    word = text.split(maxsplit=1)[0]
    last = len(above) % (_WIDTH + 1)
    return text[0].islower() or (len(above) <= _WIDTH and last + 1 + len(word) > _ROOM * _WIDTH)


def _read_signed(line: Line, draft: TextDraft) -> bool:
    """Read a byline, or the line below it: `AP Sports Writer`; return False for any other."""
    if len(line.text) > _LONGEST_BYLINE:
        return False
    byline = _read_byline(line.text)
    if byline:
        line.kind, line.byline = "byline", byline
        draft.add_byline(byline, line)
        return True
    writer = _WRITER.match(line.text)
    agency = writer["agency"] if writer else line.text
    if is_agency(agency):
        draft.fill("agency", agency)
        line.role, line.kind = "agency", "byline"
        return True
    if writer and "authors" in draft.values:
        line.kind, line.why = "byline", "the job of the person above"
        return True
    return False


def _read_byline(text: str) -> Byline | None:
    """Read `By Ann Lee and Bo Ek, dpa`; unrecognized text after `By` is one name."""
    by = _BY.match(text)
    if not by:
        return None
    names = text[by.end() :].strip()
    behind = _AGENCY_BEHIND.search(names)
    agency = None
    if behind and is_agency(behind[1]):
        agency, names = behind[1].strip(), names[: behind.start()]
    byline = read_byline(f"By {names}")
    if byline:
        return Byline(names=byline.names, agency=agency or byline.agency)
    return Byline(names=(names,), agency=agency) if by[0].strip(" ^").lower() == "by" else None


def _is_slug(text: str) -> bool:
    """Return whether a line is a slug: keywords with slashes, or one word with a hyphen."""
    text = text.strip()
    return text.startswith("/") or text.endswith("/") or (" " not in text and "-" in text)


def _text_start(rows: list[Row]) -> int:
    for at, row in enumerate(rows[:_MOST_HEAD_ROWS]):
        dateline = _read_dateline(row.text.strip())
        if (
            not row.text.strip()
            or row.text.startswith(("  ", "\t"))
            or (dateline and dateline.sure)
        ):
            return at
    return min(1, len(rows))


def _read_dateline(text: str) -> ParsedDateline | None:
    """Read a dateline; ANPA 1312 has no dash, so agencies use an underscore: `ATLANTA (AP) _`."""
    return read_dateline(text.replace(") _ ", ") - ", 1))


def _joined(rows: list[Row]) -> list[Row]:
    """Join each row that does not begin with `^` to the row above."""
    joined: list[Row] = []
    for row in rows:
        if row.text.startswith("^") or not joined:
            joined.append(row)
        else:
            above = joined.pop()
            joined.append(Row(above.number, f"{above.text} {row.text.strip()}"))
    return joined


def _set_apart(text: str) -> str:
    """Indent a line that is not part of the paragraph above, so that the two are not joined."""
    apart = markers.is_sign_off(text) or markers.is_end(text) or markers.is_cut(text)
    return f"   {text}" if apart else text


def _read_paragraph(line: Line, draft: TextDraft, text: list[Line], *, heading: bool) -> None:
    """Add a line to the text, or set why it is omitted."""
    line.embargo = None if text else read_embargo(line.text, draft.options)
    if line.embargo:
        line.kind = "embargo"
        draft.add_embargo(line)
    elif not _omit(line, draft.options):
        line.role = "content"
        if not text:
            line.dateline = _read_dateline(line.text)
        if line.text.startswith(_BULLETS):
            line.kind, line.text = "bullet", line.text.lstrip("*-+• ")
        elif text and (heading or _is_heading(line.text)):
            line.kind = "heading"
        text.append(line)


def _omit(line: Line, options: Options) -> bool:
    """Omit a line that is not part of the text around it; return False for any other line."""
    if line.text.casefold() in options.noise:
        line.kind, line.why = "boilerplate", "a line listed in the settings"
    elif len(line.text) <= _LONGEST_RULE and _RULE.issuperset(line.text):
        line.kind, line.why = "boilerplate", "a separator"
    elif markers.is_note(line.text):
        line.kind, line.why = "note", "for editors"
    else:
        return False
    return True


def _omit_from(line: Line, rest: Iterable[Line]) -> None:
    """Mark a line and all lines below it as not for publication."""
    line.kind, line.why = "end", "ends the text"
    for below in rest:
        below.kind, below.why = "note", f"below {line.text[:30]!r}"


def _is_heading(text: str) -> bool:
    """Return whether a line is a cross-head: short, in capitals, without full stop or digits."""
    if len(text) > _LONGEST_HEADING or text.endswith(_STOPS) or any(map(str.isdecimal, text)):
        return False
    return text == text.upper() and any(map(str.isalpha, text))
