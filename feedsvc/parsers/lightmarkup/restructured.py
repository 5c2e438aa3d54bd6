"""reStructuredText, with docinfo fields or Nikola's metadata in comments.

| in the file | field of the entry |
|---|---|
| a title with a line below it, or above and below | title |
| `:date: 2024-05-01`, a field of docinfo, Pelican, Nikola and ABlog | by the keys of front matter |
| `.. date: 2024-05-01`, a comment of Nikola | by the keys of front matter |
| `:status: draft`, `.. status: private`, Nikola's tags `draft` and `private` | status: withheld |
| `:abstract:` | summary |
| the rest | content: rendered by docutils if it is installed, else as written |

Fields are at the top of the file or below the title. docutils comes with the extra
`feedsvc[rst]`; it is not allowed to include other files or pass raw HTML through. A body that
is too long for docutils is shown as written, without comments.
"""

import re
from importlib.util import find_spec
from posixpath import splitext
from typing import Any, Final

from feedsvc.parsers.frontmatter import FrontMatter, Item, has_front_matter, read_front_matter
from feedsvc.parsers.frontmatter.fields import normalize_key
from feedsvc.parsers.lightmarkup import flag_value, parse_story, plain_blocks, read_text
from feedsvc.parsers.source import Note, Parsed, Source

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
    re.compile(r"`([^`<>]+?)\s*<[^`<>]*>`__?"),
    re.compile(r":[\w:-]+:`([^`]+)`"),
    re.compile(r"``([^`]+)``"),
    re.compile(r"`([^`]+)`(?:__?)?"),
    re.compile(r"(?<!\S)\*\*(?=\S)([^*]+)(?<=\S)\*\*"),
    re.compile(r"(?<!\S)\*(?=\S)([^*]+)(?<=\S)\*"),
)
_HIDING_TAGS: Final = frozenset(("draft", "private"))
_MAX_LINES, _MAX_CHARACTERS = 1000, 64 * 1024  # docutils takes half a second for these.
_MAX_SUBSTITUTED: Final = 100_000
_MAX_NOTES: Final = 5
_SUBSTITUTION: Final = re.compile(
    r"^\.\.[ \t]+\|[^|\n]+\|[ \t]+replace::(.*(?:\n[ \t]+\S.*)*)", re.MULTILINE
)
_SETTINGS: Final[dict[str, Any]] = {
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


def claims(source: Source) -> bool:
    """Return whether a file has a reStructuredText suffix."""
    return splitext(source.name)[1].lower() in SUFFIXES


def parse(source: Source) -> Parsed:
    """Return the entry of a file. Raises StoryError for an unreadable required field."""
    text, notes = read_text(source)
    header = _read_header(source.name, text, fenced=has_front_matter(source.data))
    markup, more = _render(header.body, header.body_line)
    if markup is None:
        markup = plain_blocks(_without_comments(header.body), _MARKUP, _HEADING)
    return parse_story(source, header, markup, (*notes, *more))


def _read_header(name: str, text: str, *, fenced: bool) -> FrontMatter:
    """Split a file into the fields at its top and its body.

    `fenced` means that Hugo's front matter comes first. Raises StoryError if that is invalid.
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


def _without_comments(body: str) -> str:
    """Return a body without comments and link targets."""
    lines: list[str] = []
    hidden = False
    for line in body.split("\n"):
        if line.strip() and not line[0].isspace():
            hidden = bool(_COMMENT.match(line) or _TARGET.match(line))
        if not hidden:
            lines.append(line)
    return "\n".join(lines)


class _Head:
    """Reads the lines at the top of a file that are title, fields or comments."""

    def __init__(self, lines: list[str], first: int, items: list[Item]) -> None:
        self.lines, self.first, self.items = lines, first, items
        self.titled = False

    def read(self) -> int:
        """Read the header, and return the position of the body."""
        at = 0
        while at < len(self.lines):
            after = self.after(at)
            if after is None:
                break
            at = after
        return at

    def after(self, at: int) -> int | None:
        """Read the field, comment or title at a position; return the next, or None at the body."""
        line = self.lines[at]
        if not line.strip():
            return at + 1
        field = _FIELD.fullmatch(line)
        if field:
            return self.field(field, at)
        comment = _META_COMMENT.fullmatch(line)
        if comment:
            self.add(comment["key"], comment["value"].strip(), at)
            return at + 1
        if _COMMENT.fullmatch(line):
            return self.end_of_indented(at + 1)
        return None if self.titled else self.title(at)

    def title(self, at: int) -> int | None:
        """Read a title with a line below it, and perhaps one above; a file has at most one."""
        above = bool(_ADORNMENT.fullmatch(self.lines[at]))
        text, below, *_ = [*self.lines[at + above : at + above + 2], "", ""]
        adorned = _ADORNMENT.fullmatch(below)
        if not adorned or not text.strip() or _ADORNMENT.fullmatch(text):
            return None
        if not above and (text[0].isspace() or len(below.rstrip()) < len(text.rstrip()) // 2):
            return None
        title = plain_inline(text.strip())
        known = next((item for item in self.items if normalize_key(item.key) == "title"), None)
        if known and plain_inline(str(known.value)).casefold() != title.casefold():
            return None  # A section heading, since the story has a title.
        self.titled = True
        if not known:
            self.items.append(Item("title", title, self.first + at + above))
        return at + above + 2

    def field(self, field: re.Match[str], at: int) -> int:
        """Read a field and the indented lines that continue it."""
        end = self.end_of_indented(at + 1)
        lines = [field["value"] or "", *self.lines[at + 1 : end]]
        values = [line.strip() for line in lines if line.strip()]
        bullets = [value[2:] for value in values if value.startswith(("- ", "* "))]
        if bullets and len(bullets) == len(values):
            self.items.append(Item(field["key"], bullets, self.first + at))
        else:
            self.add(field["key"], " ".join(values), at)
        return end

    def add(self, key: str, value: str, at: int) -> None:
        """Add a key with its value as plain text; Nikola's tag `draft` withholds the story."""
        text = flag_value(key, _UTC_OFFSET.sub(r"\1", plain_inline(value)))
        self.items.append(Item(key, text, self.first + at))
        if normalize_key(key) == "tags" and _HIDING_TAGS & set(
            text.lower().replace(" ", "").split(",")
        ):
            self.items.append(Item("draft", "true", self.first + at))

    def end_of_indented(self, at: int) -> int:
        """Return the position after the indented lines that begin at a position."""
        end = at
        for index in range(at, len(self.lines)):
            line = self.lines[index]
            if line.strip():
                if not line[0].isspace():
                    break
                end = index + 1
        return end


def plain_inline(text: str) -> str:
    """Return a line without the markup of emphasis, code, roles and links."""
    if not any(character in text for character in "`*"):
        return text
    for pattern in _INLINE:
        text = pattern.sub(r"\1", text)
    return text


def _render(body: str, first_line: int) -> tuple[str | None, tuple[Note, ...]]:
    """Return a body as unsanitized HTML, with notes on what docutils could not read.

    None if docutils is not installed, cannot read the body, or would take too long.
    """
    if not body.strip() or find_spec("docutils") is None:
        return None, ()
    if _is_heavy(body):
        note = Note(message="text too long for docutils: shown as written", line=first_line)
        return None, (note,)
    return _render_with_docutils(body, first_line)


def _is_heavy(body: str) -> bool:
    """Return whether a body would take docutils long, or grow much by substitutions."""
    lines = sum(1 for line in body.split("\n") if line.strip())
    if len(body) > _MAX_CHARACTERS or lines > _MAX_LINES:
        return True
    texts = [match[1] for match in _SUBSTITUTION.finditer(body)]
    substituted = max(map(len, texts), default=0) * body.count("|")
    return substituted > _MAX_SUBSTITUTED or any("|" in text for text in texts)


def _render_with_docutils(body: str, first_line: int) -> tuple[str | None, tuple[Note, ...]]:
    from docutils.core import publish_parts  # noqa: PLC0415 - an extra, and slow to import
    from docutils.parsers.rst import Parser  # noqa: PLC0415 - as above
    from docutils.readers.standalone import Reader  # noqa: PLC0415 - as above

    messages: list[Note] = []

    class ListeningReader(Reader):  # type: ignore[type-arg] # generic only in the stubs
        def new_document(self) -> Any:  # noqa: ANN401 - docutils's own type
            document = super().new_document()
            document.reporter.attach_observer(self.listen)
            return document

        def listen(self, message: Any) -> None:  # noqa: ANN401 - docutils's own type
            if message["level"] > 1 and len(messages) < _MAX_NOTES:
                line = first_line + message.get("line", 1) - 1
                text = message[0].astext().partition("\n")[0]
                messages.append(Note(message=f"docutils: {text[:200]}", line=line))

    try:
        reader = ListeningReader(parser=Parser())
        parts = publish_parts(body, reader=reader, writer="html5", settings_overrides=_SETTINGS)
    except Exception:  # noqa: BLE001 - docutils may fail in any way on unusual input
        note = Note(message="docutils cannot read the text: shown as written", line=first_line)
        return None, (note,)
    return parts["body"], tuple(messages)
