"""Plain values in story files: text, flags, times, terms, languages, coordinates, URLs.

Each function returns None or an empty tuple for an empty value. For an invalid one it raises
ValueError, whose text completes a sentence: `is not a date: 'soon'; write ...`.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Any, Final

from feedsvc.entry import Precision
from feedsvc.parsers.dates import read_date_line
from feedsvc.parsers.reading.html import plain_text, xml_text

YES: Final = frozenset(("true", "yes", "on", "y", "1"))
NO: Final = frozenset(("false", "no", "off", "n", "0", ""))
# Besides the empty value, those that Eleventy replaces with dates when it builds a site.
NO_DATES: Final = frozenset(
    ("", "last modified", "created", "git last modified", "git created", "now")
)

_ISO: Final = re.compile(
    r"""(?P<year>\d{4})(?P<separator>[-/.])(?P<month>\d{1,2})(?P=separator)(?P<day>\d{1,2})
        (?:(?:T|[ ]+)(?P<hour>\d{1,2}):?(?P<minute>\d{2})
           (?::?(?P<second>\d{2})(?:[.,]\d+)?)?
           [ ]*(?P<zone>Z|UTC|GMT|(?P<sign>[+-])(?P<hours>\d{2}):?(?P<minutes>\d{2})?)?)?""",
    re.VERBOSE | re.IGNORECASE,
)
_TIME_PARTS: Final = ("year", "month", "day", "hour", "minute", "second")
_TAGS: Final = re.compile(
    r"</[A-Za-z][^<>]*>|<(?:br|hr|img)\b[^<>]*>|&(?:[A-Za-z]{2,12}|#\w{2,7});"
)
_COMMAS: Final = re.compile(r"[,;،、]")
_URL: Final = re.compile(r"https?://[^\s/?#<>\"]+[^\s<>\"]*", re.IGNORECASE)
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_COORDINATES: Final = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*[,;\s]\s*(-?\d+(?:\.\d+)?)\s*")


def text_of(value: object) -> str | None:
    """Return a value as one line of plain text, without HTML.

    For a mapping, return its name, title or text (`license: {name: CC BY 4.0, url: ...}`).
    """
    if isinstance(value, dict):
        label = next((value[key] for key in ("name", "title", "text") if value.get(key)), value)
        value = label if isinstance(label, str) else value
    if value is None:
        return None
    text = _plain(value)
    if ("<" in text or "&" in text) and _TAGS.search(text):
        return plain_text(text) or None
    return xml_text(" ".join(text.split())) or None


def flag_of(value: object) -> bool | None:
    """Return the boolean for true, yes, on, false, no, off and the like."""
    if value is None or isinstance(value, bool):
        return value
    word = _plain(value).lower()
    if word in YES or word in NO:
        return word in YES
    raise ValueError(f"is neither true nor false: {word[:40]!r}; write true or false")


def datetime_of(value: object, zone: tzinfo) -> tuple[datetime, Precision] | None:
    """Return the time of a date in any common notation, and its precision.

    A time without a zone is in `zone`; a day without a time is its midnight. Placeholders such as
    `Last Modified`, and Hugo's zero date in the year 1, count as empty.
    """
    if value is None:
        return None
    try:
        found = _parse(value)
        if not found:
            if _plain(value).lower() in NO_DATES:
                return None
            example = "2024-05-01 or 2024-05-01T10:00:00+02:00"
            raise ValueError(f"is not a date: {str(value)[:40]!r}; write it as {example}")
        when, precision = found
        if when.tzinfo is None:
            when = when.replace(tzinfo=zone)
        when.astimezone(UTC)  # Raises OverflowError for a time that does not exist in UTC.
    except OverflowError as error:
        raise ValueError(
            f"is out of range: {str(value)[:40]!r}; use the years 1 to 9999"
        ) from error
    return (when, precision) if when.year > 1 else None


def _parse(value: object) -> tuple[datetime, Precision] | None:
    if isinstance(value, datetime):
        return value.replace(microsecond=0), "second"
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day), "day"  # noqa: DTZ001 - datetime_of adds the zone
    text = _plain(value)
    if text[:8].isdigit():
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    match = _ISO.fullmatch(text)
    if not match:
        return _written_date(text)
    year, month, day, hour, minute, second = match.group(*_TIME_PARTS)
    precision: Precision = "second" if second else "minute" if hour else "day"
    try:
        # datetime_of adds the zone if the text has none.
        when = datetime(
            *(int(year), int(month), int(day)),
            *(int(hour or 0), int(minute or 0), int(second or 0)),
            tzinfo=_offset(match),
        )
    except ValueError:
        return None
    return when, precision


def _offset(match: re.Match[str]) -> tzinfo | None:
    if not match["zone"]:
        return None
    if not match["sign"]:
        return UTC
    offset = timedelta(hours=int(match["hours"] or 0), minutes=int(match["minutes"] or 0))
    return timezone(-offset if match["sign"] == "-" else offset)


def _written_date(text: str) -> tuple[datetime, Precision] | None:
    """Read `1 May 2024`, `Wed, 01 May 2024 10:00:00 +0200` and the like."""
    line = read_date_line(text)
    if not line or len(line.stamps) != 1 or line.unknown:
        return None
    return line.stamps[0].time, line.stamps[0].precision


def terms_of(value: object, *, by_space: bool) -> tuple[str, ...]:
    """Return the terms in a list, or in text separated by commas.

    If `by_space` is true, text without a comma is split at its spaces, as Jekyll does for `tags`
    and `categories`.
    """
    if isinstance(value, dict):
        value = list(value)
    if isinstance(value, list):
        terms = [_tag(item) if isinstance(item, str) else _bare(text_of(item)) for item in value]
    else:
        text = text_of(value) or ""
        split = by_space and not _COMMAS.search(text)
        terms = [_bare(item) for item in (text.split() if split else _COMMAS.split(text))]
    return tuple(dict.fromkeys(filter(None, terms)))


@lru_cache(maxsize=1024)
def _tag(text: str) -> str:
    """Return the term of an item in a list; cached, since most tags recur in other stories."""
    return _bare(text_of(text))


def _bare(text: str | None) -> str:
    return (text or "").strip().removeprefix("#")


def lines_of(value: object) -> tuple[str, ...]:
    """Return the items of a list, or the lines of a text, without their bullets."""
    lines = value if isinstance(value, list) else _plain(value or "").split("\n")
    texts = (text_of(line) for line in lines)
    return tuple(text.lstrip("•*- ") for text in texts if text)


def language_of(value: object) -> str | None:
    """Return a BCP 47 language tag; names of locales (`pt_BR.UTF-8`) are converted to tags."""
    text = text_of(value)
    if text is None:
        return None
    tag = text.partition(".")[0].replace("_", "-")
    if not _LANGUAGE.fullmatch(tag):
        raise ValueError(f"is not a language tag: {text[:40]!r}; use one such as en or pt-BR")
    return tag


def location_of(value: object) -> tuple[float, float] | None:
    """Return latitude and longitude in degrees from `{lat: 1, lon: 2}`, `[1, 2]` or `1, 2`.

    Returns None for anything else, such as the name of a place.
    """
    pair: tuple[Any, ...] | list[Any] | None = None
    if isinstance(value, dict):
        lower = {str(key).lower(): number for key, number in value.items()}
        pair = [
            next((lower[key] for key in keys if key in lower), None)
            for keys in (("lat", "latitude"), ("lon", "lng", "long", "longitude"))
        ]
    elif isinstance(value, list):
        pair = value
    elif match := _COORDINATES.fullmatch(_plain(value or "")):
        pair = match.groups()
    try:
        latitude, longitude = (float(number) for number in pair or ())
    except (TypeError, ValueError):
        return None
    if abs(latitude) <= 90 and abs(longitude) <= 180:  # noqa: PLR2004 - the degrees of the globe
        return latitude, longitude
    return None


def url_of(value: object) -> str | None:
    """Return an absolute http or https URL; None for any other value."""
    text = text_of(value)
    if text is None or not _URL.fullmatch(text):
        return None
    return text


def slug_of(value: object) -> str | None:
    """Return the last segment of a path, which is its slug."""
    text = text_of(value)
    return (text or "").strip("/").rpartition("/")[2] or None


def _plain(value: object) -> str:
    """Return a scalar as it was written; raise ValueError for lists and mappings."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, int | float):
        return str(value)
    raise ValueError("is not a single value; put it in quotes if it is text with [ ] or { }")
