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
_FEED_OF_JSON = b"jsonfeed.org/"


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
    """Whether a file below a folder is JSON of another kind, of which there is much."""
    path = Path(target.name)
    is_json = target.walked and path.suffix.lower() == ".json"
    return is_json and path.name != "feed.json" and _FEED_OF_JSON not in data


def _targets(name: str) -> Iterator[Target]:
    target = Target(name)
    if name == STDIN or target.is_address:
        yield target
        return
    folder = Path(name)
    if not folder.exists():
        yield Target(name, error=f"{name!r} does not exist")
    elif not folder.is_dir():
        yield Target(name, path=name)
    else:
        below = [
            Target(str(file), path=file.relative_to(folder).as_posix(), walked=True)
            for file in _files(folder)
        ]
        yield from below or [Target(name, error=f"{name}: no feed is below this folder")]


def _files(folder: Path) -> Iterator[Path]:
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for file in sorted(files):
            if not file.startswith(".") and Path(file).suffix.lower() in SUFFIXES:
                yield Path(here, file)
