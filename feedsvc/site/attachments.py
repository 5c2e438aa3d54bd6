"""Pictures, sounds and films beside stories: measured, and published beside the pages."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import imagesize
import msgspec

from feedsvc.entry import Entry, Media
from feedsvc.feeds import TYPE_OF_SUFFIX, embedded

PICTURES = "image/"


class Attachment(msgspec.Struct, frozen=True):
    """A file that a story shows or links to, and the path below the story's page that names it."""

    name: str
    file: Path

    @property
    def media_type(self) -> str:
        """Its MIME type, by its suffix."""
        return TYPE_OF_SUFFIX[_suffix(self.name)]

    @property
    def modified(self) -> datetime:
        """When the file was saved; raises OSError where it is gone."""
        return datetime.fromtimestamp(self.file.stat().st_mtime, UTC)


def attachments(folder: Path, story: str, entry: Entry) -> Iterator[Attachment]:
    """Yield the files that an entry names by relative addresses, each once.

    They lie beside the story file or in a folder below that; `story` is its path below the
    stories folder. What is named and is not there, is hidden, or leads out of the folder, is
    passed over, and so is what is no picture, sound, film or PDF.
    """
    given = [media.url for media in entry.media if media.url]
    names = dict.fromkeys(filter(None, map(_name, (*given, *embedded(entry.content or "")))))
    for name in names:
        file = _file(folder, story, name)
        if file:
            yield Attachment(name, file)


def measured(folder: Path, story: str, entry: Entry) -> Entry:
    """Return an entry with the true size of each of its media whose file is there.

    `width` and `height` are pixels, `length` is bytes. What a source says of them gives way.
    """
    if not any(media.url and _name(media.url) for media in entry.media):
        return entry
    media = tuple(_measured(folder, story, media) for media in entry.media)
    return msgspec.structs.replace(entry, media=media)


def address_of(name: str) -> str:
    """Return the relative address, below its story's page, of an attachment."""
    return quote(name)


def _measured(folder: Path, story: str, media: Media) -> Media:
    name = _name(media.url or "")
    file = _file(folder, story, name) if name else None
    if file is None:
        return media
    width, height = _pixels(file)
    return msgspec.structs.replace(
        media,
        width=width or media.width,
        height=height or media.height,
        length=file.stat().st_size,
    )


def _pixels(file: Path) -> tuple[int | None, int | None]:
    """Return width and height of a picture; None for each where they cannot be read."""
    if not TYPE_OF_SUFFIX[_suffix(file.name)].startswith(PICTURES):
        return None, None
    try:
        width, height = imagesize.get(file)
    except (OSError, ValueError):
        return None, None
    return (int(width), int(height)) if width > 0 and height > 0 else (None, None)


def _name(url: str) -> str | None:
    """Return the path that a relative address names, in the folder of the story or below."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
        return None
    pieces = [piece for piece in unquote(parts.path).split("/") if piece not in ("", ".")]
    hidden = any(piece.startswith(".") or "\\" in piece or "\0" in piece for piece in pieces)
    if not pieces or hidden or _suffix(pieces[-1]) not in TYPE_OF_SUFFIX:
        return None
    return "/".join(pieces)


def _file(folder: Path, story: str, name: str) -> Path | None:
    """Return the file of a name; None where there is none, or where it lies outside."""
    file = (folder / story).parent / name
    try:
        inside = file.is_file() and file.resolve().is_relative_to(folder.resolve())
    except OSError:  # such as a name that is too long
        return None
    return file if inside else None


def _suffix(name: str) -> str:
    return name.rpartition(".")[2].lower()
