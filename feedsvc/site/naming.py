"""Which document stands at which path: the same live and offline."""

from typing import Literal

import msgspec

from feedsvc.catalog import TermKind
from feedsvc.feeds import FORMATS, FeedFormat

TERM_FOLDERS: dict[str, TermKind] = {
    "sections": "section",
    "tags": "tag",
    "authors": "author",
    "languages": "language",
}
"""The folder of each kind of feed that the site makes itself."""

FILE_FORMATS: dict[str, FeedFormat] = {format_.file_name: format_ for format_ in FORMATS.values()}


class FeedKey(msgspec.Struct, frozen=True):
    """Which feed: the main one, one of a term (`section`, `world`), or one from settings."""

    kind: Literal["main", "custom"] | TermKind
    name: str = ""

    @property
    def path(self) -> str:
        """The folder of the feed's documents, as a URL path with both slashes."""
        if self.kind == "main":
            return "/"
        if self.kind == "custom":
            return f"/feeds/{self.name}/"
        folder = next(folder for folder, kind in TERM_FOLDERS.items() if kind == self.kind)
        return f"/{folder}/{self.name}/"


MAIN = FeedKey("main")


class FeedTarget(msgspec.Struct, frozen=True):
    """A feed document: the feed and the format it is written in."""

    key: FeedKey
    format: FeedFormat


class StoryTarget(msgspec.Struct, frozen=True):
    """The page of one story."""

    slug: str


class PageTarget(msgspec.Struct, frozen=True):
    """A document that there is once in a site."""

    name: Literal["index", "opml", "style"]


Target = FeedTarget | StoryTarget | PageTarget

SINGLE_PATHS: dict[str, PageTarget] = {
    "/": PageTarget("index"),
    "/opml.xml": PageTarget("opml"),
    "/style.css": PageTarget("style"),
}


def target_of(path: str) -> Target | None:
    """Return what a URL path names, by its form alone; None where no document can be there."""
    if path in SINGLE_PATHS:
        return SINGLE_PATHS[path]
    match path.split("/"):
        case ["", "stories", slug, ""] if slug:
            return StoryTarget(slug)
        case ["", file] if file in FILE_FORMATS:
            return FeedTarget(MAIN, FILE_FORMATS[file])
        case ["", "feeds", name, file] if name and file in FILE_FORMATS:
            return FeedTarget(FeedKey("custom", name), FILE_FORMATS[file])
        case ["", folder, slug, file] if folder in TERM_FOLDERS and slug and file in FILE_FORMATS:
            return FeedTarget(FeedKey(TERM_FOLDERS[folder], slug), FILE_FORMATS[file])
    return None


def feed_paths(folder: str) -> list[str]:
    """Return the paths of a feed's documents, one for each format."""
    return [folder + file_name for file_name in FILE_FORMATS]


def story_path(slug: str) -> str:
    """Return the path of a story's page."""
    return f"/stories/{slug}/"
