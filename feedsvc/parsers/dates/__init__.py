"""Dates on their own lines, in many languages: labels, day, time and zone.

A line is split into numbers, words and signs. Words are looked up in all languages at once; a line
with any unknown word is not a date line. A label (`Updated`, `Publié le`) begins a new date, so
that one line can have several.
"""

import re
from collections.abc import Mapping
from datetime import MAXYEAR, MINYEAR, datetime, timedelta, timezone, tzinfo
from typing import Final, Literal

import msgspec

from feedsvc.entry import Precision
from feedsvc.parsers.dates.tokens import tokenize, vocabulary, zone_named
from feedsvc.parsers.source import NO_ZONES

Field = Literal["published", "updated"]

_LONGEST_LINE: Final = 120
_DATE_NUMBERS: Final = 3
_DIGIT = re.compile(r"\d")
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)")
_SIGNS = frozenset(",.:;-\u2013\u2014/|·•()[]、。،@")
_HOURS, _MONTHS, _CENTURY_TURN = 12, 12, 70
_YEAR_DIGITS, _CLOCK_DIGITS = 4, 2
_LOOKAHEAD = 5


class Timestamp(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A date or time on a line, and the field of the entry that it belongs to.

    `time` is naive if the text names no zone, and midnight if it names no time of day.
    """

    time: datetime
    precision: Precision
    field: Field = "published"


class DateLine(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The dates of a line.

    `unknown` is true if the line has a date that is relative (`8 sec ago`), incomplete
    (`November 20`) or ambiguous (03/04/05).
    """

    stamps: tuple[Timestamp, ...] = ()
    unknown: bool = False


def read_date_line(
    text: str, *, month_first: bool | None = None, zones: Mapping[str, tzinfo] = NO_ZONES
) -> DateLine | None:
    """Return the dates of a line; None if the line contains anything else.

    `month_first` decides whether 03/04/2024 is in March. If it is None, another date on the line
    decides, or the language of the label; otherwise the date is unknown. `zones` resolves
    ambiguous abbreviations of time zones.
    """
    if len(text) > _LONGEST_LINE:
        return None
    words = vocabulary()
    if not _DIGIT.search(text) and words.relative.isdisjoint(text.casefold().split()):
        return None
    for word in text.split():
        # This rejects most prose before the line is split into tokens.
        if word.islower() and word not in words.kinds and word.isalpha() and word.isascii():
            return None
    tokens = tokenize(text)
    if month_first is None and not words.day_first.isdisjoint(tokens):
        month_first = False
    readers = [_DateReader(zones)]
    for place, token in enumerate(tokens):
        kind = words.kinds.get(token)
        if kind in ("published", "updated"):
            if not readers[-1].empty:
                readers.append(_DateReader(zones))
            readers[-1].field = kind
        elif not readers[-1].read(tokens, place):
            return None
    return _date_line(readers, month_first=month_first)


def _date_line(readers: list["_DateReader"], *, month_first: bool | None) -> DateLine | None:
    """Return the dates of all readers; a label at the end of the line belongs to the last date."""
    if readers[-1].empty and len(readers) > 1:
        last = readers.pop()
        readers[-1].field = readers[-1].field or last.field
    if all(reader.empty for reader in readers):
        return None
    if month_first is None and any(reader.day_leads for reader in readers):
        month_first = False
    stamps = [reader.stamp(month_first=month_first) for reader in readers]
    known = tuple(stamp for stamp in stamps if stamp)
    relative = any(reader.relative for reader in readers)
    if not known and not relative and not _has_part_of_date(readers):
        return None
    return DateLine(stamps=known, unknown=len(known) < len(stamps))


def _has_part_of_date(readers: list["_DateReader"]) -> bool:
    """Return whether a line has part of a date (`November 20`, `15:23 2019`), not only numbers."""
    return any(
        reader.field
        or (reader.month_named and reader.numbers)
        or "minute" in reader.parts
        or len(reader.numbers) == _DATE_NUMBERS
        for reader in readers
    )


class _DateReader:
    """A date that is read token by token."""

    def __init__(self, zones: Mapping[str, tzinfo]) -> None:
        self.zones = zones
        self.words = vocabulary()
        self.field: Field | None = None
        self.parts: dict[str, int] = {}
        self.numbers: list[str] = []
        self.month_named = self.relative = self.dotted = False
        self.half: Literal["am", "pm"] | None = None
        self.zone: tzinfo | None = None
        self.skip = 0

    @property
    def empty(self) -> bool:
        """Whether only labels and filler words have been read."""
        return not (self.parts or self.numbers or self.relative)

    @property
    def day_leads(self) -> bool:
        """Whether the date is numeric and its first number can only be the day."""
        whole = len(self.numbers) == _DATE_NUMBERS and len(self.numbers[0]) != _YEAR_DIGITS
        return whole and int(self.numbers[0]) > _MONTHS and int(self.numbers[1]) <= _MONTHS

    def read(self, tokens: list[str], place: int) -> bool:
        """Read the token at a place; return False if it cannot be part of a date."""
        if self.skip:
            self.skip -= 1
            return True
        token = tokens[place]
        if token.isdecimal():
            after = (tokens + [""] * _LOOKAHEAD)[place + 1 : place + 1 + _LOOKAHEAD]
            self._read_number(token, after)
            return True
        offset = _OFFSET.fullmatch(token)
        if offset:
            minutes = int(offset[2]) * 60 + int(offset[3])
            return self._read_offset(minutes if offset[1] == "+" else -minutes)
        kind = self.words.kinds.get(token)
        if kind == "month" and not self.month_named:
            self.parts["month"], self.month_named = self.words.months[token], True
        elif kind in ("am", "pm"):
            # `am` after a number is the half of the day; before a date it is German for `on`.
            if token != kind or (place > 0 and tokens[place - 1].isdecimal()):
                self.half = kind
        elif kind == "relative":
            self.relative = True
        elif kind == "zone" and "hour" in self.parts:
            self.zone = self.zones.get(token) or zone_named(token)
            self._read_signed_hours([*tokens, "", ""][place + 1 : place + 3])
        return kind is not None or token in _SIGNS

    def _read_number(self, token: str, after: list[str]) -> None:
        """Read a number, whose meaning depends on the tokens after it."""
        sign, following = after[:2]
        unit = self.words.counters.get(sign)
        colon = sign == ":" and following.isdecimal() and len(token) <= _CLOCK_DIGITS
        if colon or self._is_dotted_time(token, after):
            self._read_time(token, after)
        elif unit:
            self.parts[unit], self.skip = int(token), 1
            self.month_named |= unit == "month"
            if unit == "hour" and following.isdecimal():
                self.parts["minute"], self.skip = int(following), 2
        elif self._is_hour_of_half(token, after):
            self.parts["hour"] = int(token)
        elif sign == "ago" and not self.month_named:
            # Without a unit before it, `ago` is August in Spanish, Italian and Portuguese.
            self.numbers.append(token)
            self.parts["month"], self.month_named, self.skip = 8, True, 1
        elif sign in self.words.units and not self.parts:
            self.relative, self.skip = True, 1
        else:
            self.dotted |= sign == "."
            self.numbers.append(token)

    def _is_hour_of_half(self, token: str, after: list[str]) -> bool:
        """Distinguish the hour in `3 pm` from the day in `03 오후 3:15`, where `오후` is pm."""
        word, following, sign = after[:3]
        half = self.words.kinds.get(word) in ("am", "pm") and self.half is None
        leads = following.isdecimal() and (sign == ":" or self.words.counters.get(sign) == "hour")
        return half and not leads and int(token) <= _HOURS

    def _is_dotted_time(self, token: str, after: list[str]) -> bool:
        """Distinguish the time 18.54, after a complete date, from the beginning of 18.5.2024."""
        sign, minutes, rest = after[:3]
        date_read = len(self.numbers) + self.month_named >= _DATE_NUMBERS
        return (
            sign == "."
            and minutes.isdecimal()
            and len(minutes) == _CLOCK_DIGITS >= len(token)
            and rest != "."
            and "hour" not in self.parts
            and (date_read or rest in ("uhr", "am", "pm"))
        )

    def _read_time(self, hour: str, after: list[str]) -> None:
        self.parts["hour"], self.parts["minute"], self.skip = int(hour), int(after[1]), 2
        if after[2] == ":" and after[3].isdecimal():
            self.parts["second"], self.skip = int(after[3]), 4

    def _read_offset(self, minutes: int) -> bool:
        if "hour" not in self.parts or abs(minutes) >= 24 * 60:
            return False
        self.zone = timezone(timedelta(minutes=minutes))
        return True

    def _read_signed_hours(self, after: list[str]) -> None:
        """Read the +2 of UTC+2."""
        sign, hours = after
        if sign in ("+", "-") and hours.isdecimal() and int(hours) <= _HOURS + 2:
            self.zone = timezone(timedelta(hours=int(sign + hours)))
            self.skip = 2

    def stamp(self, *, month_first: bool | None) -> Timestamp | None:
        """Return the date; None if day, month or year is unknown."""
        parts = dict(self.parts)
        if not self._assign_numbers(parts, month_first=month_first):
            return None
        hour = parts.pop("hour", None)
        if hour is not None and self.half is not None:
            hour = hour % 12 + (12 if self.half == "pm" else 0)
        precision: Precision = (
            "day" if hour is None else "second" if "second" in parts else "minute"
        )
        try:
            time = datetime(  # noqa: DTZ001 - the zone is set below, if the text names one
                parts["year"],
                parts["month"],
                parts["day"],
                hour or 0,
                parts.get("minute", 0),
                parts.get("second", 0),
            )
        except (ValueError, OverflowError):
            return None
        if not MINYEAR < time.year < MAXYEAR:
            return None  # In the first and the last year, some time zones are out of range.
        if self.zone and hour is not None:
            time = time.replace(tzinfo=self.zone)
        return Timestamp(time=time, precision=precision, field=self.field or "published")

    def _assign_numbers(self, parts: dict[str, int], *, month_first: bool | None) -> bool:
        """Assign the bare numbers to year, month and day; return False if that is ambiguous."""
        missing = [name for name in ("year", "month", "day") if name not in parts]
        if len(self.numbers) != len(missing):
            return False
        values = [int(number) for number in self.numbers]
        years = [place for place, digits in enumerate(self.numbers) if len(digits) == _YEAR_DIGITS]
        if "year" in missing:
            place = years[0] if years else len(values) - 1
            year = values.pop(place)
            parts["year"] = year if years else year + (1900 if year >= _CENTURY_TURN else 2000)
            missing.remove("year")
            month_first = True if years and place == 0 else month_first
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
