"""Sorting the blocks of a story into its text and lines for other fields of the entry.

Each block is classified as a line of page text (`feedsvc.parsers.newstext`): share buttons,
related stories, topics, corrections, rights, embargoes, notes to editors. Bylines, dates and
credits are recognized only before the first sentence and after the last.
"""

from collections.abc import Iterable
from typing import Final

import msgspec

from feedsvc.entry import HOLD, Category, Dateline
from feedsvc.parsers.draft import Draft
from feedsvc.parsers.newstext.datelines import read_dateline
from feedsvc.parsers.newstext.editorial import is_for_editors, is_notes_heading
from feedsvc.parsers.newstext.lines import Kind, Line
from feedsvc.parsers.newstext.pagetext.classify import read_line
from feedsvc.parsers.reading.xml import Element, line_of
from feedsvc.parsers.source import Options
from feedsvc.parsers.webpage.metadata import fill_authors
from feedsvc.parsers.webpage.tree import line_text, split_lines
from feedsvc.parsers.webpage.visible import fill_dates

MAX_BLOCKS: Final = 8_000
"""The most paragraphs and headings of a story; newspaper stories have a few dozen."""

HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
LISTS: Final = ("ul", "ol")
_SHORT, _MAX_LINE = 150, 300
_SOME_LINKS, _MOSTLY_LINKS, _ONLY_LINKS = 0.25, 0.5, 0.9
_ALWAYS_OMITTED: Final[frozenset[Kind]] = frozenset(("boilerplate", "note"))
_NEVER_LINES: Final = frozenset(("table", "pre", "audio", "video", "figure", "details", "dl"))


class Block(msgspec.Struct, kw_only=True):
    """A block of a story: its element and text, and the text classified as a line of page text."""

    element: Element
    text: str
    line: Line | None
    number: int

    @property
    def kind(self) -> str:
        """The kind of the line; empty if the block was not classified."""
        return self.line.kind if self.line else ""

    @property
    def label(self) -> str:
        """What the line announces: related, topics, highlights, ends."""
        return self.line.label if self.line else ""


def read_blocks(draft: Draft, elements: Iterable[Element], options: Options) -> list[Element]:
    """Return the blocks that are the story's text, and fill fields from the others."""
    blocks = _blocks(elements, options)
    first, last = _prose_bounds(blocks)
    body: list[Element] = []
    index = 0
    while index < len(blocks):
        block = blocks[index]
        edge = index < first or index > last
        index += 1
        if not block.text:
            body.append(block.element)
        elif block.label == "ends" or is_notes_heading(block.text):
            index = _omit_section(draft, blocks, index)
        elif block.label in ("related", "topics", "highlights"):
            index = _read_list(draft, blocks, index)
        elif _is_omitted(draft, block, edge=edge):
            draft.omit(block.text, block.number, _reason(block))
        else:
            body.append(block.element)
    _fill_dateline(draft, blocks, first)
    return body


def _blocks(elements: Iterable[Element], options: Options) -> list[Block]:
    """Return the blocks; before the first sentence, each line is a block of its own."""
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
    if text and len(text) <= _MAX_LINE and element.tag not in _NEVER_LINES:
        line = read_line(text, options)
    return Block(element=element, text=text, line=line, number=line_of(element))


def _prose_bounds(blocks: list[Block]) -> tuple[int, int]:
    """Return the positions of the first and the last block of prose."""
    prose = [
        index
        for index, block in enumerate(blocks)
        if block.text and block.element.tag not in HEADINGS and block.kind in ("", "prose")
    ]
    return (prose[0], prose[-1]) if prose else (len(blocks), len(blocks))


def _is_omitted(draft: Draft, block: Block, *, edge: bool) -> bool:
    """Return whether a block is not text, and fill the fields that it contains.

    `edge` means that the block is before the first sentence or after the last.
    """
    kind, element = block.kind, block.element
    if is_for_editors(block.text):
        draft.omit_editors_note(block.text, block.number, "a note to editors")
        return True
    if kind == "embargo":
        _fill_embargo(draft, block)
    elif kind in ("correction", "rights", "topic", "source"):
        _fill_value(draft, block)
    elif kind in ("byline", "date", "credit") and edge:
        _fill_signature(draft, block)
    elif kind == "related":
        return _link_share(block) >= _SOME_LINKS
    elif kind not in _ALWAYS_OMITTED:
        is_title = (edge or element.tag in HEADINGS) and _is_title(draft, block)
        return is_title or (edge and len(block.text) < _SHORT and _link_share(block) > _ONLY_LINKS)
    return True


