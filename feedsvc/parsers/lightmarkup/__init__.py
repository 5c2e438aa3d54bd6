"""Code that reStructuredText and AsciiDoc share: headers with fields, and bodies as written."""

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import Final

from feedsvc.errors import StoryError
from feedsvc.parsers.draft import finish
from feedsvc.parsers.frontmatter import FrontMatter
from feedsvc.parsers.frontmatter.fields import (
    FIELD_BY_KEY,
    fill_from_name,
    normalize_key,
    read_fields,
)
from feedsvc.parsers.reading.html import safe_html
from feedsvc.parsers.reading.text import decode
from feedsvc.parsers.source import Note, Parsed, Source

MAX_LINES: Final = 100_000
"""The most lines that a story may have."""

_TRACE_LENGTH: Final = 80
_EMPTY_LINES: Final = re.compile(r"\n(?:[ \t]*\n)+")


def read_text(source: Source) -> tuple[str, tuple[Note, ...]]:
    """Return the text of a file, with notes.

    Raises StoryError as `reading.text.decode` does, and for more than `MAX_LINES` lines.
    """
    text, notes = decode(source)
    lines = text.count("\n")
    if lines > MAX_LINES:
        reason = f"too many lines: {lines:,}, but at most {MAX_LINES:,} are allowed"
        raise StoryError(source.name, reason, cure="split it into smaller files")
    return text, notes


def parse_story(source: Source, header: FrontMatter, markup: str, notes: Iterable[Note]) -> Parsed:
    """Return the entry of a file from its header, its name and its body as HTML.

    Raises StoryError for an unreadable value of a required field.
    """
    draft = read_fields(source, header)
    fill_from_name(draft, source.name)
    content = safe_html(markup).strip()
    if content:
        draft.values["content"] = content
        line = header.body_line + len(header.body) - len(header.body.lstrip("\n"))
        text = header.body.strip().partition("\n")[0][:_TRACE_LENGTH]
        draft.record(line, "content", text, "from this line on")
    return finish([draft], notes)


def flag_value(key: str, value: str) -> str:
    """Return the value of a key; `true` for a flag such as `:draft:` without a value."""
    is_flag = FIELD_BY_KEY.get(normalize_key(key), ("", 0))[0] == "status"
    return "true" if is_flag and not value else value


def plain_blocks(body: str, is_markup: re.Pattern[str], heading: re.Pattern[str]) -> str:
    """Return a body as HTML: paragraphs and headings, and all other blocks as preformatted text.

    Empty lines separate blocks. A block that matches `heading` is a heading with the text of
    the group `text`. A block with a line that matches `is_markup` is a list, a table or the
    like, and stays as written.
    """
    return "\n".join(_blocks(body, is_markup, heading))


def _blocks(body: str, is_markup: re.Pattern[str], heading: re.Pattern[str]) -> Iterator[str]:
    markup: list[str] = []
    for block in filter(str.strip, _EMPTY_LINES.split(body)):
        head = heading.fullmatch(block.strip("\n"))
        if not head and any(map(is_markup.match, block.split("\n"))):
            markup.append(block.rstrip())
            continue
        yield from _preformatted(markup)
        markup = []
        text = escape(" ".join((head["text"] if head else block).split()), quote=False)
        yield f"<h2>{text}</h2>" if head else f"<p>{text}</p>"
    yield from _preformatted(markup)


def _preformatted(blocks: list[str]) -> Iterator[str]:
    """Yield consecutive blocks as one `pre` element."""
    if blocks:
        text = "\n\n".join(blocks).strip("\n")
        yield f"<pre>{escape(text, quote=False)}</pre>"
