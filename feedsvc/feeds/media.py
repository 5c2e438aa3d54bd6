"""Media types, enclosures, and which media an entry's content already shows."""

import html
import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote, unquote, urljoin, urlsplit

from feedsvc.entry import Entry, Media

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
"""Media types by file suffix. The system's table differs between machines, and so would feeds."""

REGISTERED_TYPE = {
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "audio/mp3": "audio/mpeg",
    "audio/x-mp3": "audio/mpeg",
    "audio/m4a": "audio/mp4",
    "video/mov": "video/quicktime",
}
"""The registered names of media types that are often misspelled."""

_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*", re.IGNORECASE)
_URL_ATTRIBUTE = re.compile(
    r"""\s(?P<name>src|srcset|poster|href)\s*=\s*(?P<quote>["']?)(?P<value>(?(quote)[^"'<>]*|[^\s>]+))""",
    re.IGNORECASE,
)
# The size in the file name of a scaled image, as WordPress and sets of retina images write it.
_SIZE = re.compile(r"(?:-\d{2,5}x\d{2,5}|-scaled|@[23]x)$")
_PLAIN = re.compile(r"[A-Za-z0-9_-]*")


def media_type(media: Media) -> str | None:
    """Return the MIME type: the one given, corrected, else by the URL's suffix, else None."""
    given = (media.type or "").partition(";")[0].strip().lower()
    if _MEDIA_TYPE.fullmatch(given):
        return REGISTERED_TYPE.get(given, given)
    return TYPE_OF_SUFFIX.get(_path(media.url or "").rpartition(".")[2].lower())


def medium(media: Media) -> str:
    """Return `image`, `audio`, `video` or `document` (Media RSS 1.5.1, `medium`).

    Media of unknown type count as images: URLs of images often have no suffix, those of
    audio and video nearly always do.
    """
    kind = (media_type(media) or "image/*").partition("/")[0]
    return kind if kind in ("image", "audio", "video") else "document"


def url_suffix(url: str) -> str:
    """Return the suffix of the file name in a URL, lowercase, or an empty string."""
    name = _path(url).rpartition("/")[2]
    return name.rpartition(".")[2].lower() if "." in name else ""


def attachments(entry: Entry) -> list[Media]:
    """Return the entry's media that can be enclosures: those with a URL and a known type."""
    return [media for media in entry.media if media.url and media_type(media)]


def images(entry: Entry) -> list[Media]:
    """Return the entry's images that have a URL."""
    return [media for media in entry.media if media.url and medium(media) == "image"]


def enclosure(entry: Entry) -> Media | None:
    """Return the one enclosure of an RSS item: the first audio or video, else the first image."""
    candidates = attachments(entry)
    playable = [media for media in candidates if medium(media) in ("audio", "video")]
    others = [media for media in candidates if medium(media) == "image"]
    return next(iter(playable + others), None)


def media_not_in_content(media: Sequence[Media], content: str, base: str) -> list[Media]:
    """Return the media that have a URL and are not shown in an entry's content.

    Safe HTML shows a medium by embedding it; audio, video and documents also by a link. An
    image in another size, in a srcset or on another host is the same image. `base` is the
    URL that relative links in the content are resolved against.
    """
    return [item for item in media if item.url and not _is_shown(item, content, base)]


def embedded_urls(content: str) -> Iterator[str]:
    """Yield the URLs that HTML embeds or links to, as written."""
    return _urls(content, links=True)


def _is_shown(media: Media, content: str, base: str) -> bool:
    url = media.url or ""
    # Content rarely mentions its media, so this search saves parsing most of it.
    stem = _stem(url)
    if stem not in content and (
        _PLAIN.fullmatch(stem) or (quote(stem) not in content and html.escape(stem) not in content)
    ):
        return False
    key, links = _key(url), medium(media) != "image"
    return any(_key(_joined(base, each)) == key for each in _urls(content, links=links))


def _urls(content: str, *, links: bool) -> Iterator[str]:
    for match in _URL_ATTRIBUTE.finditer(content):
        name, value = match["name"].lower(), html.unescape(match["value"])
        if name == "srcset":
            yield from (part.split()[0] for part in value.split(",") if part.strip())
        elif name != "href" or links:
            yield value.strip()


def _stem(url: str) -> str:
    """Return the start of the file name, which all URLs of one medium share."""
    name = url.partition("?")[0].rpartition("/")[2]
    return _SIZE.sub("", unquote(name).partition(".")[0])


def _key(url: str) -> str:
    """Return what all URLs of one medium share: the path without sizes.

    The query counts only if the path does not name a file.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    stem, dot, suffix = unquote(parts.path).rpartition(".")
    if dot and suffix.lower() in TYPE_OF_SUFFIX:
        return f"{_SIZE.sub('', stem)}.{suffix.lower()}"
    return f"{unquote(parts.path)}?{parts.query}"


def _joined(base: str, url: str) -> str:
    try:
        return urljoin(base, url)
    except ValueError:
        return url


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""
