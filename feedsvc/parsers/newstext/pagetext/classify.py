"""Tells what each line of a page's text is, from the line alone and the tables of words."""

import re
from collections.abc import Iterator
from copy import copy
from typing import Final

import msgspec

from feedsvc.parsers.dates import read_date_line
from feedsvc.parsers.newstext.bylines import read_byline
from feedsvc.parsers.newstext.credits import read_caption, read_credit
from feedsvc.parsers.newstext.datelines import read_dateline, read_lone_dateline
from feedsvc.parsers.newstext.embargoes import read_embargo
from feedsvc.parsers.newstext.lines import CLOSERS, LOUD, STOPS, Kind, Line, ends_sentence, unwrap
from feedsvc.parsers.newstext.pagetext.mixedlines import read_parts
from feedsvc.parsers.newstext.words import PAGE_WORDS
from feedsvc.parsers.source import Options

SHORT: Final = 120
_LONGEST_CREDITS: Final = 300
LONGEST_HEADING: Final = 150
LONGEST_WIDE_HEADING: Final = 50
_MENU_WORDS: Final = 12
_OPENING_QUOTES = frozenset("\"'“\u2018«„「『—-")

_BULLET_SIGNS = frozenset("•▪■●◦‣∙·*+-")
_WRONG_BULLET = "â€¢"  # • in UTF-8 that was read as windows-1252
_BULLET_STARTS = _BULLET_SIGNS | frozenset("0123456789â")
_BULLET = re.compile(rf"^(?:[•▪■●◦‣∙·*+]|-(?=\s)|{_WRONG_BULLET}|\d{{1,2}}[.)](?=\s))\s*")
_COUNTER = re.compile(
    r"^(?:image |photo |slide |page )?\d{1,4} ?(?:of|/|of /) ?\d{1,4}$", re.IGNORECASE
)
_COUNTED = re.compile(r"\s*\(\d{1,6}\)$")
_READING_TIME = re.compile(
    r"(?:[^\W\d_]+\W+){0,3}\d{1,3}[\s-]?min(?:\.|s|ute[ns]?|utos?|uti|uten)?(?:\W+[^\W\d_]+){0,3}\W*"
)
_READING_WORDS = re.compile(
    r"read|listen|watch|audio|lecture|lectura|leitura|lettura|lesezeit|leestijd|hören|écouter|lesetid"
)
_WORDLESS = re.compile(r"^[\W\d_]*$")
_RIGHTS = re.compile(r"^(?:©|\(c\) ?\d|copyright\b|all rights reserved)", re.IGNORECASE)
_CONTRIBUTED = re.compile(
    r"\bcontributed (?:to this report|reporting)\b[^.]{0,60}\.$"
    r"|^(?:[A-Z]\S+ ){1,3}reported from [^.]{2,80}\.$"
)
_WIDE = re.compile("[\u3040-\u9fff\uac00-\ud7a3]")
_MENU = re.compile(r"[^\s|]+(?: [^\s|]+)?(?: ?\| ?[^\s|]+(?: [^\s|]+)?){2,}$")
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
_LABEL_KINDS: dict[str, Kind] = {"furniture": "furniture", "ends": "end"}
_STARTS: dict[Kind, tuple[str, ...]] = {
    "furniture": tuple(_listed("furniture_starts")),
    "related": tuple(_listed("related_starts")),
    "note": tuple(_listed("notes")),
    "correction": (*_listed("corrections", ":"), *_listed("corrections", ",")),
    "source": (*_listed("sources", ":"), *_listed("sources", "\uff1a")),
    "topic": (*_listed("topics", ":"), *_listed("topics", "\uff1a")),
    "end": ("about ",),
}
_ANY_START = tuple(start for starts in _STARTS.values() for start in starts)
_START_LETTERS = frozenset(start[:3] for start in _ANY_START)
_LONGEST_START = max(map(len, _ANY_START))
_STARTS_OF_LONG: tuple[Kind, ...] = ("related", "note", "correction")


class _Hints(msgspec.Struct, frozen=True, kw_only=True):
    """What settings say of all lines of a site's pages; `month_first` is that of `options`."""

    options: Options
    month_first: bool | None


def read_lines(text: str, options: Options) -> list[Line]:
    """Return the lines that hold text, each with its kind; wrapped ones are joined."""
    hints = _Hints(options=options, month_first=options.month_first)
    lines: list[Line] = []
    seen: dict[str, list[Line]] = {}
    gap = 0
    for number, stripped in unwrap(text):
        if not stripped:
            gap += 1
            continue
        known = seen.get(stripped)
        if known is None:
            placed = seen[stripped] = list(_classify(stripped, hints))
        else:
            placed = [copy(line) for line in known]
        for line in placed:
            line.number, line.gap, gap = number, gap, 0
        lines.extend(placed)
    return lines


def read_line(text: str, options: Options) -> Line | None:
    """Return what one line is; the first where two stand on it, None where it is empty."""
    hints = _Hints(options=options, month_first=options.month_first)
    return next(_classify(text, hints), None) if text else None


