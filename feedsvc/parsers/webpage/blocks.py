"""Reads a story's blocks as the lines they print: which are text, and what the others say.

What a line is, the tables of page text decide (`feedsvc.parsers.newstext.words`): sharing, related
stories, topics, corrections, rights, embargoes, notes to editors. Bylines, dates and
captions count above the first sentence and below the last.
"""

from collections.abc import Iterable
from typing import Final

import msgspec

from feedsvc.entry import HOLD, Category, Dateline
from feedsvc.parsers.draft import Draft
from feedsvc.parsers.newstext.datelines import read_dateline
from feedsvc.parsers.newstext.editorial import is_for_editors, is_notes_heading
from feedsvc.parsers.newstext.lines import Line
from feedsvc.parsers.newstext.pagetext.classify import read_line
from feedsvc.parsers.reading.xml import Element, line_of
from feedsvc.parsers.source import Options
from feedsvc.parsers.webpage.authors import fill_authors
from feedsvc.parsers.webpage.tree import line_text, split_lines
from feedsvc.parsers.webpage.visible import fill_dates

MOST_BLOCKS: Final = 8_000
"""How many paragraphs and headings a story may have; those of newspapers have some dozens."""

HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
LISTS: Final = ("ul", "ol")

_SHORT, _LONGEST_LINE = 150, 300
_SOME_LINK, _MOSTLY_LINK, _ALL_LINK = 0.25, 0.5, 0.9
_ALWAYS_DROPPED: Final = frozenset(("furniture", "note"))
_STAY: Final = frozenset(("table", "pre", "audio", "video", "figure", "details", "dl"))


class Block(msgspec.Struct, kw_only=True):
    """One block of a story: its element, its text in one line, and what that is."""

    element: Element
    text: str
    line: Line | None
    number: int

    @property
    def kind(self) -> str:
        """What the text is as a line of a page."""
        return self.line.kind if self.line else ""

    @property
    def label(self) -> str:
        """What the text is the heading of: related, topics, highlights, ends."""
        return self.line.label if self.line else ""


def read_blocks(draft: Draft, elements: Iterable[Element], options: Options) -> list[Element]:
    """Return the blocks that are the story's text; what others say goes to the draft."""
    blocks = _blocks(elements, options)
    first, last = _bounds(blocks)
    kept: list[Element] = []
    at = 0
    while at < len(blocks):
        block = blocks[at]
        at += 1
        if not block.text:
            kept.append(block.element)
            continue
        if block.label == "ends" or is_notes_heading(block.text):
            at = _after_part(draft, blocks, at)
        elif block.label in ("related", "topics", "highlights"):
            at = _take_list(draft, blocks, at)
        elif _is_left_out(draft, block, edge=at - 1 < first or at - 1 > last):
            draft.omit(block.text, block.number, _why(block))
        else:
            kept.append(block.element)
    _take_opening(draft, blocks, first)
    return kept


def _blocks(elements: Iterable[Element], options: Options) -> list[Block]:
    """Return the blocks; above the first sentence, each printed line is a block of its own."""
    blocks: list[Block] = []
    in_text = False
    for element in elements:
        lines = [element] if in_text or element.tag != "p" else split_lines(element)
        for line in lines:
            blocks.append(_block(line, options))
            in_text = in_text or (line.tag == "p" and blocks[-1].kind == "prose")
    return blocks


def _block(element: Element, options: Options) -> Block:
    text = line_text(element)
    line = None
    if text and len(text) <= _LONGEST_LINE and element.tag not in _STAY:
        line = read_line(text, options)
    return Block(element=element, text=text, line=line, number=line_of(element))


def _bounds(blocks: list[Block]) -> tuple[int, int]:
    """Return the places of the first and the last block of prose."""
    prose = [
        at
        for at, block in enumerate(blocks)
        if block.text and block.element.tag not in HEADINGS and block.kind in ("", "prose")
    ]
    return (prose[0], prose[-1]) if prose else (len(blocks), len(blocks))


def _is_left_out(draft: Draft, block: Block, *, edge: bool) -> bool:
    """Tell a line that is no text, and take what it says."""
    kind, element = block.kind, block.element
    if is_for_editors(block.text):
        draft.omit_editors_note(block.text, block.number, "a note to editors")
        return True
    if kind == "embargo":
        _take_embargo(draft, block)
    elif kind in ("correction", "rights", "topic", "source"):
        _take_value(draft, block)
    elif kind in ("byline", "date", "credit") and edge:
        _take_signature(draft, block)
    elif kind == "related":
        return _link_share(block) >= _SOME_LINK
    elif kind not in _ALWAYS_DROPPED:
        is_title = (edge or element.tag in HEADINGS) and _is_title(draft, block)
        return is_title or (edge and len(block.text) < _SHORT and _link_share(block) > _ALL_LINK)
    return True


