"""AsciiDoc: the document header, attributes and conditions, and the body as written.

| in the file | field of the entry |
|---|---|
| `= Title` | title |
| `Ann Lee <ann@example.org>; Bo Li` below the title | authors |
| `v1.2, 2024-05-01: remark`, `2024-05-01` below these | version, published |
| `:revdate:`, `:docdate:`; `:revnumber:` | published; version |
| `:key: value`, also `:page-key:` of Jekyll and Antora | by the keys of front matter |
| the rest | content: paragraphs and headings, everything else as written |

The header ends at the first empty line. Comments are omitted, as is text under an unmet
condition (`ifdef::draft[]`). `{name}` is replaced by the value of that attribute.
"""

import re
from collections.abc import Mapping
from html import escape
from itertools import groupby
from posixpath import splitext
from typing import Final, NamedTuple

from feedsvc.parsers.frontmatter import FrontMatter, Item, has_front_matter, read_front_matter
from feedsvc.parsers.lightmarkup import flag_value, parse_story, plain_blocks, read_text
from feedsvc.parsers.source import Note, Parsed, Source

SUFFIXES: Final = frozenset((".adoc", ".asciidoc", ".asc"))

KEYS: Final[Mapping[str, str]] = {
    "revdate": "date",
    "docdate": "date",
    "revnumber": "version",
    "doctitle": "title",
}
"""The keys of front matter for attributes with another name. The prefix `page-` is ignored."""

_TITLE: Final = re.compile(r"[=#][ \t]+(?P<text>\S.*)")
_AUTHORS: Final = re.compile(r"[^\W\d_][^:=|\[\]]{0,400}")
_VERSION: Final = re.compile(r"[vV]?\d[\w.]*")
_REFERENCE: Final = re.compile(r"\{([A-Za-z][\w-]{0,60})\}")
_MARKUP: Final = re.compile(
    r"[ \t]|(?:\*{1,5}|-|\.{1,5}|\d{1,4}\.|<\d{1,3}>)[ \t]|[|+]|\w+::|[^:\n]{1,100}::(?:\s|$)"
    r"|'''|<<<"
)
_HEADING: Final = re.compile(r"={2,6}[ \t]+(?P<text>[^\n]+)")
_DELIMITER: Final = re.compile(r"(?:={4,}|\*{4,}|_{4,}|--)\s*")
_SPECIAL: Final = frozenset("=*_-[.")
_BLOCK_ATTRIBUTES: Final = re.compile(r"\[[^\[\]]*\]\s*")
_BLOCK_TITLE: Final = re.compile(r"\.(?P<text>[^\s.].*)")
_MAX_REFERENCES, _MAX_VALUE = 1000, 1000
_PGP: Final = "-----BEGIN PGP"
_ATTRIBUTE: Final = re.compile(
    r":(?P<off>!?)(?P<key>\w[\w-]{0,60})(?P<unset>!?):(?:[ \t]+(?P<value>.*))?"
)
_CONDITION: Final = re.compile(
    r"(?P<kind>ifdef|ifndef|ifeval|endif)::(?P<names>[^\[]*)\[(?P<text>.*)\]\s*"
)
_INCLUDE: Final = re.compile(r"include::[^\[]*\[.*\]\s*")
_COMMENT_BLOCK: Final = re.compile(r"/{4,}\s*")
_VERBATIM: Final = re.compile(r"(?:-{4,}|\.{4,}|\+{4,}|[|,:!]={3,}|```)\w*\s*")

_LINE_MARKERS: Final = frozenset("/:-.+|,!=`ei")
"""First characters of lines that may be more than text; `e` and `i` as in `endif::`, `ifdef::`."""


class Line(NamedTuple):
    """A line, its number in the file, and whether it is in a verbatim block."""

    text: str
    number: int
    verbatim: bool = False


def claims(source: Source) -> bool:
    """Return whether a file has an AsciiDoc suffix."""
    return splitext(source.name)[1].lower() in SUFFIXES


