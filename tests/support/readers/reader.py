"""What the tests ask of a feed reader, and what it shows."""

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import ClassVar


@dataclass(frozen=True)
class Item:
    """An entry as a reader shows it; `content` is HTML or text, whichever the reader keeps."""

    id: str
    title: str
    published: datetime
    author: str
    link: str
    content: str

    @property
    def text(self) -> str:
        """What is read on the screen: the content without tags, its lines joined."""
        return " ".join(unescape(re.sub(r"<[^>]*>", " ", self.content)).split())


class Reader(ABC):
    """One subscription to one feed; all that it keeps is in a folder of its own."""

    name: ClassVar[str]
    install: ClassVar[str]
    """The command that installs it."""

    formats: ClassVar[tuple[str, ...]] = ("rss.xml", "atom.xml")
    keeps_old: ClassVar[bool] = True
    """Whether an item stays in the reader when it is gone from the feed."""

    shows_edits: ClassVar[bool] = True
    """Whether an item that was read before gets its new headline."""

    fetches_before_304: ClassVar[int] = 1

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url
        folder.mkdir(parents=True)
        self.subscribe()

    @classmethod
    @abstractmethod
    def is_installed(cls) -> bool:
        """Whether it can be run here."""

    @abstractmethod
    def subscribe(self) -> None:
        """Add the feed, as its user would; nothing is fetched yet."""

    @abstractmethod
    def fetch(self) -> list[Item]:
        """Look for news, and return the items that the reader shows as new."""

    @abstractmethod
    def items(self) -> list[Item]:
        """Return all items that it shows now."""

    def close(self) -> None:  # noqa: B027 -- most keep nothing open
        """Let go of what is open."""


@dataclass(frozen=True)
class Fetched:
    """What a library made of one answer; without items where it was 304."""

    status: int
    etag: str | None
    modified: str | None
    items: list[Item]


class Library(Reader):
    """A library that parses one document: its users keep the validators and the ids seen."""

    keeps_old = False

    def subscribe(self) -> None:
        self._etag: str | None = None
        self._modified: str | None = None
        self._seen: set[str] = set()
        self._items: list[Item] = []

    @abstractmethod
    def get(self, etag: str | None, modified: str | None) -> Fetched:
        """Ask for the document with the validators of the last one."""

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
