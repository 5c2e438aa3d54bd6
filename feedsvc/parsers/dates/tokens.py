"""Cuts a date line in tokenize, and knows the words of all languages that stand in one."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from feedsvc.parsers.dates.words import DATE_WORDS, ZONES

_TOKEN = re.compile(r"(?<=\d)[+-]\d\d:?\d\d(?![\d-])|(?<=\d )[+-]\d{4}(?!\d)|\d+|[^\W\d_]+|[^\w\s]")
_GLUED_WORDS = re.compile("(?<=[A-Z]{2})(?=[A-Z][a-z]{3})")
_GLUED_WEEKDAY = re.compile("(?<=\\d日)(?=[\u661f\u5468])")
_GLUED_YEAR = re.compile(r"\b((?:19|20)\d\d)(\d\d?:\d\d)")
_DOTTED_HALF = re.compile(r"\b([ap])\.\s?m\b\.?")
# What stands behind a number and says what it counts.
MARKS = {"年": "year", "월": "month", "月": "month", "日": "day", "号": "day", "년": "year"}
MARKS |= {"일": "day", "時": "hour", "时": "hour", "点": "hour", "시": "hour", "h": "hour"}
MARKS |= {"uhr": "hour", "分": "minute", "분": "minute", "秒": "second", "초": "second"}
MARKS |= {"號": "day", "点钟": "hour"}


def tokenize(text: str) -> list[str]:
    """Return the numbers, words, signs and offsets of a line, folded; glued ones are parted."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = _GLUED_WEEKDAY.sub(" ", text)
    text = _GLUED_YEAR.sub(r"\1 \2", _GLUED_WORDS.sub(" ", text))
    return _TOKEN.findall(_DOTTED_HALF.sub(r"\1m", text.casefold()))


def zone_named(letters: str) -> tzinfo | None:
    """Return the zone that letters stand for; None where they stand for several."""
    zone = ZONES[letters]
    if zone is None:
        return None
    return ZoneInfo(zone) if isinstance(zone, str) else timezone(timedelta(minutes=zone))


def _listed(field: str, languages: Iterable[str] = tuple(DATE_WORDS)) -> list[str]:
    lists = (getattr(DATE_WORDS[language], field).split("|") for language in languages)
    return [word for words in lists for word in words if word]


def _word_table() -> dict[str, tuple[str, int]]:
    """Merge the words of all languages; where two disagree, the one set last counts."""
    table: dict[str, tuple[str, int]] = {}
    for words in DATE_WORDS.values():
        table |= dict.fromkeys(words.filler.split("|"), ("filler", 0))
        table |= dict.fromkeys(words.units.split("|"), ("filler", 0))
    table |= dict.fromkeys(ZONES, ("zone", 0))
    for words in DATE_WORDS.values():
        table |= dict.fromkeys("|".join(words.weekdays.split()).split("|"), ("weekday", 0))
        table |= dict.fromkeys(words.ago.split("|"), ("relative", 0))
    for words in DATE_WORDS.values():
        table |= dict.fromkeys(words.published.split("|"), ("label", 0))
        table |= dict.fromkeys(words.updated.split("|"), ("label", 1))
        table |= dict.fromkeys(words.morning.split("|"), ("half", 0))
        table |= dict.fromkeys(words.afternoon.split("|"), ("half", 12))
        for number, names in enumerate(words.months.split(), 1):
            table |= dict.fromkeys(names.split("|"), ("month", number))
    table |= dict.fromkeys(MARKS, ("mark", 0))
    table.pop("", None)
    return table


WORDS: Final = _word_table()
"""Each word of a date, folded: its kind, and its number where it has one."""

RELATIVE: Final = frozenset(_listed("ago"))
UNITS: Final = frozenset(_listed("units"))

DAY_FIRST: Final = frozenset(
    word
    for field in ("published", "updated")
    for word in _listed(field, ("fr", "de", "it", "pt", "nl", "da", "nb", "sv"))
    if word not in _listed(field, ("en",))
)
"""Labels in languages that all write the day before the month."""
