"""Reads when a message was sent, from the trailers of IPTC 7901 and ANPA 1312."""

import re
from datetime import datetime, tzinfo
from typing import Final

from feedsvc.parsers.dates import Timestamp
from feedsvc.parsers.dates.tokens import WORDS, zone_named
from feedsvc.parsers.dates.words import ZONES
from feedsvc.parsers.newstext.wire.messages import Row
from feedsvc.parsers.source import Options

# `131137 GMT Nov 13`, with the month in the agency's language: day, clock, zone, month, year.
_IPTC = re.compile(
    r"(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)[ .:]?\s*(?P<zone>[A-Za-z]{1,5})?\s+"
    r"(?P<month>[^\W\d_]{3,10})\.?,?\s+(?P<year>\d{4}|\d\d)\b"
)
# `AP-WF-11-13-13 1509GMT`: agency, circuit, month, day, year, clock and zone.
_ANPA = re.compile(
    r"(?P<agency>[A-Za-z]{2,6})-(?P<circuit>[A-Z0-9]{2,4})-(?P<month>\d\d)-(?P<day>\d\d)-"
    r"(?P<year>\d{4}|\d\d)\s+(?P<hour>\d\d):?(?P<minute>\d\d)\s?(?P<zone>[A-Za-z]{1,5})"
)
_LAST_ROWS: Final = 12
_CENTURY_TURN: Final = 70


def sent_at(rows: tuple[Row, ...], options: Options) -> tuple[Timestamp | None, str | None, int]:
    """Return when a message was sent, the agency that its trailer names, and the row's number.

    The last rows are looked at; without a trailer there is neither, and the number is 0.
    """
    for row in rows[: -_LAST_ROWS - 1 : -1]:
        text = row.text.strip(" \t<^=")
        found = _ANPA.fullmatch(text) or _IPTC.fullmatch(text)
        stamp = _stamp(found, options) if found else None
        if found and stamp:
            return stamp, found.groupdict().get("agency"), row.number
    return None, None, 0


def _stamp(found: re.Match[str], options: Options) -> Timestamp | None:
    month = found["month"]
    if not month.isdecimal():
        kind, number = WORDS.get(month.casefold(), ("", 0))
        if kind != "month":
            return None
    else:
        number = int(month)
    year = int(found["year"])
    if len(found["year"]) == len("26"):
        year += 1900 if year >= _CENTURY_TURN else 2000
    try:
        moment = datetime(  # noqa: DTZ001 - the zone is set below, where the trailer names one
            year, number, int(found["day"]), int(found["hour"]), int(found["minute"])
        )
    except ValueError:
        return None
    return Timestamp(
        moment=moment.replace(tzinfo=_zone(found["zone"], options)), precision="minute"
    )


def _zone(letters: str | None, options: Options) -> tzinfo | None:
    """Return the trailer's zone; None, for the site's, where letters are unknown or missing."""
    name = (letters or "").casefold()
    return options.zones.get(name) or (zone_named(name) if name in ZONES else None)
