"""How a story file is parsed, shown to people; parsed as in a sync, but not stored."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from feedsvc.entry import Entry, as_json
from feedsvc.errors import StoryError
from feedsvc.parsers import Parsed, Source, Trace, is_story, parse
from feedsvc.settings import Settings
from feedsvc.site.scan import parser_options


def explain(path: Path, name: str, settings: Settings) -> Parsed:
    """Return the entries of a file, and how each of its lines was read.

    `name` is the file's name in errors. Raises StoryError if the file cannot be parsed.
    """
    data = _read(path, name, settings.limits.story_bytes)
    return parse(Source(name=name, data=data, options=parser_options(settings)))


def story_file(folder: Path, name: str) -> Path | None:
    """Return the path of a story by its name in a folder; None if there is no such story.

    Hidden files, and anything outside the folder that a link or `..` leads to, are no stories.
    """
    plain = PurePosixPath(name)
    if plain.is_absolute() or plain.as_posix() != name or ".." in plain.parts:
        return None
    try:
        root = folder.resolve()
        file = (root / name).resolve()
        below = file.relative_to(root).as_posix()
        found = is_story(name) and is_story(below) and file.is_file()
    except (OSError, ValueError):
        return None
    return file if found else None


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