def parse(source: Source) -> Parsed:
    """Return the entry of a file. Raises StoryError for an unreadable required field.

    A PGP key or signature, which may also end in `.asc`, yields a note but no entry.
    """
    text, notes = read_text(source)
    if text.lstrip().startswith(_PGP):
        note = Note(message="file omitted: a PGP key or signature is not a story")
        return Parsed(entries=(), notes=(*notes, note))
    front = read_front_matter(source.name, text) if has_front_matter(source.data) else None
    first = front.body_line if front else 1
    reader = _LineReader()
    reader.read(front.body if front else text, first)
    attributes = reader.attributes
    head = _Head(reader.shown)
    body = reader.shown[head.read() :]
    items = (*(front.items if front else ()), *head.items, *_items(attributes))
    header = FrontMatter(
        kind="lines",
        items=tuple(_with_values(item, attributes) for item in items),
        body="\n".join(line.text for line in body),
        body_line=body[0].number if body else first,
    )
    return parse_story(source, header, _markup(body, attributes), (*notes, *reader.notes))


class _Head:
    """Reads title, authors and revision from the first lines."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.items: list[Item] = []

    def read(self) -> int:
        """Read the header, and return the position of the body."""
        at = 0
        while at < len(self.lines) and not self.lines[at].text.strip():
            at += 1
        title = _TITLE.fullmatch(self.lines[at].text) if at < len(self.lines) else None
        if not title:
            return at
        self.items.append(Item("title", title["text"].rstrip(" ="), self.lines[at].number))
        at += 1
        for read_line in (self.authors, self.revision):
            if at < len(self.lines) and read_line(self.lines[at]):
                at += 1
        return at

    def authors(self, line: Line) -> bool:
        """Read a line of authors; return False if it is something else."""
        if not _AUTHORS.fullmatch(line.text) or _VERSION.match(line.text):
            return False
        names = []
        for author in line.text.split(";"):
            name, mark, rest = author.partition("<")
            names.append(f"{name.replace('_', ' ')}{mark}{rest}".strip())
        self.items.append(Item("authors", names, line.number))
        return True

    def revision(self, line: Line) -> bool:
        """Read number and date of a revision line; return False if it is something else."""
        text = line.text.partition(": ")[0].strip()
        number, comma, date = (part.strip() for part in text.partition(","))
        if not _VERSION.fullmatch(number) or not (comma or number[0] in "vV"):
            number, date = "", text
        if not number and not date[:1].isdigit():
            return False
        for key, value in (("version", number.lstrip("vV")), ("date", date)):
            if value:
                self.items.append(Item(key, value, line.number))
        return True


def _items(attributes: Mapping[str, Line]) -> list[Item]:
    """Return the attributes as keys of a header."""
    items = []
    for name, line in attributes.items():
        key = name.removeprefix("page-")
        key = KEYS.get(key, key)
        items.append(Item(key, flag_value(key, line.text), line.number))
    return items


def _with_values(item: Item, attributes: Mapping[str, Line]) -> Item:
    value = item.value
    return Item(item.key, _filled(value, attributes), item.line) if isinstance(value, str) else item


def _filled(text: str, attributes: Mapping[str, Line]) -> str:
    """Replace references by the values of attributes, unless these are long."""

    def value(match: re.Match[str]) -> str:
        line = attributes.get(match[1].lower())
        return line.text if line and len(line.text) <= _MAX_VALUE else match[0]

    return _REFERENCE.sub(value, text, count=_MAX_REFERENCES) if "{" in text else text


def _markup(lines: list[Line], attributes: Mapping[str, Line]) -> str:
    """Return a body as HTML: verbatim lines in `pre`, the rest block by block."""
    parts: list[str] = []
    for verbatim, group in groupby(lines, key=lambda line: line.verbatim):
        texts = [line.text for line in group]
        if verbatim:
            parts.append(f"<pre>{escape(chr(10).join(texts), quote=False)}</pre>")
        else:
            running = "\n".join(part for text in texts for part in _running(text))
            parts.append(plain_blocks(_filled(running, attributes), _MARKUP, _HEADING))
    return "\n".join(parts)


def _running(text: str) -> tuple[str, ...]:
    """Return a line of running text without delimiters and attributes of blocks."""
    if text[:1] not in _SPECIAL:
        return (text,)
    if _DELIMITER.fullmatch(text):
        return ("",)
    if _BLOCK_ATTRIBUTES.fullmatch(text):
        return ()
    title = _BLOCK_TITLE.fullmatch(text)
    return ("", title["text"], "") if title else (text,)


class _LineReader:
    """Separates the lines to show from attributes, comments and text under unmet conditions.

    Lines are hidden by a condition on an attribute that is not set, and by any `ifeval`.
    """

    def __init__(self) -> None:
        self.shown: list[Line] = []
        self.attributes: dict[str, Line] = {}
        self.notes: list[Note] = []
        self.conditions: list[bool] = []
        self.comment = self.block = ""
        self.continued: tuple[str, int, list[str]] | None = None

    def read(self, text: str, first_line: int) -> None:
        """Read all lines of a text."""
        for number, line in enumerate(text.split("\n"), first_line):
            self.add(Line(line, number))
        if self.continued:
            self.continue_attribute("")

    def add(self, line: Line) -> None:
        """Read the next line."""
        inside = self.comment or self.block or self.continued or self.conditions
        if not inside and line.text[:1] not in _LINE_MARKERS:
            self.shown.append(line)
            return
        text = line.text.rstrip()
        condition = _CONDITION.fullmatch(line.text)
        if condition:
            self.add_condition(condition, line)
        elif not all(self.conditions):
            return
        elif self.comment or (not self.block and _COMMENT_BLOCK.fullmatch(line.text)):
            self.comment = "" if text == self.comment else self.comment or text
        elif self.block or _VERBATIM.fullmatch(line.text):
            self.add_verbatim(line, text)
        elif self.continued:
            self.continue_attribute(text)
        elif _INCLUDE.fullmatch(line.text):
            message = f"file not included: {text[:80]}; copy its text into the story"
            self.notes.append(Note(message=message, line=line.number))
        elif not text.startswith("//") or text.startswith("///"):
            self.add_text(line)

    def add_text(self, line: Line) -> None:
        """Read an attribute or a line of text."""
        attribute = _ATTRIBUTE.fullmatch(line.text)
        if not attribute:
            self.shown.append(line)
        elif attribute["off"] or attribute["unset"]:
            self.attributes.pop(attribute["key"].lower(), None)
        else:
            self.continued = (attribute["key"].lower(), line.number, [])
            self.continue_attribute((attribute["value"] or "").rstrip())

    def continue_attribute(self, text: str) -> None:
        """Add a line to the value of an attribute, which continues after a backslash."""
        assert self.continued  # Checked by the caller.
        key, number, values = self.continued
        values.append(text.removesuffix(" \\").strip())
        if not text.endswith(" \\"):
            self.attributes[key] = Line(" ".join(values).strip(), number)
            self.continued = None

    def add_verbatim(self, line: Line, text: str) -> None:
        """Read a line of a verbatim block, or one of its delimiters."""
        if not self.block:
            self.block = text if not text.startswith("```") else "```"
            self.shown.append(line._replace(text=""))
        elif text == self.block:
            self.block = ""
            self.shown.append(line._replace(text=""))
        else:
            self.shown.append(line._replace(verbatim=True))

    def add_condition(self, condition: re.Match[str], line: Line) -> None:
        """Open or close a condition, or read the line in its brackets."""
        kind, names = condition["kind"], condition["names"].strip()
        if kind == "endif":
            del self.conditions[-1:]
            return
        met = kind != "ifeval" and self.is_set(names) is (kind == "ifdef")
        if kind == "ifeval" or not condition["text"]:
            self.conditions.append(met)
        elif met and all(self.conditions):
            self.add(line._replace(text=condition["text"]))

    def is_set(self, names: str) -> bool:
        """Return whether attributes are set: all of `a+b`, or any of `a,b`."""
        if "+" in names:
            return all(name.lower() in self.attributes for name in names.split("+"))
        return any(name.lower() in self.attributes for name in names.split(","))
