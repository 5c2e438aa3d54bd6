"""The text of a story in NITF, XHTML, HTML or plain lines: its blocks, one by one.

NITF's elements become those of HTML: `hl2` is a heading, `bq` a quotation, and what marks a
person, a place or a sum is only text. Media are set aside, pages' scripts are dropped.
"""

import html
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from lxml import etree

from feedsvc.parsers.heavyhtml import is_heavy
from feedsvc.parsers.html import BLOCKS, DROPPED_WHOLE, PHRASES, plain_text, xml_text
from feedsvc.parsers.iptcmedia import usable_reference
from feedsvc.parsers.newsroom import CLASSES, is_for_editors
from feedsvc.parsers.wrapping import unwrapped
from feedsvc.parsers.xmlstory import Element, line_of, local_name, text_in

DEEPEST: Final = 32
"""How deep elements may nest; the text of what lies deeper is kept, its elements are not."""

RENAMED: Final = {"hl1": "h2", "hl2": "h2", "bq": "blockquote", "fn": "p", "org": "", "bdo": ""}
PLAIN: Final = frozenset(("p", "fn"))
WHOLE: Final = PLAIN | frozenset(
    (
        *("h1", "h2", "h3", "h4", "h5", "h6", "hl1", "hl2", "pre", "ul", "ol", "dl", "table"),
        *("blockquote", "bq", "hr", "figure", "details", "address"),
    )
)
"""Elements that are a block of their own, with all that is in them."""

_SET_ASIDE: Final = frozenset(("media",))
_DROPPED: Final = frozenset(DROPPED_WHOLE) | frozenset(
    (
        *("head", "button", "input", "label", "form", "tagline", "bibliography", "body.end"),
        *("media-metadata", "nitf-table-metadata", "video", "audio"),
    )
)
_NOT_TEXT: Final = _DROPPED | _SET_ASIDE
_KEPT: Final = (frozenset(PHRASES) | frozenset(BLOCKS)) - frozenset(
    ("article", "aside", "center", "div", "footer", "header", "hgroup", "main", "nav", "section")
)
_ATTRIBUTES: Final = ("href", "title", "lang", "dir", "cite", "datetime", "colspan", "rowspan")
_SPACES: Final = re.compile(r"[ \t\r\n\f]+")
_EMPTY_LINE: Final = re.compile(r"\n[ \t\r]*\n")
_MARKED_UP: Final = re.compile(r"</[A-Za-z][A-Za-z0-9]*\s*>|<(?:br|p|hr)\s*/?>", re.IGNORECASE)
_RULE: Final = re.compile(r"[_*=\u2013\u2014-]{3,}|\*(?: \*){2,}")
_PRIVATE_NOTES: Final = frozenset(("npa", "editorsnote"))


class Block(NamedTuple):
    """A paragraph, heading, list or table: HTML that is not safe yet, its text, its line.

    `loose` is text that stands in no element of its own.
    """

    markup: str
    text: str
    line: int
    loose: bool = False
    heading: bool = False


class Found(NamedTuple):
    """The blocks of a body in order, and the media elements that stand between them."""

    blocks: list[Block]
    media: list[Element]


def blocks_in(element: Element) -> Found:
    """Return what an element holds: markup in elements, escaped HTML, or plain lines."""
    if next(element.iterchildren("*"), None) is None:
        return Found(blocks_of(element.text or "", line_of(element)), [])
    walker = _Walker(line_of(element))
    walker.walk(element, 0)
    walker.flush()
    return Found(walker.blocks, walker.media)


def blocks_of(text: str, line: int, *, is_html: bool | None = None) -> list[Block]:
    """Return the blocks of a text that is HTML or plain; with None, its tags tell.

    `line` is the line of the file on which the text begins.
    """
    text = xml_text(text)
    if is_html is None:
        is_html = bool(_MARKED_UP.search(text))
    if not is_html:
        return list(_plain_blocks(text, line))
    if is_heavy(text):
        return list(_plain_blocks(plain_text(text), line))
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    root = etree.fromstring(f"<div>{text}</div>".encode(), parser)
    walker = _Walker(line, first=line - 1)
    walker.walk(root, 0)
    walker.flush()
    return walker.blocks


def _plain_blocks(text: str, first: int) -> Iterator[Block]:
    """Yield plain paragraphs: parted by empty lines, else by indents or one a line."""
    text = re.sub("\r\n?|[\x0b\x0c\u2028\u2029]", "\n", text)
    parted = bool(_EMPTY_LINE.search(text.strip()))
    number, parts = first, list[str]()
    for offset, line in unwrapped(text) if not parted else enumerate(text.split("\n"), 1):
        if parts and (not parted or not line.strip()):
            yield _paragraph(" ".join(parts), number)
            parts = []
        if line.strip():
            number = number if parts else first + offset - 1
            parts.append(line.strip())
    if parts:
        yield _paragraph(" ".join(parts), number)


