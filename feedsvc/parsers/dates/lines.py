"""Reads the lines of a story that hold nothing but a date: labels, day, clock and zone.

A line is cut into numbers, words and signs. Each word is looked up in the tables of all
languages at once; a word that no table knows means that the line is no date line. Labels
(`Updated`, `Publié le`) begin a new date, so that one line may hold several.
"""

import re
from collections.abc import Mapping
from datetime import tzinfo
from typing import Final

import msgspec

from feedsvc.parsers.dates.reading import DATE_NUMBERS, Reading, Stamp
from feedsvc.parsers.dates.tokens import DAY_FIRST, RELATIVE, WORDS
from feedsvc.parsers.dates.tokens import tokens as cut
from feedsvc.parsers.source import NO_ZONES

LONGEST_LINE: Final = 120

_DIGIT = re.compile(r"\d")


class DateLine(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a date line says.

    `unknown` holds where a date was meant that the text alone does not tell: a relative one
    (`8 sec ago`), one without its year, or 03/04/05.
    """

    stamps: tuple[Stamp, ...] = ()
    unknown: bool = False


def read_date_line(
    text: str, *, month_first: bool | None = None, zones: Mapping[str, tzinfo] = NO_ZONES
) -> DateLine | None:
    """Return what a date line says, or None where the line says anything else.

    `month_first` decides 03/04/2024 where the day does not; with None, another date of the line
    or a label in a language that writes the day first decides it, else it stays unknown.
    `zones` says which zone is meant by letters that several share; without, there is none.
    """
    if len(text) > LONGEST_LINE:
        return None
    if not _DIGIT.search(text) and RELATIVE.isdisjoint(text.casefold().split()):
        return None
    for part in text.split():
        # A word that no table knows ends the matter, long before the line is cut in tokens.
        if part.islower() and part not in WORDS and part.isalpha() and part.isascii():
            return None
    tokens = cut(text)
    if month_first is None and not DAY_FIRST.isdisjoint(tokens):
        month_first = False
    readings = [Reading(zones)]
    for place, token in enumerate(tokens):
        word = WORDS.get(token)
        if word and word[0] == "label":
            if not readings[-1].empty:
                readings.append(Reading(zones))
            readings[-1].field = "updated" if word[1] == 1 else "published"
        elif not readings[-1].take(tokens, place):
            return None
    return _line_of(readings, month_first=month_first)


def _line_of(readings: list[Reading], *, month_first: bool | None) -> DateLine | None:
    """Put the dates of a line together; a label behind a date belongs to that date."""
    if readings[-1].empty and len(readings) > 1:
        last = readings.pop()
        readings[-1].field = readings[-1].field or last.field
    if all(reading.empty for reading in readings):
        return None
    if month_first is None and any(reading.day_leads for reading in readings):
        month_first = False
    stamps = [reading.stamp(month_first=month_first) for reading in readings]
    known = tuple(stamp for stamp in stamps if stamp)
    relative = any(reading.relative for reading in readings)
    if not known and not relative and not _part_of_date(readings):
        return None
    return DateLine(stamps=known, unknown=len(known) < len(stamps))


def _part_of_date(readings: list[Reading]) -> bool:
    """Tell `November 20` and `15:23 2019`, which are parts of a date, from bare numbers."""
    return any(
        reading.field
        or (reading.month_named and reading.numbers)
        or "minute" in reading.parts
        or len(reading.numbers) == DATE_NUMBERS
        for reading in readings
    )
