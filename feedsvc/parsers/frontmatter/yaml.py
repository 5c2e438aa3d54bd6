"""YAML headers: read by py-yaml12, kept from what would crash it, explained where broken."""

import re
from typing import Any, NoReturn

import msgspec
import yaml12

from feedsvc.errors import StoryError

LONGEST = 64 * 1024
"""The longest header, in characters; with the two limits below it bounds depth and growth."""

_MOST_ALIASES = 10
_SHALLOW = 1000
# What a level can begin with in one line; the reader has no limit of its own for these.
_DEEP_LINE = re.compile(r"^ {200}|(?:[-?:][ \t]+){40}", re.MULTILINE)
_ANCHOR = re.compile(r"(?:^|[\s\[{,])&\S", re.MULTILINE)
_ALIAS = re.compile(r"(?:^|[\s\[{,:-])\*[^\s*]", re.MULTILINE)

_TAB_AFTER_MARK = re.compile(r"^([ ]*(?:-|[^\s#:]+:))\t+", re.MULTILINE)
_TAB_INDENT = re.compile(r"^[ ]*\t[ \t]*[^\s#]", re.MULTILINE)
_COMMENT = re.compile(r"(?:^|\s)#.*")
_PLACE = re.compile(r"(?:YAML parse error: )?(?P<what>.*) at byte \d+ line (\d+) column (\d+)")
_TWO_COLONS = re.compile(r"^[^\s:]+:\s+(?![\"'])\S.*:(?:\s|$)")

_QUOTE_IT = 'put the value in quotes, as in title: "One: two"'
CURES = (
    ("tab", "a tab stands where YAML wants spaces", "indent with spaces"),
    ("unexpected character", "a value begins with a sign that YAML keeps for itself", _QUOTE_IT),
    ("unknown anchor", "a value that begins with * refers to nothing", _QUOTE_IT),
    ("unexpected end of stream", "a quote that begins here is never closed", "close it"),
    ("unexpected document indicator", "a quote that begins here is never closed", "close it"),
    (
        "trailing content",
        "text follows a closing quote",
        "write a quote inside quotes twice ('it''s') or use the other kind (\"it's\")",
    ),
    ("escape character", "no such escape after \\", "use single quotes, or write \\\\"),
    ("flow", "a list in [ ] or a mapping in { } is not closed", "close it, and part by commas"),
    ("illegal placement", "a list in [ ] or a mapping in { } is not closed", "close it"),
    ("simple key", "a line has no colon", "write 'key: value', or indent the line"),
    ("block sequence", "a value begins with '- '", "put each item on a line of its own"),
    ("did not find expected key", "a line is not indented as the one above", "align them"),
    ("'-' indicator", "a list and keys stand side by side", "indent the list below its key"),
    ("block scalar", "text stands behind | or >", "begin it on the next line, indented"),
    ("recursion limit", "values are nested too deep", "flatten them"),
)
"""What of the reader's message tells a fault, the fault in a user's words, and its cure."""


class YamlKey(msgspec.Struct, frozen=True):
    """A key at the left margin: its line in the file, and the text behind its colon."""

    line: int
    text: str


def read_yaml(name: str, text: str, first_line: int) -> tuple[dict[Any, Any], dict[str, YamlKey]]:
    """Return the values of a YAML header and where its keys stand.

    The core schema of YAML 1.2: dates, yes, no, on and off are text. Numbers and booleans
    at the top are text too, as they were written (007, 1.10). Raises StoryError for what
    is no mapping, for keys given twice, and for faults in the YAML.
    """
    _guard(name, text, first_line)
    if "\t" in text:
        text = _TAB_AFTER_MARK.sub(r"\1 ", text)
    try:
        values = yaml12.parse_yaml(text)
    except ValueError as error:
        _refuse(name, text, first_line, error)
    if "!" in text:
        values = _untagged(values)
    if values is None:
        return {}, {}
    if not isinstance(values, dict):
        raise StoryError(
            name,
            "the front matter has no keys",
            line=first_line,
            cure="write lines such as 'title: A headline', with a space behind the colon",
        )
    keys = _keys(name, text, first_line, values)
    for key, place in keys.items():
        if isinstance(values[key], int | float):
            values[key] = _COMMENT.sub("", place.text).strip() or str(values[key])
    return values, keys


