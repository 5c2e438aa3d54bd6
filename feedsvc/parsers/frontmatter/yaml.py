"""YAML front matter, read by py-yaml12: limits on its size, and messages for its errors."""

import re
from typing import Any, NoReturn

import msgspec
import yaml12

from feedsvc.errors import StoryError

MAX_LENGTH = 64 * 1024
"""The longest header in characters. With the limits below, it bounds nesting and expansion."""

_MAX_ALIASES = 10
_SHALLOW = 1000
# Many levels in a few lines, for which py-yaml12 has no limit.
_DEEP_LINE = re.compile(r"^ {200}|(?:[-?:][ \t]+){40}", re.MULTILINE)
_ANCHOR = re.compile(r"(?:^|[\s\[{,])&\S", re.MULTILINE)
_ALIAS = re.compile(r"(?:^|[\s\[{,:-])\*[^\s*]", re.MULTILINE)

_TAB_AFTER_MARK = re.compile(r"^([ ]*(?:-|[^\s#:]+:))\t+", re.MULTILINE)
_TAB_INDENT = re.compile(r"^[ ]*\t[ \t]*[^\s#]", re.MULTILINE)
_COMMENT = re.compile(r"(?:^|\s)#.*")
_ERROR = re.compile(r"(?:YAML parse error: )?(?P<what>.*) at byte \d+ line (\d+) column (\d+)")
_TWO_COLONS = re.compile(r"^[^\s:]+:\s+(?![\"'])\S.*:(?:\s|$)")

_QUOTE_IT = 'put the value in quotes, as in title: "One: two"'
CURES = (
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


class YamlKey(msgspec.Struct, frozen=True):
    """A key at the left margin: its line in the file, and the text after its colon."""

    line: int
    text: str


def read_yaml(name: str, text: str, first_line: int) -> tuple[dict[Any, Any], dict[str, YamlKey]]:
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
    for key, position in keys.items():
        if isinstance(values[key], int | float):
            values[key] = _COMMENT.sub("", position.text).strip() or str(values[key])
    return values, keys


def check_length(name: str, text: str, first_line: int) -> None:
    """Raise StoryError for a header longer than `MAX_LENGTH`."""
    if len(text) > MAX_LENGTH:
        reason = (
            f"the front matter has {len(text):,} characters; at most {MAX_LENGTH:,} are allowed"
        )
        raise StoryError(name, reason, line=first_line, cure="move text into the body")


def _check_size(name: str, text: str, first_line: int) -> None:
    """Reject what would overflow py-yaml12's stack or the memory."""
    check_length(name, text, first_line)
    deep = _DEEP_LINE.search(text) if len(text) > _SHALLOW else None
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


def _keys(name: str, text: str, first_line: int, values: dict[Any, Any]) -> dict[str, YamlKey]:
    """Return the keys at the left margin. Raises StoryError if one appears twice."""
    keys: dict[str, YamlKey] = {}
    for number, line in enumerate(text.split("\n"), first_line):
        written, _, value = line.partition(":")
        key = written.rstrip().strip("\"'")
        if key not in values:
            continue
        if key in keys:
            reason = f"the key {key!r} appears twice, first on line {keys[key].line}"
            raise StoryError(name, reason, line=number, cure="remove one of them")
        keys[key] = YamlKey(number, value)
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
