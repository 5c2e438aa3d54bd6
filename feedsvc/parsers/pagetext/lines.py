"""Tells what each line of a page's text is, from the line alone and the tables of words."""

import re
from collections.abc import Iterator
from enum import Enum
from typing import Final

import msgspec

from feedsvc.parsers.bylines import Byline, read_byline
from feedsvc.parsers.credits import Caption, read_caption, read_credit
from feedsvc.parsers.datelines import Opening, read_dateline, read_lone_dateline
from feedsvc.parsers.dates import DateLine, read_date_line
from feedsvc.parsers.words import PAGE_WORDS


class Kind(Enum):
    """What a line is by itself; what it is in its story, `head` and `body` say."""

    PROSE = "sentence"
    HEADING = "no full stop"
    BULLET = "bullet"
    DATE = "date"
    BYLINE = "byline"
    CAPTION = "caption with credit"
    CREDIT = "credit"
    LINK = "address"
    HIGHLIGHT = "key point"
    TOPIC = "topic"
    SOURCE = "source"
    RIGHTS = "rights"
    CORRECTION = "correction"
    DATELINE = "dateline of its own"
    LABEL = "label"
    END = "label of what is not the story"
    FURNITURE = "page furniture"
    RELATED = "link to another story"
    NOTE = "editor's note"


class Line(msgspec.Struct, kw_only=True):
    """A line with text: its number from 1, the blank lines before it, and what it is.

    `value` is what a label leaves over: the topics, the source, the credit. `loud` is a
    heading that ends in ! or ?. `role` is the field of the entry that the line gives.
    """

    number: int
    text: str
    gap: int
    kind: Kind
    why: str = ""
    loud: bool = False
    role: str = ""
    value: str = ""
    label: str = ""
    dates: DateLine | None = None
    opening: Opening | None = None
    caption: Caption | None = None
    byline: Byline | None = None

    @property
    def key(self) -> str:
        """The text as repetitions of it are found."""
        return self.text.casefold().strip(" .…")


SHORT: Final = 120
LONGEST_HEADING: Final = 150
LONGEST_WIDE_HEADING: Final = 50
_CLOSERS = "\"'\u201d\u2019»)]」』\uff09"
_STOPS = frozenset(".…。।\u06d4:;\uff1a\uff1b")
_LOUD = frozenset("!?؟\uff01\uff1f")
_OPENING_QUOTES = frozenset("\"'“\u2018«„「『—-")

_BULLET = re.compile(r"^(?:[•▪■●◦‣∙·*+]|-(?=\s)|\d{1,2}[.)](?=\s))\s*")
_COUNTER = re.compile(
    r"^(?:image |photo |slide |page )?\d{1,4} ?(?:of|/|of /) ?\d{1,4}$", re.IGNORECASE
)
_WORDLESS = re.compile(r"^[\W\d_]*$")
_RIGHTS = re.compile(r"^(?:©|\(c\) ?\d|copyright\b|all rights reserved)", re.IGNORECASE)
_SOURCE_INSIDE = re.compile("^(.*\\d.*?)\\s*(?:来源|來源|稿源)\\s*[:\uff1a]\\s*(.{1,30})$")
_BRACKET_AT_END = re.compile("\\s*[(\uff08][^()\uff08\uff09]{1,80}[)\uff09]$")
_TRAIL = re.compile(r" [>\u203a»] ")


def _listed(field: str, ending: str = "") -> frozenset[str]:
    lists = (getattr(words, field).split("|") for words in PAGE_WORDS.values())
    return frozenset(word + ending for words in lists for word in words if word)


_LABELS = {
    **dict.fromkeys(_listed("furniture"), "furniture"),
    **dict.fromkeys(_listed("ends"), "ends"),
    **dict.fromkeys(_listed("related"), "related"),
    **dict.fromkeys(_listed("topics"), "topics"),
    **dict.fromkeys(_listed("highlights"), "highlights"),
}
_LABEL_KINDS = {"furniture": Kind.FURNITURE, "ends": Kind.END}
_STARTS = {
    Kind.FURNITURE: tuple(_listed("furniture_starts")),
    Kind.RELATED: tuple(_listed("related_starts")),
    Kind.NOTE: tuple(_listed("notes")),
    Kind.CORRECTION: (*_listed("corrections", ":"), *_listed("corrections", ",")),
    Kind.SOURCE: (*_listed("sources", ":"), *_listed("sources", "\uff1a")),
    Kind.TOPIC: (*_listed("topics", ":"), *_listed("topics", "\uff1a")),
    Kind.END: ("about ",),
}
_ANY_START = tuple(start for starts in _STARTS.values() for start in starts)
_STARTS_OF_LONG = (Kind.RELATED, Kind.NOTE, Kind.CORRECTION)


