"""Press releases from issuers and distributors.

| line in the release | field of the entry |
|---|---|
| `MEDIA RELEASE PR67276` | source_id |
| `EMBARGOED UNTIL ...`, `FOR RELEASE: May 5, 2026` | embargo; held if its end is unreadable |
| the first line without a label, or after `Media release:` | title |
| the next line; a single bullet above the text | subtitle |
| bullets above the text | highlights |
| `RIGA, Latvia, March 3, 2026 /PRNewswire/ --` | dateline, published, agency |
| a date on a line of its own | published |
| paragraphs, cross-heads, bullets | content |
| `Source: Name`, `SOURCE Name`, `Issued by: Name` | authors |
| `Photo - https://...`, `(Logo: https://...)` | media |
| a URL on a line of its own | link |
| `© 2026 Name` | rights |

The text ends at `About ...`, notes, contacts, `SOURCE` or `###`. Contact details are never
published; `For more information, visit ...` is published only if it is a sentence.
"""

from typing import Final

import msgspec

from feedsvc.entry import Media
from feedsvc.errors import StoryError
from feedsvc.parsers.newstext.datelines import (
    ReleaseDateline,
    read_dateline,
    read_release_dateline,
)
from feedsvc.parsers.newstext.draft import TextDraft, embargo_notes
from feedsvc.parsers.newstext.embargoes import read_embargo
from feedsvc.parsers.newstext.lines import Line, as_html
from feedsvc.parsers.newstext.press.labels import (
    REASONS,
    LabelKind,
    Row,
    announces_release,
    classify,
    is_contact_detail,
    read_rows,
)
from feedsvc.parsers.reading.text import decode, with_plain_spaces
from feedsvc.parsers.source import Options, Parsed, Source

_FIRST_BYTES: Final = 3000
_FIRST_LINES: Final = 12
_DETAIL_WORDS, _LONG_ENOUGH = 6, 40
_STOP: Final[frozenset[LabelKind]] = frozenset(("about", "note", "end", "issuer", "contact"))
"""The labels that end the text; below them, only labeled lines are read."""


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """All lines of a release, and the lines of its text."""

    lines: list[Line]
    text: list[Line]


def claims(source: Source) -> bool:
    """Return whether a file is a press release, by its first lines."""
    return is_release(source.data[:_FIRST_BYTES].decode(errors="replace"))


def is_release(text: str) -> bool:
    """Return whether a text announces a release or has a distributor's dateline."""
    text = with_plain_spaces(text[:_FIRST_BYTES])
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    options = Options()
    for line in lines[:_FIRST_LINES]:
        embargo = read_embargo(line, options)
        if announces_release(line) or (embargo and not embargo.until):
            return True
    for line in lines:
        dateline = read_release_dateline(line) if "/" in line or "(" in line else None
        if dateline and dateline.distributed:
            return True
    return False


def parse(source: Source) -> Parsed:
    """Return the entry of a press release, and how each line was parsed.

    Raises StoryError if the file is not text, or if the release has neither headline nor text.
    """
    text, notes = decode(source)
    draft = TextDraft(source.options)
    release = read_release(1, with_plain_spaces(text).split("\n"), draft)
    draft.fill("content", as_html(release.text))
    if "title" not in draft.values and "content" not in draft.values:
        reason = "the press release has neither headline nor text"
        raise StoryError(source.name, reason, cure="write at least one of them")
    return Parsed(
        entries=(draft.entry(),),
        notes=(*notes, *embargo_notes(release.lines)),
        trace=tuple(line.trace(0) for line in release.lines) if source.options.trace else (),
    )


def read_release(first: int, raw: list[str], draft: TextDraft) -> Release:
    """Fill a draft from the lines of a release; `first` is the line number of the first one."""
    # Trailing spaces would make all lines look wrapped at the same width.
    rows = read_rows(first, [line.rstrip() for line in raw], draft.options)
    rows = [row for row in rows if row.line.text.casefold() not in draft.options.noise]
    start, found = _text_start(rows)
    _read_head(rows[:start], draft)
    if found:
        draft.dateline = found.dateline
        published = draft.values.get("published")
        if found.stamp and not (published and published.date() == found.stamp.time.date()):
            draft.set_published(found.stamp)
    elif start < len(rows):
        dateline = read_dateline(rows[start].line.text)
        draft.dateline = dateline if dateline and dateline.sure else None
    text = _read_text(rows[start:], draft, found)
    return Release(lines=[row.line for row in rows], text=text)


