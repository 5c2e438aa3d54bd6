"""Dates: RFC 822 as RSS uses it, RFC 3339, and W3C-DTF."""

import re
from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple

from feedsvc.validator.values import cached

_LONGEST = 400
_FIRST_WEB_YEAR, _DAY = 1990, timedelta(days=1)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_ZONES = {
    **dict.fromkeys(("ut", "gmt", "z"), 0),
    "est": -5,
    "edt": -4,
    "cst": -6,
    "cdt": -5,
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
    **{letter: hours for hours, letter in enumerate("abcdefghiklm", 1)},
    **{letter: -hours for hours, letter in enumerate("nopqrstuvwxy", 1)},
}
"""Offsets from UTC in hours, including the military letters."""
_RFC822 = re.compile(
    r"""(?:(?P<weekday>mon|tue|wed|thu|fri|sat|sun)\s*,\s*)?
    (?P<day>\d{1,2})\s+(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\s+
    (?P<year>\d{4}|\d{2})\s+
    (?P<hour>\d{2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?\s*
    (?P<zone>[+-]\d{4}|[a-z]{1,3})""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_SAFE_RFC822 = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}(?::\d{2})? "
    r"(?:[+-]\d{2}(?:00|30)|[+-](?:0545|0845|1245)|GMT|UT|Z|[ECMP][SD]T)",
    re.ASCII,
)
_RFC3339 = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:Z|([+-])(\d\d):(\d\d))", re.ASCII
)
_W3CDTF = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?"
    r"(?:(Z)|([+-])(\d\d):(\d\d))?)?)?)?",
    re.ASCII,
)


class Reading(NamedTuple):
    """A parsed date: `time`, or the `fault` that makes it invalid."""

    time: datetime | None = None
    fault: str = ""
    wrong_weekday: str = ""


@cached(4096)
def rfc822(value: str) -> Reading:
    """Parse a date of RFC 822 section 5 with the four-digit years of RFC 2822.

    Comments, folded white space, any case and military zones are legal, see `rfc822_risk`.
    """
    found = None
    if len(value) < _LONGEST:
        found = _RFC822.fullmatch(_without_comments(value).strip())
    if not found:
        return Reading(fault=_rfc822_cause(value.strip()))
    weekday, day, month, year, hour, minute, second, zone = found.groups()
    offset = _rfc822_zone(zone)
    if isinstance(offset, str):
        return Reading(fault=offset)
    date = (_full_year(year), _MONTHS.index(month.lower()) + 1, int(day))
    reading = _reading(*date, int(hour), int(minute), int(second or 0), zone=offset)
    if reading.time and weekday and _DAYS[reading.time.weekday()] != weekday.lower():
        right = _DAYS[reading.time.weekday()].title()
        return reading._replace(wrong_weekday=f"{weekday} should be {right}")
    return reading


@cached(4096)
def rfc822_risk(value: str) -> str:
    """Return what some feed readers cannot parse in a legal RFC 822 date; empty if nothing."""
    value = value.strip()
    if _SAFE_RFC822.fullmatch(value):
        return ""
    if "(" in value:
        return "comments in parentheses"
    if re.search(r"[A-Za-z]{3}\s+\d\d\s+\d\d:", value):
        return "a two-digit year"
    if re.search(r"\s[A-Ya-y]$", value):
        return "a military zone, whose sign is wrong in RFC 822"
    if re.search(r"[+-]\d{4}$", value) and not re.search(r"(00|30)$", value):
        return "an unusual zone offset"
    return "unusual case or whitespace"


@cached(4096)
def rfc3339(value: str) -> Reading:
    """Parse a date-time of RFC 3339 with the upper-case T and Z that RFC 4287 requires (3.3)."""
    found = _RFC3339.fullmatch(value)
    if not found:
        return Reading(fault=_rfc3339_cause(value))
    year, month, day, hour, minute, second = (int(part) for part in found.groups()[:6])
    return _reading(year, month, day, hour, minute, second, zone=_zone(*found.groups()[6:]))


def w3cdtf(value: str, *, zone_needed: bool = True) -> Reading:
    """Parse a date of W3C-DTF: a year, a month, a day, or a day with time and zone."""
    found = _W3CDTF.fullmatch(value)
    if not found:
        return Reading(fault="write 2024-11-16 or 2024-11-16T09:30:00Z")
    year, month, day, hour, minute, second, utc, sign, hours, minutes = found.groups()
    if zone_needed and hour is not None and not (utc or sign):
        return Reading(fault="the time has no zone such as Z or +01:00")
    return _reading(
        int(year),
        int(month or 1),
        int(day or 1),
        int(hour or 0),
        int(minute or 0),
        int(second or 0),
        zone=_zone(sign, hours, minutes),
    )


def implausible(time: datetime, now: datetime | None = None) -> str:
    """Return why a publication date is implausible; empty if it is not."""
    if time.year < _FIRST_WEB_YEAR:
        is_default = (time.month, time.day, time.year) == (1, 1, 1970)
        return "it is the default date of computer clocks" if is_default else "it is before the Web"
    if time - _DAY > (now or datetime.now(UTC)):
        return "it is in the future"
    return ""


def _reading(*parts: int, zone: timezone | None) -> Reading:
    if zone is None:
        return Reading(fault="the zone is out of range")
    year, month, day, hour, minute, second = parts
    leap = second == 60 and minute == 59
    try:
        time = datetime(year, month, day, hour, minute, 59 if leap else second, tzinfo=zone)
        if not MINYEAR < year < MAXYEAR:
            time.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        return Reading(fault=str(error))
    return Reading(time)


@cached(1024)
def _rfc822_zone(zone: str) -> timezone | str:
    """Return the zone by its offset or name, or why there is no such zone."""
    if zone[0] not in "+-":
        hours = _ZONES.get(zone.lower())
        if hours is None:
            return f"unknown zone {zone!r}; write GMT or +0000"
        return timezone(timedelta(hours=hours))
    offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:]))
    if int(zone[3:]) > 59 or offset >= timedelta(hours=24):
        return f"zone {zone} does not exist"
    return timezone(-offset if zone[0] == "-" else offset)


@lru_cache(maxsize=1024)
def _zone(sign: str | None, hours: str | None, minutes: str | None) -> timezone | None:
    if not sign:
        return UTC
    if int(hours or 0) > 23 or int(minutes or 0) > 59:
        return None
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    return timezone(-offset if sign == "-" else offset)


def _full_year(year: str) -> int:
    if len(year) == 4:
        return int(year)
    return int(year) + (2000 if int(year) < 50 else 1900)


def _without_comments(value: str) -> str:
    """Remove comments, which can nest and contain escapes (RFC 822 section 3.4.3)."""
    if "(" not in value:
        return value
    outside, depth, at = [], 0, 0
    while at < len(value):
        character = value[at]
        if character == "\\" and depth:
            at += 1
        elif character == "(":
            depth += 1
        elif character == ")" and depth:
            depth -= 1
            outside.append(" " if not depth else "")
        elif not depth:
            outside.append(character)
        at += 1
    return "".join(outside)


def _rfc822_cause(value: str) -> str:
    if not value:
        return "it is empty"
    if re.match(r"\d{4}-\d\d", value):
        return "this is an ISO 8601 date; write Sat, 16 Nov 2024 09:30:00 GMT"
    if re.search(r"[+-]\d\d:\d\d$", value):
        return "the zone has a colon; write +0100"
    if re.search(r":\d\d$", value):
        return "the zone is missing; write GMT or +0000"
    return "write Sat, 16 Nov 2024 09:30:00 GMT"


def _rfc3339_cause(value: str) -> str:
    if not value.strip():
        return "it is empty"
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return "the time is missing; write 2024-11-16T00:00:00Z"
    if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?", value):
        return "the zone is missing; add Z or +01:00"
    if re.search(r"[tz]", value):
        return "T and Z must be uppercase"
    if re.search(r"[+-]\d{4}$", value):
        return "the zone needs a colon, as in +01:00"
    return "write 2024-11-16T09:30:00Z"