def _fill_embargo(draft: Draft, block: Block) -> None:
    """Hold the story until the time in an embargo line; indefinitely if it has none."""
    until = block.line.embargo.until if block.line and block.line.embargo else None
    if until:
        draft.fill("embargo", until, block.number, "embargo line")
    if until == HOLD:
        message = f"unclear time in the embargo line: {block.text[:80]!r}; the story is held"
        draft.note(message, block.number)


def _fill_signature(draft: Draft, block: Block) -> None:
    """Fill authors, agency and dates from a byline or a date line."""
    if block.line and block.line.byline:
        people = [(name, None) for name in block.line.byline.names]
        fill_authors(draft, people, block.number, "byline")
        draft.fill("agency", block.line.byline.agency, block.number, "byline")
    fill_dates(draft, block.line.dates if block.line else None, block.number)


def _fill_value(draft: Draft, block: Block) -> None:
    """Fill topics, the agency, the correction or the rights."""
    kind, value = block.kind, (block.line.value if block.line else "") or block.text
    if kind == "topic":
        terms = tuple(Category(term=term.strip()) for term in value.split(",") if term.strip())
        draft.fill("categories", terms, block.number, "topics")
    elif kind == "source":
        draft.fill("agency", value, block.number, "source line")
    else:
        draft.fill(kind, block.text, block.number, f"{kind} line")


def _is_title(draft: Draft, block: Block) -> bool:
    """Return whether a block repeats title, subtitle or section, or is the missing title."""
    known = [draft.values.get(field) for field in ("title", "subtitle", "section")]
    if any(text and _same(text, block.text) for text in known):
        return True
    if block.element.tag == "h1" and "title" not in draft.values:
        draft.fill("title", block.text, block.number, "<h1>")
        return True
    return False


def _omit_section(draft: Draft, blocks: list[Block], index: int) -> int:
    """Omit the section of the heading before `index`, and return the position after it."""
    heading = blocks[index - 1]
    level = heading.element.tag if heading.element.tag in HEADINGS else "h6"
    draft.omit(heading.text, heading.number, "heading of text outside the story")
    while index < len(blocks):
        block = blocks[index]
        if block.element.tag in HEADINGS and str(block.element.tag) <= str(level):
            break
        draft.omit(block.text, block.number, "below that heading")
        index += 1
    return index


def _read_list(draft: Draft, blocks: list[Block], index: int) -> int:
    """Read the list or the links below a label, and return the position after them."""
    heading = blocks[index - 1]
    draft.omit(heading.text, heading.number, f"heading of {heading.label}")
    start = index
    while index < len(blocks):
        block = blocks[index]
        listed = block.element.tag in LISTS
        linked = bool(block.text) and _link_share(block) > _MOSTLY_LINKS
        if not (listed or linked) or (listed and not linked and heading.label == "related"):
            break
        index += 1
        if listed and heading.label == "highlights":
            break
    for block in blocks[start:index]:
        items = [line_text(item) for item in block.element.iter("li")] or [block.text]
        if heading.label == "highlights":
            draft.fill("highlights", tuple(filter(None, items)), block.number, "key points")
        elif heading.label == "topics":
            terms = tuple(Category(term=term) for term in items if term)
            draft.fill("categories", terms, block.number, "topics")
        else:
            draft.omit(block.text, block.number, f"below {heading.label}")
    return index


def _fill_dateline(draft: Draft, blocks: list[Block], first: int) -> None:
    """Fill dateline and agency from the first sentence, whose text stays unchanged."""
    if first >= len(blocks):
        return
    opening = read_dateline(blocks[first].text)
    if opening:
        dateline = Dateline(place=opening.place, country=opening.country, agency=opening.agency)
        draft.fill("dateline", dateline, blocks[first].number, "dateline")
        draft.fill("agency", opening.agency, blocks[first].number, "dateline")


def _link_share(block: Block) -> float:
    linked = sum(len(line_text(link)) for link in block.element.iter("a"))
    return linked / len(block.text) if block.text else 0.0


def _reason(block: Block) -> str:
    return (block.line.why or block.line.kind) if block.line else "boilerplate"


def _same(first: str, second: str) -> bool:
    return first.casefold().strip(" .") == second.casefold().strip(" .")
