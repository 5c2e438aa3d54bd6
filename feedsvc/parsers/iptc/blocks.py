"""The text of a story in NITF, XHTML, HTML or plain lines: its blocks, one by one.

NITF's elements become those of HTML: `hl2` is a heading, `bq` a quotation, and what marks a
person, a place or a sum is only text. Media are set aside, pages' scripts are dropped.
"""

import html
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from lxml import etree

from feedsvc.parsers.iptc.media import usable_reference
from feedsvc.parsers.newstext.editorial import EDITORIAL_CLASSES, is_for_editors
from feedsvc.parsers.newstext.lines import unwrap
from feedsvc.parsers.reading.html import (
    BLOCKS,
    DROPPED_WHOLE,
    PHRASES,
    is_heavy,
    plain_text,
    xml_text,
)
from feedsvc.parsers.reading.xml import Element, line_of, local_name, text_in

PLAIN: Final = frozenset(("p", "fn"))

WHOLE: Final = PLAIN | frozenset(
    (
        *("h1", "h2", "h3", "h4", "h5", "h6", "hl1", "hl2", "pre", "ul", "ol", "dl", "table"),
        *("blockquote", "bq", "hr", "figure", "details", "address"),
    )
)
"""Elements that are a block of their own, with all that is in them."""

MOST_TAGS: Final = 20_000
"""How many tags HTML may have; of one that has more, only the text is read."""

OF_LINES: Final = frozenset(("ul", "ol", "dl", "table", "blockquote", "bq"))

CONTAINERS: Final = frozenset(("block", "body", "div", "section", "article", "main"))
_EMPTY_LINES: Final = re.compile(r"(\n(?:[ \t\r]*\n)+)")
_LINE_END: Final = re.compile("\r\n?|[\x0b\x0c\u2028\u2029]")
_MARKED_UP: Final = re.compile(r"</[A-Za-z][A-Za-z0-9]*\s*>|<(?:br|p|hr)\s*/?>", re.IGNORECASE)
_TAG: Final = re.compile(r"<[^<>]*>")
_RULE: Final = re.compile(r"[_*=\u2013\u2014-]{3,}|\*(?: \*){2,}")

DEEPEST: Final = 32
"""How deep elements may nest; the text of what lies deeper is kept, its elements are not."""

SET_ASIDE: Final = frozenset(("media",))
"""Elements that are no text, and are read apart."""

DROPPED: Final = frozenset(DROPPED_WHOLE) | frozenset(
    (
        *("head", "button", "input", "label", "form", "tagline", "bibliography", "body.end"),
        *("media-metadata", "nitf-table-metadata", "video", "audio"),
    )
)
"""Elements that are left out with all that is in them."""

RENAMED: Final = {"hl1": "h2", "hl2": "h2", "bq": "blockquote", "fn": "p"}
_NOT_TEXT: Final = DROPPED | SET_ASIDE
_KEPT: Final = (frozenset(PHRASES) | frozenset(BLOCKS)) - frozenset(
    ("article", "aside", "center", "div", "footer", "header", "hgroup", "main", "nav", "section")
)
_EMPTY: Final = frozenset(("br", "hr", "wbr"))
_LINES: Final = frozenset(("li", "p", "dd", "dt", "tr"))
_HOLDS_LINES: Final = _LINES | {"ul", "ol", "dl", "table", "blockquote"}
_INLINE: Final = frozenset(PHRASES) | frozenset(("img",))
_ATTRIBUTES: Final = ("href", "title", "lang", "dir", "cite", "datetime", "colspan", "rowspan")
_SPACES: Final = re.compile(r"[ \t\r\n\f]+")
_PRIVATE_NOTES: Final = frozenset(("npa", "editorsnote"))


class Block(NamedTuple):
    """A paragraph, heading, list or table: HTML that is not safe yet, its text, its line.

    `loose` is text that stands in no element of its own; of a block with `lines`, such as a
    list, each line for editors has been left out.
    """

    markup: str
    text: str
    line: int
    loose: bool = False
    heading: bool = False
    lines: bool = False


class Body(NamedTuple):
    """The blocks of a body in order, and the media elements that stand between them."""

    blocks: list[Block]
    media: list[Element]


