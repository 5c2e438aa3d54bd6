"""Media RSS 1.5.1: images, audio and video with their size, description and credit."""

from collections.abc import Sequence
from typing import Self

from lxml import etree

from feedsvc.entry import Entry, Media
from feedsvc.feeds.extensions import Extension
from feedsvc.feeds.formatting import non_empty
from feedsvc.feeds.media import media_type, medium


class MediaRss(Extension, frozen=True, kw_only=True):
    """The media of an entry, each a `media:content` of its own.

    A `media:group` would mean several encodings of the same thing. Audio and video get the
    entry's title, which players show. Captions are written only if the entry has full content
    before them; otherwise feedparser takes a caption for the content.
    """

    prefix = "media"
    namespace = "http://search.yahoo.com/mrss/"

    contents: Sequence[Media] = ()
    title: str = ""
    with_captions: bool = False

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """Return the media of an entry of a prepared feed."""
        return cls(contents=entry.media, title=entry.title or "", with_captions=bool(entry.content))

    def extend_rss(self, element: etree._Element) -> None:
        """Add the media that have a URL."""
        for media in self.contents:
            if media.url:
                self._add_content(element, media)

    extend_atom = extend_rss

    def _add_content(self, parent: etree._Element, media: Media) -> None:
        content = self.add(parent, "content", **_attributes(media))
        if self.title and medium(media) in ("audio", "video"):
            self.add(content, "title", self.title, type="plain")
        if medium(media) == "image":
            size = non_empty(url=media.url, width=media.width, height=media.height)
            self.add(content, "thumbnail", **size)
        if media.caption and self.with_captions:
            self.add(content, "description", media.caption, type="plain")
        if media.credit:
            self.add(content, "credit", media.credit)


def _attributes(media: Media) -> dict[str, str]:
    return non_empty(
        url=media.url,
        fileSize=media.length,
        type=media_type(media),
        medium=medium(media),
        width=media.width,
        height=media.height,
        duration=media.duration,
    )