def _paragraph(text: str, line: int, *, loose: bool = False) -> Block:
    if _RULE.fullmatch(text):
        return Block("<hr>", "", line)
    return Block(f"<p>{html.escape(text, quote=False)}</p>", text, line, loose=loose)


class _Walker:
    """Walks an element's children, parting them in blocks; loose text becomes paragraphs."""

    def __init__(self, line: int, first: int = 0) -> None:
        self.blocks: list[Block] = []
        self.media: list[Element] = []
        self.first = first
        self.line = line
        self.pieces: list[str] = []

    def walk(self, element: Element, depth: int) -> None:
        """Take an element's text and children, in order."""
        self.loose(element.text)
        for inner in element:
            name = local_name(inner).lower()
            if name in _SET_ASIDE:
                self.media.append(inner)
            elif not name or name in _DROPPED or _is_hidden(inner) or _is_lone_caption(inner):
                pass
            elif name in WHOLE:
                self.flush()
                self.media.extend(inner.iterdescendants("{*}media"))
                self.whole(inner, name)
            elif depth < DEEPEST and _holds_blocks(inner, name):
                self.flush()
                self.walk(inner, depth + 1)
                self.flush()
            elif name == "br":
                self.break_line()
            elif name == "img":
                self.pieces.append(_picture(inner))
            else:
                self.pieces.append(_inner(inner, name, depth))
            self.line = self.first + line_of(inner)
            self.loose(inner.tail)

    def whole(self, element: Element, name: str) -> None:
        """Add a block with all that is in it."""
        line = self.first + line_of(element)
        text = text_in(element)
        if name == "hr" or (name in PLAIN and _RULE.fullmatch(text)):
            self.blocks.append(Block("<hr>", "", line))
        elif text:
            heading = name[0] == "h"
            block = Block(_inner(element, name, 0).strip(), text, line, heading=heading)
            self.blocks.append(block)

    def loose(self, text: str | None) -> None:
        """Add text that stands in no block; an empty line ends a paragraph."""
        if not text:
            return
        for number, part in enumerate(_EMPTY_LINE.split(text)):
            if number:
                self.flush()
            self.pieces.append(_SPACES.sub(" ", html.escape(xml_text(part), quote=False)))

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
        elif text:
            self.blocks.append(Block(f"<p>{markup}</p>", text, self.line, loose=True))


def _holds_blocks(element: Element, name: str) -> bool:
    """Tell whether an element is a container: a block by its name, or with blocks in it."""
    if name in ("block", "body", "div", "section", "article", "main"):
        return True
    inside = (local_name(inner).lower() for inner in element.iterdescendants("*"))
    return any(name in WHOLE or name in _SET_ASIDE for name in inside)


def _inner(element: Element, name: str, depth: int) -> str:
    """Return an element as HTML with all that is in it, or its content alone."""
    name = RENAMED.get(name, name)
    parts = [_text(element.text, name)]
    if depth >= DEEPEST:
        parts = [_text(text_in(element), name)]
    else:
        for inner in element:
            below = local_name(inner).lower()
            if below == "img":
                parts.append(_picture(inner))
            elif below and below not in _NOT_TEXT and not _is_hidden(inner):
                parts.append(_inner(inner, below, depth + 1))
            parts.append(_text(inner.tail, name))
    content = "".join(parts)
    if name in ("br", "hr", "wbr"):
        return f"<{name}>"
    if name == "li" and is_for_editors(text_in(element)):
        return ""
    if name not in _KEPT:
        return content
    given = "".join(
        f' {key}="{html.escape(value)}"' for key in _ATTRIBUTES if (value := element.get(key))
    )
    if name in BLOCKS and name != "pre":
        content = content.strip()
    return f"<{name}{given}>{content}</{name}>"


def _picture(element: Element) -> str:
    """Return a picture that a reader can load; nothing for one in a newsroom's archive."""
    source = usable_reference(element.get("src") or "")
    if not source:
        return ""
    given = {key: element.get(key) for key in ("alt", "width", "height")}
    more = "".join(f' {key}="{html.escape(value)}"' for key, value in given.items() if value)
    return f'<img src="{html.escape(source)}"{more}>'


def _is_lone_caption(element: Element) -> bool:
    """Tell a figure whose picture cannot be shown: what is left of it is no text."""
    if local_name(element).lower() != "figure":
        return False
    if next(element.iterdescendants("{*}table", "{*}blockquote"), None) is not None:
        return False
    return not any(_picture(picture) for picture in element.iterdescendants("{*}img"))


def _text(text: str | None, name: str) -> str:
    escaped = html.escape(xml_text(text or ""), quote=False)
    return escaped if name == "pre" else _SPACES.sub(" ", escaped)


def _is_hidden(element: Element) -> bool:
    """Tell what is not for readers by its class, or by the type of NITF's notes."""
    if local_name(element) == "note":
        kinds = {(element.get(key) or "").lower() for key in ("type", "noteclass")}
        if kinds & _PRIVATE_NOTES:
            return True
    return bool(CLASSES.search(element.get("class") or ""))
