"""URL paths and the documents at them, the same live and offline."""

import re
from collections.abc import Iterable
from typing import Literal

import msgspec

from feedsvc.catalog import TermKind
from feedsvc.feeds import ARCHIVE, COMPANION_TYPES, FORMATS, FeedFormat, page_path

TERM_FOLDERS: dict[str, TermKind] = {
    "sections": "section",
    "tags": "tag",
    "authors": "author",
    "languages": "language",
}
"""The folders of the feeds of terms, with the kind of term in each."""

PRIVATE = "/private/"
"""The folder of private feeds, with one folder for each token."""

FILE_FORMATS: dict[str, FeedFormat] = {format_.file_name: format_ for format_ in FORMATS.values()}


class FeedKey(msgspec.Struct, frozen=True):
    """The identity of a feed: the main one, that of a term, or one from the settings.

    For example, the feed of a section is `section` and `world`. The documents of a `private`
    feed have no path of their own, but one for each token.
    """

    kind: Literal["main", "custom"] | TermKind
    name: str = ""
    private: bool = False

    @property
    def path(self) -> str:
        """The folder of the feed's documents, as a URL path with both slashes."""
        if self.kind == "main":
            return "/"
        if self.kind == "custom":
            return f"{PRIVATE}{self.name}/" if self.private else f"/feeds/{self.name}/"
        folder = next(folder for folder, kind in TERM_FOLDERS.items() if kind == self.kind)
        return f"/{folder}/{self.name}/"


MAIN = FeedKey("main")


class FeedTarget(msgspec.Struct, frozen=True):
    """A feed document: the feed and its format."""

    key: FeedKey
    format: FeedFormat


class ArchiveTarget(msgspec.Struct, frozen=True):
    """An archive page of a feed, 1 being the oldest; `format` is None for the HTML page."""

    key: FeedKey
    format: FeedFormat | None
    page: int


class FeedPageTarget(msgspec.Struct, frozen=True):
    """The HTML page of a feed."""

    key: FeedKey


class StoryTarget(msgspec.Struct, frozen=True):
    """The page of a story."""

    slug: str


class CompanionTarget(msgspec.Struct, frozen=True):
    """A transcript or the chapters of an episode, by the suffix of the file."""

    slug: str
    suffix: str


StaticName = Literal["style", "script", "not_found", "static_validate"]
"""The documents that show nothing of the catalog."""


class PageTarget(msgspec.Struct, frozen=True):
    """A document that a site has once."""

    name: StaticName | Literal["index", "opml", "news_sitemap", "feed_menu"]


Target = FeedTarget | ArchiveTarget | FeedPageTarget | StoryTarget | CompanionTarget | PageTarget

_PAGE = re.compile(rf"(?P<folder>/(?:.*/)?){ARCHIVE}/(?P<number>[1-9][0-9]{{0,8}})/(?P<file>[^/]*)")

NEWS_SITEMAP_PATH = "/news-sitemap.xml"

STATIC_VALIDATE_PATH = "/validate/index.html"
"""The page that static file servers show at `/validate/`, where the app has its validator."""

SINGLE_PATHS: dict[str, PageTarget] = {
    "/": PageTarget("index"),
    "/opml.xml": PageTarget("opml"),
    "/style.css": PageTarget("style"),
    "/script.js": PageTarget("script"),
    "/404.html": PageTarget("not_found"),
    STATIC_VALIDATE_PATH: PageTarget("static_validate"),
    NEWS_SITEMAP_PATH: PageTarget("news_sitemap"),
    "/.well-known/feeds": PageTarget("opml"),
    "/.well-known/feed-menu.json": PageTarget("feed_menu"),
}


def target_of(path: str) -> Target | None:
    """Return the target of a URL path, by its form alone; None if no document can be there."""
    if path in SINGLE_PATHS:
        return SINGLE_PATHS[path]
    page = _PAGE.fullmatch(path)
    return _archive_target(page) if page else _plain_target(path)


def private_path(token: str, name: str, file_name: str) -> str:
    """Return the path of a private feed's document for the holder of a token."""
    return f"{PRIVATE}{token}/{name}/{file_name}"


def private_target_of(path: str) -> tuple[str, FeedTarget] | None:
    """Return the token in a path, and the private feed document that the path is for.

    None if the path has another form. Whether there is such a feed, and whether the token is
    valid, is not checked.
    """
    match path.split("/"):
        case ["", "private", token, name, file] if token and file in FILE_FORMATS:
            return token, FeedTarget(FeedKey("custom", name, private=True), FILE_FORMATS[file])
    return None


def feed_paths(folder: str) -> list[str]:
    """Return the paths of a feed's documents: its HTML page, and one for each format."""
    return [page_path(folder), *(folder + file_name for file_name in FILE_FORMATS)]


def archive_paths(folder: str, page: int, file_names: Iterable[str]) -> list[str]:
    """Return the paths of an archive page of a feed: in HTML, and of some files."""
    return [f"{folder}{ARCHIVE}/{page}/{file_name}" for file_name in ("", *file_names)]


def archive_file_names(formats: Iterable[str]) -> tuple[str, ...]:
    """Return the names of the files of archive pages in some formats."""
    return tuple(form.file_name for name, form in FORMATS.items() if name in set(formats))


def story_path(slug: str) -> str:
    """Return the path of a story's page."""
    return f"/stories/{slug}/"


def companion_path(slug: str, suffix: str) -> str:
    """Return the path of an episode's companion file, below that of the story's page."""
    return f"{story_path(slug)}{slug}{suffix}"


def is_companion(path: str) -> bool:
    """Return whether a path or file name has the suffix of a transcript or of chapters."""
    return path.endswith(tuple(COMPANION_TYPES))


def _archive_target(page: re.Match[str]) -> Target | None:
    current = _plain_target(page["folder"] + page["file"])
    if isinstance(current, FeedTarget):
        return ArchiveTarget(current.key, current.format, int(page["number"]))
    if isinstance(current, FeedPageTarget):
        return ArchiveTarget(current.key, None, int(page["number"]))
    return None


def _plain_target(path: str) -> Target | None:
    match path.split("/"):
        case ["", "stories", ""]:
            return FeedPageTarget(MAIN)
        case ["", "stories", slug, file] if slug:
            return _story_target(slug, file)
        case ["", file]:
            return _feed_target(MAIN, file)
        case ["", "feeds", name, file] if name:
            return _feed_target(FeedKey("custom", name), file)
        case ["", folder, slug, file] if folder in TERM_FOLDERS and slug:
            return _feed_target(FeedKey(TERM_FOLDERS[folder], slug), file)
    return None


def _story_target(slug: str, file: str) -> Target | None:
    if not file:
        return StoryTarget(slug)
    suffix = file.removeprefix(slug)
    return CompanionTarget(slug, suffix) if suffix in COMPANION_TYPES else None


def _feed_target(key: FeedKey, file: str) -> Target | None:
    if not file:
        return FeedPageTarget(key)
    form = FILE_FORMATS.get(file)
    return FeedTarget(key, form) if form else None
