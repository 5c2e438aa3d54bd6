"""Dates in plain text, in many languages."""

import re
from collections.abc import Mapping
from datetime import MAXYEAR, MINYEAR, datetime, timedelta, timezone, tzinfo
from typing import Final, Literal

import msgspec

from feedsvc.entry import Precision
from feedsvc.parsers.dates.tokens import DAY_FIRST, MARKS, RELATIVE, UNITS, WORDS, zone_named
from feedsvc.parsers.dates.tokens import tokenize as cut
from feedsvc.parsers.source import NO_ZONES

Field = Literal["published", "updated"]

DATE_NUMBERS: Final = 3
"""How many numbers a whole date has."""

_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)")
_SIGNS = frozenset(",.:;-\u2013\u2014/|·•()[]、。،@")
_LATIN_HALVES = frozenset(("am", "pm"))
_HOURS, _MONTHS, _CENTURY_TURN = 12, 12, 70
_YEAR_DIGITS, _CLOCK_DIGITS = 4, 2
_LOOKED_AHEAD = 5


class Timestamp(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A moment that a line names, and the field of the entry that it is for.

    `moment` is naive where the text names no zone, and midnight where it names no time.
    """

    moment: datetime
    precision: Precision
    field: Field = "published"


class Reading:
    """One date, as far as its tokens have been read."""

    def __init__(self, zones: Mapping[str, tzinfo]) -> None:
        """Begin a date; `zones` says which zone is meant by letters that several share."""
        self.zones = zones
        self.field: Field | None = None
        self.parts: dict[str, int] = {}
        self.numbers: list[str] = []
        self.month_named = self.relative = self.dotted = False
        self.half: int | None = None
        self.zone: tzinfo | None = None
        self.skip = 0

    @property
    def empty(self) -> bool:
        """Whether no token but labels and small words was read."""
        return not (self.parts or self.numbers or self.relative)

    @property
    def day_leads(self) -> bool:
        """Whether the date is in numbers, the first of which can only be the day."""
        whole = len(self.numbers) == DATE_NUMBERS and len(self.numbers[0]) != _YEAR_DIGITS
        return whole and int(self.numbers[0]) > _MONTHS and int(self.numbers[1]) <= _MONTHS

    def take(self, tokens: list[str], place: int) -> bool:
        """Read the token at a place; false where no date has such a token."""
        if self.skip:
            self.skip -= 1
            return True
        token = tokens[place]
        if token.isdecimal():
            after = (tokens + [""] * _LOOKED_AHEAD)[place + 1 : place + 1 + _LOOKED_AHEAD]
            self._number(token, after)
            return True
        offset = _OFFSET.fullmatch(token)
        if offset:
            minutes = int(offset[2]) * 60 + int(offset[3])
            return self._offset(minutes if offset[1] == "+" else -minutes)
        kind, value = WORDS.get(token, ("", 0))
        if kind == "month" and not self.month_named:
            self.parts["month"], self.month_named = value, True
        elif kind == "half":
            if self._is_half(tokens, place):
                self.half = value
        elif kind == "relative":
            self.relative = True
        elif kind == "zone" and "hour" in self.parts:
            self.zone = self.zones.get(token) or zone_named(token)
            self._signed_hours([*tokens, "", ""][place + 1 : place + 3])
        return bool(kind) or token in _SIGNS

    def _is_half(self, tokens: list[str], place: int) -> bool:
        """Tell the am of `3:15 am` from the German one before a date: a number stands before it."""
        latin = tokens[place] in _LATIN_HALVES
        return not latin or (place > 0 and tokens[place - 1].isdecimal())

    def _number(self, token: str, after: list[str]) -> None:
        """Read a number by what stands behind it: a clock, a mark, a unit or nothing."""
        mark, following = after[:2]
        colon = mark == ":" and following.isdecimal() and len(token) <= _CLOCK_DIGITS
        if colon or self._dotted_clock(token, after):
            self._clock(token, after)
        elif mark in MARKS:
            self.parts[MARKS[mark]], self.skip = int(token), 1
            self.month_named |= MARKS[mark] == "month"
            if MARKS[mark] == "hour" and following.isdecimal():
                self.parts["minute"], self.skip = int(following), 2
        elif self._halved_hour(token, after):
            self.parts["hour"] = int(token)
        elif mark == "ago" and not self.month_named:
            # Without a unit before it, `ago` is August in Spanish, Italian and Portuguese.
            self.numbers.append(token)
            self.parts["month"], self.month_named, self.skip = 8, True, 1
        elif mark in UNITS and not self.parts:
            self.relative, self.skip = True, 1
        else:
            self.dotted |= mark == "."
            self.numbers.append(token)

    def _halved_hour(self, token: str, after: list[str]) -> bool:
        """Tell `3 pm` from a day before `오후 3:15`, where the half of the day comes first."""
        mark, following, sign = after[:3]
        half = WORDS.get(mark, ("",))[0] == "half" and self.half is None
        half_first = following.isdecimal() and (sign == ":" or MARKS.get(sign) == "hour")
        return half and not half_first and int(token) <= _HOURS

    def _dotted_clock(self, token: str, after: list[str]) -> bool:
        """Tell 18.54 from the beginning of 18.5.2024: a clock comes after a whole date."""
        sign, minutes, rest = after[:3]
        date_read = len(self.numbers) + self.month_named >= DATE_NUMBERS
        return (
            sign == "."
            and minutes.isdecimal()
            and len(minutes) == _CLOCK_DIGITS >= len(token)
            and rest != "."
            and "hour" not in self.parts
            and (date_read or rest in ("uhr", "am", "pm"))
        )

    def _clock(self, hour: str, after: list[str]) -> None:
        self.parts["hour"], self.parts["minute"], self.skip = int(hour), int(after[1]), 2
        if after[2] == ":" and after[3].isdecimal():
            self.parts["second"], self.skip = int(after[3]), 4

    def _offset(self, minutes: int) -> bool:
        if "hour" not in self.parts or abs(minutes) >= 24 * 60:
            return False
        self.zone = timezone(timedelta(minutes=minutes))
        return True

    def _signed_hours(self, after: list[str]) -> None:
        """Read the +2 of UTC+2."""
        sign, hours = after
        if sign in ("+", "-") and hours.isdecimal() and int(hours) <= _HOURS + 2:
            self.zone = timezone(timedelta(hours=int(sign + hours)))
            self.skip = 2

    def stamp(self, *, month_first: bool | None) -> Timestamp | None:
        """Return the moment read; None where day, month or year is not known."""
        parts = dict(self.parts)
        if not self._spread(parts, month_first=month_first):
            return None
        hour = parts.pop("hour", None)
        if hour is not None and self.half is not None:
            hour = hour % 12 + self.half
        precision: Precision = (
            "day" if hour is None else "second" if "second" in parts else "minute"
        )
        try:
            moment = datetime(  # noqa: DTZ001 - a zone is set below where the text names one
                parts["year"],
                parts["month"],
                parts["day"],
                hour or 0,
                parts.get("minute", 0),
                parts.get("second", 0),
            )
        except (ValueError, OverflowError):
            return None
        if not MINYEAR < moment.year < MAXYEAR:
            return None  # The ends of time have no other zone.
        if self.zone and hour is not None:
            moment = moment.replace(tzinfo=self.zone)
        return Timestamp(moment=moment, precision=precision, field=self.field or "published")

    def _spread(self, parts: dict[str, int], *, month_first: bool | None) -> bool:
        """Give the bare numbers to year, month and day; false where that is not certain."""
        missing = [name for name in ("year", "month", "day") if name not in parts]
        if len(self.numbers) != len(missing):
            return False
        values = [int(number) for number in self.numbers]
        years = [at for at, number in enumerate(self.numbers) if len(number) == _YEAR_DIGITS]
        if "year" in missing:
            at = years[0] if years else len(values) - 1
            year = values.pop(at)
            parts["year"] = year if years else year + (1900 if year >= _CENTURY_TURN else 2000)
            missing.remove("year")
            month_first = True if years and at == 0 else month_first
        if missing != ["month", "day"]:
            parts.update(zip(missing, values, strict=True))
            return True
        first, second = values
        if first != second and max(first, second) <= _MONTHS:
            if month_first is None and not self.dotted:
                return False
            month_first = bool(month_first) and not (self.dotted and years != [0])
        else:
            month_first = first <= _MONTHS
        parts["month"], parts["day"] = (first, second) if month_first else (second, first)
        return True


LONGEST_LINE: Final = 120

_DIGIT = re.compile(r"\d")


class DateLine(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a date line says.

    `unknown` holds where a date was meant that the text alone does not tell: a relative one
    (`8 sec ago`), one without its year, or 03/04/05.
    """

    stamps: tuple[Timestamp, ...] = ()
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
