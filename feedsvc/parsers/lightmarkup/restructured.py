"""reStructuredText: docinfo fields and the comments that Nikola keeps its metadata in.

| in the file | field of the entry |
|---|---|
| the title, by the line below it, or those above and below | title |
| `:date: 2024-05-01`, of docinfo, Pelican, Nikola and ABlog | as `headerkeys.KEYS` says |
| `.. date: 2024-05-01`, a comment of Nikola | the same |
| `:status: draft`, `.. status: private`, Nikola's tags `draft` and `private` | withheld |
| `:abstract:` | summary |
| the rest | content: by docutils where it is installed, else as it is written |

Fields stand at the top of the file or below the title. docutils comes with the extra
`feedsvc[rst]`; it reads no other file, and raw HTML stays out. A body that is too long for it
is shown as it is written, without comments.
"""

import re
from importlib.util import find_spec
from posixpath import splitext
from typing import Any, Final

from feedsvc.parsers.frontmatter.fields import normal
from feedsvc.parsers.frontmatter.header import (
    FrontMatter,
    Item,
    has_front_matter,
    read_front_matter,
)
from feedsvc.parsers.lightmarkup import plain_blocks, story_of, text_of_story, value_of
from feedsvc.parsers.source import Format, Note, Parsed, Source

SUFFIXES: Final = frozenset((".rst", ".rest"))
_ADORNMENT: Final = re.compile(r"([!-/:-@\[-`{-~])\1{2,}\s*")
_FIELD: Final = re.compile(r":(?P<key>[A-Za-z][^:\n]{0,60}):(?:[ \t]+(?P<value>.*))?")
_META_COMMENT: Final = re.compile(
    r"\.\.[ \t]+(?P<key>[A-Za-z][\w-]{0,40}):(?!:)[ \t]*(?P<value>.*)"
)
_COMMENT: Final = re.compile(r"\.\.(?:[ \t]+(?!\[|\||_|[\w:+.-]+::).*)?$")
_TARGET: Final = re.compile(r"\.\.[ \t]+(?:_|\|)")
_UTC_OFFSET: Final = re.compile(r"(\d[ \t]*)UTC(?=[+-]\d)")
_MARKUP: Final = re.compile(
    r"[ \t]|(?:[-*+\u2022]|#\.|\(?(?:\d{1,3}|[a-zA-Z#])[.)]|\|)[ \t]|\.\.(?:[ \t]|$)|>>>|:[\w -]+:"
    r"|__[ \t]|\+[-=]|=+(?:[ \t]|$)|([!-/:-@\[-`{-~])\1{2,}\s*$"
)
_HEADING: Final = re.compile(
    r"(?:([!-/:-@\[-`{-~])\1{2,}[ \t]*\n)?[ \t]*(?P<text>[^\s].*)\n([!-/:-@\[-`{-~])\3{2,}[ \t]*"
)
_INLINE: Final = (
    (re.compile(r"`([^`<>]+?)\s*<[^`<>]*>`__?"), r"\1"),
    (re.compile(r":[\w:-]+:`([^`]+)`"), r"\1"),
    (re.compile(r"``([^`]+)``"), r"\1"),
    (re.compile(r"`([^`]+)`(?:__?)?"), r"\1"),
    (re.compile(r"(?<!\S)\*\*(?=\S)([^*]+)(?<=\S)\*\*"), r"\1"),
    (re.compile(r"(?<!\S)\*(?=\S)([^*]+)(?<=\S)\*"), r"\1"),
)
_HIDING_TAGS: Final = frozenset(("draft", "private"))
MOST_LINES: Final = 1000

LONGEST: Final = 64 * 1024
"""The lines that are not empty, and the characters, that docutils takes half a second for."""

