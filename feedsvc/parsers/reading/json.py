"""Story files in JSON, read strictly: a fault refuses the whole file, with line and column.

RFC 8259 leaves to a reader what to do with a key that comes twice; here it is refused, for
one of the two values may be the embargo. Neither NaN nor raw control characters pass.
"""

import json
import re
from typing import Any, Final, NoReturn

from feedsvc.errors import StoryError
from feedsvc.parsers.source import Source

_TOKEN: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]', re.DOTALL)
_CURE: Final = "export it again; nothing of it is published"


class _RepeatedKeyError(ValueError):
    """An object has a key twice."""


def read_json(source: Source) -> tuple[Any, str]:
    """Return the value of a story file in JSON, and its text.

    Raises StoryError for what is not JSON, with line and column from 1.
    """
    longest = source.options.max_bytes
    if len(source.data) > longest:
        reason = f"the file has {len(source.data):,} bytes, more than the {longest:,} of a story"
        raise StoryError(source.name, reason, cure="split it in smaller files")
    text = _decoded(source)
    try:
        return _DECODER.decode(text), text
    except json.JSONDecodeError as error:
        fault = error.msg[:1].lower() + error.msg[1:].removesuffix(" at")
        reason = f"the JSON is not valid: {fault}"
        _refuse(source, reason, text, error.pos, error)
    except _RepeatedKeyError as error:
        place, key = _repeated(text)
        _refuse(source, f"the key {key[:40]!r} stands twice in one object", text, place, error)
    except RecursionError as error:
        _refuse(source, "the JSON is nested too deep", text, 0, error)
    except ValueError as error:
        _refuse(source, f"the JSON is not valid: {error}", text, 0, error)


def lines_of_keys(text: str) -> list[dict[str, int]]:
    """Return, for each object at the top of a valid text, the lines of its own keys.

    That is the one object of the text, or those of the one list.
    """
    found: list[dict[str, int]] = []
    depth, first, line, at = 0, 2 if text.lstrip()[:1] == "[" else 1, 1, 0
    pending: tuple[str, int] | None = None
    for match in _TOKEN.finditer(text):
        sign = match[0]
        line += text.count("\n", at, match.start())
        at = match.start()
        if sign[0] in "{[":
            depth += 1
            if sign == "{" and depth == first:
                found.append({})
        elif sign[0] in "}]":
            depth -= 1
        elif sign == ":" and pending and depth == first and found:
            found[-1].setdefault(*pending)
        pending = (sign[1:-1], line) if sign[0] == '"' else None
    return found


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _RepeatedKeyError
    return found


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


_DECODER: Final = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_no_number)


def _decoded(source: Source) -> str:
    encoding = json.detect_encoding(source.data)
    try:
        return source.data.decode(encoding)
    except UnicodeDecodeError as error:
        before = source.data[: error.start].decode(encoding, "replace")
        reason = f"byte 0x{source.data[error.start]:02X} is not {encoding}, which JSON is in"
        _refuse(source, reason, before, len(before), error)


def _repeated(text: str) -> tuple[int, str]:
    """Return where a key stands for the second time in its object, and the key."""
    keys: list[set[str]] = []
    last: tuple[int, str] | None = None
    for match in _TOKEN.finditer(text):
        sign = match[0]
        if sign[0] in "{[":
            keys.append(set())
        elif sign[0] in "}]" and keys:
            keys.pop()
        elif sign == ":" and last and keys:
            place, key = last
            if key in keys[-1]:
                return place, key
            keys[-1].add(key)
        last = (match.start(), json.loads(sign, strict=False)) if sign[0] == '"' else None
    return 0, ""


def _refuse(source: Source, reason: str, text: str, place: int, error: Exception) -> NoReturn:
    line, column = text.count("\n", 0, place) + 1, place - text.rfind("\n", 0, place)
    raise StoryError(source.name, reason, cure=_CURE, line=line, column=column) from error
