"""The kind of each line, judged by the line alone and the lexicon."""

import re
from copy import copy
from functools import cache
from itertools import islice
from typing import Final

from feedsvc.parsers.dates import read_date_line
from feedsvc.parsers.newstext.bylines import is_name, read_byline
from feedsvc.parsers.newstext.credits import read_caption, read_credit
from feedsvc.parsers.newstext.datelines import is_agency, read_dateline, read_lone_dateline
from feedsvc.parsers.newstext.embargoes import read_embargo
from feedsvc.parsers.newstext.lexicon import Phrases, all_languages
from feedsvc.parsers.newstext.lines import CLOSERS, LOUD, STOPS, Kind, Line, ends_sentence, unwrap
from feedsvc.parsers.source import Options

_SHORT: Final = 120
_LONGEST_CREDITS: Final = 300
_LONGEST_HEADING: Final = 150
_LONGEST_WIDE_HEADING: Final = 50
_MENU_WORDS: Final = 12
_OPENING_QUOTES = frozenset("\"'“\u2018«„「『—-")

_BULLET_SIGNS = frozenset("•▪■●◦‣∙·*+-")
_WRONG_BULLET = "â€¢"  # • in UTF-8 that was decoded as windows-1252
_BULLET_STARTS = _BULLET_SIGNS | frozenset("0123456789â")
_BULLET = re.compile(rf"^(?:[•▪■●◦‣∙·*+]|-(?=\s)|{_WRONG_BULLET}|\d{{1,2}}[.)](?=\s))\s*")
_COUNTER = re.compile(
    r"^(?:image |photo |slide |page )?\d{1,4} ?(?:of|/|of /) ?\d{1,4}$", re.IGNORECASE
)
_COUNTED = re.compile(r"\s*\(\d{1,6}\)$")
_READING_TIME = re.compile(
    r"(?:[^\W\d_]+\W+){0,3}\d{1,3}[\s-]?min(?:\.|s|ute[ns]?|utos?|uti|uten)?(?:\W+[^\W\d_]+){0,3}\W*"
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
_LABEL_REASONS = {
    "ends": "the heading of unrelated text",
    "highlights": "the heading of key points",
    "related": "the heading of related stories",
    "topics": "the heading of topics",
}
_STARTS_OF_LONG: frozenset[Kind] = frozenset(("related", "note", "correction"))

_MOST_CUTS: Final = 8
_HALF_OF_DAY: Final = (".m.", "Uhr.")
_LAST: Final = frozenset(CLOSERS) | STOPS | LOUD
_BESIDE_DATE: Final[frozenset[Kind]] = frozenset(("byline", "source", "boilerplate"))
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SOURCE_INSIDE = re.compile("^(.*\\d.*?)\\s*((?:来源|來源|稿源)\\s*[:\uff1a]\\s*.{1,30})$")
_SIGN = re.compile(r"\s*[|•·]\s*|\s+[-\u2013\u2014/]\s+")
_CUT = re.compile(
    rf"{_SIGN.pattern}|,\s+|\s+on\s+|\s+(?=(?:first |last )?(?:published|updated|posted|by)\b)",
    re.IGNORECASE,
)


def read_lines(text: str, options: Options) -> list[Line]:
    """Return the lines that are not blank, each with its kind; wrapped lines are joined."""
    lines: list[Line] = []
    seen: dict[str, list[Line]] = {}
    gap = 0
    for number, stripped in unwrap(text):
        if not stripped:
            gap += 1
            continue
        known = seen.get(stripped)
        if known is None:
            classified = seen[stripped] = _classify(stripped, options)
        else:
            classified = [copy(line) for line in known]
        for line in classified:
            line.number, line.gap, gap = number, gap, 0
        lines.extend(classified)
    return lines


def read_line(text: str, options: Options) -> Line | None:
    """Return a line with its kind; only its first part if it has two, None if it is empty."""
    return _classify(text, options)[0] if text else None


class _Words:
    """The words around a story in all languages."""

    def __init__(self) -> None:
        words = all_languages().page
        self.labels = {
            **dict.fromkeys(words.boilerplate, "boilerplate"),
            **dict.fromkeys(words.end_headings, "ends"),
            **dict.fromkeys(words.related, "related"),
            **dict.fromkeys(words.topics, "topics"),
            **dict.fromkeys(words.highlights, "highlights"),
        }
        starts: dict[Kind, tuple[str, ...]] = {
            "boilerplate": words.boilerplate_starts,
            "related": words.related_starts,
            "note": words.notes,
            "correction": _with_signs(words.corrections, ":,"),
            "source": _with_signs(words.sources, ":\uff1a"),
            "topic": _with_signs(words.topics, ":\uff1a"),
            "end": words.end_starts,
        }
        # Three characters reject most lines before any phrase is compared.
        self.letters = frozenset(start[:3] for each in starts.values() for start in each)
        self.starts = {kind: Phrases(each) for kind, each in starts.items()}
        self.longest_start = max(len(start) for each in starts.values() for start in each)
        self.reading_time = re.compile("|".join(words.reading_time))


_words = cache(_Words)


def _with_signs(words: tuple[str, ...], signs: str) -> tuple[str, ...]:
    return tuple(word + sign for word in words for sign in signs)


def _classify(text: str, options: Options) -> list[Line]:
    """Return a line with its kind; two lines if a date and its neighbor share it."""
    line = Line(text=text)
    if options.noise and text.casefold() in options.noise:
        line.kind, line.why = "boilerplate", "a line listed in the settings"
        return [line]
    bullet = _BULLET.match(text) if text[0] in _BULLET_STARTS else None
    signed = bullet is not None and not text[0].isdecimal()
    if len(text) <= _SHORT:
        if not signed and _classify_date(line, text, options):
            return [line]
        line.embargo = read_embargo(text, options)
        if line.embargo:
            line.kind = "embargo"
            return [line]
        parts = () if signed else _split_at_date(text, options)
        if parts:
            return [each for part in parts for each in _classify(part, options)]
    if bullet and (signed or not ends_sentence(text)):
        line.text = text[bullet.end() :]
        marked = _classify_date(line, line.text, options) or _classify_marked(line)
        if not marked or line.kind == "prose":
            line.kind = "bullet"
    elif not _classify_marked(line):
        _classify_plain(line)
    return [line]


def _classify_date(line: Line, text: str, options: Options) -> bool:
    line.dates = read_date_line(text, month_first=options.month_first, zones=options.zones)
    if line.dates:
        line.kind, line.text = "date", text
    return line.dates is not None


def _classify_marked(line: Line) -> bool:
    """Set the kind of a line with a decisive word or sign; return False without one."""
    text = line.text
    if len(text) <= _LONGEST_CREDITS and "report" in text and _CONTRIBUTED.search(text):
        line.kind, line.why = "note", "credits other reporters"
        return True
    if len(text) <= _SHORT:
        return _classify_whole(line) or _classify_by_start(line) or _classify_people(line)
    return _classify_by_start(line, long=True) or _classify_caption(line)


def _classify_whole(line: Line) -> bool:
    """Set the kind of links, boilerplate, and headings of lists; return False for other lines."""
    folded = line.text.casefold()
    bare = _COUNTED.sub("", folded) if folded.endswith(")") else folded
    labels = _words().labels
    line.label = labels.get(bare.rstrip(" .:\uff1a"), "") or labels.get(folded, "")
    if line.label == "boilerplate":
        line.kind = "boilerplate"
    elif line.label:
        line.kind = "end" if line.label == "ends" else "label"
        line.why = _LABEL_REASONS[line.label]
    elif _COUNTER.match(folded) or _WORDLESS.match(folded) or _is_reading_time(folded):
        line.kind, line.why = "boilerplate", "no words"
    elif folded.startswith(("http://", "https://")) and " " not in folded:
        line.kind = "link"
    elif _TRAIL.search(folded) and not ends_sentence(folded):
        line.kind, line.why = "boilerplate", "a breadcrumb trail"
    else:
        return False
    return True


def _is_reading_time(folded: str) -> bool:
    """Recognize the reading time: `4 min read`, `Lecture : 3 min`."""
    if "min" not in folded or not _READING_TIME.fullmatch(folded):
        return False
    bare = folded[0].isdecimal() and folded.endswith("min")
    return bare or _words().reading_time.search(folded) is not None


def _classify_by_start(line: Line, *, long: bool = False) -> bool:
    """Set the kind of a line by its first words; only a few kinds of lines can be long."""
    words = _words()
    folded = line.text[: words.longest_start].casefold()
    if folded[0] in "©(ca" and _RIGHTS.match(folded) and not read_credit(line.text):
        line.kind = "rights"
        return True
    if folded[:3] not in words.letters:
        return False
    for kind, phrases in words.starts.items():
        start = phrases.start(folded) if not long or kind in _STARTS_OF_LONG else None
        if start is None or (kind == "end" and ends_sentence(line.text)):
            continue
        line.kind, line.why = kind, f"begins with {start!r}"
        line.value = line.text[len(start) :].strip(" :")
        return True
    return False


def _classify_people(line: Line) -> bool:
    """Set the kind of credits, bylines and captions."""
    # Without `By`, `By Ann Lee | AFP` would be a credit.
    by_first = line.text[:2].casefold() == "by"
    credit = None if by_first else read_credit(line.text)
    if credit:
        line.kind, line.value = "credit", credit
        return True
    line.byline = read_byline(line.text)
    if line.byline:
        line.kind = "byline"
        return True
    return _classify_caption(line)


def _classify_caption(line: Line) -> bool:
    """Set the kind of captions, and of paragraphs that begin with a certain dateline."""
    line.dateline = read_dateline(line.text)
    if line.dateline and line.dateline.sure:
        line.kind = "prose"
        return True
    line.caption = read_caption(line.text)
    if line.caption:
        line.kind = "caption"
    return line.caption is not None


def _classify_plain(line: Line) -> None:
    """Distinguish a sentence from a heading, by its end, its length and its quotes."""
    text = line.text
    wide = not text.isascii() and _WIDE.search(text[:20]) is not None
    if len(text) > _LONGEST_HEADING and not wide:
        return
    limit = _LONGEST_WIDE_HEADING if wide else _LONGEST_HEADING
    line.loud = text.rstrip(CLOSERS)[-1:] in LOUD and text[0] not in _OPENING_QUOTES
    lone = read_lone_dateline(text) if len(text) <= _SHORT else None
    menu = wide and text.count(" ") >= _MENU_WORDS and not STOPS & set(text)
    if menu or ("|" in text and len(text) <= _SHORT and _MENU.match(text)):
        line.kind, line.why = "boilerplate", "a menu"
    elif lone:
        line.kind, line.dateline = "dateline", lone
    elif len(text) <= limit and (line.loud or not ends_sentence(text)):
        line.kind = "heading"


def _split_at_date(text: str, options: Options) -> tuple[str, ...]:
    """Split `By Ann Lee | Oct 3, 2025` into the date and the other part, in the order of the line.

    The result is empty if the line has no complete date, or if the other part is not a byline,
    source, name, agency, single word or boilerplate.
    """
    inside = _SOURCE_INSIDE.match(text) if not text.isascii() else None
    if inside:
        return inside[1], inside[2]
    if not _may_hold_date(text):
        return ()
    for cut in islice(_CUT.finditer(text), _MOST_CUTS):
        parts = text[: cut.start()].strip(), text[cut.end() :].strip()
        for date, rest in (parts, parts[::-1]):
            if rest and date and _is_whole_date(date) and not _YEAR.search(rest):
                signed = _SIGN.fullmatch(cut[0]) is not None
                if _belongs_beside_date(rest, options, signed=signed):
                    return parts
    return ()


def _may_hold_date(text: str) -> bool:
    """Return whether a line has a year and is not a sentence; the first test rejects most lines."""
    if "20" not in text and "19" not in text:
        return False
    sentence = text[-1] in _LAST and not text.endswith(_HALF_OF_DAY)
    return not sentence and _YEAR.search(text) is not None


def _is_whole_date(text: str) -> bool:
    dates = read_date_line(text)
    return dates is not None and bool(dates.stamps)


def _belongs_beside_date(text: str, options: Options, *, signed: bool) -> bool:
    """Recognize what can share a line with a date; names and places only after a separator."""
    if signed and (is_agency(text) or is_name(text) or (text.isalpha() and text[0].isupper())):
        return True
    return _classify(text, options)[0].kind in _BESIDE_DATE
