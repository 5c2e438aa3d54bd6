"""The content of an entry, from the blocks of its text.

A repeated headline, repeated paragraphs, routing codes, and notes and contacts for editors are
omitted. A byline at the top fills the authors if they are unknown and is omitted, too. A dateline
at the start of a paragraph remains in the text, and fills its field if that is empty.
"""

from collections.abc import Iterable
from typing import Final

from feedsvc.entry import Dateline
from feedsvc.parsers.draft import Draft
from feedsvc.parsers.iptc.blocks import Block
from feedsvc.parsers.iptc.people import authors_of
from feedsvc.parsers.newstext.bylines import read_byline
from feedsvc.parsers.newstext.datelines import read_dateline
from feedsvc.parsers.newstext.editorial import is_for_editors, is_notes_heading, is_routing_line
from feedsvc.parsers.reading.html import safe_html

_SEPARATORS: Final = ("-", "\u2013", "\u2014", ":")
_MIN_REPEATED_LENGTH: Final = 60
_MAX_BYLINE_LENGTH: Final = 80
_FIRST_BLOCKS: Final = 3


def add_content(draft: Draft, blocks: Iterable[Block]) -> None:
    """Fill the content, and authors and dateline if only the text states them.

    Call this after the title, authors and dateline are filled from other fields.
    """
    shown = [block for block in _for_readers(draft, blocks) if block.markup]
    shown = _without_dateline(draft, _without_byline(draft, shown))
    while shown and shown[-1].markup == "<hr>":  # A rule at the end separates nothing.
        shown.pop()
    content = safe_html("\n".join(block.markup for block in shown)).strip()
    if not content or "content" in draft.values:
        return
    draft.values["content"] = content
    for block in (each for each in shown if each.text):
        draft.record(block.line, "content", block.text[:80], "text of the story")


def _for_readers(draft: Draft, blocks: Iterable[Block]) -> Iterable[Block]:
    """Yield the blocks that are for readers; record the others as omitted."""
    seen: set[str] = set()
    title = str(draft.values.get("title") or "").casefold()
    blocks = iter(blocks)
    for block in blocks:
        why = ""
        if block.heading and not seen and block.text.casefold() == title:
            why = "repeats the headline"
        elif not block.multiline and is_for_editors(block.text):
            why = "for editors"
        elif block.loose and is_routing_line(block.text):
            why = "routing codes"
        elif len(block.text) > _MIN_REPEATED_LENGTH and block.text in seen:
            why = "repeats a paragraph"
        if not why:
            seen.add(block.text)
            yield block
            continue
        draft.omit(block.text, block.line, why)
        if why == "for editors" and is_notes_heading(block.text):
            # At the top, the heading covers one note; further down, the rest of the text.
            for below in list(blocks) if seen else [next(blocks, None)]:
                if below is not None:
                    draft.omit(below.text, below.line, "for editors")


def _without_byline(draft: Draft, blocks: list[Block]) -> list[Block]:
    """Fill the authors from a byline among the first blocks, and remove that block."""
    for number, block in enumerate(blocks[:_FIRST_BLOCKS]):
        if len(block.text) > _MAX_BYLINE_LENGTH or not read_byline(block.text):
            continue
        authors = authors_of(block.text, draft.values.get("agency"))
        if authors:
            draft.fill("authors", authors, block.line, "byline in the text")
            if len(blocks) > 1:
                draft.omit(block.text, block.line, "byline")
                return blocks[:number] + blocks[number + 1 :]
    return blocks


def _without_dateline(draft: Draft, blocks: list[Block]) -> list[Block]:
    """Fill the dateline from the first block, and remove the block if it holds nothing else."""
    opening = read_dateline(blocks[0].text) if blocks else None
    if not opening or not opening.sure or not opening.place:
        return blocks
    line, text = blocks[0].line, blocks[0].text
    dateline = Dateline(place=opening.place, country=opening.country, agency=opening.agency)
    draft.fill("dateline", dateline, line, "dateline in the text")
    if len(blocks) > 1 and text.endswith(_SEPARATORS):
        draft.omit(text, line, "dateline")
        return blocks[1:]
    return blocks
