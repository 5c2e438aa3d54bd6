"""Pictures of stories that name none: files beside page text and web pages that have their name."""

from collections.abc import Iterable, Iterator
from itertools import count
from urllib.parse import quote

import msgspec

from feedsvc.entry import Entry, Media
from feedsvc.feeds.media import medium
from feedsvc.parsers import webpage
from feedsvc.parsers.newstext import pagetext

PICTURES = frozenset(("jpg", "jpeg", "png", "webp"))
"""The suffixes of pictures that belong to the story of their name."""

UNNAMING = pagetext.SUFFIXES | webpage.SUFFIXES
"""The suffixes of text and pages as copied and saved, which name no file that lies beside them."""


class Pairs:
    """The pictures that belong to the stories of a folder.

    `ferry.jpg` is the picture of `ferry.txt`, and of the second story in there `ferry-2.jpg`.
    """

    def __init__(self, files: Iterable[str]) -> None:
        """Look for them among the paths of files; of two for one story the first is taken."""
        self._by_stem: dict[str, str] = {}
        for file in sorted(files, reverse=True):
            self._by_stem[file.rpartition(".")[0]] = file.rpartition("/")[2]

    def of(self, story: str) -> tuple[str, ...]:
        """Return the names of the pictures of a file's stories, in their order."""
        stem, _, suffix = story.rpartition(".")
        if stem not in self._by_stem or f".{suffix.lower()}" not in UNNAMING:
            return ()
        return tuple(self._in_order(stem))

    def _in_order(self, stem: str) -> Iterator[str]:
        for number in count(1):
            picture = self._by_stem.get(f"{stem}-{number}" if number > 1 else stem)
            if picture is None:
                return
            yield picture


def is_picture(name: str) -> bool:
    """Tell by its name whether a file may be the picture of a story."""
    return name.rpartition(".")[2].lower() in PICTURES


def illustrated(entries: Iterable[Entry], pictures: Iterable[str]) -> tuple[Entry, ...]:
    """Return the entries of a file, each with its picture where it has no other.

    The first caption that stands without a picture is taken for that of this one.
    """
    names = iter(pictures)
    return tuple(_with(entry, next(names, None)) for entry in entries)


def _with(entry: Entry, picture: str | None) -> Entry:
    if picture is None or any(media.url and medium(media) == "image" for media in entry.media):
        return entry
    caption = next((media for media in entry.media if not media.url), Media())
    shown = msgspec.structs.replace(caption, url=quote(picture))
    others = tuple(media for media in entry.media if media is not caption)
    return msgspec.structs.replace(entry, media=(shown, *others))