SETTINGS: Final[dict[str, Any]] = {
    "_disable_config": True,
    "doctitle_xform": False,
    "docinfo_xform": False,
    "embed_stylesheet": False,
    "file_insertion_enabled": False,
    "halt_level": 5,
    "initial_header_level": 2,
    "math_output": "LaTeX",
    "raw_enabled": False,
    "report_level": 5,
    "section_self_link": False,
    "syntax_highlight": "none",
    "toc_backlinks": False,
}
"""No other file is read, no HTML passed through, no message written into the text."""

_SUBSTITUTION: Final = re.compile(
    r"^\.\.[ \t]+\|[^|\n]+\|[ \t]+replace::(.*(?:\n[ \t]+\S.*)*)", re.MULTILINE
)
_MOST_SUBSTITUTED: Final = 100_000
_MOST_NOTES: Final = 5


def claims(source: Source) -> bool:
    """Tell reStructuredText by its suffix."""
    return splitext(source.name)[1].lower() in SUFFIXES


def parse(source: Source) -> Parsed:
    """Return the entry of a file; raises StoryError for a date or title that cannot be read."""
    text, notes = text_of_story(source)
    header = read_header(source.name, text, fenced=has_front_matter(source.data))
    markup, more = rendered(header.body, header.body_line)
    if markup is None:
        markup = plain_blocks(without_comments(header.body), _MARKUP, _HEADING)
    return story_of(source, header, markup, (*notes, *more))


FORMAT: Final = Format(name="reStructuredText", claims=claims, parse=parse, suffixes=SUFFIXES)


def read_header(name: str, text: str, *, fenced: bool = False) -> FrontMatter:
    """Part a file in the fields at its head and its body; `fenced`: Hugo's header is above them.

    Raises StoryError where that header is broken.
    """
    front = read_front_matter(name, text) if fenced else None
    body, first = (front.body, front.body_line) if front else (text, 1)
    head = _Head(body.split("\n"), first, list(front.items) if front else [])
    at = head.read()
    return FrontMatter(
        kind="lines",
        items=tuple(head.items),
        body="\n".join(head.lines[at:]),
        body_line=first + at,
    )


def without_comments(body: str) -> str:
    """Leave out comments and link targets, which nobody reads in the finished page."""
    kept: list[str] = []
    hidden = False
    for line in body.split("\n"):
        if line.strip() and not line[0].isspace():
            hidden = bool(_COMMENT.match(line) or _TARGET.match(line))
        if not hidden:
            kept.append(line)
    return "\n".join(kept)


