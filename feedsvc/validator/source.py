"""The bytes of a document: their encoding, their text, and the tree where they are XML."""

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
_STANDS_FOR_ONE = "\ufffc".encode()
_LARGE = 1024 * 1024


def _parser() -> etree.XMLParser:
    """Make a parser that reads nothing outside the bytes, expands no entity, goes 256 deep."""
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
"""What rules of the bytes give: line and column, or None for the whole, and a message."""


class Source:
    """The bytes, decoded strictly and read as XML; what goes wrong is kept, never raised.

    Where the text is not `exact`, one character stands for each beyond the Basic Multilingual
    Plane in a large XML document: with a single one of them, each of the text's takes 4 bytes.
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

    @cached_property
    def readable(self) -> bool:
        """Whether the bytes are worth decoding: neither too many nor compressed."""
        return not (self.too_large or self.compressed or not self.data.strip())

    @cached_property
    def codec(self) -> str:
        """The name by which Python knows the encoding, empty where it knows none."""
        # a declaration that reads as UTF-16 is in UTF-16, and tells no byte order
        name = self.bom or _wide(self.data) or self.declared or "utf-8"
        try:
            return codecs.lookup(name).name if name.isascii() else ""
        except (LookupError, ValueError):
            return ""

    @cached_property
    def text(self) -> str:
        """The text; bytes that are not of the encoding become U+FFFD and are told."""
        codec = self.codec or "utf-8"
        try:
            text = self._narrow() or self.data.decode(codec)
        except UnicodeDecodeError as error:
            self.decoding_error = error
            text = self.data.decode(codec, "replace")
        except (UnicodeError, LookupError, ValueError):
            # codecs such as hex or idna turn bytes into no text at all
            self.codec = ""
            text = self.data.decode("utf-8", "replace")
        if codec != "utf-8":
            # UTF-7 and the like decode to halves of pairs, which no text can hold
            text = _LONE_SURROGATE.sub("\ufffd", text)
        return text.removeprefix("\ufeff")

    def _narrow(self) -> str:
        """Give the text of a large XML document in UTF-8 as it is when it need not be exact."""
        is_large = self.codec == "utf-8" and len(self.data) >= _LARGE and not self._exact
        if is_large and self.data[:_LARGE].lstrip()[:1] == b"<":
            with suppress(UnicodeDecodeError):
                return _BEYOND_BMP.sub(_STANDS_FOR_ONE, self.data).decode()
        return ""

    def parse(self) -> None:
        """Read the text as XML, and keep the tree or the error.

        Of a document whose tree would take more memory than `bounds` has room for, the tree
        is that of its first part, up to `cut`.
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

    @cached_property
    def root_name(self) -> str:
        """The name of the first element as written, also of a document that is not well-formed."""
        found = _NAME.match(self.text, self._root_offset)
        return found.group(1) if found else ""

    @cached_property
    def doctype(self) -> str:
        """The DOCTYPE as written, with its internal subset; empty where there is none."""
        start = self.text.find("<!DOCTYPE", 0, _LONGEST_PROLOG)
        return self.text[start : self._after_doctype(start)] if start >= 0 else ""

    @cached_property
    def _root_offset(self) -> int:
        """Where the first element begins, after comments, instructions and the DOCTYPE."""
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

    @cached_property
    def tags(self) -> TagIndex:
        """Where each start tag stands that is in the tree."""
        return TagIndex(self.text[: self.cut.offset] if self.cut else self.text)

    def position(self, offset: int) -> tuple[int, int]:
        """Give line and column, both from 1, of an offset into the text."""
        return self.tags.position(offset)

    @staticmethod
    def _declaration(head: bytes) -> tuple[str, str]:
        # UTF-16 and UTF-32 declarations read as ASCII once their zero bytes are gone
        found = _DECLARATION.match(head.replace(b"\x00", b""))
        version, encoding = found.groups() if found else (None, None)
        return (version or b"").decode("ascii", "replace"), (encoding or b"").decode(
            "ascii", "replace"
        )


def _after(text: str, mark: str, start: int) -> int:
    found = text.find(mark, start)
    return found + len(mark) if found >= 0 else len(text)


def _wide(data: bytes) -> str:
    """Tell UTF-16 without a byte-order mark by its first bytes (XML 1.0, appendix F)."""
    for start, name in ((b"<\x00?\x00", "utf-16-le"), (b"\x00<\x00?", "utf-16-be")):
        if data.startswith(start):
            return name
    return ""
