"""The lines of an AsciiDoc file that readers get, and the attributes that it sets."""

import re
from typing import Final, NamedTuple

from feedsvc.parsers.source import Note

_ATTRIBUTE: Final = re.compile(
    r":(?P<off>!?)(?P<key>\w[\w-]{0,60})(?P<unset>!?):(?:[ \t]+(?P<value>.*))?"
)
_CONDITION: Final = re.compile(
    r"(?P<kind>ifdef|ifndef|ifeval|endif)::(?P<names>[^\[]*)\[(?P<text>.*)\]\s*"
)
_INCLUDE: Final = re.compile(r"include::[^\[]*\[.*\]\s*")
_COMMENT_BLOCK: Final = re.compile(r"/{4,}\s*")
_VERBATIM: Final = re.compile(r"(?:-{4,}|\.{4,}|\+{4,}|[|,:!]={3,}|```)\w*\s*")

_SPECIAL: Final = frozenset("/:-.+|,!=`ei")
"""What a line begins with that may be more than text; `e` and `i` are those of `endif::`."""


class Line(NamedTuple):
    """A line, its number in the file, and whether it stands in a block that is shown as it is."""

    text: str
    number: int
    verbatim: bool = False


class Lines(NamedTuple):
    """The lines of a file that readers get, its attributes by name, and what was left out."""

    shown: list[Line]
    attributes: dict[str, Line]
    notes: tuple[Note, ...]


def readable_lines(text: str, first: int) -> Lines:
    """Return the lines of a file without comments, attributes and unmet conditions.

    `first` is the number of the first line. A condition on an attribute that is not set
    hides its lines, and so does one that would have to be computed (`ifeval`).
    """
    reader = _Reader()
    for number, line in enumerate(text.split("\n"), first):
        reader.take(Line(line, number))
    if reader.continued:
        reader.go_on("")
    return Lines(reader.shown, reader.attributes, tuple(reader.notes))


class _Reader:
    """What was read so far, and what the next line stands in."""

    def __init__(self) -> None:
        self.shown: list[Line] = []
        self.attributes: dict[str, Line] = {}
        self.notes: list[Note] = []
        self.conditions: list[bool] = []
        self.comment = self.block = ""
        self.continued: tuple[str, int, list[str]] | None = None

    def take(self, line: Line) -> None:
        """Take the next line."""
        inside = self.comment or self.block or self.continued or self.conditions
        if not inside and line.text[:1] not in _SPECIAL:
            self.shown.append(line)
            return
        text = line.text.rstrip()
        condition = _CONDITION.fullmatch(line.text)
        if condition:
            self.take_condition(condition, line)
        elif not all(self.conditions):
            return
        elif self.comment or (not self.block and _COMMENT_BLOCK.fullmatch(line.text)):
            self.comment = "" if text == self.comment else self.comment or text
        elif self.block or _VERBATIM.fullmatch(line.text):
            self.take_verbatim(line, text)
        elif self.continued:
            self.go_on(text)
        elif _INCLUDE.fullmatch(line.text):
            message = f"left out: {text[:80]}: other files are not read"
            self.notes.append(Note(message=message, line=line.number))
        elif not text.startswith("//") or text.startswith("///"):
            self.take_text(line)

    def take_text(self, line: Line) -> None:
        """Take an attribute, or a line of text."""
        attribute = _ATTRIBUTE.fullmatch(line.text)
        if not attribute:
            self.shown.append(line)
        elif attribute["off"] or attribute["unset"]:
            self.attributes.pop(attribute["key"].lower(), None)
        else:
            self.continued = (attribute["key"].lower(), line.number, [])
            self.go_on((attribute["value"] or "").rstrip())

    def go_on(self, text: str) -> None:
        """Add a line to the value of an attribute, which goes on behind a backslash."""
        assert self.continued  # It was asked for by the caller.
        key, number, values = self.continued
        values.append(text.removesuffix(" \\").strip())
        if not text.endswith(" \\"):
            self.attributes[key] = Line(" ".join(values).strip(), number)
            self.continued = None

    def take_verbatim(self, line: Line, text: str) -> None:
        """Take a line of a block that is shown as it is; its delimiters are not."""
        if not self.block:
            self.block = text if not text.startswith("```") else "```"
            self.shown.append(line._replace(text=""))
        elif text == self.block:
            self.block = ""
            self.shown.append(line._replace(text=""))
        else:
            self.shown.append(line._replace(verbatim=True))

    def take_condition(self, condition: re.Match[str], line: Line) -> None:
        """Open or close a condition, or take the one line that stands in its brackets."""
        kind, names = condition["kind"], condition["names"].strip()
        if kind == "endif":
            del self.conditions[-1:]
            return
        met = kind != "ifeval" and self.is_set(names) is (kind == "ifdef")
        if kind == "ifeval" or not condition["text"]:
            self.conditions.append(met)
        elif met and all(self.conditions):
            self.take(line._replace(text=condition["text"]))

    def is_set(self, names: str) -> bool:
        """Tell whether attributes are set: all parted by plus signs, any parted by commas."""
        if "+" in names:
            return all(name.lower() in self.attributes for name in names.split("+"))
        return any(name.lower() in self.attributes for name in names.split(","))
