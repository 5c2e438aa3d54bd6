"""Reads a story's text and what stands below it, and writes the text as HTML."""

from typing import Final

from feedsvc.parsers.newstext.bylines import read_signature
from feedsvc.parsers.newstext.found import Found
from feedsvc.parsers.newstext.lines import ELEMENTS, Line, as_html
from feedsvc.parsers.newstext.pagetext.head import take_plain

_SHORT_LAST: Final = 60


def read_body(lines: list[Line], found: Found) -> str | None:
    """Read the lines from the first paragraph on; return the text as HTML, or None.

    Sentences are paragraphs, a heading between them is a cross-head, bullets between them
    a list. After a label such as `Most popular` nothing more is the story's.
    """
    end = next((at for at, line in enumerate(lines) if line.kind == "end"), len(lines))
    text = [line for line in lines[:end] if _is_text(line, found)]
    while text and _is_below_text(text[-1]):
        text.pop().why = "a short line below the text"
    chosen = {line.number for line in text}
    for line in lines[:end]:
        if line.number in chosen:
            line.role = "content"
        elif line.kind == "date" and found.stamps:
            line.why = "a date inside or below the text"
        else:
            take_plain(line, found)
    for line in lines[end:]:
        if line.kind in ("rights", "topic", "correction"):
            take_plain(line, found)
        else:
            line.why = line.why or f"below {lines[end].text[:30]!r}"
    if text:
        signature = read_signature(text[-1].text) if not found.authors else ()
        found.authors.update(dict.fromkeys(signature))
    return as_html(text) or None


def _is_text(line: Line, found: Found) -> bool:
    """Tell whether a line belongs to the text, if no short line of the page follows."""
    if line.kind == "caption":
        known = line.caption in found.captions
        if line.caption and not line.caption.sure and not known:
            # Only above the text does a name in brackets make a caption.
            line.kind, line.caption = "prose", None
    if line.kind in ("prose", "heading") and line.text == found.title:
        line.why = "the headline again"
        return False
    return line.kind in ELEMENTS


def _is_below_text(line: Line) -> bool:
    if line.kind == "bullet":
        return True
    return line.kind == "heading" and not line.loud and len(line.text) < _SHORT_LAST
