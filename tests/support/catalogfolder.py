"""A simulated stories folder for tests of the catalog: files of entries, and a clock."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from sqlalchemy import MetaData, create_engine

from feedsvc.catalog import (
    Catalog,
    DocumentState,
    FileState,
    PreparedFile,
    Selection,
    Story,
    SyncOutcome,
    prepare,
)
from feedsvc.entry import Entry

AUTHORITY = "example.org,2026"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
POSTGRES = os.environ.get("TEST_POSTGRES")
"""The URL of a PostgreSQL database for tests; every table in it is dropped."""

SERVERS = ["sqlite", *(["postgresql"] if POSTGRES else [])]


@contextmanager
def fresh_folder(server: str, tmp_path: Path) -> Iterator["Folder"]:
    url = f"sqlite:///{tmp_path / 'catalog.db'}"
    if server == "postgresql":
        url = POSTGRES
        drop_tables()
    with Catalog.open(url, AUTHORITY) as catalog:
        yield Folder(catalog, url)


def drop_tables() -> None:
    engine, metadata = create_engine(POSTGRES), MetaData()
    metadata.reflect(engine)
    metadata.drop_all(engine)
    engine.dispose()


def story(title: str | None = "Ferry runs again", body: str = "", **fields: object) -> Entry:
    text = body or f"What became of it: {title}."
    return Entry(title=title, content=f"<p>{text}</p>", **fields)


class ReadStories(msgspec.Struct, frozen=True):
    """What was read at a time, as a sync takes it."""

    stories: list[PreparedFile]
    touched: dict[str, FileState]


def batch(stories: Iterable[Story], touched: dict[str, FileState] | None = None) -> ReadStories:
    return ReadStories(list(map(prepare, stories)), touched or {})


class Folder:
    """Files by name; `sync` passes what changed to the catalog, like a site."""

    def __init__(self, catalog: Catalog, url: str = "") -> None:
        self.catalog, self.url, self.now = catalog, url, NOON
        self.files: dict[str, Story] = {}

    def write(self, name: str, *entries: Entry, mtime: datetime | None = None) -> None:
        data = msgspec.json.encode(entries)
        state = FileState(
            size=len(data),
            mtime_ns=int((mtime or self.now).timestamp()) * 10**9,
            digest=hashlib.sha256(data).hexdigest(),
        )
        self.files[name] = Story(name=name, state=state, entries=entries)

    def move(self, old: str, new: str) -> None:
        self.files[new] = msgspec.structs.replace(self.files.pop(old), name=new)

    def remove(self, name: str) -> Story:
        return self.files.pop(name)

    def sync(self, after: timedelta = timedelta(0), **archives: object) -> SyncOutcome:
        self.now += after
        known = self.catalog.files()
        changed = [
            file
            for name, file in sorted(self.files.items())
            if name not in known or known[name].digest != file.state.digest
        ]
        touched = {
            name: file.state
            for name, file in self.files.items()
            if name in known
            and known[name] != file.state
            and known[name].digest == file.state.digest
        }
        removed = sorted(known.keys() - self.files)
        return self.catalog.sync([batch(changed, touched)], removed, self.now, **archives)

    def entries(self, at: datetime | None = None, **selection: object) -> list[Entry]:
        return self.catalog.entries(Selection(**selection), at or self.now)

    def entry(self, title: str) -> Entry:
        [found] = [entry for entry in self.entries() if entry.title == title]
        return found

    def ids(self) -> dict[str, str]:
        return {entry.title: entry.id for entry in self.entries()}


def sync_all(location):
    """Open a catalog, which need not exist yet, and sync forty stories."""
    with Catalog.open(location, AUTHORITY) as catalog:
        folder = Folder(catalog)
        for number in range(40):
            folder.write(f"world/{number}.txt", story(f"Story {number}", published=NOON))
        return folder.sync().added


def sync_own(location, writer):
    """Sync ten stories of this writer alone, one by one."""
    with Catalog.open(location, AUTHORITY) as catalog:
        folder = Folder(catalog)
        for number in range(10):
            folder.write(f"{writer}/{number}.txt", story("The same headline", published=NOON))
            catalog.sync([batch([folder.files.pop(f"{writer}/{number}.txt")])], (), NOON)
            state = DocumentState(path="/rss.xml", etag=str(writer), modified=NOON)
            catalog.published.record_documents([state], ())
