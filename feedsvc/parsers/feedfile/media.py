"""Images, audio and video of feeds: enclosures and Media RSS, without duplicates."""

import re
from collections.abc import Iterable
from typing import Final

import msgspec

from feedsvc.entry import Media
from feedsvc.parsers.feedfile.elements import Children, base_of
from feedsvc.parsers.feedfile.urls import web_url
from feedsvc.parsers.reading.xml import Element, line_of
from feedsvc.parsers.values import text_of

_SIZE: Final = re.compile(r"[1-9]\d{0,14}")
_MIME: Final = re.compile(r"[a-z]+/[a-z0-9.+-]+")
_IMAGE: Final = re.compile(r"[^?#]*\.(?:jpe?g|png|gif|webp|avif|svg)(?:[?#].*)?", re.IGNORECASE)


class Album:
    """The media of one item, in order and one per URL, and the line of the first."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.line: int | None = None
        self._media: dict[str, Media] = {}
        self._has_image = False

    def add(
        self, url: str | None, line: int, *, is_image: bool = False, **properties: object
    ) -> None:
        """Add a media object, or complete the one with the same URL.

        `properties` are fields of `Media` as written in the feed. A URL that is not http or https
        is ignored.
        """
        absolute = web_url(url or "", self.base)
        if absolute is None:
            return
        known = self._media.get(absolute, Media(url=absolute))
        new = {
            name: value
            for name, written in properties.items()
            if getattr(known, name) is None and (value := _CONVERTERS[name](written)) is not None
        }
        self._media[absolute] = msgspec.structs.replace(known, **new)
        kind = self._media[absolute].type or ""
        self._has_image |= is_image or kind.startswith("image/") or bool(_IMAGE.fullmatch(absolute))
        self.line = self.line or line

    def add_poster(self, url: str | None, line: int) -> None:
        """Add an image, unless there is one."""
        if not self._has_image:
            self.add(url, line, is_image=True)

    def media(self) -> tuple[Media, ...]:
        """Return the media, in order."""
        return tuple(self._media.values())


def add_media_rss(album: Album, item: Children) -> None:
    """Add the media of Media RSS 1.5.1; for a group, only its default rendition.

    A thumbnail or an `itunes:image` is added only if there is no other image.
    """
    posters = list(item.all("media:thumbnail"))
    for element in item.all("media:content", "media:group"):
        inside = Children(element)
        around = [inside, item]
        contents = [element]
        if element.get("url") is None and (contents := inside.all("content")):
            around.insert(0, Children(contents[0]))
            contents = [_best(contents)]
        posters += [each for inner in around[:-1] for each in inner.all("thumbnail")]
        for content in contents:
            _add_content(album, content, around)
    for poster in posters:
        album.add_poster(poster.get("url"), line_of(poster))
    for image in item.all("itunes:image"):
        album.add_poster(image.get("href"), line_of(image))


def add_enclosure(album: Album, element: Element, url_attribute: str = "url") -> None:
    """Add an RSS `enclosure`, or an Atom `link` whose URL is in `href`."""
    album.add(
        element.get(url_attribute),
        line_of(element),
        type=element.get("type"),
        length=element.get("length"),
        caption=element.get("title"),
    )


def _add_content(album: Album, content: Element, around: list[Children]) -> None:
    """Add a `media:content`, with the properties inside it, in its group, or next to it."""
    caption = _first_text(around[:-1], "description") or _first_text(around[:-1], "title")
    item = around[-1]
    outer_base, album.base = album.base, base_of(content, album.base)
    album.add(
        content.get("url"),
        line_of(content),
        is_image=content.get("medium") == "image",
        type=content.get("type"),
        length=content.get("fileSize"),
        width=content.get("width"),
        height=content.get("height"),
        caption=caption or item.text("media:description"),
        credit=_first_text(around[:-1], "credit") or item.text("media:credit"),
    )
    album.base = outer_base


def _first_text(around: Iterable[Children], name: str) -> str:
    return next(filter(None, (inner.text(name) for inner in around)), "")


def _best(contents: list[Element]) -> Element:
    """Return the default rendition, or else the widest."""
    default = [each for each in contents if each.get("isDefault") == "true"]
    return (default or sorted(contents, key=lambda each: -(_size(each.get("width")) or 0)))[0]


def _size(written: object) -> int | None:
    text = written.strip() if isinstance(written, str) else str(written)
    return int(text) if _SIZE.fullmatch(text) else None


def _mime(written: object) -> str | None:
    text = str(written or "").partition(";")[0].strip().lower()
    return text if _MIME.fullmatch(text) else None


def _one_line(written: object) -> str | None:
    return text_of(written if isinstance(written, str) else None)


_CONVERTERS: Final = {
    "type": _mime,
    "length": _size,
    "width": _size,
    "height": _size,
    "caption": _one_line,
    "credit": _one_line,
}
