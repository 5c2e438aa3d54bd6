"""What editors see of their site: its stories, public or not, and how each is parsed."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec

from feedsvc.catalog import Catalog, DeskEntry
from feedsvc.catalog.queries.desk import SEARCHED
from feedsvc.entry import Entry, as_json
from feedsvc.errors import StoryError
from feedsvc.parsers import Parsed, Source, Trace, is_story, parse
from feedsvc.settings import Settings
from feedsvc.site.scan import parser_options

PAGE_SIZE = 50
"""How many entries a list shows."""


class EntryList(msgspec.Struct, frozen=True):
    """A page of a list of entries; `more` says whether others follow."""

    entries: tuple[DeskEntry, ...]
    more: bool = False

    @property
    def last(self) -> int | None:
        """The key of the last entry; the next page begins after it."""
        return self.entries[-1].key if self.entries else None


class Newsdesk:
    """Lists of entries for the newsroom only: they include stories that are not public.

    A search for words anywhere covers only the `searched` most recently added entries.
    """

    searched = SEARCHED

    def __init__(self, settings: Settings, catalog: Catalog) -> None:
        self._settings, self._desk = settings, catalog.desk

    def parse(self, name: str) -> Parsed | None:
        """Return how a file in the stories folder is parsed; None if there is no such story.

        Raises StoryError if the file is refused.
        """
        file = _story_file(Path(self._settings.stories), name)
        return None if file is None else explain(file, name, self._settings)

    def entries_of(self, name: str) -> EntryList:
        """Return the entries of a story file."""
        return _page(self._desk.of_file(name, PAGE_SIZE + 1))

    def latest(self, search: str = "", before: int | None = None) -> EntryList:
        """Return all entries, or those that match a search, most recently added first."""
        return _page(self._desk.latest(search, before, PAGE_SIZE + 1))

    def upcoming(self, at: datetime) -> EntryList:
        """Return the entries that are not public yet, soonest first."""
        return _page(self._desk.upcoming(at, PAGE_SIZE + 1))

    def expiring(self, at: datetime) -> EntryList:
        """Return the entries that expire, soonest first."""
        return _page(self._desk.expiring(at, PAGE_SIZE + 1))

    def withheld(self) -> EntryList:
        """Return the entries that will not become public as they are."""
        return _page(self._desk.withheld(PAGE_SIZE + 1))


def explain(path: Path, name: str, settings: Settings) -> Parsed:
    """Parse a file as a sync does, and return its entries and how each line was read.

    Nothing is stored.

    `name` is the file's name in errors. Raises StoryError if the file cannot be parsed.
    """
    data = _read(path, name, settings.limits.story_bytes)
    return parse(Source(name=name, data=data, options=parser_options(settings, trace=True)))


def describe(entry: Entry) -> dict[str, str]:
    """Return the fields that a story sets, by name, as lines of text."""
    return {
        field: "\n".join(_texts(field, value))
        for field, value in as_json(entry).items()
        if value not in (None, (), "usable")
    }


def sorted_trace(parsed: Parsed) -> list[Trace]:
    """Return how each line was read, in the order of the lines."""
    return sorted(parsed.trace, key=lambda line: line.line)


def _page(entries: list[DeskEntry]) -> EntryList:
    return EntryList(tuple(entries[:PAGE_SIZE]), more=len(entries) > PAGE_SIZE)


def _story_file(folder: Path, name: str) -> Path | None:
    """Return the path of a story by its name in a folder; None if there is no such story.

    Hidden files, and anything outside the folder that a link or `..` leads to, are not stories.
    """
    plain = PurePosixPath(name)
    if plain.is_absolute() or plain.as_posix() != name or ".." in plain.parts:
        return None
    try:
        root = folder.resolve()
        file = (root / name).resolve()
        below = file.relative_to(root).as_posix()
        exists = is_story(name) and is_story(below) and file.is_file()
    except (OSError, ValueError):
        return None
    return file if exists else None


def _read(path: Path, name: str, limit: int) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise StoryError(name, f"cannot be read: {error.strerror}") from error
    if len(data) > limit:
        raise StoryError(
            name,
            f"the file is too large: the limit is {limit:,} bytes",
            cure="split it, or raise story_bytes in [limits]",
        )
    return data


def _texts(field: str, value: Any) -> Iterator[str]:  # noqa: ANN401 -- a plain JSON value
    """Yield a field's value as lines of text; objects are written as `key: value` pairs."""
    if field == "location":
        yield f"{value[0]}, {value[1]}"
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts("", item)
    elif isinstance(value, dict):
        parts = {key: part for key, part in value.items() if part is not None}
        yield (
            next(str(part) for part in parts.values())
            if len(parts) == 1
            else "; ".join(f"{key}: {part}" for key, part in parts.items())
        )
    else:
        yield str(value)
