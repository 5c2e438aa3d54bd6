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
from typing import Any, Final, Literal, NoReturn

import msgspec
import yaml12

from feedsvc.errors import StoryError

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

MAX_LENGTH: Final = 64 * 1024
"""The longest header in characters. In YAML, it also bounds nesting and the size of aliases."""

_MAX_ALIASES: Final = 10
_NEVER_DEEP: Final = 1_000
# Many levels in a few lines, which py-yaml12 does not limit.
_DEEP_LINE: Final = re.compile(r"^ {200}|(?:[-?:][ \t]+){40}", re.MULTILINE)
_ANCHOR: Final = re.compile(r"(?:^|[\s\[{,])&\S", re.MULTILINE)
_ALIAS: Final = re.compile(r"(?:^|[\s\[{,:-])\*[^\s*]", re.MULTILINE)
_TAB_AFTER_MARK: Final = re.compile(r"^([ ]*(?:-|[^\s#:]+:))\t+", re.MULTILINE)
_TAB_INDENT: Final = re.compile(r"^[ ]*\t[ \t]*[^\s#]", re.MULTILINE)
_COMMENT: Final = re.compile(r"(?:^|\s)#.*")
_ERROR: Final = re.compile(
    r"(?:YAML parse error: )?(?P<what>.*) at byte \d+ line (\d+) column (\d+)"
)
_TWO_COLONS: Final = re.compile(r"^[^\s:]+:\s+(?![\"'])\S.*:(?:\s|$)")

_QUOTE_IT: Final = 'put the value in quotes, as in title: "One: two"'
CURES: Final = (
    ("tab", "a line is indented with a tab", "indent with spaces"),
    ("unexpected character", "a value begins with a character that YAML reserves", _QUOTE_IT),
    ("unknown anchor", "a value that begins with * refers to nothing", _QUOTE_IT),
    ("unexpected end of stream", "a quote that begins here is never closed", "close it"),
    ("unexpected document indicator", "a quote that begins here is never closed", "close it"),
    (
        "trailing content",
        "text follows a closing quote",
        "write a quote inside quotes twice ('it''s') or use the other kind (\"it's\")",
    ),
    ("escape character", "unknown escape after \\", "use single quotes, or write \\\\"),
    ("flow", "a list in [ ] or a mapping in { } is not closed", "close it, with commas inside"),
    ("illegal placement", "a list in [ ] or a mapping in { } is not closed", "close it"),
    ("simple key", "a line has no colon", "write 'key: value', or indent the line"),
    ("block sequence", "a value begins with '- '", "put each item on a line of its own"),
    ("did not find expected key", "a line is not indented like the one above", "align them"),
    ("'-' indicator", "a list item is at the level of the keys", "indent the list below its key"),
    ("block scalar", "text follows | or > on the same line", "start it on the next line, indented"),
    ("recursion limit", "values are nested too deeply", "flatten them"),
)
"""Parts of py-yaml12's messages, each with the error in plain words and how to fix it."""


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
    values, keys = _read_yaml(name, text, first_line)
    return tuple(
        Item(str(key), value, keys[key][0] if key in keys else first_line)
        for key, value in values.items()
    )


def _toml_items(name: str, text: str, first_line: int) -> tuple[Item, ...]:
    _check_length(name, text, first_line)
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


def _read_yaml(
    name: str, text: str, first_line: int
) -> tuple[dict[Any, Any], dict[str, tuple[int, str]]]:
    """Return the values of a YAML header, and the positions of its top-level keys.

    Dates, `yes`, `no`, `on` and `off` are text, as in the core schema of YAML 1.2. Top-level
    numbers and booleans are text too, as written (007, 1.10). Raises StoryError if the header
    is not a mapping, has a key twice, or is not valid YAML.
    """
    _check_size(name, text, first_line)
    if "\t" in text:
        text = _TAB_AFTER_MARK.sub(r"\1 ", text)
    try:
        values = yaml12.parse_yaml(text)
    except ValueError as error:
        _reject(name, text, first_line, error)
    if "!" in text:
        values = _untagged(values)
    if values is None:
        return {}, {}
    if not isinstance(values, dict):
        raise StoryError(
            name,
            "the front matter has no keys",
            line=first_line,
            cure="write lines such as 'title: A headline', with a space after the colon",
        )
    keys = _keys(name, text, first_line, values)
    for key, (_, written) in keys.items():
        if isinstance(values[key], int | float):
            values[key] = _COMMENT.sub("", written).strip() or str(values[key])
    return values, keys


