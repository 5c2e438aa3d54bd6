"""What the plain values of a header mean: text, flags, moments, terms, languages, places.

Each function raises ValueError with a reason that says what was written and what is wanted.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Any, Final

from feedsvc.entry import Precision
from feedsvc.parsers.dates import read_date_line
from feedsvc.parsers.reading.html import plain_text, xml_text

YES: Final = frozenset(("true", "yes", "on", "y", "1"))
NO: Final = frozenset(("false", "no", "off", "n", "0", ""))
# Nothing, and what Eleventy computes when it builds.
NO_DATES: Final = frozenset(
    ("", "last modified", "created", "git last modified", "git created", "now")
)

_ISO: Final = re.compile(
    r"""(?P<year>\d{4})(?P<part>[-/.])(?P<month>\d{1,2})(?P=part)(?P<day>\d{1,2})
        (?:(?:T|[ ]+)(?P<hour>\d{1,2}):?(?P<minute>\d{2})
           (?::?(?P<second>\d{2})(?:[.,]\d+)?)?
           [ ]*(?P<zone>Z|UTC|GMT|(?P<sign>[+-])(?P<hours>\d{2}):?(?P<minutes>\d{2})?)?)?""",
    re.VERBOSE | re.IGNORECASE,
)
_TAGS: Final = re.compile(
    r"</[A-Za-z][^<>]*>|<(?:br|hr|img)\b[^<>]*>|&(?:[A-Za-z]{2,12}|#\w{2,7});"
)
_COMMAS: Final = re.compile(r"[,;،、]")
_WEB_ADDRESS: Final = re.compile(r"https?://[^\s/?#<>\"]+[^\s<>\"]*", re.IGNORECASE)
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_COORDINATES: Final = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*[,;\s]\s*(-?\d+(?:\.\d+)?)\s*")


def text_of(value: object) -> str | None:
    """Return a value as plain text in one line; HTML in it is taken away, empty is None.

    A mapping stands for its name, title or text (`license: {name: CC BY 4.0, url: ...}`).
    """
    if isinstance(value, dict):
        found = next((value[key] for key in ("name", "title", "text") if value.get(key)), value)
        value = found if isinstance(found, str) else value
    if value is None:
        return None
    text = _written(value)
    marked_up = ("<" in text or "&" in text) and _TAGS.search(text)
    text = plain_text(text) if marked_up else " ".join(text.split())
    return xml_text(text) or None


def flag_of(value: object) -> bool | None:
    """Return a yes or a no, as true, yes, on, false, no, off; None where there is no value."""
    if value is None or isinstance(value, bool):
        return value
    word = _written(value).lower()
    if word in YES or word in NO:
        return word in YES
    raise ValueError(f"is {word[:40]!r}, neither true nor false")


def datetime_of(value: object, zone: tzinfo) -> tuple[datetime, Precision] | None:
    """Return the moment that a value names, in `zone` where it names none, and how exact it is.

    A day alone is its midnight. None where there is no value, and for the zero date that
    Hugo writes (year 1).
    """
    if value is None or _written(value).lower() in NO_DATES:
        return None
    shown = repr(str(value)[:40])
    try:
        found = _moment(value)
        if not found:
            wanted = "write 2024-05-01 or 2024-05-01T10:00:00+02:00"
            raise ValueError(f"is {shown}, which is no date; {wanted}")
        moment, precision = found
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=zone)
        moment.astimezone(UTC)  # The ends of time have no other zone: raises OverflowError.
    except OverflowError as error:
        raise ValueError(f"is {shown}, out of the range of dates") from error
    return (moment, precision) if moment.year > 1 else None


def _moment(value: object) -> tuple[datetime, Precision] | None:
    if isinstance(value, datetime):
        return value.replace(microsecond=0), "second"
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day), "day"  # noqa: DTZ001 - datetime_of adds the zone
    text = _written(value)
    if text[:8].isdigit():
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    match = _ISO.fullmatch(text)
    if not match:
        return _worded(text)
    parts = match.groupdict()
    precision: Precision = "second" if parts["second"] else "minute" if parts["hour"] else "day"
    try:
        moment = datetime(  # noqa: DTZ001 - the text may name no zone; then datetime_of adds one
            int(parts["year"]),
            int(parts["month"]),
            int(parts["day"]),
            int(parts["hour"] or 0),
            int(parts["minute"] or 0),
            int(parts["second"] or 0),
        )
        return moment.replace(tzinfo=_offset(parts)), precision
    except ValueError:
        return None


def _offset(parts: dict[str, str | None]) -> tzinfo | None:
    if not parts["zone"]:
        return None
    if not parts["sign"]:
        return UTC
    offset = timedelta(hours=int(parts["hours"] or 0), minutes=int(parts["minutes"] or 0))
    return timezone(-offset if parts["sign"] == "-" else offset)


def _worded(text: str) -> tuple[datetime, Precision] | None:
    """Read `1 May 2024`, `Wed, 01 May 2024 10:00:00 +0200` and the like."""
    line = read_date_line(text)
    if not line or len(line.stamps) != 1 or line.unknown:
        return None
    return line.stamps[0].moment, line.stamps[0].precision


def terms_of(value: object, *, by_space: bool) -> tuple[str, ...]:
    """Return the terms of a list, or of text parted by commas.

    `by_space`: text without a comma is parted at its spaces, as Jekyll does for `tags` and
    `categories`.
    """
    if isinstance(value, dict):
        value = list(value)
    if isinstance(value, list):
        terms = [text_of(term) for term in value]
    else:
        text = text_of(value) or ""
        parted = by_space and not _COMMAS.search(text)
        terms = [*(text.split() if parted else _COMMAS.split(text))]
    cleaned = (term.strip().removeprefix("#") for term in terms if term)
    return tuple(dict.fromkeys(term for term in cleaned if term))


def lines_of(value: object) -> tuple[str, ...]:
    """Return the lines of a list, or of text with one a line, without their bullets."""
    lines = value if isinstance(value, list) else _written(value or "").split("\n")
    texts = (text_of(line) for line in lines)
    return tuple(text.lstrip("•*- ") for text in texts if text)


def language_of(value: object) -> str | None:
    """Return a BCP 47 tag, also of the form that locales have (`pt_BR.UTF-8`)."""
    text = text_of(value)
    if text is None:
        return None
    tag = text.partition(".")[0].replace("_", "-")
    if not _LANGUAGE.fullmatch(tag):
        raise ValueError(f"is {text[:40]!r}, which is no language tag such as en or pt-BR")
    return tag


def location_of(value: object) -> tuple[float, float] | None:
    """Return latitude and longitude in degrees, of `{lat: 1, lon: 2}`, `[1, 2]` or `1, 2`.

    The name of a place is no location: None.
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
    elif match := _COORDINATES.fullmatch(_written(value or "")):
        pair = match.groups()
    try:
        latitude, longitude = (float(number) for number in pair or ())
    except (TypeError, ValueError):
        return None
    if abs(latitude) <= 90 and abs(longitude) <= 180:  # noqa: PLR2004 - the globe in degrees
        return latitude, longitude
    return None


def url_of(value: object) -> str | None:
    """Return a whole address on the web; None where there is none, or but a part of one."""
    text = text_of(value)
    if text is None or not _WEB_ADDRESS.fullmatch(text):
        return None
    return text


def slug_of(value: object) -> str | None:
    """Return the last part of a path, the name that a story asks for in its address."""
    text = text_of(value)
    return (text or "").strip("/").rpartition("/")[2] or None


def _written(value: object) -> str:
    """Return a value that is no list and no mapping as it was written, more or less."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, int | float):
        return str(value)
    raise ValueError("is not one plain value; put it in quotes if it is text with [ ] or { }")