class _Head:
    """The lines of a file, read from the top as long as they are title, fields or comments."""

    def __init__(self, lines: list[str], first: int, items: list[Item]) -> None:
        self.lines, self.first, self.items = lines, first, items
        self.titled = False

    def read(self) -> int:
        """Take all that belongs to the header, and return where the body begins."""
        at = 0
        while at < len(self.lines):
            after = self.after(at)
            if after is None:
                break
            at = after
        return at

    def after(self, at: int) -> int | None:
        """Return where what stands at a line ends; None where it is of the body."""
        line = self.lines[at]
        if not line.strip():
            return at + 1
        field = _FIELD.fullmatch(line)
        if field:
            return self.field(field, at)
        comment = _META_COMMENT.fullmatch(line)
        if comment:
            self.take(comment["key"], comment["value"].strip(), at)
            return at + 1
        if _COMMENT.fullmatch(line):
            return self.end_of_indented(at + 1)
        return None if self.titled else self.title(at)

    def title(self, at: int) -> int | None:
        """Take a title that has a line below it, and perhaps one above; it may be there once."""
        above = bool(_ADORNMENT.fullmatch(self.lines[at]))
        text, below, *_ = [*self.lines[at + above : at + above + 2], "", ""]
        adorned = _ADORNMENT.fullmatch(below)
        if not adorned or not text.strip() or _ADORNMENT.fullmatch(text):
            return None
        if not above and (text[0].isspace() or len(below.rstrip()) < len(text.rstrip()) // 2):
            return None
        title = plain_inline(text.strip())
        known = next((item for item in self.items if normal(item.key) == "title"), None)
        if known and plain_inline(str(known.value)).casefold() != title.casefold():
            return None  # The heading of a part; the story has a title.
        self.titled = True
        if not known:
            self.items.append(Item("title", title, self.first + at + above))
        return at + above + 2

    def field(self, field: re.Match[str], at: int) -> int:
        """Take a field and the indented lines that go on with it."""
        end = self.end_of_indented(at + 1)
        lines = [field["value"] or "", *self.lines[at + 1 : end]]
        values = [line.strip() for line in lines if line.strip()]
        bullets = [value[2:] for value in values if value.startswith(("- ", "* "))]
        if bullets and len(bullets) == len(values):
            self.items.append(Item(field["key"], bullets, self.first + at))
        else:
            self.take(field["key"], " ".join(values), at)
        return end

    def take(self, key: str, value: str, at: int) -> None:
        """Keep a key with its value as plain text; tags that hide a story do so here."""
        text = value_of(key, _UTC_OFFSET.sub(r"\1", plain_inline(value)))
        self.items.append(Item(key, text, self.first + at))
        if normal(key) == "tags" and _HIDING_TAGS & set(text.lower().replace(" ", "").split(",")):
            self.items.append(Item("draft", "true", self.first + at))

    def end_of_indented(self, at: int) -> int:
        """Return where the indented lines that begin at a line end."""
        end = at
        for place in range(at, len(self.lines)):
            line = self.lines[place]
            if line.strip():
                if not line[0].isspace():
                    break
                end = place + 1
        return end


def plain_inline(text: str) -> str:
    """Return a line without the marks of emphasis, code, roles and links."""
    if not any(mark in text for mark in "`*"):
        return text
    for pattern, kept in _INLINE:
        text = pattern.sub(kept, text)
    return text


def rendered(body: str, first_line: int) -> tuple[str | None, tuple[Note, ...]]:
    """Return a body as HTML that is not safe yet, and what docutils could not read.

    None where docutils is not installed, or cannot read the body in a moment.
    """
    if not body.strip() or find_spec("docutils") is None:
        return None, ()
    if _is_heavy(body):
        note = Note(message="too long for docutils: shown as it is written", line=first_line)
        return None, (note,)
    return _by_docutils(body, first_line)


def _is_heavy(body: str) -> bool:
    """Tell a body that would take docutils more than a moment, or that grows as it is read."""
    lines = sum(1 for line in body.split("\n") if line.strip())
    if len(body) > LONGEST or lines > MOST_LINES:
        return True
    texts = [match[1] for match in _SUBSTITUTION.finditer(body)]
    grown = max(map(len, texts), default=0) * body.count("|")
    return grown > _MOST_SUBSTITUTED or any("|" in text for text in texts)


def _by_docutils(body: str, first_line: int) -> tuple[str | None, tuple[Note, ...]]:
    from docutils.core import publish_parts  # noqa: PLC0415 - an extra, and slow to import
    from docutils.parsers.rst import Parser  # noqa: PLC0415 - as above
    from docutils.readers.standalone import Reader  # noqa: PLC0415 - as above

    messages: list[Note] = []

    class ListeningReader(Reader):  # type: ignore[type-arg] # generic in the stubs alone
        def new_document(self) -> Any:  # noqa: ANN401 - docutils's own type
            document = super().new_document()
            document.reporter.attach_observer(self.listen)
            return document

        def listen(self, message: Any) -> None:  # noqa: ANN401 - docutils's own type
            if message["level"] > 1 and len(messages) < _MOST_NOTES:
                line = first_line + message.get("line", 1) - 1
                text = message[0].astext().partition("\n")[0]
                messages.append(Note(message=f"docutils: {text[:200]}", line=line))

    try:
        reader = ListeningReader(parser=Parser())
        parts = publish_parts(body, reader=reader, writer="html5", settings_overrides=SETTINGS)
    except Exception:  # noqa: BLE001 - docutils fails in many ways on odd input
        note = Note(message="docutils cannot read this: shown as it is written", line=first_line)
        return None, (note,)
    return parts["body"], tuple(messages)