def refuse_long(name: str, text: str, first_line: int) -> None:
    """Raise StoryError for a header longer than `LONGEST`."""
    if len(text) > LONGEST:
        reason = f"the front matter has {len(text):,} characters, more than {LONGEST:,}"
        raise StoryError(name, reason, line=first_line, cure="move text into the body")


def _guard(name: str, text: str, first_line: int) -> None:
    """Refuse what would overflow the reader's stack or the memory."""
    refuse_long(name, text, first_line)
    deep = _DEEP_LINE.search(text) if len(text) > _SHALLOW else None
    if deep:
        line = first_line + text.count("\n", 0, deep.start())
        raise StoryError(name, "values are nested too deep", line=line, cure="flatten them")
    if "*" in text and _ANCHOR.search(text) and len(_ALIAS.findall(text)) > _MOST_ALIASES:
        reason = f"the front matter has more than {_MOST_ALIASES} references (*name)"
        raise StoryError(name, reason, line=first_line, cure="write the values out")


def _untagged(value: Any) -> Any:  # noqa: ANN401 - whatever YAML can hold
    """Return a value without the tags that programs of other languages gave it (`!ruby/...`)."""
    if isinstance(value, yaml12.Yaml):
        return _untagged(value.value)
    if isinstance(value, dict):
        return {key: _untagged(item) for key, item in value.items()}
    return [_untagged(item) for item in value] if isinstance(value, list) else value


def _keys(name: str, text: str, first_line: int, values: dict[Any, Any]) -> dict[str, YamlKey]:
    """Find the keys at the left margin; refuse one that is given twice."""
    keys: dict[str, YamlKey] = {}
    for number, line in enumerate(text.split("\n"), first_line):
        written, _, value = line.partition(":")
        key = written.rstrip().strip("\"'")
        if key not in values:
            continue
        if key in keys:
            reason = f"the key {key!r} is given twice, first on line {keys[key].line}"
            raise StoryError(name, reason, line=number, cure="keep one of them")
        keys[key] = YamlKey(number, value)
    return keys


def _refuse(name: str, text: str, first_line: int, error: ValueError) -> NoReturn:
    """Raise the reader's fault as a StoryError with line, reason and cure."""
    match = _PLACE.fullmatch(str(error))
    if not match:
        reason = f"the front matter is not YAML: {error}"
        raise StoryError(name, reason, line=first_line, cure=_QUOTE_IT) from error
    line, column = int(match[2]), int(match[3])
    tab = _TAB_INDENT.search(text)
    if "tab" in match["what"] and tab:
        # The reader names the line where the value before the tab began.
        line, column = text.count("\n", 0, tab.start()) + 1, 1
    lines = text.split("\n")
    line = min(line, len(lines))
    if "simple key" in match["what"]:
        # The reader is at the next key by then.
        while line > 1 and (":" in lines[line - 1] or not lines[line - 1].strip()):
            line, column = line - 1, 1
    reason, cure = _explain(match["what"], lines[line - 1])
    raise StoryError(name, reason, line=first_line + line - 1, column=column, cure=cure) from error


def _explain(what: str, line: str) -> tuple[str, str]:
    """Say what the fault is in a user's words, and how to mend it."""
    for sign, reason, cure in CURES:
        if sign in what:
            return reason, cure
    if _TWO_COLONS.match(line):
        return "a value holds a colon and is not quoted", _QUOTE_IT
    if "mapping values" in what:
        return (
            "a colon stands where no key can be",
            "indent keys alike, put a space behind each key's colon, and quote long values",
        )
    return f"the front matter is not YAML: {what}", _QUOTE_IT
