"""What the tests need of a feed reader."""

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import ClassVar


@dataclass(frozen=True)
class Item:
    """An entry as a feed reader shows it; `content` is HTML or text, as the reader stores it."""

    id: str
    title: str
    published: datetime
    author: str
    link: str
    content: str

    @property
    def text(self) -> str:
        """The content as shown on screen: without tags, its lines joined."""
        return " ".join(unescape(re.sub(r"<[^>]*>", " ", self.content)).split())


class Reader(ABC):
    """One subscription to one feed; the reader stores everything in its own folder."""

    name: ClassVar[str]
    install: ClassVar[str]
    """The command that installs the feed reader."""

    formats: ClassVar[tuple[str, ...]] = ("rss.xml", "atom.xml")
    keeps_old: ClassVar[bool] = True
    """Whether an item stays in the reader after it leaves the feed."""

    shows_edits: ClassVar[bool] = True
    """Whether the reader updates the headline of an item it already has."""

    fetches_before_304: ClassVar[int] = 1

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url
        folder.mkdir(parents=True)
        self.subscribe()

    @classmethod
    @abstractmethod
    def is_installed(cls) -> bool:
        """Return whether the feed reader is installed."""

    @abstractmethod
    def subscribe(self) -> None:
        """Add the feed as a user would, without fetching it."""

    @abstractmethod
    def fetch(self) -> list[Item]:
        """Update the feed and return the items that the reader shows as new."""

    @abstractmethod
    def items(self) -> list[Item]:
        """Return all items that the reader shows."""

    def close(self) -> None:  # noqa: B027 -- most have nothing to release
        """Release open resources."""


@dataclass(frozen=True)
class Fetched:
    """A parsed response; without items if its status is 304."""

    status: int
    etag: str | None
    modified: str | None
    items: list[Item]


class Library(Reader):
    """A library that parses one document; its users store the validators and the ids they saw."""

    keeps_old = False

    def subscribe(self) -> None:
        self._etag: str | None = None
        self._modified: str | None = None
        self._seen: set[str] = set()
        self._items: list[Item] = []

    @abstractmethod
    def get(self, etag: str | None, modified: str | None) -> Fetched:
        """Request the document with the validators of the last response."""

    def fetch(self) -> list[Item]:
        fetched = self.get(self._etag, self._modified)
        if fetched.status == 304:
            return []
        assert fetched.status == 200
        self._etag, self._modified = fetched.etag, fetched.modified
        self._items = fetched.items
        new = [item for item in fetched.items if item.id not in self._seen]
        self._seen.update(item.id for item in new)
        return new

    def items(self) -> list[Item]:
        return self._items
