"""The entry: a story in the terms of Atom (RFC 4287), immutable and with time zones."""

from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, Literal

import msgspec

Status = Literal["usable", "withheld", "canceled"]
Precision = Literal["day", "minute", "second"]

LANGUAGE_TAG = r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*"
"""A regular expression for language tags such as `en` or `pt-BR`, simplified from BCP 47."""

HOLD = datetime.max.replace(tzinfo=UTC)
"""The end of an embargo whose end is missing or unreadable: the entry is held indefinitely."""


class AssumedZone(tzinfo):
    """The time zone that settings assign to a time without a zone.

    It acts like the zone it wraps, and marks the zone as assumed so that `as_json` can show the
    time as written, without an offset.
    """

    def __init__(self, zone: tzinfo = UTC) -> None:
        self.zone = zone

    def utcoffset(self, when: datetime | None, /) -> timedelta | None:
        """Return the UTC offset of the wrapped zone."""
        return self.zone.utcoffset(when and when.replace(tzinfo=self.zone))

    def dst(self, when: datetime | None, /) -> timedelta | None:
        """Return the daylight saving offset of the wrapped zone."""
        return self.zone.dst(when and when.replace(tzinfo=self.zone))

    def tzname(self, when: datetime | None, /) -> str | None:
        """Return the name of the wrapped zone."""
        return self.zone.tzname(when and when.replace(tzinfo=self.zone))


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """An author (RFC 4287 section 3.2)."""

    name: str
    email: str | None = None
    uri: str | None = None


class Category(msgspec.Struct, frozen=True, kw_only=True):
    """A subject (RFC 4287 section 4.2.2); a tag if it has no scheme."""

    term: str
    scheme: str | None = None
    label: str | None = None


class Dateline(msgspec.Struct, frozen=True, kw_only=True):
    """The place where a story was written, as printed at its beginning: `KYIV, Ukraine (AP)`."""

    place: str | None = None
    country: str | None = None
    agency: str | None = None


class Media(msgspec.Struct, frozen=True, kw_only=True):
    """An image, an audio file or a video of a story; a caption may come without a URL.

    `type` is a MIME type, `width` and `height` are in pixels, `length` is in bytes, `duration` in
    seconds. `alt` is the alt text, for people who cannot see the image.
    """

    url: str | None = None
    type: str | None = None
    width: int | None = None
    height: int | None = None
    length: int | None = None
    duration: int | None = None
    caption: str | None = None
    alt: str | None = None
    credit: str | None = None


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """The fields of a story; one that the story does not state is None or empty.

    `title`, `subtitle`, `summary`, `highlights` and captions are plain text. `content` is safe
    HTML; `markdown` is its source, if the site publishes that. `location` is latitude and longitude
    in degrees. `date_precision` is that of `published`, or of `updated` if only that is known.
    `embargo` may be `HOLD`. `slug` is the name for the URL of the story's page.

    The catalog adds `id`, `slug`, `published` and `updated`: an entry read from it has them all.
    """

    id: str | None = None
    source_id: str | None = None
    version: str | None = None
    slug: str | None = None
    title: str | None = None
    subtitle: str | None = None
    section: str | None = None
    link: str | None = None
    published: datetime | None = None
    updated: datetime | None = None
    date_precision: Precision | None = None
    highlights: tuple[str, ...] = ()
    summary: str | None = None
    content: str | None = None
    markdown: str | None = None
    dateline: Dateline | None = None
    authors: tuple[Person, ...] = ()
    agency: str | None = None
    media: tuple[Media, ...] = ()
    categories: tuple[Category, ...] = ()
    language: str | None = None
    rights: str | None = None
    location: tuple[float, float] | None = None
    correction: str | None = None
    status: Status = "usable"
    embargo: datetime | None = None
    expires: datetime | None = None


def as_json(entry: Entry) -> dict[str, Any]:
    """Return an entry as plain values for JSON, with its times as they were written.

    A time with an assumed zone has no offset, midnight in an assumed zone is a date only, and an
    embargo that never ends is `hold`.
    """
    plain: dict[str, Any] = msgspec.to_builtins(entry)
    for field in ("published", "updated", "embargo", "expires"):
        when: datetime | None = getattr(entry, field)
        plain[field] = None if when is None else _time_text(when)
    return plain


def _time_text(when: datetime) -> str:
    if when == HOLD:
        return "hold"
    if not isinstance(when.tzinfo, AssumedZone):
        return when.isoformat()
    text = when.replace(tzinfo=None).isoformat()
    return text.removesuffix("T00:00:00")
