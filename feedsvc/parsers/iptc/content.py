"""From the blocks of a body to the content of an entry: what readers get of it.

The headline again, notes and contact lines for editors, routing codes behind the text and
a paragraph that was given before are left out; a byline that opens the text names the
authors. A dateline that opens a paragraph stays in it, and fills its field where no other has.
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

_SIGNS: Final = ("-", "\u2013", "\u2014", ":")
_LONG: Final = 60
_LONGEST_BYLINE: Final = 80
_BYLINE_AMONG: Final = 3


def add_content(draft: Draft, blocks: Iterable[Block]) -> None:
    """Give a draft its content, and what only the text says: authors and dateline.

    Title, authors and dateline that other fields give must have been taken before.
    """
    kept = [block for block in _for_readers(draft, blocks) if block.markup]
    kept = _without_dateline(draft, _without_byline(draft, kept))
    while kept and kept[-1].markup == "<hr>":  # A rule below which nothing stands.
        kept.pop()
    content = safe_html("\n".join(block.markup for block in kept)).strip()
    if not content or "content" in draft.values:
        return
    draft.values["content"] = content
    for block in (each for each in kept if each.text):
        draft.record(block.line, "content", block.text[:80], "text of the story")


def _for_readers(draft: Draft, blocks: Iterable[Block]) -> Iterable[Block]:
    """Yield the blocks that readers get, and tell of the others."""
    given: set[str] = set()
    title = str(draft.values.get("title") or "").casefold()
    blocks = iter(blocks)
    for block in blocks:
        why = ""
        if block.heading and not given and block.text.casefold() == title:
            why = "the headline again"
        elif not block.lines and is_for_editors(block.text):
            why = "for editors"
        elif block.loose and is_routing_line(block.text):
            why = "routing codes"
        elif len(block.text) > _LONG and block.text in given:
            why = "given before"
        if not why:
            given.add(block.text)
            yield block
            continue
        draft.omit(block.text, block.line, why)
        if why == "for editors" and is_notes_heading(block.text):
            # Below the heading stands what it heads: at the top one note, else the rest.
            for below in list(blocks) if given else [next(blocks, None)]:
                if below is not None:
                    draft.omit(below.text, below.line, "for editors")


def _without_byline(draft: Draft, blocks: list[Block]) -> list[Block]:
    """Take the authors of a byline among the first blocks, and leave it out of the text."""
    for number, block in enumerate(blocks[:_BYLINE_AMONG]):
        if len(block.text) > _LONGEST_BYLINE or not read_byline(block.text):
            continue
        authors = authors_of(block.text, draft.values.get("agency"))
        if authors:
            draft.fill("authors", authors, block.line, "byline in the text")
            if len(blocks) > 1:
                draft.omit(block.text, block.line, "byline")
                return blocks[:number] + blocks[number + 1 :]
    return blocks


def _without_dateline(draft: Draft, blocks: list[Block]) -> list[Block]:
    """Take the dateline that opens the text; one on a line of its own is no text."""
    opening = read_dateline(blocks[0].text) if blocks else None
    if not opening or not opening.sure or not opening.place:
        return blocks
    line, text = blocks[0].line, blocks[0].text
    dateline = Dateline(place=opening.place, country=opening.country, agency=opening.agency)
    draft.fill("dateline", dateline, line, "dateline in the text")
    if len(blocks) > 1 and text.endswith(_SIGNS):
        draft.omit(text, line, "dateline")
        return blocks[1:]
    return blocks
