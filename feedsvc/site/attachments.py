"""Attachments: images, audio and video next to story files, measured and published.

An entry links to its attachments by relative URLs. Page text and saved web pages have no such
links: `ferry.jpg` is the image of `ferry.txt` by its name alone.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain, count
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import msgspec
from tinytag import TinyTag, TinyTagException

from feedsvc.catalog import AttachedFile, AttachmentState, Catalog
from feedsvc.entry import Entry, Media
from feedsvc.feeds import TYPE_OF_SUFFIX, embedded_urls
from feedsvc.feeds.media import medium
from feedsvc.parsers import FORMATS
from feedsvc.settings import Settings
from feedsvc.site.paths import story_path

IMAGE_TYPE = "image/"

IMAGE_SUFFIXES = frozenset(("jpg", "jpeg", "png", "webp"))
"""The suffixes of images that belong to the story of the same name."""

PAIRED_SUFFIXES = frozenset(
    suffix for each in FORMATS if each.name in ("page text", "web page") for suffix in each.suffixes
)
"""The suffixes of page text and saved web pages."""

NO_ENTRY = -1
"""The position of a file that belongs to no entry."""

_TIMED_SUFFIXES = frozenset(TinyTag.SUPPORTED_FILE_EXTENSIONS)
_BYTES_PER_KILOBIT = 125

# Most safe HTML has no attributes but absolute links, and this search is 50 times as fast as one
# for its URLs. A srcset has several.
_MAYBE_RELATIVE = re.compile(r'=(?:(?<=srcset=)|(?!"https?://))')


class Attachment(msgspec.Struct, frozen=True):
    """A file that a public story shows or links to, and its URL path."""

    path: str
    file: Path

    @property
    def media_type(self) -> str:
        """The MIME type, by the file's suffix."""
        return TYPE_OF_SUFFIX[_suffix(self.path)]


class Attachments:
    """The attachments of a site."""

    def __init__(self, settings: Settings, catalog: Catalog) -> None:
        """Use the files in the stories folder that entries of the catalog link to."""
        self._folder, self._catalog = Path(settings.stories), catalog

    def all(self, at: datetime) -> Iterator[Attachment]:
        """Yield the attachments of the entries that are public at a time."""
        return self._existing(self._catalog.attached_files(at))

    def at_path(self, path: str, at: datetime) -> Attachment | None:
        """Return the attachment at a URL path, if a public entry has it."""
        match path.split("/", 3):
            case ["", "stories", slug, _]:
                attachments = self._existing(self._catalog.files_attached_to(slug, at))
                return next((each for each in attachments if each.path == path), None)
        return None

    def _existing(self, attached: Iterable[AttachedFile]) -> Iterator[Attachment]:
        for each in attached:
            file = _file(self._folder, each.story, each.name)
            if file:
                yield Attachment(story_path(each.slug) + each.name, file)


class PairedImages:
    """The images that belong to stories by name.

    `ferry.jpg` is the image of the first story in `ferry.txt`, `ferry-2.jpg` of the second.
    """

    def __init__(self, files: Iterable[str]) -> None:
        """Index image files by their paths; if two have the same stem, the first is used."""
        self._by_stem: dict[str, str] = {}
        for file in sorted(files, reverse=True):
            self._by_stem[file.rpartition(".")[0]] = file.rpartition("/")[2]

    def of(self, story: str) -> tuple[str, ...]:
        """Return the names of the images for a file's stories, in the stories' order."""
        stem = story.rpartition(".")[0]
        if stem not in self._by_stem or not can_have_paired_images(story):
            return ()
        return tuple(self._in_order(stem))

    def _in_order(self, stem: str) -> Iterator[str]:
        for number in count(1):
            image = self._by_stem.get(f"{stem}-{number}" if number > 1 else stem)
            if image is None:
                return
            yield image


def is_image(name: str) -> bool:
    """Return whether a file has the suffix of an image that can belong to a story."""
    return _suffix(name) in IMAGE_SUFFIXES


def is_attachment(name: str) -> bool:
    """Return whether a file has the suffix of a file that stories can link to."""
    return _suffix(name) in TYPE_OF_SUFFIX


def can_have_paired_images(name: str) -> bool:
    """Return whether a file has the suffix of page text or of a saved web page."""
    return f".{_suffix(name)}" in PAIRED_SUFFIXES


def with_images(entries: Iterable[Entry], images: Iterable[str]) -> tuple[Entry, ...]:
    """Return the entries of a file, each with its paired image unless it has an image already.

    The first caption without an image becomes the caption of the paired one.
    """
    names = iter(images)
    return tuple(_with_image(entry, next(names, None)) for entry in entries)


