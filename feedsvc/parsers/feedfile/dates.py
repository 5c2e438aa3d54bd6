"""The dates of feeds: RFC 822 in all its forms, and what is written in its place."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Final

from feedsvc.entry import Precision
from feedsvc.parsers.dates.tokens import zone_named
from feedsvc.parsers.dates.words import ZONES
from feedsvc.parsers.source import Options
from feedsvc.parsers.values import datetime_of

_RFC822: Final = re.compile(
    r"""(?:[^\W\d_]{2,9}\.?,?\s*)?
        (?P<day>\d{1,2})[\s-]+(?P<month>[A-Za-z]{3,9})\.?,?[\s-]+(?P<year>\d{2,4})
        (?:,?\s+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?
           \s*(?:(?P<letters>[A-Za-z]{1,5})?\s*(?P<offset>[+-]\d{1,2}:?\d{2})?)?)?
        (?:\s*\([^()]*\))?""",
    re.VERBOSE,
)
_MONTHS: Final = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905 - reads best as text
_HOURS: Final = {
    "est": -5,
    "edt": -4,
    "cst": -6,
    "cdt": -5,
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
}
_UTC: Final = frozenset(("ut", "utc", "gmt", "z"))
_LONGEST: Final = 120
_SHORT_YEAR, _MIDDLE_YEAR = 2, 3
_CENTURY_TURN: Final = 50


def read_moment(text: str, options: Options) -> tuple[datetime, Precision] | None:
    """Return the moment that a date of a feed names, and how exact it is; None for no text.

    RFC 822 section 5 with the years of RFC 2822 section 4.3; RFC 3339; dates in words. A
    weekday that is wrong does not count, letters that name no certain zone name none. Raises
    ValueError where it is no date.
    """
    text = " ".join(text.split())
    match = _RFC822.fullmatch(text) if len(text) <= _LONGEST else None
    month = _MONTHS.index(match["month"][:3].lower()) + 1 if match and _is_month(match) else 0
    if not match or not month:
        return datetime_of(text, options.zone)
    seconds = min(int(match["second"] or 0), 59)  # RFC 822 knows no leap second, some writers do.
    precision: Precision = "second" if match["second"] else "minute" if match["hour"] else "day"
    try:
        zone = _zone(match["letters"], match["offset"], options) if match["hour"] else None
        moment = datetime(
            _year(match["year"]),
            month,
            int(match["day"]),
            int(match["hour"] or 0),
            int(match["minute"] or 0),
            seconds,
            tzinfo=zone or options.zone,
        )
        moment.astimezone(UTC)  # The ends of time have no other zone: raises OverflowError.
    except (ValueError, OverflowError) as error:
        raise ValueError(f"is {text[:40]!r}, which no calendar has") from error
    return moment, precision


def _is_month(match: re.Match[str]) -> bool:
    return match["month"][:3].lower() in _MONTHS


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) == _SHORT_YEAR:
        return year + (2000 if year < _CENTURY_TURN else 1900)
    return year + 1900 if len(digits) == _MIDDLE_YEAR else year


def _zone(letters: str | None, offset: str | None, options: Options) -> tzinfo | None:
    """Return the zone of `EST`, `+0200` or `GMT+2:00`; None where none is named for certain."""
    if offset:
        hours, minutes = int(offset[1:].replace(":", "")[:-2]), int(offset[-2:])
        span = timedelta(hours=hours, minutes=minutes)
        return timezone(-span if offset[0] == "-" else span)
    name = (letters or "").lower()
    if name in _UTC:
        return UTC
    if name in _HOURS:
        return timezone(timedelta(hours=_HOURS[name]))
    return options.zones.get(name) or (zone_named(name) if name in ZONES else None)
