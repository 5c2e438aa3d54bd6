"""Values as documents write them: dates, attributes, media types."""

import re
from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import quote, urlsplit

from feedsvc.entry import Entry, Media

_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*", re.IGNORECASE)

TYPE_OF_SUFFIX = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "jfif": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "svg": "image/svg+xml",
    "heic": "image/heic",
    "bmp": "image/bmp",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "m4b": "audio/mp4",
    "aac": "audio/aac",
    "ogg": "audio/ogg",
    "oga": "audio/ogg",
    "opus": "audio/ogg",
    "wav": "audio/wav",
    "flac": "audio/flac",
    "mp4": "video/mp4",
    "m4v": "video/mp4",
    "mov": "video/quicktime",
    "webm": "video/webm",
    "mkv": "video/matroska",
    "ogv": "video/ogg",
    "pdf": "application/pdf",
}
"""Our own table: that of the system differs between machines, and so would the bytes."""

RIGHT_TYPE = {
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "audio/mp3": "audio/mpeg",
    "audio/x-mp3": "audio/mpeg",
    "audio/m4a": "audio/mp4",
    "video/mov": "video/quicktime",
}
"""Names of media types that are often written and were never registered."""


def whole_second(moment: datetime) -> datetime:
    """Return a moment in UTC without the fraction of its second, as feeds show times."""
    moment = moment.replace(microsecond=0)
    try:
        return moment.astimezone(UTC)
    except OverflowError:  # on the first or last day of the calendar: year 1 is Hugo's "no date"
        return moment.replace(tzinfo=UTC)


def rfc822(moment: datetime) -> str:
    """Return a moment as RSS and OPML write it: RFC 822 with a year of four digits, in UTC."""
    return format_datetime(whole_second(moment))


def media_type(media: Media) -> str | None:
    """Return the MIME type: the one given, mended, else by the URL's suffix, else None."""
    given = (media.type or "").partition(";")[0].strip().lower()
    if _MEDIA_TYPE.fullmatch(given):
        return RIGHT_TYPE.get(given, given)
    suffix = _path(media.url or "").rpartition(".")[2].lower()
    return TYPE_OF_SUFFIX.get(suffix)


def medium(media: Media) -> str:
    """Return `image`, `audio`, `video` or `document` (Media RSS 1.5.1, `medium`).

    What says nothing about itself is taken for an image: addresses of pictures often have
    no suffix, those of sound and film nearly always do.
    """
    kind = (media_type(media) or "image/*").partition("/")[0]
    return kind if kind in ("image", "audio", "video") else "document"


def attachments(entry: Entry) -> list[Media]:
    """Return the entry's media that an enclosure can name: those with URL and type."""
    return [media for media in entry.media if media.url and media_type(media)]


def enclosure(entry: Entry) -> Media | None:
    """Return the one medium that RSS can enclose: the first sound or film, else picture."""
    found = attachments(entry)
    heard = [media for media in found if medium(media) in ("audio", "video")]
    seen = [media for media in found if medium(media) == "image"]
    return next(iter(heard + seen), None)


def guid_of(entry: Entry) -> str:
    """Return an entry's id where it need not be a URI: as its source had it, if it had one.

    The catalog makes a tag URI of an id that is none; subscribers of a feed that moved here
    know the story by the id as it was.
    """
    entry_id, source_id = entry.id or "", entry.source_id or ""
    made_of_it = entry_id.startswith("tag:") and entry_id.endswith(f":{quote(source_id, safe='/')}")
    return source_id if source_id and made_of_it else entry_id


def given(**values: str | int | None) -> dict[str, str]:
    """Return attributes from those values that are there; a zero or an empty text is not."""
    return {name: str(value) for name, value in values.items() if value}


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""
