"""Lines that forbid publication before a time: embargoes and advances."""

import re
from datetime import datetime
from functools import cache
from typing import Final

import msgspec

from feedsvc.entry import HOLD
from feedsvc.parsers.dates import read_date_line
from feedsvc.parsers.dates.tokens import tokenize, vocabulary
from feedsvc.parsers.newstext.lexicon import Phrases, all_languages, common
from feedsvc.parsers.source import Options

_LONGEST: Final = 200
_FRAME = " \t*^[](){}<=_-\u2013\u2014:.!"
_HOURS = re.compile(r"(?<=\d)\s?(?:hrs?|hours)\b")
_SAME_TIME = re.compile(r"\([^()]*(?:\)|$)|/\s?\d{1,2}[:.]?\d\d\s?\w{2,4}\b")
_NOON = re.compile(r"\b(?:12 )?noon\b")


class Embargo(msgspec.Struct, frozen=True, kw_only=True):
    """What a line says about the time of release; `until` is None for immediate release.

    `open_end` is true if the line is only a label, so that the time can be on the next line.
    """

    until: datetime | None = None
    open_end: bool = False


def read_embargo(text: str, options: Options) -> Embargo | None:
    """Return what a line says about the time of release; None if it says nothing about it.

    An embargo without an exact end, or with an ambiguous abbreviation of a time zone, lasts until
    `HOLD`, which never comes. A time without a zone is in the site's zone.
    """
    if len(text) > _LONGEST:
        return None
    words = _words()
    if text.lstrip(_FRAME)[:2].casefold() not in words.letters:
        return None
    folded = " ".join(text.casefold().replace("\u2019", "'").strip(_FRAME).split())
    if words.now.start(folded):
        return Embargo()
    rest = _after(folded, words.until)
    if rest is None:
        rest = _after(folded, words.alone)
        if rest is None or not (_is_label(text, folded, rest) or _is_date(rest, options)):
            return None
    if rest.strip(_FRAME) in words.nothing:
        return Embargo()
    return Embargo(until=_time(rest, options) or HOLD, open_end=not rest.strip(_FRAME))


def read_release_time(text: str, options: Options) -> datetime:
    """Return the time on the line below an embargo label; `HOLD` if the line has none."""
    return _time(" ".join(text.casefold().split()), options) or HOLD


class _Words:
    """The words of embargoes in all languages."""

    def __init__(self) -> None:
        words, zones = all_languages().embargoes, common().zones
        self.until, self.alone = Phrases(words.until), Phrases(words.alone)
        self.now = Phrases(words.now)
        self.letters = frozenset(start[:2] for start in (*words.until, *words.alone, *words.now))
        self.nothing, self.later = frozenset(words.nothing), words.later
        self.small_word = re.compile(rf"^(?:{'|'.join(words.small_words)})\b[\s:]*")
        self.ambiguous_zones = frozenset(zones.ambiguous)
        self.clock = re.compile(
            r"\b([01]\d|2[0-3])([0-5]\d)"
            rf"(?=\s?(?:hrs?\b|hours\b|uhr\b|(?:{'|'.join(zones.letters)})\b))"
        )


_words = cache(_Words)


def _after(folded: str, labels: Phrases) -> str | None:
    """Return what follows a label at the beginning of a line; None without a label."""
    label = labels.start(folded)
    if label is None or folded[len(label) : len(label) + 1].isalpha():
        return None
    return folded[len(label) :]


def _is_label(text: str, folded: str, rest: str) -> bool:
    """Distinguish a label from the first words of a sentence."""
    capitals = text == text.upper() and folded != text
    return rest[:1] == ":" or capitals or (not rest and " " in folded)


def _is_date(rest: str, options: Options) -> bool:
    """Return whether the words after a label are a date, exact or not, or a weekday."""
    rest = _without_small_words(rest)
    kinds = vocabulary().kinds
    if all(kinds.get(token) == "weekday" for token in rest.split() or [""]):
        return True
    return read_date_line(rest, month_first=options.month_first) is not None


def _time(rest: str, options: Options) -> datetime | None:
    """Return the time after a label; None unless there is exactly one, and it is clear."""
    twice = _SAME_TIME.search(rest)
    rest = _without_small_words(rest)
    line = read_date_line(rest, month_first=options.month_first, zones=options.zones)
    if line is None or line.unknown or len(line.stamps) != 1 or _is_zone_in_doubt(rest, options):
        return None
    time = line.stamps[0].time
    if twice and time.tzinfo is None:
        return None  # The time is repeated for another zone, so its own zone is uncertain.
    return time if time.tzinfo else time.replace(tzinfo=options.zone)


def _without_small_words(rest: str) -> str:
    """Return the date after a label without other words, its time written with a colon."""
    words = _words()
    rest = _SAME_TIME.sub(" ", rest).strip(_FRAME)
    for later in words.later:
        rest = rest.removesuffix(later).strip(_FRAME + ",")
    while small := words.small_word.match(rest):
        rest = rest[small.end() :]
    return _HOURS.sub("", words.clock.sub(r"\1:\2", _NOON.sub("12:00", rest)))


def _is_zone_in_doubt(rest: str, options: Options) -> bool:
    ambiguous = _words().ambiguous_zones
    return any(token in ambiguous and token not in options.zones for token in tokenize(rest))
