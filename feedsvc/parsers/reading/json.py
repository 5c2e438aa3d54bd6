"""Strict reading of story files in JSON: any error rejects the file, with line and column.

RFC 8259 lets parsers decide what to do with repeated keys. Here they are an error, since one
of the values may be the embargo; so are NaN and raw control characters.
"""

import json
import re
from typing import Any, Final, NoReturn

from feedsvc.errors import StoryError
from feedsvc.parsers.reading.text import check_size
from feedsvc.parsers.source import Source

_TOKEN: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]', re.DOTALL)
_CURE: Final = "export it again; nothing in it is published"


class _RepeatedKeyError(ValueError):
    """An object has a repeated key."""


def read_json(source: Source) -> tuple[Any, str]:
    """Return the value of a story file in JSON, and its text.

    Raises StoryError, with line and column from 1, if it is not valid JSON.
    """
    check_size(source)
    text = _decoded(source)
    try:
        return _DECODER.decode(text), text
    except json.JSONDecodeError as error:
        message = error.msg[:1].lower() + error.msg[1:].removesuffix(" at")
        _reject(source, f"invalid JSON: {message}", text, error.pos, error)
    except _RepeatedKeyError as error:
        position, key = _repeated_key(text)
        _reject(source, f"the key {key[:40]!r} appears twice in an object", text, position, error)
    except RecursionError as error:
        _reject(source, "the JSON is nested too deeply", text, 0, error)
    except ValueError as error:
        _reject(source, f"invalid JSON: {error}", text, 0, error)


def lines_of_keys(text: str) -> list[dict[str, int]]:
    """Return the lines of the keys of each top-level object of a valid text.

    These are the object that is the whole text, or the objects of a list.
    """
    found: list[dict[str, int]] = []
    depth, first, line, at = 0, 2 if text.lstrip()[:1] == "[" else 1, 1, 0
    pending: tuple[str, int] | None = None
    for match in _TOKEN.finditer(text):
        symbol = match[0]
        line += text.count("\n", at, match.start())
        at = match.start()
        if symbol[0] in "{[":
            depth += 1
            if symbol == "{" and depth == first:
                found.append({})
        elif symbol[0] in "}]":
            depth -= 1
        elif symbol == ":" and pending and depth == first and found:
            found[-1].setdefault(*pending)
        pending = (symbol[1:-1], line) if symbol[0] == '"' else None
    return found


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _RepeatedKeyError
    return found


def _reject_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")


_DECODER: Final = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_reject_constant)


def _decoded(source: Source) -> str:
    encoding = json.detect_encoding(source.data)
    try:
        return source.data.decode(encoding)
    except UnicodeDecodeError as error:
        before = source.data[: error.start].decode(encoding, "replace")
        reason = f"byte 0x{source.data[error.start]:02X} is not {encoding}, the encoding of JSON"
        _reject(source, reason, before, len(before), error)


def _repeated_key(text: str) -> tuple[int, str]:
    """Return the first repeated key in an object, and the position of its repetition."""
    keys: list[set[str]] = []
    last: tuple[int, str] | None = None
    for match in _TOKEN.finditer(text):
        symbol = match[0]
        if symbol[0] in "{[":
            keys.append(set())
        elif symbol[0] in "}]" and keys:
            keys.pop()
        elif symbol == ":" and last and keys:
            position, key = last
            if key in keys[-1]:
                return position, key
            keys[-1].add(key)
        last = (match.start(), json.loads(symbol, strict=False)) if symbol[0] == '"' else None
    return 0, ""


def _reject(source: Source, reason: str, text: str, position: int, error: Exception) -> NoReturn:
    line, column = text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)
    raise StoryError(source.name, reason, cure=_CURE, line=line, column=column) from error
