"""What reStructuredText and AsciiDoc share: a header that gives an entry, and a plain body."""

import re
from collections.abc import Iterable, Iterator
from html import escape
from posixpath import splitext
from typing import Final

from feedsvc.entry import Entry
from feedsvc.errors import StoryError
from feedsvc.parsers.frontmatter.fields import PLACES, header_fields, normal, take_from_name
from feedsvc.parsers.frontmatter.header import FrontMatter
from feedsvc.parsers.reading.html import safe_html
from feedsvc.parsers.reading.text import decode
from feedsvc.parsers.source import Note, Parsed, Source, Trace

MOST_LINES: Final = 100_000
"""More lines than any story has; each costs time."""

_SHOWN: Final = 80
_EMPTY_LINES: Final = re.compile(r"\n(?:[ \t]*\n)+")


def text_of_story(source: Source) -> tuple[str, tuple[Note, ...]]:
    """Return the text of a file and what was mended in it.

    Raises StoryError as `text.decode` does, and for more lines than any story has.
    """
    text, notes = decode(source)
    lines = text.count("\n")
    if lines > MOST_LINES:
        reason = f"the file has {lines:,} lines, more than the {MOST_LINES:,} of a story"
        raise StoryError(source.name, reason, cure="split it in smaller files")
    return text, notes


def story_of(source: Source, header: FrontMatter, markup: str, notes: Iterable[Note]) -> Parsed:
    """Return the one entry of a file, of its header, its name and its body as HTML.

    Raises StoryError for a value of the header that must be read and cannot be.
    """
    fields = header_fields(source, header)
    values, trace = fields.values, fields.trace
    take_from_name(source, splitext(source.name)[0], values, trace)
    content = safe_html(markup).strip()
    if content:
        values["content"] = content
        line = header.body_line + len(header.body) - len(header.body.lstrip("\n"))
        text = header.body.strip().partition("\n")[0][:_SHOWN]
        trace.append(Trace(line=line, role="content", text=text, why="from here on", entry=0))
    return Parsed(
        entries=(Entry(**values),),
        notes=(*notes, *fields.notes),
        trace=tuple(sorted(trace, key=lambda line: line.line)),
    )


def value_of(key: str, value: str) -> str:
    """Return what a key means as it is written: one such as `:draft:` is set without a value."""
    is_flag = PLACES.get(normal(key), ("", 0))[0] == "status"
    return "true" if is_flag and not value else value


def plain_blocks(body: str, is_markup: re.Pattern[str], heading: re.Pattern[str]) -> str:
    """Return a body whose paragraphs are running text and whose other blocks are as written.

    Blocks are parted by empty lines. One that matches `heading` is a cross-head of the group
    `text`. One in which a line matches `is_markup` is a list, a table or the like: it is
    shown line by line.
    """
    return "\n".join(_blocks(body, is_markup, heading))


def _blocks(body: str, is_markup: re.Pattern[str], heading: re.Pattern[str]) -> Iterator[str]:
    block: list[str] = []
    for part in filter(str.strip, _EMPTY_LINES.split(body)):
        head = heading.fullmatch(part.strip("\n"))
        if not head and any(map(is_markup.match, part.split("\n"))):
            block.append(part.rstrip())
            continue
        yield from _preformatted(block)
        block = []
        text = escape(" ".join((head["text"] if head else part).split()), quote=False)
        yield f"<h2>{text}</h2>" if head else f"<p>{text}</p>"
    yield from _preformatted(block)


def _preformatted(parts: list[str]) -> Iterator[str]:
    """Yield blocks that follow one another as one, with the empty lines between them."""
    if parts:
        text = "\n\n".join(parts).strip("\n")
        yield f"<pre>{escape(text, quote=False)}</pre>"
