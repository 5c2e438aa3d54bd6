"""JSON: strict reading of story files, lenient reading of scripts in web pages.

An error in a story file rejects it. RFC 8259 lets parsers decide what to do with repeated
keys; here they are an error, since one of the values may be the embargo. So are NaN and raw
control characters.

Scripts in web pages may contain typical errors of templates: raw line ends and unescaped
quotes in strings, comments, extra commas. A field whose end is uncertain is ignored; the
fields around it are read.
"""

import json
import re
from html import unescape
from typing import Any, Final, NoReturn

from feedsvc.errors import StoryError
from feedsvc.parsers.reading.text import check_size
from feedsvc.parsers.source import Source

_TOKEN: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]', re.DOTALL)
_CURE: Final = "export it again; nothing in it is published"

MAX_LOOSE_DEPTH: Final = 60
"""How deeply the objects of a script may be nested; deeper ones are ignored."""

_OPENING: Final = re.compile(r"\s*(?:(?://|/\*)?\s*<!\[CDATA\[(?:\s*\*/)?|<!--)")
_CLOSING: Final = re.compile(r"(?:(?://|/\*)?\s*\]\]>(?:\s*\*/)?|-->)?[\s;]*\Z")
_MAX_CLOSING: Final = 40
_LOOSE_TOKEN: Final = re.compile(
    r"""//[^\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/)?
    |"(?:[^"\\]|\\.|"(?!\s*+(?:[,:}\]]|\Z)))*+"?|[{}\[\],:]|[^\s{}\[\],:"/]++|/""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE: Final = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_ESCAPED: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "", "f": ""}
_BOOLEANS: Final = {"true": True, "false": False}
_NUMBER: Final = re.compile(r"-?\d{1,18}(?:\.\d{1,18})?")


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


def read_loose_json(text: str) -> tuple[Any, bool]:
    """Return the value of a script in JSON, and whether it was valid JSON (RFC 8259).

    The value is None if nothing can be read.
    """
    opening = _OPENING.match(text)
    inner = text[opening.end() :] if opening else text
    closing = _CLOSING.search(inner, max(0, len(inner) - _MAX_CLOSING))
    inner = inner[: closing.start()] if closing else inner
    if '"' not in inner and "&quot;" in inner:
        inner = unescape(inner)
    try:
        return json.loads(inner, strict=False), True
    except (ValueError, RecursionError):
        return _LooseReader().read(inner), False


class _LooseReader:
    """Builds objects and lists token by token, and removes a field once it turns out uncertain."""

    def __init__(self) -> None:
        self.roots: list[Any] = []
        self.open: list[dict[str, Any] | list[Any]] = []
        self.too_deep = 0
        self.key: str | None = None
        self.pending: str | None = None
        self.last: str | None = None

    def read(self, text: str) -> Any:  # noqa: ANN401 - any JSON value
        """Return the value of a text, or a list if it has several values."""
        for match in _LOOSE_TOKEN.finditer(text):
            piece = match[0]
            if piece[:2] in ("//", "/*"):
                continue
            if self.too_deep or (len(self.open) >= MAX_LOOSE_DEPTH and piece in "{["):
                self.too_deep += (piece in "{[") - (piece in "}]")
            elif piece in "{[":
                self._begin({} if piece == "{" else [])
            elif piece in "}]":
                self._end()
            else:
                self._add(piece)
        return self.roots[0] if len(self.roots) == 1 else self.roots or None

    def _begin(self, value: dict[str, Any] | list[Any]) -> None:
        if not self.open:
            self.roots.append(value)
        self._put(value)
        self.open.append(value)
        self.key = self.pending = self.last = None

    def _end(self) -> None:
        if self.open:
            self.open.pop()
        self.key = self.pending = self.last = None

    def _add(self, piece: str) -> None:
        """Read a string, a number, a literal, a comma or a colon."""
        if piece == ",":
            self.key = self.pending = None
        elif piece == ":":
            self.key, self.pending = self.pending, None
        elif self.open and isinstance(self.open[-1], dict) and self.key is None:
            if piece[0] != '"' and self.last is not None:
                # This is not a key, so the string before it ended too early.
                self.open[-1].pop(self.last, None)
            self.pending = _string(piece).rpartition('"')[2] if piece[0] == '"' else None
        elif piece[0] != '"' or (len(piece) > 1 and piece.endswith('"')):
            self._put(_value(piece))

    def _put(self, value: Any) -> None:  # noqa: ANN401 - any JSON value
        holder = self.open[-1] if self.open else None
        if isinstance(holder, list) and value is not None:
            holder.append(value)
        elif isinstance(holder, dict) and self.key is not None:
            holder[self.key] = value
            self.last, self.key = self.key, None


def _value(piece: str) -> Any:  # noqa: ANN401 - any JSON value
    if piece[0] == '"':
        return _string(piece)
    if _NUMBER.fullmatch(piece):
        return float(piece) if "." in piece else int(piece)
    return _BOOLEANS.get(piece)


def _string(piece: str) -> str:
    return _ESCAPE.sub(_unescaped, piece[1:].removesuffix('"'))


def _unescaped(match: re.Match[str]) -> str:
    sign = match[1]
    return chr(int(sign[1:], 16)) if len(sign) > 1 else _ESCAPED.get(sign, sign)
