"""Pictures, sounds and films beside stories: measured, and published beside the pages."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from pathlib import Path
from urllib.parse import unquote, urlsplit

import imagesize
import msgspec

from feedsvc.catalog import Attached, Beside, Catalog
from feedsvc.entry import Entry, Media
from feedsvc.feeds import TYPE_OF_SUFFIX, embedded_urls
from feedsvc.settings import Settings
from feedsvc.site.durations import duration
from feedsvc.site.naming import story_path

PICTURES = "image/"

OF_NONE = -1
"""The position of a file that belongs to no entry."""


class Attachment(msgspec.Struct, frozen=True):
    """A file that a public story shows or links to, and the URL path it is published at."""

    path: str
    file: Path

    @property
    def media_type(self) -> str:
        """Its MIME type, by its suffix."""
        return TYPE_OF_SUFFIX[_suffix(self.path)]


class Attachments:
    """The files of a site that lie beside its stories."""

    def __init__(self, settings: Settings, catalog: Catalog) -> None:
        """Look for them in the stories folder, as entries of the catalog name them."""
        self._folder, self._catalog = Path(settings.stories), catalog

    def all(self, at: datetime) -> Iterator[Attachment]:
        """Yield those of the entries that are public at a moment."""
        return self._there(self._catalog.attached(at))

    def at_path(self, path: str, at: datetime) -> Attachment | None:
        """Return the one at a URL path; None where there is none at a moment."""
        match path.split("/", 3):
            case ["", "stories", slug, _]:
                named = self._there(self._catalog.attached_to(slug, at))
                return next((each for each in named if each.path == path), None)
        return None

    def _there(self, named: Iterable[Attached]) -> Iterator[Attachment]:
        for each in named:
            file = _file(self._folder, each.story, each.name)
            if file:
                yield Attachment(story_path(each.slug) + each.name, file)


def beside(
    folder: Path, story: str, entries: Sequence[Entry], pictures: Iterable[str] = ()
) -> tuple[Beside, ...]:
    """Return the files that entries name by relative addresses, each once, and how they are.

    They lie beside the story file or in a folder below that; `story` is its path below the
    stories folder. What is hidden, or leads out of the folder, is passed over, and so is
    what is no picture, sound, film or PDF. Of the `pictures` that have the story's name, those that
    no entry shows are kept as well, of no entry, so that they are never published.
    """
    named = [(place, name) for place, entry in enumerate(entries) for name in _names(entry)]
    shown = {name for _, name in named}
    named += [(OF_NONE, name) for name in pictures if name not in shown]
    return tuple(_state(folder, story, place, name) for place, name in named)


def is_as_known(folder: Path, story: str, known: Iterable[Beside]) -> bool:
    """Tell whether files that a story names are as they were when it was read."""
    return all(_is_same(folder, story, each) for each in known)


def measured(folder: Path, story: str, entry: Entry) -> Entry:
    """Return an entry with the true size of each of its media whose file is there.

    `width` and `height` are pixels, `length` is bytes, `duration` is seconds. What a source says
    of them gives way.
    """
    media = tuple(_measured(folder, story, media) for media in entry.media)
    return msgspec.structs.replace(entry, media=media) if media != entry.media else entry


def _state(folder: Path, story: str, position: int, name: str) -> Beside:
    file = _file(folder, story, name)
    try:
        stat = file.stat() if file else None
    except OSError:  # It went since.
        stat = None
    if stat is None:
        return Beside(position=position, name=name)
    return Beside(position=position, name=name, size=stat.st_size, mtime_ns=stat.st_mtime_ns)


def _is_same(folder: Path, story: str, known: Beside) -> bool:
    """Tell whether one file is as it was; where it lay then has been looked at already."""
    if known.size is None:
        return _file(folder, story, known.name) is None
    try:
        stat = ((folder / story).parent / known.name).stat()
    except OSError:
        return False
    return (stat.st_size, stat.st_mtime_ns) == (known.size, known.mtime_ns)


def _names(entry: Entry) -> Iterable[str]:
    """Return the paths, in the folder of the story or below, that an entry names."""
    given = (media.url for media in entry.media if media.url)
    addresses = chain(given, embedded_urls(entry.content or ""))
    return dict.fromkeys(filter(None, map(_name, addresses)))


def _measured(folder: Path, story: str, media: Media) -> Media:
    name = _name(media.url or "")
    file = _file(folder, story, name) if name else None
    if file is None:
        return media
    width, height = _pixels(file)
    try:
        length = file.stat().st_size
    except OSError:  # It went since.
        return media
    return msgspec.structs.replace(
        media,
        width=width or media.width,
        height=height or media.height,
        length=length,
        duration=duration(file) or media.duration,
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
