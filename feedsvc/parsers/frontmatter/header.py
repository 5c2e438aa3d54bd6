"""Front matter of a text file: its header in YAML, TOML, JSON or plain lines.

| first line | header | ends with | used by |
|---|---|---|---|
| `---` | YAML | `---` or `...` | Jekyll, Hugo, Eleventy, Pelican |
| `---toml`, `---json` | TOML, JSON | `---` | Eleventy |
| `+++` | TOML | `+++` | Hugo, Zola |
| `{` | JSON | the matching `}` | Hugo |
| `Title: ...` | plain lines | an empty line | Pelican, MultiMarkdown |
"""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Callable
from typing import Any, Final, Literal

import msgspec

from feedsvc.errors import StoryError
from feedsvc.parsers.frontmatter.yaml import check_length, read_yaml

Kind = Literal["yaml", "toml", "json", "lines"]


class Item(msgspec.Struct, frozen=True):
    """A key of a header as written, its value, and its line in the file."""

    key: str
    value: Any
    line: int


class FrontMatter(msgspec.Struct, frozen=True, kw_only=True):
    """A file's header and the text after it; `kind` is None if there is no header."""

    kind: Kind | None
    items: tuple[Item, ...]
    body: str
    body_line: int


_FENCE: Final = re.compile(
    r"\s*^(?P<mark>---|\+\+\+)[ \t]*(?P<kind>yaml|yml|toml|json)?[ \t]*\n", re.MULTILINE
)
# A text may also begin with a thematic break (`---`); a header has a key in its first line.
_YAML_BEGINS: Final = re.compile(
    r"""(?:[ \t]*(?:\#[^\n]*)?\n)*+(?:["'\w][^\n:]*:(?:\s|$)|\{|(?:---|\.\.\.)[ \t]*$)""",
    re.MULTILINE | re.VERBOSE,
)
_YAML_ENDS: Final = re.compile(r"^(?:---|\.\.\.)[ \t]*$\n?", re.MULTILINE)
_TOML_ENDS: Final = re.compile(r"^\+\+\+[ \t]*$\n?", re.MULTILINE)
_JSON_KEY: Final = re.compile(r'"([^"\\\n]*+)"\s*:')
_JSON_BEGINS: Final = re.compile(r"\s*(?=\{\s*[\"}])")
_TOML_KEY: Final = re.compile(r"""^[ \t]*+(?:\[\[?[ \t]*+)?["']?([^\s"'\[\]=.#]+)""", re.MULTILINE)
_PLAIN_LINE: Final = re.compile(r"(?P<key>[A-Za-z][\w -]{0,40}?)[ \t]*:(?:[ \t]+(?P<value>.*))?")
_PLAIN_FIRST: Final = frozenset(
    ("title", "date", "category", "tags", "slug", "author", "authors", "summary", "modified")
)
_CLAIM: Final = re.compile(
    rb"""(?:\xef\xbb\xbf)?\s*(?:(?P<toml>\+\+\+)[ \t]*\r?\n
        |---[ \t]*(?:toml|json|ya?ml)?[ \t]*\r?\n(?:[ \t]*(?:\#[^\n]*)?\r?\n)*+
        (?:["']?[A-Za-z_][\w .-]*["']?[ \t]*:\s|\{))""",
    re.VERBOSE,
)


def has_front_matter(data: bytes) -> bool:
    """Return whether a file begins with a header between `---` or `+++`."""
    match = _CLAIM.match(data)
    if not match:
        return False
    return data.find(b"\n+++" if match["toml"] else b"\n---", match.end()) > 0


def read_front_matter(name: str, text: str) -> FrontMatter:
    """Split a file's text into header and body.

    Raises StoryError with the line in the file if the header has no end, is not valid YAML,
    TOML or JSON, or has a key twice.
    """
    fence = _FENCE.match(text)
    if fence and _opens_header(text, fence):
        return _fenced(name, text, fence)
    opening = _JSON_BEGINS.match(text)
    if opening:
        return _json(name, text, opening.end())
    return _plain_lines(text) or FrontMatter(kind=None, items=(), body=text, body_line=1)


def _opens_header(text: str, fence: re.Match[str]) -> bool:
    """Return whether a header follows, rather than a text that begins with a thematic break."""
    if fence["mark"] == "+++" or fence["kind"] or _YAML_BEGINS.match(text, fence.end()):
        return True
    return not text[fence.end() :][:1].isspace() and bool(_YAML_ENDS.search(text, fence.end()))


def _fenced(name: str, text: str, fence: re.Match[str]) -> FrontMatter:
    mark = fence["mark"]
    first_line = text.count("\n", 0, fence.end()) + 1
    end = (_YAML_ENDS if mark == "---" else _TOML_ENDS).search(text, fence.end())
    if not end:
        reason = f"the front matter that begins with {mark} has no end"
        cure = f"add a line {mark} after it"
        raise StoryError(name, reason, line=first_line - 1, cure=cure)
    inner = text[fence.end() : end.start()]
    body_line = first_line + text.count("\n", fence.end(), end.end())
    kind = _KINDS["+++" if mark == "+++" else fence["kind"] or "yaml"]
    items = _READERS[kind](name, inner, first_line)
    return FrontMatter(kind=kind, items=items, body=text[end.end() :], body_line=body_line)