def _check_length(name: str, text: str, first_line: int) -> None:
    """Raise StoryError for a header longer than `MAX_LENGTH`."""
    if len(text) > MAX_LENGTH:
        reason = (
            f"the front matter is too long: {len(text):,} characters, "
            f"but at most {MAX_LENGTH:,} are allowed"
        )
        raise StoryError(name, reason, line=first_line, cure="move text into the body")


def _check_size(name: str, text: str, first_line: int) -> None:
    """Reject a header that would overflow py-yaml12's stack or fill the memory."""
    _check_length(name, text, first_line)
    deep = _DEEP_LINE.search(text) if len(text) > _NEVER_DEEP else None
    if deep:
        line = first_line + text.count("\n", 0, deep.start())
        raise StoryError(name, "values are nested too deeply", line=line, cure="flatten them")
    if "*" in text and _ANCHOR.search(text) and len(_ALIAS.findall(text)) > _MAX_ALIASES:
        reason = f"the front matter has more than {_MAX_ALIASES} aliases (*name)"
        raise StoryError(name, reason, line=first_line, cure="write the values out")


def _untagged(value: Any) -> Any:  # noqa: ANN401 - any YAML value
    """Return a value without tags such as `!ruby/...`."""
    if isinstance(value, yaml12.Yaml):
        return _untagged(value.value)
    if isinstance(value, dict):
        return {key: _untagged(item) for key, item in value.items()}
    return [_untagged(item) for item in value] if isinstance(value, list) else value


def _keys(
    name: str, text: str, first_line: int, values: dict[Any, Any]
) -> dict[str, tuple[int, str]]:
    """Return the line of each key at the left margin, and the text after its colon.

    Raises StoryError if a key appears twice.
    """
    keys: dict[str, tuple[int, str]] = {}
    for number, line in enumerate(text.split("\n"), first_line):
        written, _, value = line.partition(":")
        key = written.rstrip().strip("\"'")
        if key not in values:
            continue
        if key in keys:
            reason = f"the key {key!r} appears twice, first on line {keys[key][0]}"
            raise StoryError(name, reason, line=number, cure="remove one of them")
        keys[key] = (number, value)
    return keys


def _reject(name: str, text: str, first_line: int, error: ValueError) -> NoReturn:
    """Raise a StoryError with line, reason and cure for an error of py-yaml12."""
    match = _ERROR.fullmatch(str(error))
    if not match:
        reason = f"the front matter is not valid YAML: {error}"
        raise StoryError(name, reason, line=first_line, cure=_QUOTE_IT) from error
    line, column = int(match[2]), int(match[3])
    tab = _TAB_INDENT.search(text)
    if "tab" in match["what"] and tab:
        # py-yaml12 reports the line where the value before the tab began.
        line, column = text.count("\n", 0, tab.start()) + 1, 1
    lines = text.split("\n")
    line = min(line, len(lines))
    if "simple key" in match["what"]:
        # py-yaml12 reports the line of the next key.
        while line > 1 and (":" in lines[line - 1] or not lines[line - 1].strip()):
            line, column = line - 1, 1
    reason, cure = _explain(match["what"], lines[line - 1])
    raise StoryError(name, reason, line=first_line + line - 1, column=column, cure=cure) from error


def _explain(what: str, line: str) -> tuple[str, str]:
    """Return the reason for an error in plain words, and how to fix it."""
    for part, reason, cure in CURES:
        if part in what:
            return reason, cure
    if _TWO_COLONS.match(line):
        return "a value contains a colon but is not in quotes", _QUOTE_IT
    if "mapping values" in what:
        return (
            "unexpected colon",
            "indent keys alike, put a space after each key's colon, and quote long values",
        )
    return f"the front matter is not valid YAML: {what}", _QUOTE_IT
