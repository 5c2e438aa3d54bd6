"""AsciiDoc: the document header, and the body as it is written.

| in the file | field of the entry |
|---|---|
| `= Title` | title |
| `Ann Lee <ann@example.org>; Bo Li` below the title | authors |
| `v1.2, 2024-05-01: remark`, `2024-05-01` below these | version, published |
| `:revdate:`, `:docdate:`; `:revnumber:` | published; version |
| `:key: value`, also `:page-key:` of Jekyll and Antora | as `headerkeys.KEYS` says |
| the rest | content: paragraphs and cross-heads, all else line by line |

The header ends at the first empty line. Comments and parts under an unmet condition
(`ifdef::draft[]`) are left out; `{name}` becomes what the header says of it.
"""

import re
from collections.abc import Mapping
from html import escape
from itertools import groupby
from posixpath import splitext
from typing import Final

from feedsvc.parsers.frontmatter.header import (
    FrontMatter,
    Item,
    has_front_matter,
    read_front_matter,
)
from feedsvc.parsers.lightmarkup import plain_blocks, story_of, text_of_story, value_of
from feedsvc.parsers.lightmarkup.asciidoclines import Line, readable_lines
from feedsvc.parsers.source import Format, Note, Parsed, Source

SUFFIXES: Final = frozenset((".adoc", ".asciidoc", ".asc"))

KEYS: Final[Mapping[str, str]] = {
    "revdate": "date",
    "docdate": "date",
    "revnumber": "version",
    "doctitle": "title",
}
"""Attributes of AsciiDoc that have another name in headers; `page-` before any name goes."""

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
_MOST_REFERENCES, _LONGEST_VALUE = 1000, 1000
_ARMOUR: Final = "-----BEGIN PGP"


def claims(source: Source) -> bool:
    """Tell AsciiDoc by its suffix."""
    return splitext(source.name)[1].lower() in SUFFIXES


def parse(source: Source) -> Parsed:
    """Return the entry of a file; raises StoryError for a date or title that cannot be read.

    A key or signature of PGP, whose files may end in `.asc`, gives none.
    """
    text, notes = text_of_story(source)
    if text.lstrip().startswith(_ARMOUR):
        note = Note(message="left out: a key or signature of PGP is no story")
        return Parsed(entries=(), notes=(*notes, note))
    front = read_front_matter(source.name, text) if has_front_matter(source.data) else None
    first = front.body_line if front else 1
    lines, attributes, more = readable_lines(front.body if front else text, first)
    head = _Head(lines)
    at = head.read()
    body = lines[at:]
    items = (*(front.items if front else ()), *head.items, *_items(attributes))
    header = FrontMatter(
        kind="lines",
        items=tuple(_with_values(item, attributes) for item in items),
        body="\n".join(line.text for line in body),
        body_line=body[0].number if body else first,
    )
    return story_of(source, header, _markup(body, attributes), (*notes, *more))


FORMAT: Final = Format(name="AsciiDoc", claims=claims, parse=parse, suffixes=SUFFIXES)


class _Head:
    """Title, authors and revision, read from the first lines."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.items: list[Item] = []

    def read(self) -> int:
        """Take what the header says, and return which line is the first of the body."""
        at = 0
        while at < len(self.lines) and not self.lines[at].text.strip():
            at += 1
        title = _TITLE.fullmatch(self.lines[at].text) if at < len(self.lines) else None
        if not title:
            return at
        self.items.append(Item("title", title["text"].rstrip(" ="), self.lines[at].number))
        at += 1
        for take in (self.authors, self.revision):
            if at < len(self.lines) and take(self.lines[at]):
                at += 1
        return at

    def authors(self, line: Line) -> bool:
        """Take the line of authors; false where it is none."""
        if not _AUTHORS.fullmatch(line.text) or _VERSION.match(line.text):
            return False
        names = []
        for author in line.text.split(";"):
            name, mark, rest = author.partition("<")
            names.append(f"{name.replace('_', ' ')}{mark}{rest}".strip())
        self.items.append(Item("authors", names, line.number))
        return True

    def revision(self, line: Line) -> bool:
        """Take the line of the revision: its number, its date, or both; a remark goes."""
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
    """Return the attributes as the keys of a header."""
    items = []
    for name, line in attributes.items():
        key = name.removeprefix("page-")
        key = KEYS.get(key, key)
        items.append(Item(key, value_of(key, line.text), line.number))
    return items


def _with_values(item: Item, attributes: Mapping[str, Line]) -> Item:
    value = item.value
    return Item(item.key, _filled(value, attributes), item.line) if isinstance(value, str) else item


def _filled(text: str, attributes: Mapping[str, Line]) -> str:
    """Put the values of attributes in the place of their references, but for long ones."""

    def value(match: re.Match[str]) -> str:
        line = attributes.get(match[1].lower())
        return line.text if line and len(line.text) <= _LONGEST_VALUE else match[0]

    return _REFERENCE.sub(value, text, count=_MOST_REFERENCES) if "{" in text else text


def _markup(lines: list[Line], attributes: Mapping[str, Line]) -> str:
    """Return a body as HTML: what is verbatim as it is, all else block by block."""
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
    """Return a line of running text, without what says only how a block looks."""
    if text[:1] not in _SPECIAL:
        return (text,)
    if _DELIMITER.fullmatch(text):
        return ("",)
    if _BLOCK_ATTRIBUTES.fullmatch(text):
        return ()
    title = _BLOCK_TITLE.fullmatch(text)
    return ("", title["text"], "") if title else (text,)
