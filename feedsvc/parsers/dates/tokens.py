"""Tokens of dates, and their vocabulary in all languages."""

import re
import unicodedata
from datetime import datetime, tzinfo
from functools import cache
from itertools import chain
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from feedsvc.parsers.newstext.lexicon import DateWords, common, languages

WordKind = Literal[
    "filler",
    "zone",
    "weekday",
    "relative",
    "published",
    "updated",
    "am",
    "pm",
    "month",
    "counter",
]

_TOKEN = re.compile(r"(?<=\d)[+-]\d\d:?\d\d(?![\d-])|(?<=\d )[+-]\d{4}(?!\d)|\d+|[^\W\d_]+|[^\w\s]")
_GLUED_WORDS = re.compile("(?<=[A-Z]{2})(?=[A-Z][a-z]{3})")
_GLUED_WEEKDAY = re.compile("(?<=\\d日)(?=[\u661f\u5468])")
_GLUED_YEAR = re.compile(r"\b((?:19|20)\d\d)(\d\d?:\d\d)")
_DOTTED_HALF = re.compile(r"\b([ap])\.\s?m\b\.?")


class Vocabulary(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The words of dates in all languages, casefolded.

    `counters` maps the sign after a number to the unit (`年` to `year`). `day_first` are the
    labels that only appear in languages that write the day before the month.
    """

    kinds: dict[str, WordKind]
    months: dict[str, int]
    counters: dict[str, str]
    relative: frozenset[str]
    units: frozenset[str]
    day_first: frozenset[str]


def tokenize(text: str) -> list[str]:
    """Return the numbers, words, signs and UTC offsets of a line, casefolded.

    Missing spaces (`3 Mar 202610:15AMUpdated`) are tolerated.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = _GLUED_WEEKDAY.sub(" ", text)
    text = _GLUED_YEAR.sub(r"\1 \2", _GLUED_WORDS.sub(" ", text))
    return _TOKEN.findall(_DOTTED_HALF.sub(r"\1m", text.casefold()))


def zone_named(letters: str) -> tzinfo | None:
    """Return the time zone of an abbreviation; None if it is unknown or ambiguous."""
    return _zones().get(letters)


@cache
def vocabulary() -> Vocabulary:
    """Return the words of dates in all languages."""
    words = [language.dates for language in languages().values()]
    months = {
        name: number
        for each in words
        for number, names in enumerate(each.months, 1)
        for name in names
    }
    counters = {
        sign: unit for each in words for unit, signs in each.counters.items() for sign in signs
    }
    return Vocabulary(
        kinds=_kinds(words) | dict.fromkeys(months, "month") | dict.fromkeys(counters, "counter"),
        months=months,
        counters=counters,
        relative=frozenset(word for each in words for word in each.relative),
        units=frozenset(word for each in words for word in each.units),
        day_first=_labels(words, day_first=True) - _labels(words, day_first=False),
    )


def _kinds(words: list[DateWords]) -> dict[str, WordKind]:
    """Return the kind of each word, except months and counters; later kinds override earlier."""
    kinds: dict[str, WordKind] = {}
    for each in words:
        kinds |= dict.fromkeys((*each.filler, *each.units), "filler")
    kinds |= dict.fromkeys(common().zones.letters, "zone")
    for each in words:
        kinds |= dict.fromkeys(chain.from_iterable(each.weekdays), "weekday")
        kinds |= dict.fromkeys(each.relative, "relative")
    for each in words:
        kinds |= dict.fromkeys(each.published, "published")
        kinds |= dict.fromkeys(each.updated, "updated")
        kinds |= dict.fromkeys(each.am, "am")
        kinds |= dict.fromkeys(each.pm, "pm")
    return kinds


def _labels(words: list[DateWords], *, day_first: bool) -> frozenset[str]:
    labeled = (each for each in words if each.day_first is day_first)
    return frozenset(word for each in labeled for word in (*each.published, *each.updated))


@cache
def _zones() -> dict[str, tzinfo | None]:
    zones = common().zones
    offsets = {
        letters: datetime.fromisoformat(f"2000-01-01T00:00{offset}").tzinfo
        for offset, listed in zones.offsets.items()
        for letters in listed
    }
    return offsets | {
        letters: ZoneInfo(name) for name, listed in zones.names.items() for letters in listed
    }
