"""What `feedsvc validate` is given: files, folders, standard input and addresses."""

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
"""The files that are looked at below a folder."""
_FEED_OF_JSON = b"jsonfeed.org"
_FEED_OF_XML = re.compile(r"(rss|atom|feed|podcast|opml|index)([-_.\d].*)?\.xml", re.IGNORECASE)
"""Names of files that are checked whatever is in them, as by the hook of pre-commit."""
_ROOTS = frozenset({"rss", "feed", "entry", "rdf", "opml", "outlinedocument", "channel"})
_NEWS_SITEMAP = b"/schemas/sitemap-news/"
_HOST = re.compile(r"[\w-]+(\.[\w-]+)*\.[a-z]{2,}(:\d+)?/", re.IGNORECASE)


class Target(NamedTuple):
    """A document to check; `path` is its place below `--base-url`, `walked` if found in a folder.

    `error` says why there is none: the folder or file is missing or empty.
    """

    name: str
    path: str = ""
    walked: bool = False
    error: str = ""

    @property
    def is_address(self) -> bool:
        """Whether it is fetched."""
        return self.name.lower().startswith(("http://", "https://"))

    @property
    def shown(self) -> str:
        """The name, fit for a report: an address without the name and password in it."""
        return re.sub(r"(?<=://)[^/?#]*@", "", self.name) if self.is_address else self.name

    def location(self, base_url: str | None) -> str | None:
        """Return where the document is on the web; standard input is at the address itself."""
        if base_url is None or not self.path:
            return base_url
        return urljoin(base_url.rstrip("/") + "/", quote(self.path))


def targets(names: tuple[str, ...]) -> list[Target]:
    """Return the documents that are named, those below folders in the order of their names."""
    return [target for name in names for target in _targets(name)]


def read(target: Target, limit: int) -> bytes:
    """Return a document, or a byte more than the limit of one that is too large.

    Raises TargetError where it cannot be read.
    """
    try:
        if target.name == STDIN:
            return sys.stdin.buffer.read(limit + 1)
        with Path(target.name).open("rb") as file:
            return file.read(limit + 1)
    except OSError as error:
        raise TargetError(f"{target.name}: cannot be read: {error.strerror}") from error


def is_passed_over(target: Target, data: bytes) -> bool:
    """Whether a file below a folder is XML or JSON of another kind, of which there is much."""
    path = Path(target.name)
    if not target.walked or path.name == "feed.json":
        return False
    if path.suffix.lower() == ".json":
        return _FEED_OF_JSON not in data
    if path.suffix.lower() != ".xml" or _FEED_OF_XML.fullmatch(path.name):
        return False
    return _NEWS_SITEMAP not in data and _is_rooted_elsewhere(data)


def _is_rooted_elsewhere(data: bytes) -> bool:
    """Whether the first element, if there is any, is that of no feed: of a sitemap, say."""
    from feedsvc.validator.source import Source  # noqa: PLC0415 -- loads lxml

    source = Source(data, limit=len(data))
    root = source.root_name if source.readable else ""
    return bool(root) and root.rpartition(":")[2].lower() not in _ROOTS


def _targets(name: str) -> Iterator[Target]:
    target = Target(name)
    if name == STDIN or target.is_address:
        yield target
        return
    folder = Path(name)
    if not name or not folder.exists():
        yield Target(name, error=f"{name!r} does not exist{_cure(name)}")
    elif not folder.is_dir():
        yield Target(name, path=_place(name))
    else:
        below = list(_below(folder))
        yield from below or [Target(name, error=f"{name}: no feed is below this folder")]


def _cure(name: str) -> str:
    if "://" in name:
        return "; of addresses only those with http and https are fetched"
    return "; an address begins with https://" if _HOST.match(name) else ""


def _place(name: str) -> str:
    """Return where a file is in the working folder; of one elsewhere only its name counts."""
    file, here = Path(os.path.normpath(Path.cwd() / name)), Path.cwd()
    return file.relative_to(here).as_posix() if file.is_relative_to(here) else file.name


def _below(folder: Path) -> Iterator[Target]:
    """Yield the files below a folder, and the folders there that cannot be read."""
    unread: list[OSError] = []
    for here, folders, files in os.walk(folder, onerror=unread.append):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for file in (Path(here, name) for name in sorted(files)):
            if _may_be_feed(file):
                path = file.relative_to(folder).as_posix()
                yield Target(str(file), path=path, walked=True)
    for error in unread:
        name = str(error.filename)
        yield Target(name, error=f"{name}: cannot be read: {error.strerror}")


def _may_be_feed(file: Path) -> bool:
    """Whether a file is to be looked at: a pipe would be waited for; a dead link is told of."""
    if file.name.startswith(".") or file.suffix.lower() not in SUFFIXES:
        return False
    return file.is_file() or file.is_symlink()