def _yaml_items(name: str, text: str, first_line: int) -> tuple[Item, ...]:
    values, keys = read_yaml(name, text, first_line)
    return tuple(
        Item(str(key), value, keys[key].line if key in keys else first_line)
        for key, value in values.items()
    )


def _toml_items(name: str, text: str, first_line: int) -> tuple[Item, ...]:
    check_length(name, text, first_line)
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        place = re.search(r" \(at line (\d+), column (\d+)\)", str(error))
        line = int(place[1]) if place else text.rstrip().count("\n") + 1
        reason = str(error).partition(" (at ")[0] or "values are nested too deeply"
        raise StoryError(
            name,
            f"the front matter is not valid TOML: {reason[0].lower()}{reason[1:]}",
            line=first_line + line - 1,
            column=int(place[2]) if place else None,
            cure='put text in quotes, as in title = "A headline", and use each key once',
        ) from error
    lines = _lines_of(_TOML_KEY, text, first_line)
    return tuple(Item(key, value, lines.get(key, first_line)) for key, value in values.items())


def _json_items(name: str, text: str, first_line: int) -> tuple[Item, ...]:
    start = len(text) - len(text.lstrip())
    return _json_object(name, text, start, first_line)[0]


def _json(name: str, text: str, start: int) -> FrontMatter:
    items, end = _json_object(name, text, start, 1)
    body = text[end:]
    return FrontMatter(kind="json", items=items, body=body, body_line=text.count("\n", 0, end) + 1)


def _json_object(name: str, text: str, start: int, first_line: int) -> tuple[tuple[Item, ...], int]:
    """Return the keys of the JSON object at a position, and the position of its end."""
    pairs: list[tuple[str, Any]] = []

    def store(found: list[tuple[str, Any]]) -> dict[str, Any]:
        pairs[:] = found  # The outermost object comes last.
        return dict(found)

    try:
        values, end = json.JSONDecoder(object_pairs_hook=store).raw_decode(text, start)
    except json.JSONDecodeError as error:
        raise StoryError(
            name,
            f"the front matter is not valid JSON: {error.msg[0].lower()}{error.msg[1:]}",
            line=first_line + error.lineno - 1,
            column=error.colno,
            cure="separate keys by commas, put text in double quotes, and remove a trailing comma",
        ) from error
    except (ValueError, RecursionError) as error:
        reason = "the front matter contains a number that is too long, or is nested too deeply"
        raise StoryError(name, reason, line=first_line, cure="shorten it") from error
    if not isinstance(values, dict):
        raise StoryError(
            name, "the front matter is not a JSON object", line=first_line, cure="put it in { and }"
        )
    lines = _lines_of(_JSON_KEY, text[start:end], first_line + text.count("\n", 0, start))
    repeated = len(pairs) > len(values) and Counter(key for key, _ in pairs).most_common(1)[0][0]
    if repeated:
        reason = f"the key {repeated!r} appears twice"
        line = lines.get(repeated, first_line)
        raise StoryError(name, reason, line=line, cure="remove one of them")
    items = (Item(key, value, lines.get(key, first_line)) for key, value in values.items())
    return tuple(items), end


def _lines_of(pattern: re.Pattern[str], text: str, first_line: int) -> dict[str, int]:
    """Return the line of each key that a pattern finds, where it appears first."""
    lines: dict[str, int] = {}
    line, seen = first_line, 0
    for match in pattern.finditer(text):
        line, seen = line + text.count("\n", seen, match.start(1)), match.start(1)
        lines.setdefault(match[1], line)
    return lines


def _plain_lines(text: str) -> FrontMatter | None:
    """Return a header of `Key: value` lines, as in Pelican; None if there is none.

    It begins with one of the usual keys, has a title, and ends with an empty line. Lines
    indented by four spaces continue the value above (Python-Markdown, Meta-Data).
    """
    found: dict[str, Item] = {}
    key = ""
    lines = text.split("\n", 200)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            break
        match = _PLAIN_LINE.fullmatch(line)
        if match:
            key = match["key"]
            if number == 1 and key.lower() not in _PLAIN_FIRST:
                return None
            found[key] = Item(key, (match["value"] or "").strip(), number)
        elif key and line.startswith(("    ", "\t")):
            item = found[key]
            found[key] = Item(key, f"{item.value}\n{line.strip()}".strip(), item.line)
        else:
            return None
    if not any(item.lower() == "title" for item in found):
        return None
    body = text.split("\n", number)[number] if number < len(lines) else ""
    return FrontMatter(kind="lines", items=tuple(found.values()), body=body, body_line=number + 1)


_KINDS: Final[dict[str, Kind]] = {
    "+++": "toml",
    "toml": "toml",
    "json": "json",
    "yaml": "yaml",
    "yml": "yaml",
}
_READERS: Final[dict[Kind, Callable[[str, str, int], tuple[Item, ...]]]] = {
    "yaml": _yaml_items,
    "toml": _toml_items,
    "json": _json_items,
}
