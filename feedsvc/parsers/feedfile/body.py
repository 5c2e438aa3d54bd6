"""Content and summary of a feed's item: which of its texts is which."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from feedsvc.parsers.draft import Draft
from feedsvc.parsers.feedfile.links import with_absolute_links
from feedsvc.parsers.reading.html import paragraphs_html, plain_text, safe_html

_SYNOPSIS: Final = 500
_BLOCK: Final = re.compile(
    r"<(?:p|div|br|ul|ol|dl|h[1-6]|blockquote|table|figure|img|article|section|pre|audio|video)\b"
)
_MEDIUM: Final = re.compile(r"<(?:img|audio|video)\b")
_EMPTY_LINE: Final = re.compile(r"\n[ \t]*\n")


class Text(NamedTuple):
    """A text of an item as HTML, the line on which it stands, and the element that holds it."""

    markup: str
    line: int
    name: str


def take_texts(draft: Draft, full: Sequence[Text], short: Sequence[Text], base: str) -> None:
    """Give a draft its content and its summary.

    `full` are the texts that are whole by their nature, `short` those that may be. Without
    a full one, the first short one is the content if it is made of blocks or longer than a
    synopsis of 500 characters.
    """
    content = next((text for text in full if _says_something(text.markup)), None)
    texts = [text for text in short if _says_something(text.markup)]
    if content is None and texts and _is_whole(texts[0].markup):
        content = texts.pop(0)
    if content is not None:
        markup = content_of(content.markup, base)
        draft.fill("content", markup, content.line, content.name)
    for text in texts:
        draft.fill("summary", plain_text(text.markup), text.line, text.name)


def content_of(markup: str, base: str) -> str:
    """Return HTML made safe, its links absolute, and plain text in it as paragraphs."""
    safe = safe_html(markup).strip()
    if "<" not in safe:
        return paragraphs_html(map(plain_text, filter(str.strip, _EMPTY_LINE.split(safe))))
    return with_absolute_links(safe, base)


def _is_whole(markup: str) -> bool:
    return bool(_BLOCK.search(safe_html(markup))) or len(plain_text(markup)) > _SYNOPSIS


def _says_something(markup: str) -> bool:
    return bool(markup) and bool(plain_text(markup) or _MEDIUM.search(markup))
