"""The attachments of a WordPress export, and which of them belong to a post."""

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from feedsvc.parsers.feedfile.elements import Children
from feedsvc.parsers.feedfile.media import Album
from feedsvc.parsers.reading.html import plain_text
from feedsvc.parsers.reading.xml import line_of

_WIDTH: Final = re.compile(r's:5:"width";i:(\d{1,6});')
_HEIGHT: Final = re.compile(r's:6:"height";i:(\d{1,6});')
_SIZE: Final = re.compile(r"-(\d{1,5})x(\d{1,5})\.(jpe?g|png|gif|webp|avif)$", re.IGNORECASE)
_SHOWN: Final = re.compile(r' src="([^"<>]*)"')


class Attachment(NamedTuple):
    """A file of the media library; width and height are pixels as they were written."""

    number: str
    parent: str
    url: str
    caption: str
    width: str
    height: str
    line: int

    @classmethod
    def of(cls, item: Children) -> "Attachment":
        """Return what an item says of the file that is attached to it."""
        meta = meta_of(item)
        sizes = meta.get("_wp_attachment_metadata", "")
        width, height = _WIDTH.search(sizes), _HEIGHT.search(sizes)
        alternative = meta.get("_wp_attachment_image_alt", "")
        return cls(
            number=item.text("wp:post_id"),
            parent=item.text("wp:post_parent"),
            url=item.text("wp:attachment_url") or item.text("guid"),
            caption=plain_text(item.text("excerpt:encoded")) or plain_text(alternative),
            width=width[1] if width else "",
            height=height[1] if height else "",
            line=line_of(item.element),
        )


class Attachments:
    """All attachments of an export, by their numbers and by the posts they are attached to."""

    def __init__(self, attachments: Iterable[Attachment]) -> None:
        self._by_number: dict[str, Attachment] = {}
        self._by_parent: dict[str, list[Attachment]] = {}
        for each in attachments:
            self._by_number[each.number] = each
            if each.parent.strip("0"):
                self._by_parent.setdefault(each.parent, []).append(each)

    def of(self, numbers: Iterable[str], parent: str) -> Iterator[Attachment]:
        """Yield the attachments of those numbers, then those attached to a post, each once."""
        chosen = [self._by_number[each] for each in numbers if each in self._by_number]
        yield from dict.fromkeys([*chosen, *self._by_parent.get(parent, ())])


def add_attachments(album: Album, attachments: Iterable[Attachment], content: str) -> None:
    """Add attachments to the media of a post, each at the size in which its content shows it.

    WordPress puts `harbour-300x200.jpg` in the text for the picture `harbour.jpg`.
    """
    shown = _sizes_in(content)
    for each in attachments:
        url, width, height = shown.get(each.url, (each.url, each.width, each.height))
        album.add(url, each.line, caption=each.caption or None, width=width, height=height)


def meta_of(item: Children) -> dict[str, str]:
    """Return the custom fields of an item, the first of each name."""
    found: dict[str, str] = {}
    for element in item.all("wp:postmeta"):
        meta = Children(element)
        found.setdefault(meta.text("meta_key"), meta.text("meta_value"))
    return found


def _sizes_in(content: str) -> dict[str, tuple[str, str, str]]:
    """Return the pictures that a content shows at another size: address, width, height.

    Under the address of the whole picture, and only where that itself is not shown.
    """
    shown = {match[1] for match in _SHOWN.finditer(content)}
    sizes: dict[str, tuple[str, str, str]] = {}
    for url in sorted(shown):
        size = _SIZE.search(url)
        if size and (whole := f"{url[: size.start()]}.{size[3]}") not in shown:
            sizes.setdefault(whole, (url, size[1], size[2]))
    return sizes