def _text_start(rows: list[Row]) -> tuple[int, ReleaseDateline | None]:
    """Return the index of the dateline, else of the first sentence below the headline."""
    for at, row in enumerate(rows):
        dateline = read_release_dateline(row.line.text) if not row.kind else None
        if dateline:
            return at, dateline
        if not row.kind:
            classify(row.line)
    titled = False
    for at, row in enumerate(rows):
        if row.kind:
            continue
        if row.line.kind == "prose" and (titled or len(row.line.text) > _LONG_ENOUGH):
            return at, None
        titled = titled or row.line.kind == "heading"
    return len(rows), None


def _read_head(rows: list[Row], draft: TextDraft) -> None:
    """Read labels, headline and subtitle; contact details are omitted."""
    in_contact = issuer_next = False
    for row in _below_letterhead(rows, draft):
        line = row.line
        in_contact = in_contact and not line.gap
        if row.kind:
            _read_labeled(row, draft)
            in_contact = row.kind == "contact"
            issuer_next = row.kind == "issuer below"
        elif issuer_next:
            draft.add_author(line.text)
            line.role, issuer_next = "authors", False
        elif in_contact and len(line.text.split()) < _DETAIL_WORDS:
            line.why = "below a contact"
        else:
            _read_heading(line, draft)


def _below_letterhead(rows: list[Row], draft: TextDraft) -> list[Row]:
    """Read the issuer above a line such as `Media Release`; return the rows from that line on."""
    kind = next((at for at, row in enumerate(rows) if row.kind == "kind"), 0)
    if all(row.kind for row in rows[kind:]):
        return rows  # No headline follows, so it must be above.
    for row in rows[:kind]:
        if row.kind:
            _read_labeled(row, draft)
        elif "authors" not in draft.values:
            draft.add_author(row.line.text)
            row.line.role, row.line.why = "authors", "the letterhead"
    return rows[kind:]


def _read_heading(line: Line, draft: TextDraft) -> None:
    """Read a line without a label above the text."""
    if line.kind == "bullet":
        draft.extend("highlights", (line.text,))
        line.role = "highlights"
    elif "title" not in draft.values:
        draft.fill("title", line.text)
        line.role, line.why = "title", "the headline"
    elif "subtitle" not in draft.values:
        draft.fill("subtitle", line.text)
        line.role, line.why = "subtitle", "the line below the headline"
    else:
        line.why = "between headline and text"


def _read_text(rows: list[Row], draft: TextDraft, found: ReleaseDateline | None) -> list[Line]:
    """Return the lines of the text, up to the first label that ends it."""
    text: list[Line] = []
    stopped = ""
    if found and found.alone and rows:
        rows[0].line.role, rows[0].line.why = "dateline", "a dateline on its own line"
        rows = rows[1:]
    for row in rows:
        if row.kind in _STOP and text and not stopped:
            stopped = row.line.text[:30]
        if row.kind:
            _read_labeled(row, draft)
        elif stopped:
            row.line.why = f"below {stopped!r}"
        elif is_contact_detail(row.line.text):
            row.line.why = "contact details"
        else:
            classify(row.line)
            row.line.role = "content"
            text.append(row.line)
    _move_highlights(text, draft)
    while text and text[-1].kind == "heading":
        line = text.pop()
        line.role, line.why = "", "a heading without text below it"
    return text


def _move_highlights(text: list[Line], draft: TextDraft) -> None:
    """Move bullets between dateline and text to the highlights; a single bullet is the subtitle."""
    points = []
    while text and text[0].kind == "bullet" and any(line.kind == "prose" for line in text):
        points.append(text.pop(0))
    if len(points) == 1 and not draft.values.keys() & {"subtitle", "highlights"}:
        draft.fill("subtitle", points[0].text)
        points[0].role = "subtitle"
    else:
        draft.extend("highlights", [line.text for line in points])
        for line in points:
            line.role = "highlights"
    if len(draft.values.get("highlights", ())) == 1 and "subtitle" not in draft.values:
        (draft.values["subtitle"],) = draft.values.pop("highlights")


def _read_labeled(row: Row, draft: TextDraft) -> None:
    """Read a line whose label alone decides its field."""
    line, value = row.line, row.label.value
    line.why = REASONS[row.kind]
    if row.kind == "issuer":
        # A release often names its issuer again at its end.
        line.role = "authors"
        if "authors" not in draft.values:
            draft.add_author(value)
    elif row.kind == "embargo":
        draft.add_embargo(line)
    elif row.kind == "image" and value:
        draft.extend("media", (Media(url=value),))
        line.role = "media"
    elif row.kind in ("link", "rights"):
        draft.fill(row.kind, line.text)
        line.role = row.kind
    elif row.kind == "kind" and value:
        draft.fill("source_id", value)
        line.role = "source_id"
    if line.dates:
        draft.add_dates(line)
