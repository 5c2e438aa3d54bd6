"""The bytes of a document: their encoding, their text, and for XML the tree."""

import codecs
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property

from lxml import etree

from feedsvc.validator import bounds
from feedsvc.validator.positions import DOCTYPE, TagIndex

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARATION = re.compile(
    rb"""\s*<\?xml(?:\s+version\s*=\s*["']([^"']*)["'])?(?:[^>]*?\sencoding\s*=\s*["']([^"']*)["'])?"""
)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_NAME = re.compile(r"<([^\s/>!?]{1,200})")
_LONGEST_PROLOG, _LONGEST_DOCTYPE = 20_000, 100_000
_BEYOND_BMP = re.compile(
    rb"\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)
_FIRST_OF_FOUR = range(0xF0, 0xF5)
"""The first bytes of characters beyond the Basic Multilingual Plane in UTF-8."""
_PLACEHOLDER = "\ufffc".encode()
_LARGE = 1024 * 1024


def _parser() -> etree.XMLParser:
    """Return a parser that reads only the bytes, expands no entities and accepts 256 levels."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )


SourceFaults = Iterator[tuple[tuple[int, int] | None, str]]
"""What rules of the bytes yield: line and column, or None for the document, and a message."""


class Source:
    """The bytes, decoded strictly and parsed as XML; errors are stored, never raised.

    Unless the text has to be `exact`, a placeholder replaces each character beyond the Basic
    Multilingual Plane in a large XML document: a single one of them would make every
    character of the text take 4 bytes.
    """

    def __init__(self, data: bytes, limit: int, *, exact: bool = False) -> None:
        self.data = data
        self._exact = exact
        self.limit = limit
        self.too_large = len(data) > limit
        self.compressed = data[:2] == b"\x1f\x8b"
        head = next((bom for bom, _ in _BOMS if data.startswith(bom)), b"")
        self.bom = next((name for bom, name in _BOMS if bom == head), "")
        self.version, self.declared = self._declaration(data[len(head) : len(head) + 400])
        self.error: etree.XMLSyntaxError | None = None
        self.error_code = 0
        self.decoding_error: UnicodeDecodeError | None = None
        self.root: etree._Element | None = None
        self.cut: bounds.Cut | None = None
        self.too_dense = False
        self.blank = not data or data.isspace()
        self.readable = not (self.too_large or self.compressed or self.blank)
        """Whether the bytes can be decoded: neither too many, nor compressed, nor blank."""
        self.codec = self._codec()
        """Python's name for the encoding, empty if it is unknown."""

    @cached_property
    def text(self) -> str:
        """The text; invalid bytes become U+FFFD, and `decoding_error` is set."""
        codec = self.codec or "utf-8"
        try:
            text = self._narrow() or self.data.decode(codec)
        except UnicodeDecodeError as error:
            self.decoding_error = error
            text = self.data.decode(codec, "replace")
        except (UnicodeError, LookupError, ValueError):
            # codecs such as hex or idna do not decode bytes to text
            self.codec = ""
            text = self.data.decode("utf-8", "replace")
        if codec != "utf-8":
            # UTF-7 and similar codecs can decode to lone surrogates
            text = _LONE_SURROGATE.sub("\ufffd", text)
        return text.removeprefix("\ufeff")

    def parse(self) -> None:
        """Parse the text as XML, and store the tree or the error.

        If the tree would take more memory than `bounds` allows, only the beginning of the
        document is parsed, up to `cut`.
        """
        plain = self.codec == "utf-8" and not self.bom and self.text and not self.decoding_error
        body = self.data if plain else self.text.encode("utf-8", "replace")
        self.too_dense = len(self.doctype) > _LONGEST_DOCTYPE
        if self.too_dense:
            return
        room = bounds.room(len(self.data), self.text) - (0 if plain else len(body))
        self.cut = bounds.cut(self.text, len(body), room, entities=bool(self.doctype))
        if self.cut:
            self.too_dense = True
            closing = "".join(f"</{name}>" for name in reversed(self.cut.names))
            body = f"{self.text[: self.cut.offset]}{closing}".encode("utf-8", "replace")
        try:
            self.root = etree.fromstring(body, _parser())
        except etree.XMLSyntaxError as error:
            self.error, self.error_code = error, getattr(error, "code", 0)

    @property
    def root_name(self) -> str:
        """The name of the first element as written, even if the document is not well-formed."""
        found = _NAME.match(self.text, self._root_offset)
        return found.group(1) if found else ""

    @cached_property
    def doctype(self) -> str:
        """The DOCTYPE as written, with its internal subset; empty if there is none."""
        start = self.text.find("<!DOCTYPE", 0, _LONGEST_PROLOG)
        return self.text[start : self._after_doctype(start)] if start >= 0 else ""

    @cached_property
    def tags(self) -> TagIndex:
        """The start tags of the elements in the tree."""
        return TagIndex(self.text[: self.cut.offset] if self.cut else self.text)

    def position(self, offset: int) -> tuple[int, int]:
        """Return the line and column of an offset into the text, both from 1."""
        return self.tags.position(offset)

    def _codec(self) -> str:
        # a declaration that is readable as UTF-16 is in UTF-16, whatever encoding it names
        name = self.bom or _wide(self.data) or self.declared or "utf-8"
        try:
            return codecs.lookup(name).name if name.isascii() else ""
        except (LookupError, ValueError):
            return ""

    def _narrow(self) -> str:
        """Return the text with placeholders, if it is large XML in UTF-8 and need not be exact."""
        is_large = self.codec == "utf-8" and len(self.data) >= _LARGE and not self._exact
        if not is_large or not any(first in self.data for first in _FIRST_OF_FOUR):
            return ""
        if self.data[:_LARGE].lstrip()[:1] == b"<":
            with suppress(UnicodeDecodeError):
                return _BEYOND_BMP.sub(_PLACEHOLDER, self.data).decode()
        return ""

    @property
    def _root_offset(self) -> int:
        """The offset of the first element, after comments, instructions and the DOCTYPE."""
        text, at = self.text, 0
        while 0 <= (at := text.find("<", at)) < _LONGEST_PROLOG:
            if text.startswith("<!--", at):
                at = _after(text, "-->", at)
            elif text.startswith("<?", at):
                at = _after(text, "?>", at)
            elif text.startswith("<!", at):
                at = self._after_doctype(at)
            else:
                return at
        return len(text)

    def _after_doctype(self, start: int) -> int:
        found = DOCTYPE.match(self.text, start, start + _LONGEST_DOCTYPE)
        return found.end() if found else len(self.text)

    @staticmethod
    def _declaration(head: bytes) -> tuple[str, str]:
        # without their zero bytes, declarations in UTF-16 and UTF-32 are ASCII
        found = _DECLARATION.match(head.replace(b"\x00", b""))
        version, encoding = found.groups() if found else (None, None)
        return (version or b"").decode("ascii", "replace"), (encoding or b"").decode(
            "ascii", "replace"
        )


def _after(text: str, closing: str, start: int) -> int:
    found = text.find(closing, start)
    return found + len(closing) if found >= 0 else len(text)


def _wide(data: bytes) -> str:
    """Detect UTF-16 without a byte-order mark by its first bytes (XML 1.0, appendix F)."""
    for start, name in ((b"<\x00?\x00", "utf-16-le"), (b"\x00<\x00?", "utf-16-be")):
        if data.startswith(start):
            return name
    return ""
