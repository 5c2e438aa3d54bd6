"""The text of a story in NITF, XHTML, HTML or plain lines, as blocks of HTML.

NITF elements become HTML: `hl2` is a heading, `bq` a quotation; tags around people, places and
amounts are dropped, but not their text. Media elements are collected separately; scripts are
dropped.
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

PARAGRAPH_ELEMENTS: Final = frozenset(("p", "fn"))

BLOCK_ELEMENTS: Final = PARAGRAPH_ELEMENTS | frozenset(
    (
        *("h1", "h2", "h3", "h4", "h5", "h6", "hl1", "hl2", "pre", "ul", "ol", "dl", "table"),
        *("blockquote", "bq", "hr", "figure", "details", "address"),
    )
)
"""Elements that form one block each, with all their descendants."""

MAX_TAGS: Final = 20_000
"""The most tags that HTML may have; HTML with more is read as plain text, without its tags."""

MULTILINE_ELEMENTS: Final = frozenset(("ul", "ol", "dl", "table", "blockquote", "bq"))

CONTAINERS: Final = frozenset(("block", "body", "div", "section", "article", "main"))
_EMPTY_LINES: Final = re.compile(r"(\n(?:[ \t\r]*\n)+)")
_LINE_END: Final = re.compile("\r\n?|[\x0b\x0c\u2028\u2029]")
_HTML_TAG: Final = re.compile(r"</[A-Za-z][A-Za-z0-9]*\s*>|<(?:br|p|hr)\s*/?>", re.IGNORECASE)
_TAG: Final = re.compile(r"<[^<>]*>")
_RULE: Final = re.compile(r"[_*=\u2013\u2014-]{3,}|\*(?: \*){2,}")

MAX_DEPTH: Final = 32
"""How deep elements may be nested; deeper ones are reduced to their text."""

MEDIA_ELEMENTS: Final = frozenset(("media",))
"""Elements that are collected instead of being part of the text."""

DROPPED_ELEMENTS: Final = frozenset(DROPPED_WHOLE) | frozenset(
    (
        *("head", "button", "input", "label", "form", "tagline", "bibliography", "body.end"),
        *("media-metadata", "nitf-table-metadata", "video", "audio"),
    )
)
"""Elements that are dropped with all their descendants."""

RENAMED: Final = {"hl1": "h2", "hl2": "h2", "bq": "blockquote", "fn": "p"}
_NOT_TEXT: Final = DROPPED_ELEMENTS | MEDIA_ELEMENTS
_ALLOWED: Final = (frozenset(PHRASES) | frozenset(BLOCKS)) - frozenset(
    ("article", "aside", "center", "div", "footer", "header", "hgroup", "main", "nav", "section")
)
_VOID: Final = frozenset(("br", "hr", "wbr"))
_LINE_ELEMENTS: Final = frozenset(("li", "p", "dd", "dt", "tr"))
_MULTILINE: Final = _LINE_ELEMENTS | {"ul", "ol", "dl", "table", "blockquote"}
_INLINE: Final = frozenset(PHRASES) | frozenset(("img",))
_ATTRIBUTES: Final = ("href", "title", "lang", "dir", "cite", "datetime", "colspan", "rowspan")
_SPACES: Final = re.compile(r"[ \t\r\n\f]+")
_PRIVATE_NOTES: Final = frozenset(("npa", "editorsnote"))


class Block(NamedTuple):
    """A paragraph, heading, list or table: its HTML, not sanitized yet, its text and its line.

    `loose` means that the text was in no block element. `multiline` blocks, such as lists, have
    been searched for lines for editors already.
    """

    markup: str
    text: str
    line: int
    loose: bool = False
    heading: bool = False
    multiline: bool = False


class Body(NamedTuple):
    """The blocks of a text in order, and the media elements among them."""

    blocks: list[Block]
    media: list[Element]


def blocks_in(element: Element) -> Body:
    """Return the blocks in an element that holds markup, escaped HTML or plain text."""
    if next(element.iterchildren("*"), None) is None:
        return Body(blocks_of(element.text or "", line_of(element)), [])
    walker = _Walker(element, line_of(element))
    return Body(walker.blocks, walker.media)


def blocks_of(text: str, line: int, *, is_html: bool | None = None) -> list[Block]:
    """Return the blocks of HTML or plain text; if `is_html` is None, tags in the text decide.

    `line` is the line of the file on which the text begins.
    """
    text = xml_text(text)
    if is_html is None:
        is_html = bool(_HTML_TAG.search(text))
    if not is_html:
        return list(_plain_blocks(text, line))
    if text.count("<") > MAX_TAGS or is_heavy(text):
        return list(_plain_blocks(html.unescape(_TAG.sub(" ", text)), line))
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    root = etree.fromstring(f"<div>{text}</div>".encode(), parser)
    return _Walker(root, line, first=line - 1).blocks


def _plain_blocks(text: str, line: int) -> Iterator[Block]:
    """Yield the paragraphs of a text: by its empty lines, its indents, or one per line."""
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
    """Splits the content of an element into blocks; loose text becomes paragraphs."""

    def __init__(self, root: Element, line: int, first: int = 0) -> None:
        self.blocks: list[Block] = []
        self.media: list[Element] = []
        self.first = first
        self.line = line
        self.pieces: list[str] = []
        self.ancestors = _block_ancestors(root)
        self.walk(root, 0)
        self.flush()

    def walk(self, element: Element, depth: int) -> None:
        """Add the text and the children of an element, in order."""
        self.add_text(element.text)
        for inner in element:
            name = local_name(inner).lower()
            if name in MEDIA_ELEMENTS:
                self.media.append(inner)
            elif _is_dropped(inner, name):
                pass
            elif name in BLOCK_ELEMENTS:
                self.flush()
                self.media.extend(inner.iterdescendants("{*}media"))
                self.add_block(inner, name)
            elif depth < MAX_DEPTH and (name in CONTAINERS or inner in self.ancestors):
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
            self.add_text(inner.tail)

    def add_block(self, element: Element, name: str) -> None:
        """Add an element that forms a block."""
        line = self.first + line_of(element)
        text = text_in(element)
        if name == "hr" or (name in PARAGRAPH_ELEMENTS and _RULE.fullmatch(text)):
            self.blocks.append(Block("<hr>", "", line))
            return
        markup = html_of(element, name, 0).strip()
        multiline = name in MULTILINE_ELEMENTS
        if multiline:
            text = plain_text(markup)
        if text or "<img" in markup:
            heading = name[0] == "h"
            self.blocks.append(Block(markup, text, line, heading=heading, multiline=multiline))

    def add_text(self, text: str | None) -> None:
        """Add loose text; an empty line in it ends the paragraph."""
        if not text:
            return
        for number, part in enumerate(_EMPTY_LINES.split(text)):
            if number % 2:
                self.flush()
            else:
                self.pieces.append(escaped_text(part))

    def break_line(self) -> None:
        """Add a line break; two in a row end the paragraph."""
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


def _block_ancestors(root: Element) -> set[Element]:
    """Return all elements that contain blocks."""
    ancestors: set[Element] = set()
    for element in root.iterdescendants("*"):
        name = local_name(element).lower()
        if name in BLOCK_ELEMENTS or name in MEDIA_ELEMENTS:
            for above in element.iterancestors():
                if above is root or above in ancestors:
                    break
                ancestors.add(above)
    return ancestors


def _is_dropped(element: Element, name: str) -> bool:
    return (
        not name
        or name in DROPPED_ELEMENTS
        or is_hidden(element)
        or is_figure_without_image(element)
    )


def html_of(element: Element, name: str, depth: int) -> str:
    """Return an element as HTML; for an element that HTML does not know, only its content.

    `name` is the name of the element in lower case, `depth` its depth in the block. Lines for
    editors are omitted.
    """
    name = RENAMED.get(name, name)
    if name in _VOID:
        return f"<{name}>"
    if depth and name in _LINE_ELEMENTS and _is_for_editors(element):
        return ""
    if depth >= MAX_DEPTH:
        return escaped_text(text_in(element))
    content = _content(element, name, depth)
    if name not in _ALLOWED:
        return content
    attributes = "".join(
        f' {key}="{html.escape(value)}"' for key in _ATTRIBUTES if (value := element.get(key))
    )
    if name in BLOCKS and name != "pre":
        content = content.strip()
    return f"<{name}{attributes}>{content}</{name}>"


def escaped_text(text: str | None, *, preserve_spaces: bool = False) -> str:
    """Return text as HTML; white space is collapsed unless it is to be preserved."""
    escaped = html.escape(xml_text(text or ""), quote=False)
    return escaped if preserve_spaces else _SPACES.sub(" ", escaped)


def image_tag(element: Element) -> str:
    """Return an `img` tag; empty if the image is not on the web but in a newsroom's archive."""
    source = usable_reference(element.get("src") or "")
    if not source:
        return ""
    values = {key: element.get(key) for key in ("alt", "width", "height")}
    more = "".join(f' {key}="{html.escape(value)}"' for key, value in values.items() if value)
    return f'<img src="{html.escape(source)}"{more}>'


