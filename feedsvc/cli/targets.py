"""The targets of `feedsvc validate`: files, folders, standard input and URLs."""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urljoin

from feedsvc.errors import TargetError

STDIN = "-"
SUFFIXES = frozenset({".xml", ".rss", ".atom", ".rdf", ".json", ".opml"})
"""The files in a folder that can be feeds."""
_JSON_FEED = b"jsonfeed.org"
_FEED_NAME = re.compile(r"(rss|atom|feed|podcast|opml|index)([-_.\d].*)?\.xml", re.IGNORECASE)
"""Names of files that are always checked, also by the pre-commit hook."""
_FEED_ROOTS = frozenset({"rss", "feed", "entry", "rdf", "opml", "outlinedocument", "channel"})
_NEWS_SITEMAP = b"/schemas/sitemap-news/"
_HOST = re.compile(r"[\w-]+(\.[\w-]+)*\.[a-z]{2,}(:\d+)?/", re.IGNORECASE)


class Target(NamedTuple):
    """A document to check, named on the command line or found in a folder.

    `path` is its path below `--base-url`. `error` says why there is no document.
    """

    name: str
    path: str = ""
    from_folder: bool = False
    error: str = ""

    @property
    def is_url(self) -> bool:
        """Whether the document has to be fetched."""
        return self.name.lower().startswith(("http://", "https://"))

    @property
    def display_name(self) -> str:
        """The name for reports: a URL without user name and password."""
        return re.sub(r"(?<=://)[^/?#]*@", "", self.name) if self.is_url else self.name

    def location(self, base_url: str | None) -> str | None:
        """Return the URL at which the document is published; standard input is at the base URL."""
        if base_url is None or not self.path:
            return base_url
        return urljoin(base_url.rstrip("/") + "/", quote(self.path))


def find_targets(names: tuple[str, ...]) -> list[Target]:
    """Return the documents with these names; those in a folder are sorted by name."""
    return [target for name in names for target in _targets(name)]


def read_target(target: Target, limit: int) -> bytes:
    """Return a document, or the first `limit + 1` bytes of a larger one.

    Raises TargetError if it cannot be read.
    """
    try:
        if target.name == STDIN:
            return sys.stdin.buffer.read(limit + 1)
        with Path(target.name).open("rb") as file:
            return file.read(limit + 1)
    except OSError as error:
        raise TargetError(f"{target.name}: cannot be read: {error.strerror}") from error


def is_not_a_feed(target: Target, data: bytes) -> bool:
    """Return whether a file found in a folder is some other XML or JSON, such as a sitemap."""
    path = Path(target.name)
    if not target.from_folder or path.name == "feed.json":
        return False
    if path.suffix.lower() == ".json":
        return _JSON_FEED not in data
    if path.suffix.lower() != ".xml" or _FEED_NAME.fullmatch(path.name):
        return False
    return _NEWS_SITEMAP not in data and _has_other_root(data)


def _has_other_root(data: bytes) -> bool:
    from feedsvc.validator.source import Source  # noqa: PLC0415 -- loads lxml

    source = Source(data, limit=len(data))
    root = source.root_name if source.readable else ""
    return bool(root) and root.rpartition(":")[2].lower() not in _FEED_ROOTS


def _targets(name: str) -> Iterator[Target]:
    target = Target(name)
    if name == STDIN or target.is_url:
        yield target
        return
    folder = Path(name)
    if not name or not folder.exists():
        yield Target(name, error=f"{name!r} does not exist{_cure(name)}")
    elif not folder.is_dir():
        yield Target(name, path=_path(name))
    else:
        files = list(_files(folder))
        yield from files or [Target(name, error=f"{name}: no feeds in this folder")]


def _cure(name: str) -> str:
    if "://" in name:
        return "; only http:// and https:// URLs can be fetched"
    return "; a URL begins with https://" if _HOST.match(name) else ""


def _path(name: str) -> str:
    """Return a file's path below the working folder, or its name if it is elsewhere."""
    file, here = Path(os.path.normpath(Path.cwd() / name)), Path.cwd()
    return file.relative_to(here).as_posix() if file.is_relative_to(here) else file.name


def _files(folder: Path) -> Iterator[Target]:
    """Yield the possible feeds in a folder and below, then the folders that cannot be read."""
    unreadable: list[OSError] = []
    for here, folders, files in os.walk(folder, onerror=unreadable.append):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for file in (Path(here, name) for name in sorted(files)):
            if _can_be_feed(file):
                path = file.relative_to(folder).as_posix()
                yield Target(str(file), path=path, from_folder=True)
    for error in unreadable:
        name = str(error.filename)
        yield Target(name, error=f"{name}: cannot be read: {error.strerror}")


def _can_be_feed(file: Path) -> bool:
    """Return whether to open a file: not a pipe, which blocks; a broken link is reported."""
    if file.name.startswith(".") or file.suffix.lower() not in SUFFIXES:
        return False
    return file.is_file() or file.is_symlink()
