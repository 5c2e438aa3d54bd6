"""An entry and its trace as lines of text for people."""

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from feedsvc.cli.console import line_width
from feedsvc.entry import Entry
from feedsvc.parsers import Note, Parsed
from feedsvc.site.understanding import described, traced

LABEL = 16
"""Columns of a field's name."""
ROLE, WHY = 11, 24
"""Columns of the trace: the field that a line gave, and the rule that said so."""
CONTENT_LINES = 3
PLAIN_WIDTH = 80
"""Columns where the output is no terminal."""


def entry_lines(entry: Entry) -> list[str]:
    """Return the title, then each field that the story gives, wrapped to the terminal.

    Of the content, only the beginning is shown; JSON has all of it.
    """
    fields = described(entry)
    lines = [fields.pop("title", "(no title)")]
    content = fields.pop("content", "")
    for field, text in fields.items():
        lines += _field(field, text)
    if content:
        lines += _shortened(_field("content", " ".join(content.split())), len(content))
    return lines


def trace_lines(parsed: Parsed) -> list[str]:
    """Return how each line was understood: its number, the field it gave, why, its text.

    In a file of several stories, the number of the story stands after that of the line.
    """
    width = line_width()
    several = len(parsed.entries) > 1
    lines = []
    for line in traced(parsed):
        story = "" if line.entry is None else str(line.entry + 1)
        head = f"{line.line:>5}  " + (f"{story:>2}  " if several else "")
        head += f"{_cell(line.role, ROLE)}  {_cell(line.why, WHY)}  "
        text = " ".join(line.text.split())
        lines.append((head + (_clip(text, width - cell_len(head)) if width else text)).rstrip())
    return lines


def note_line(note: Note) -> str:
    """Return what was mended or passed over, with its line where it has one."""
    return f"line {note.line}: {note.message}" if note.line else note.message


def _field(name: str, text: str) -> list[str]:
    room = (line_width() or PLAIN_WIDTH) - LABEL - 2
    # rich counts columns where textwrap counts characters: Japanese takes two of them each.
    wrapped = [
        part.plain.rstrip()
        for line in text.splitlines()
        for part in Text(line).wrap(Console(), room)
    ] or [""]
    labels = [name, *([""] * (len(wrapped) - 1))]
    return [f"  {label:<{LABEL}}{part}" for label, part in zip(labels, wrapped, strict=True)]


def _shortened(lines: list[str], characters: int) -> list[str]:
    if len(lines) <= CONTENT_LINES:
        return lines
    return [*lines[:CONTENT_LINES], f"  {'':<{LABEL}}... ({characters:,} characters)"]


def _cell(text: str, width: int) -> str:
    return set_cell_size(_clip(text, width), width)


def _clip(text: str, width: int) -> str:
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(0, width - 1)).rstrip() + "…"