def read_lines(text: str, *, month_first: bool | None = None) -> list[Line]:
    """Return the lines that hold text, each with its kind."""
    lines: list[Line] = []
    gap = 0
    for number, raw in enumerate(text.split("\n"), 1):
        stripped = raw.strip()
        if not stripped:
            gap += 1
            continue
        lines.extend(_classify(stripped, number, gap, month_first=month_first))
        gap = 0
    return lines


def _classify(text: str, number: int, gap: int, *, month_first: bool | None) -> Iterator[Line]:
    line = Line(number=number, text=text, gap=gap, kind=Kind.PROSE)
    bullet = _BULLET.match(text) if text[0] in "•▪■●◦‣∙·*+-0123456789" else None
    if len(text) <= SHORT and _is_date(line, text, month_first=month_first):
        yield line
        return
    inside = _SOURCE_INSIDE.match(text) if len(text) <= SHORT else None
    if inside:
        yield from _classify(inside[1], number, gap, month_first=month_first)
        yield Line(number=number, text=inside[2], gap=0, kind=Kind.SOURCE, value=inside[2])
        return
    if bullet and (text[0] not in "0123456789" or not _ends_sentence(text)):
        line.text = text[bullet.end() :]
        if not (_is_date(line, line.text, month_first=month_first) or _is_marked(line)):
            line.kind = Kind.BULLET
    elif not _is_marked(line):
        _weigh(line)
    yield line


def _is_date(line: Line, text: str, *, month_first: bool | None) -> bool:
    line.dates = read_date_line(text, month_first=month_first)
    if line.dates:
        line.kind, line.text = Kind.DATE, text
    return line.dates is not None


def _is_marked(line: Line) -> bool:
    """Set the kind where a table or a sign decides it."""
    text = line.text
    if len(text) <= SHORT:
        return _is_short_mark(line) or _starts_marked(line) or _names_people(line)
    return _starts_marked(line, _STARTS_OF_LONG) or _is_caption(line)


def _is_short_mark(line: Line) -> bool:
    folded = line.text.casefold()
    line.label = _LABELS.get(folded.rstrip(" .:\uff1a"), "") or _LABELS.get(folded, "")
    if line.label:
        line.kind = _LABEL_KINDS.get(line.label, Kind.LABEL)
        line.why = "a line of the page" if line.label == "furniture" else f"heads {line.label}"
    elif _COUNTER.match(line.text) or _WORDLESS.match(line.text):
        line.kind, line.why = Kind.FURNITURE, "no words"
    elif folded.startswith(("http://", "https://")) and " " not in folded:
        line.kind = Kind.LINK
    elif _TRAIL.search(line.text) and not _ends_sentence(line.text):
        line.kind, line.why = Kind.FURNITURE, "path to the page"
    else:
        return False
    return True


def _starts_marked(line: Line, kinds: tuple[Kind, ...] = tuple(_STARTS)) -> bool:
    folded = line.text[:SHORT].casefold()
    if _RIGHTS.match(folded) and not read_credit(line.text):
        line.kind = Kind.RIGHTS
        return True
    if not folded.startswith(_ANY_START):
        return False
    for kind in kinds:
        start = next((start for start in _STARTS[kind] if folded.startswith(start)), None)
        if start is None or (kind is Kind.END and _ends_sentence(line.text)):
            continue
        line.kind, line.why = kind, f"begins with {start!r}"
        line.value = line.text[len(start) :].strip(" :")
        return True
    return False


def _names_people(line: Line) -> bool:
    """Set the kind of bylines, credits and captions."""
    credit = read_credit(line.text)
    if credit:
        line.kind, line.value = Kind.CREDIT, credit
        return True
    line.byline = read_byline(line.text)
    if line.byline:
        line.kind = Kind.BYLINE
        return True
    return _is_caption(line)


def _is_caption(line: Line) -> bool:
    line.opening = read_dateline(line.text)
    if line.opening and line.opening.sure:
        line.kind = Kind.PROSE
        return True
    line.caption = read_caption(line.text)
    if line.caption:
        line.kind = Kind.CAPTION
    return line.caption is not None


def _weigh(line: Line) -> None:
    """Tell a sentence from a heading: by its end, its length and its quotes."""
    text = line.text
    wide = any("\u3040" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7a3" for char in text[:20])
    limit = LONGEST_WIDE_HEADING if wide else LONGEST_HEADING
    line.loud = text.rstrip(_CLOSERS)[-1:] in _LOUD and text[0] not in _OPENING_QUOTES
    lone = read_lone_dateline(text)
    if lone:
        line.kind, line.opening = Kind.DATELINE, lone
    elif len(text) <= limit and (line.loud or not _ends_sentence(text)):
        line.kind = Kind.HEADING


def _ends_sentence(text: str) -> bool:
    """Look at the last letter but quotes, and before a bracket that closes the line."""
    last = text.rstrip(_CLOSERS)[-1:]
    if last in _STOPS or last in _LOUD or not last:
        return True
    before = _BRACKET_AT_END.sub("", text).rstrip(_CLOSERS)
    return before != text and before[-1:] in _STOPS | _LOUD