def _take_embargo(draft: Draft, block: Block) -> None:
    """Hold the story until the moment that a line names; for ever where it names none."""
    until = block.line.embargo.until if block.line and block.line.embargo else None
    if until:
        draft.fill("embargo", until, block.number, "embargo line")
    if until == HOLD:
        draft.note(f"{block.text[:80]!r} names no certain moment: the story is held", block.number)


def _take_signature(draft: Draft, block: Block) -> None:
    """Take the byline or the date above or below the text."""
    if block.line and block.line.byline:
        people = [(name, None) for name in block.line.byline.names]
        fill_authors(draft, people, block.number, "byline")
        draft.fill("agency", block.line.byline.agency, block.number, "byline")
    fill_dates(draft, block.line.dates if block.line else None, block.number)


def _take_value(draft: Draft, block: Block) -> None:
    """Take topics, a source, a correction or the rights."""
    kind, value = block.kind, (block.line.value if block.line else "") or block.text
    if kind == "topic":
        terms = tuple(Category(term=term.strip()) for term in value.split(",") if term.strip())
        draft.fill("categories", terms, block.number, "topics")
    elif kind == "source":
        draft.fill("agency", value, block.number, "source line")
    else:
        draft.fill(kind, block.text, block.number, f"a line of {kind}")


def _is_title(draft: Draft, block: Block) -> bool:
    """Tell the headline, deck or kicker again; a first `h1` is the headline."""
    known = [draft.values.get(field) for field in ("title", "subtitle", "section")]
    if any(text and _same(text, block.text) for text in known):
        return True
    if block.element.tag == "h1" and "title" not in draft.values:
        draft.fill("title", block.text, block.number, "<h1>")
        return True
    return False


def _after_part(draft: Draft, blocks: list[Block], at: int) -> int:
    """Leave out a heading and all that it heads: to the next heading of its level, or the end."""
    head = blocks[at - 1]
    level = head.element.tag if head.element.tag in HEADINGS else "h6"
    draft.omit(head.text, head.number, "heads what is not the story")
    while at < len(blocks):
        block = blocks[at]
        if block.element.tag in HEADINGS and str(block.element.tag) <= str(level):
            break
        draft.omit(block.text, block.number, "below it")
        at += 1
    return at


def _take_list(draft: Draft, blocks: list[Block], at: int) -> int:
    """Take the list that a label heads, or the linked lines: topics, key points, other stories."""
    head = blocks[at - 1]
    draft.omit(head.text, head.number, f"heads {head.label}")
    start = at
    while at < len(blocks):
        block = blocks[at]
        listed = block.element.tag in LISTS
        linked = bool(block.text) and _link_share(block) > _MOSTLY_LINK
        if not (listed or linked):
            break
        at += 1
        if listed and not linked and head.label == "related":
            at -= 1
            break
        if listed and head.label == "highlights":
            break
    for block in blocks[start:at]:
        items = [line_text(item) for item in block.element.iter("li")] or [block.text]
        if head.label == "highlights":
            draft.fill("highlights", tuple(filter(None, items)), block.number, "key points")
        elif head.label == "topics":
            terms = tuple(Category(term=term) for term in items if term)
            draft.fill("categories", terms, block.number, "topics")
        else:
            draft.omit(block.text, block.number, f"heads {head.label}")
    return at


def _take_opening(draft: Draft, blocks: list[Block], first: int) -> None:
    """Take the dateline of the first sentence; it stays in the text."""
    if first >= len(blocks):
        return
    opening = read_dateline(blocks[first].text)
    if opening:
        place = Dateline(place=opening.place, country=opening.country, agency=opening.agency)
        draft.fill("dateline", place, blocks[first].number, "dateline")
        draft.fill("agency", opening.agency, blocks[first].number, "dateline")


def _link_share(block: Block) -> float:
    linked = sum(len(line_text(link)) for link in block.element.iter("a"))
    return linked / len(block.text) if block.text else 0.0


def _why(block: Block) -> str:
    return (block.line.why or block.line.kind) if block.line else "the page's"


def _same(first: str, second: str) -> bool:
    return first.casefold().strip(" .") == second.casefold().strip(" .")
