"""Lenient reading of JSON in web pages, which may contain typical errors of templates.

These are raw line ends in strings, comments and extra commas between fields, and unescaped
quotes. A field whose end is uncertain is ignored, and the fields around it are read.
"""

import json
import re
from html import unescape
from typing import Any, Final

MAX_DEPTH: Final = 60
"""How deeply objects may be nested; deeper ones are ignored."""

_OPENING: Final = re.compile(r"\s*(?:(?://|/\*)?\s*<!\[CDATA\[(?:\s*\*/)?|<!--)")
_CLOSING: Final = re.compile(r"(?:(?://|/\*)?\s*\]\]>(?:\s*\*/)?|-->)?[\s;]*\Z")
_MAX_CLOSING: Final = 40
_TOKEN: Final = re.compile(
    r"""//[^\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/)?
    |"(?:[^"\\]|\\.|"(?!\s*+(?:[,:}\]]|\Z)))*+"?|[{}\[\],:]|[^\s{}\[\],:"/]++|/""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE: Final = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_ESCAPED: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "", "f": ""}
_BOOLEANS: Final = {"true": True, "false": False}
_NUMBER: Final = re.compile(r"-?\d{1,18}(?:\.\d{1,18})?")


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
        return _Reader().read(inner), False


class _Reader:
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
        for match in _TOKEN.finditer(text):
            piece = match[0]
            if piece[:2] in ("//", "/*"):
                continue
            if self.too_deep or (len(self.open) >= MAX_DEPTH and piece in "{["):
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