def _classify(text: str, hints: _Hints) -> Iterator[Line]:
    line = Line(text=text)
    if hints.options.noise and text.casefold() in hints.options.noise:
        line.kind, line.why = "furniture", "a line that settings name"
        yield line
        return
    bullet = _BULLET.match(text) if text[0] in _BULLET_STARTS else None
    signed = bullet is not None and not text[0].isdecimal()
    if len(text) <= SHORT:
        if not signed and _is_date(line, text, hints):
            yield line
            return
        line.embargo = read_embargo(text, hints.options)
        if line.embargo:
            line.kind = "embargo"
            yield line
            return
        parts = () if signed else read_parts(text, lambda part: next(_classify(part, hints)))
        if parts:
            for part in parts:
                yield from _classify(part, hints)
            return
    if bullet and (signed or not ends_sentence(text)):
        line.text = text[bullet.end() :]
        marked = _is_date(line, line.text, hints) or _is_marked(line)
        if not marked or line.kind == "prose":
            line.kind = "bullet"
    elif not _is_marked(line):
        _weigh(line)
    yield line


def _is_date(line: Line, text: str, hints: _Hints) -> bool:
    line.dates = read_date_line(text, month_first=hints.month_first, zones=hints.options.zones)
    if line.dates:
        line.kind, line.text = "date", text
    return line.dates is not None


def _is_marked(line: Line) -> bool:
    """Set the kind where a table or a sign decides it."""
    text = line.text
    if len(text) <= _LONGEST_CREDITS and "report" in text and _CONTRIBUTED.search(text):
        line.kind, line.why = "note", "says who else reported"
        return True
    if len(text) <= SHORT:
        return _is_short_mark(line) or _starts_marked(line) or _names_people(line)
    return _starts_marked(line, _STARTS_OF_LONG) or _is_caption(line)


def _is_short_mark(line: Line) -> bool:
    folded = line.text.casefold()
    bare = _COUNTED.sub("", folded) if folded.endswith(")") else folded
    line.label = _LABELS.get(bare.rstrip(" .:\uff1a"), "") or _LABELS.get(folded, "")
    if line.label:
        line.kind = _LABEL_KINDS.get(line.label, "label")
        line.why = "a line of the page" if line.label == "furniture" else f"heads {line.label}"
    elif _COUNTER.match(folded) or _WORDLESS.match(folded) or _is_reading_time(folded):
        line.kind, line.why = "furniture", "no words"
    elif folded.startswith(("http://", "https://")) and " " not in folded:
        line.kind = "link"
    elif _TRAIL.search(folded) and not ends_sentence(folded):
        line.kind, line.why = "furniture", "path to the page"
    else:
        return False
    return True


def _is_reading_time(folded: str) -> bool:
    """Tell how long a story takes to read or hear: `4 min read`, `Lecture : 3 min`."""
    if "min" not in folded or not _READING_TIME.fullmatch(folded):
        return False
    bare = folded[0].isdecimal() and folded.endswith("min")
    return bare or _READING_WORDS.search(folded) is not None


def _starts_marked(line: Line, kinds: tuple[Kind, ...] = tuple(_STARTS)) -> bool:
    folded = line.text[:_LONGEST_START].casefold()
    if folded[0] in "©(ca" and _RIGHTS.match(folded) and not read_credit(line.text):
        line.kind = "rights"
        return True
    # Most lines are told apart by three letters, long before the table is searched.
    if folded[:3] not in _START_LETTERS or not folded.startswith(_ANY_START):
        return False
    for kind in kinds:
        start = next((start for start in _STARTS[kind] if folded.startswith(start)), None)
        if start is None or (kind == "end" and ends_sentence(line.text)):
            continue
        line.kind, line.why = kind, f"begins with {start!r}"
        line.value = line.text[len(start) :].strip(" :")
        return True
    return False


def _names_people(line: Line) -> bool:
    """Set the kind of bylines, credits and captions."""
    # `By Ann Lee | AFP` looks like a credit to all but its first word.
    by_first = line.text[:2].casefold() == "by"
    credit = None if by_first else read_credit(line.text)
    if credit:
        line.kind, line.value = "credit", credit
        return True
    line.byline = read_byline(line.text)
    if line.byline:
        line.kind = "byline"
        return True
    return _is_caption(line)


def _is_caption(line: Line) -> bool:
    line.opening = read_dateline(line.text)
    if line.opening and line.opening.sure:
        line.kind = "prose"
        return True
    line.caption = read_caption(line.text)
    if line.caption:
        line.kind = "caption"
    return line.caption is not None


def _weigh(line: Line) -> None:
    """Tell a sentence from a heading: by its end, its length and its quotes."""
    text = line.text
    wide = not text.isascii() and _WIDE.search(text[:20]) is not None
    if len(text) > LONGEST_HEADING and not wide:
        return
    limit = LONGEST_WIDE_HEADING if wide else LONGEST_HEADING
    line.loud = text.rstrip(CLOSERS)[-1:] in LOUD and text[0] not in _OPENING_QUOTES
    lone = read_lone_dateline(text) if len(text) <= SHORT else None
    menu = wide and text.count(" ") >= _MENU_WORDS and not STOPS & set(text)
    if menu or ("|" in text and len(text) <= SHORT and _MENU.match(text)):
        line.kind, line.why = "furniture", "a menu"
    elif lone:
        line.kind, line.opening = "dateline", lone
    elif len(text) <= limit and (line.loud or not ends_sentence(text)):
        line.kind = "heading"