def attachment_states(
    folder: Path, story: str, entries: Sequence[Entry], images: Iterable[str] = ()
) -> tuple[AttachmentState, ...]:
    """Return the files that entries link to by relative URLs, each once, with their states.

    They are in the folder of the story file or below; `story` is that file's path below the
    stories folder. Hidden files, files outside the stories folder, and anything but images,
    audio, video and PDF are ignored. Paired `images` that no entry shows are included with
    the position NO_ENTRY: they are never published, but a change to them is noticed.
    """
    named = [(position, name) for position, entry in enumerate(entries) for name in _names(entry)]
    shown = {name for _, name in named}
    named += [(NO_ENTRY, name) for name in images if name not in shown]
    return tuple(_state(folder, story, position, name) for position, name in named)


def are_unchanged(folder: Path, story: str, states: Iterable[AttachmentState]) -> bool:
    """Return whether a story file's attachments are as they were when it was read."""
    return all(_is_unchanged(folder, story, each) for each in states)


def measured(folder: Path, story: str, entry: Entry) -> Entry:
    """Return an entry with the true size of each of its media whose file exists.

    `width` and `height` are pixels, `length` bytes and `duration` seconds; they replace
    what the source says.
    """
    if not entry.media:
        return entry
    media = tuple(_measured(folder, story, media) for media in entry.media)
    return msgspec.structs.replace(entry, media=media) if media != entry.media else entry


def duration(file: Path) -> int | None:
    """Return the playing time of an audio or video file in seconds, at least 1, if known."""
    if file.suffix.lower() not in _TIMED_SUFFIXES:
        return None
    try:
        tag = TinyTag.get(file, tags=False)
    except (OSError, TinyTagException):
        return None
    if not tag.duration or _is_too_long(tag, tag.duration):
        return None
    return max(1, round(tag.duration))


def _with_image(entry: Entry, image: str | None) -> Entry:
    if image is None or any(media.url and medium(media) == "image" for media in entry.media):
        return entry
    caption = next((media for media in entry.media if not media.url), Media())
    paired = msgspec.structs.replace(caption, url=quote(image))
    others = tuple(media for media in entry.media if media is not caption)
    return msgspec.structs.replace(entry, media=(paired, *others))


def _state(folder: Path, story: str, position: int, name: str) -> AttachmentState:
    file = _file(folder, story, name)
    try:
        stat = file.stat() if file else None
    except OSError:  # deleted meanwhile
        stat = None
    if stat is None:
        return AttachmentState(position=position, name=name)
    return AttachmentState(
        position=position, name=name, size=stat.st_size, mtime_ns=stat.st_mtime_ns
    )


def _is_unchanged(folder: Path, story: str, state: AttachmentState) -> bool:
    if state.size is None:
        return _file(folder, story, state.name) is None
    try:  # that the file is inside the folder was checked when the story was read
        stat = ((folder / story).parent / state.name).stat()
    except OSError:
        return False
    return (stat.st_size, stat.st_mtime_ns) == (state.size, state.mtime_ns)


def _names(entry: Entry) -> Iterable[str]:
    """Return the paths, relative to the story's folder, that an entry links to."""
    media = [media.url for media in entry.media if media.url]
    content = entry.content if entry.content and _MAYBE_RELATIVE.search(entry.content) else ""
    if not media and not content:
        return ()
    return dict.fromkeys(filter(None, map(_name, chain(media, embedded_urls(content)))))


def _measured(folder: Path, story: str, media: Media) -> Media:
    name = _name(media.url or "")
    file = _file(folder, story, name) if name else None
    if file is None:
        return media
    width, height = _pixels(file)
    try:
        length = file.stat().st_size
    except OSError:  # deleted meanwhile
        return media
    return msgspec.structs.replace(
        media,
        width=width or media.width,
        height=height or media.height,
        length=length,
        duration=duration(file) or media.duration,
    )


def _pixels(file: Path) -> tuple[int | None, int | None]:
    """Return width and height of an image; both are None if they cannot be read."""
    if not TYPE_OF_SUFFIX[_suffix(file.name)].startswith(IMAGE_TYPE):
        return None, None
    import imagesize  # noqa: PLC0415 - imports an HTTP client, and only new images are measured

    try:
        width, height = imagesize.get(file)
    except (OSError, ValueError):
        return None, None
    return (int(width), int(height)) if width > 0 and height > 0 else (None, None)


def _is_too_long(tag: TinyTag, seconds: float) -> bool:
    """Return whether the stated duration would need more bytes than the file has.

    Encoders of a stream do not know its length and write the greatest possible one.
    """
    return (tag.bitrate or 0) * _BYTES_PER_KILOBIT * seconds > 2 * tag.filesize


def _name(url: str) -> str | None:
    """Return the path of a relative URL in the story's folder or below; None for other URLs."""
    if url.startswith(("https://", "http://")):
        return None
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
    """Return the file with a name; None if it does not exist or is outside the stories folder."""
    file = (folder / story).parent / name
    try:
        inside = file.is_file() and file.resolve().is_relative_to(folder.resolve())
    except OSError:  # for example, a name that is too long
        return None
    return file if inside else None


def _suffix(name: str) -> str:
    return name.rpartition(".")[2].lower()