def blocks_in(element: Element) -> Body:
    """Return what an element holds: markup in elements, escaped HTML, or plain lines."""
    if next(element.iterchildren("*"), None) is None:
        return Body(blocks_of(element.text or "", line_of(element)), [])
    walker = _Walker(element, line_of(element))
    return Body(walker.blocks, walker.media)


def blocks_of(text: str, line: int, *, is_html: bool | None = None) -> list[Block]:
    """Return the blocks of a text that is HTML or plain; with None, its tags tell.

    `line` is the line of the file on which the text begins.
    """
    text = xml_text(text)
    if is_html is None:
        is_html = bool(_MARKED_UP.search(text))
    if not is_html:
        return list(_plain_blocks(text, line))
    if text.count("<") > MOST_TAGS or is_heavy(text):
        return list(_plain_blocks(html.unescape(_TAG.sub(" ", text)), line))
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    root = etree.fromstring(f"<div>{text}</div>".encode(), parser)
    return _Walker(root, line, first=line - 1).blocks


def _plain_blocks(text: str, line: int) -> Iterator[Block]:
    """Yield plain paragraphs: parted by empty lines, else by indents or one a line."""
    text = _LINE_END.sub("\n", text)
    line += text.count("\n", 0, len(text) - len(text.lstrip()))
    text = text.strip()
    if not _EMPTY_LINES.search(text):
        for offset, paragraph in unwrap(text):
            if paragraph:
                yield _paragraph(paragraph, line + offset - 1)
        return
    for number, part in enumerate(_EMPTY_LINES.split(text)):
        if number % 2 == 0:
            yield _paragraph(" ".join(part.split()), line)
        line += part.count("\n")


def _paragraph(text: str, line: int) -> Block:
    if _RULE.fullmatch(text):
        return Block("<hr>", "", line)
    return Block(f"<p>{html.escape(text, quote=False)}</p>", text, line, loose=True)


class _Walker:
    """Walks an element's children, parting them in blocks; loose text becomes paragraphs."""

    def __init__(self, root: Element, line: int, first: int = 0) -> None:
        self.blocks: list[Block] = []
        self.media: list[Element] = []
        self.first = first
        self.line = line
        self.pieces: list[str] = []
        self.holders = _holders(root)
        self.walk(root, 0)
        self.flush()

    def walk(self, element: Element, depth: int) -> None:
        """Take an element's text and children, in order."""
        self.loose(element.text)
        for inner in element:
            name = local_name(inner).lower()
            if name in SET_ASIDE:
                self.media.append(inner)
            elif not name or name in DROPPED or is_hidden(inner) or is_figure_without_image(inner):
                pass
            elif name in WHOLE:
                self.flush()
                self.media.extend(inner.iterdescendants("{*}media"))
                self.whole(inner, name)
            elif depth < DEEPEST and (name in CONTAINERS or inner in self.holders):
                self.flush()
                self.walk(inner, depth + 1)
                self.flush()
            elif name == "br":
                self.break_line()
            elif name == "img":
                self.pieces.append(image_tag(inner))
            else:
                self.pieces.append(html_of(inner, name, depth))
            self.line = self.first + line_of(inner)
            self.loose(inner.tail)

    def whole(self, element: Element, name: str) -> None:
        """Add a block with all that is in it."""
        line = self.first + line_of(element)
        text = text_in(element)
        if name == "hr" or (name in PLAIN and _RULE.fullmatch(text)):
            self.blocks.append(Block("<hr>", "", line))
            return
        markup = html_of(element, name, 0).strip()
        lines = name in OF_LINES
        if lines:
            text = plain_text(markup)
        if text or "<img" in markup:
            heading = name[0] == "h"
            self.blocks.append(Block(markup, text, line, heading=heading, lines=lines))

    def loose(self, text: str | None) -> None:
        """Add text that stands in no block; an empty line ends a paragraph."""
        if not text:
            return
        for number, part in enumerate(_EMPTY_LINES.split(text)):
            if number % 2:
                self.flush()
            else:
                self.pieces.append(escaped_text(part))

    def break_line(self) -> None:
        """Break the line; two breaks end a paragraph."""
        if any(piece.strip() for piece in self.pieces):
            ended = next(piece for piece in reversed(self.pieces) if piece.strip()) == "<br>"
            if ended:
                self.pieces = self.pieces[: len(self.pieces) - self.pieces[::-1].index("<br>") - 1]
                self.flush()
            else:
                self.pieces.append("<br>")

    def flush(self) -> None:
        """End the paragraph of loose text."""
        markup = "".join(self.pieces).strip().removesuffix("<br>").strip()
        self.pieces = []
        text = plain_text(markup) if markup else ""
        if _RULE.fullmatch(text):
            self.blocks.append(Block("<hr>", "", self.line))
        elif text or "<img" in markup:
            self.blocks.append(Block(f"<p>{markup}</p>", text, self.line, loose=True))