def is_figure_without_image(element: Element) -> bool:
    """Return whether an element is a figure whose image cannot be shown."""
    if local_name(element).lower() != "figure":
        return False
    if next(element.iterdescendants("{*}table", "{*}blockquote"), None) is not None:
        return False
    return not any(image_tag(each) for each in element.iterdescendants("{*}img"))


def is_hidden(element: Element) -> bool:
    """Return whether an element is for editors, by its class or by the type of an NITF note."""
    name = local_name(element).lower()
    if name == "note":
        kinds = {(element.get(key) or "").lower() for key in ("type", "noteclass")}
        if kinds & _PRIVATE_NOTES:
            return True
    return name not in _INLINE and bool(EDITORIAL_CLASSES.search(element.get("class") or ""))


def _is_for_editors(element: Element) -> bool:
    """Return whether an element is a single line for editors."""
    if any(local_name(inner).lower() in _MULTILINE for inner in element):
        return False
    return is_for_editors(text_in(element))


def _content(element: Element, name: str, depth: int) -> str:
    pre = name == "pre"
    parts = [escaped_text(element.text, preserve_spaces=pre)]
    for inner in element:
        below = local_name(inner).lower()
        if below == "img":
            parts.append(image_tag(inner))
        elif below and below not in _NOT_TEXT and not is_hidden(inner):
            parts.append(html_of(inner, below, depth + 1))
        parts.append(escaped_text(inner.tail, preserve_spaces=pre))
    return "".join(parts)
