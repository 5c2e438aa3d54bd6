"""An entry: what a story becomes, in Atom's words (RFC 4287), frozen and with aware datetimes."""

from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, Literal

import msgspec

Status = Literal["usable", "withheld", "canceled"]
Precision = Literal["day", "minute", "second"]

HOLD = datetime.max.replace(tzinfo=UTC)
"""The embargo that never opens: one was asked for, and its end could not be read."""


class AssumedZone(tzinfo):
    """The zone that settings give to a time whose text names none.

    It behaves as the zone it wraps; that it was assumed travels with the value, so that
    `as_json` can show the time as the text had it, without an offset.
    """

    def __init__(self, zone: tzinfo = UTC) -> None:
        self.zone = zone

    def utcoffset(self, moment: datetime | None, /) -> timedelta | None:
        """Return the offset of the zone that is assumed."""
        return self.zone.utcoffset(moment and moment.replace(tzinfo=self.zone))

    def dst(self, moment: datetime | None, /) -> timedelta | None:
        """Return the daylight saving of the zone that is assumed."""
        return self.zone.dst(moment and moment.replace(tzinfo=self.zone))

    def tzname(self, moment: datetime | None, /) -> str | None:
        """Return the name of the zone that is assumed."""
        return self.zone.tzname(moment and moment.replace(tzinfo=self.zone))


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """An author: RFC 4287 section 3.2."""

    name: str
    email: str | None = None
    uri: str | None = None


class Category(msgspec.Struct, frozen=True, kw_only=True):
    """A subject: RFC 4287 section 4.2.2; without a scheme it is a tag."""

    term: str
    scheme: str | None = None
    label: str | None = None


class Dateline(msgspec.Struct, frozen=True, kw_only=True):
    """Where a story was written, as printed at its head: `KYIV, Ukraine (AP)`."""

    place: str | None = None
    country: str | None = None
    agency: str | None = None


class Media(msgspec.Struct, frozen=True, kw_only=True):
    """A picture, sound or film of a story; a caption may stand without a URL.

    `type` is a MIME type, `width` and `height` are pixels, `length` is bytes,
    `duration` is seconds. `alt` says in place of the caption what a picture shows, to those who
    do not see it.
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
    """What a story says, as far as its text says it; what it does not say is None or empty.

    `title`, `subtitle`, `summary`, `highlights` and captions are plain text, `content` is
    safe HTML, `markdown` the text that it was made of, where others may have that. `location`
    is latitude and longitude in degrees. `date_precision` is that of `published`, or of
    `updated` where there is no other. `embargo` may be `HOLD`. `slug` is the name that the
    author asked for in the address of the story's page.

    The catalog gives every entry its `id`, `slug`, `published` and `updated`; an entry read
    back from it has them always.
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
    """Return the entry as plain values for JSON, its times as the text had them.

    A time whose zone was assumed has no offset; an assumed midnight is a day alone; an
    embargo that never opens is `hold`.
    """
    plain: dict[str, Any] = msgspec.to_builtins(entry)
    for field in ("published", "updated", "embargo", "expires"):
        moment: datetime | None = getattr(entry, field)
        plain[field] = None if moment is None else _moment_text(moment)
    return plain


def _moment_text(moment: datetime) -> str:
    if moment == HOLD:
        return "hold"
    if not isinstance(moment.tzinfo, AssumedZone):
        return moment.isoformat()
    text = moment.replace(tzinfo=None).isoformat()
    return text.removesuffix("T00:00:00")