def _holders(root: Element) -> set[Element]:
    """Return all elements in which blocks lie, each found once."""
    holders: set[Element] = set()
    for element in root.iterdescendants("*"):
        name = local_name(element).lower()
        if name in WHOLE or name in SET_ASIDE:
            for above in element.iterancestors():
                if above is root or above in holders:
                    break
                holders.add(above)
    return holders


def html_of(element: Element, name: str, depth: int) -> str:
    """Return an element as HTML with all that is in it, or its content alone.

    `name` is its name in small letters, `depth` how many elements it lies in. A line for
    editors in it is left out.
    """
    name = RENAMED.get(name, name)
    if name in _EMPTY:
        return f"<{name}>"
    if depth and name in _LINES and _is_for_editors(element):
        return ""
    if depth >= DEEPEST:
        return escaped_text(text_in(element))
    content = _content(element, name, depth)
    if name not in _KEPT:
        return content
    given = "".join(
        f' {key}="{html.escape(value)}"' for key in _ATTRIBUTES if (value := element.get(key))
    )
    if name in BLOCKS and name != "pre":
        content = content.strip()
    return f"<{name}{given}>{content}</{name}>"


def escaped_text(text: str | None, *, keep: bool = False) -> str:
    """Return text as HTML, its white space single spaces where it is not to be kept."""
    escaped = html.escape(xml_text(text or ""), quote=False)
    return escaped if keep else _SPACES.sub(" ", escaped)


def image_tag(element: Element) -> str:
    """Return a image_tag that a reader can load; nothing for one in a newsroom's archive."""
    source = usable_reference(element.get("src") or "")
    if not source:
        return ""
    given = {key: element.get(key) for key in ("alt", "width", "height")}
    more = "".join(f' {key}="{html.escape(value)}"' for key, value in given.items() if value)
    return f'<img src="{html.escape(source)}"{more}>'


def is_figure_without_image(element: Element) -> bool:
    """Tell a figure whose image_tag cannot be shown: what is left of it is no text."""
    if local_name(element).lower() != "figure":
        return False
    if next(element.iterdescendants("{*}table", "{*}blockquote"), None) is not None:
        return False
    return not any(image_tag(each) for each in element.iterdescendants("{*}img"))


def is_hidden(element: Element) -> bool:
    """Tell a block that is not for readers by its class, or by the type of NITF's notes."""
    name = local_name(element).lower()
    if name == "note":
        kinds = {(element.get(key) or "").lower() for key in ("type", "noteclass")}
        if kinds & _PRIVATE_NOTES:
            return True
    return name not in _INLINE and bool(EDITORIAL_CLASSES.search(element.get("class") or ""))


def _is_for_editors(element: Element) -> bool:
    """Tell a line that is for editors; one that holds others is looked at line by line."""
    if any(local_name(inner).lower() in _HOLDS_LINES for inner in element):
        return False
    return is_for_editors(text_in(element))


def _content(element: Element, name: str, depth: int) -> str:
    keep = name == "pre"
    parts = [escaped_text(element.text, keep=keep)]
    for inner in element:
        below = local_name(inner).lower()
        if below == "img":
            parts.append(image_tag(inner))
        elif below and below not in _NOT_TEXT and not is_hidden(inner):
            parts.append(html_of(inner, below, depth + 1))
        parts.append(escaped_text(inner.tail, keep=keep))
    return "".join(parts)
