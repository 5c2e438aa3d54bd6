"""Story files in XML, read safely: from their bytes to a tree, or to one clear error.

Nothing outside the bytes is read: no DTD, no entity, no network. A file that is not
well-formed is refused whole. The encoding is that of the byte order mark, else the declared
one; a file that declares ISO-8859-1 and is valid UTF-8 is UTF-8, which letters of another
language hit by chance almost never.
"""

import codecs
import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from html.entities import html5
from typing import Final, NoReturn, cast

from lxml import etree

from feedsvc.errors import StoryError
from feedsvc.parsers.reading.html import xml_text
from feedsvc.parsers.reading.text import BYTE_ORDER_MARKS
from feedsvc.parsers.source import Source

Element = etree._Element  # noqa: SLF001 - lxml's own name for its element type

XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"

APART: Final = frozenset(("block", "br", "div", "hl1", "hl2", "li", "p", "td", "tr"))
"""Elements that a space parts from the text before and behind them."""

MOST_ELEMENTS: Final = 40_000
"""How many elements a file of stories may have: those of some hundred."""

ARCHIVE_ELEMENTS: Final = 2_000_000
"""How many the export of a whole archive may have, which is read in one go through them."""

FAULTS: Final = {
    "xmlParseEntityRef: no name": "a bare & stands where &amp; is meant",
    "EntityRef: expecting ';'": "a bare & stands where &amp; is meant",
    "Excessive depth": "its elements nest too deep",
    "Premature end of data": "the file is cut off",
    "EndTag: '</' not found": "the file is cut off",
    "Start tag expected": "no element begins where one must",
}
"""What some messages of libxml2 mean."""

_COUNT: Final = etree.XPath("count(//*)")
_PROLOG: Final = 64 * 1024
_DECLARED: Final = re.compile(rb"""\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]+)["']""")
_ROOT: Final = re.compile(r"<(?:[\w.-]{1,100}:)?([\w.-]{1,100})")
_FIRST_BYTES: Final = frozenset((b"<", b"\xef", b"\xff", b"\xfe", b"\x00"))
"""How XML begins: with a tag, or with a byte order mark."""
_SKIPPED: Final = (("<?", "?>"), ("<!--", "-->"))
_ONE_BYTE: Final = frozenset(("iso8859-1", "cp1252", "ascii"))
_CURE: Final = "export it again; nothing of it is published"


def root_name(source: Source) -> str:
    """Return the name of a file's first element, without prefix; empty where there is none.

    Only the first 64 KiB are looked at, and the file need not be well-formed.
    """
    head = source.data[:_PROLOG]
    if head.lstrip()[:1] not in _FIRST_BYTES:
        return ""
    mark = next(((m, e) for m, e in BYTE_ORDER_MARKS if head.startswith(m)), (b"", "utf-8"))
    text = head[len(mark[0]) :].decode(mark[1], "ignore")
    at = _after_prolog(text)
    found = _ROOT.match(text, at)
    return found[1] if found else ""


def read_xml(source: Source, most: int = MOST_ELEMENTS) -> Element:
    """Return the root of a story file in XML, without comments and processing instructions.

    Raises StoryError, with line and column, where the file is not well-formed, is not in the
    encoding that it declares, uses an entity that neither XML nor HTML defines, or has more
    than `most` elements.
    """
    longest = source.options.max_bytes
    if len(source.data) > longest:
        reason = f"the file has {len(source.data):,} bytes, more than the {longest:,} of a story"
        raise StoryError(source.name, reason, cure="split it in smaller files")
    text = _decoded(source)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), _parser())
    except etree.XMLSyntaxError as error:
        line, column = error.position
        reason = f"the XML is not well-formed: {_fault(error.msg)}"
        raise StoryError(source.name, reason, cure=_CURE, line=line, column=column) from error
    count = int(cast("float", _COUNT(root)))
    if count > most:
        reason = f"it has {count:,} elements, more than the {most:,} of stories"
        raise StoryError(source.name, reason, cure="split it in smaller files")
    for entity in list(root.iter(etree.Entity)):
        _replace(source, entity)
    return root


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )


def _decoded(source: Source) -> str:
    """Return the characters of a file, by its byte order mark or its declaration."""
    data = source.data
    codec = "utf-8"
    mark = next(((m, e) for m, e in BYTE_ORDER_MARKS if data.startswith(m)), None)
    declared = _DECLARED.match(data[:1000])
    if mark:
        data, codec = data[len(mark[0]) :], mark[1]
    elif declared:
        codec = _codec(source, declared[1].decode("ascii", "replace"))
    if codec in _ONE_BYTE:
        # What declares ISO-8859-1 is windows-1252 to every browser, for its quotes.
        for likely in ("utf-8", "cp1252"):
            with suppress(UnicodeDecodeError):
                return data.decode(likely)
        return data.decode("iso8859-1")
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        _refuse_bytes(source, data, codec, error)


def _codec(source: Source, name: str) -> str:
    try:
        codec = codecs.lookup(name).name
        "".encode(codec)  # Codecs such as hex turn text into no bytes: LookupError.
    except (LookupError, ValueError) as error:
        reason = f"its encoding {name[:40]!r} is not known"
        raise StoryError(source.name, reason, cure="save it as UTF-8", line=1) from error
    # Bytes in which the declaration itself can be read are of no wide encoding.
    return "utf-8" if codec.startswith(("utf-16", "utf-32")) else codec


def _refuse_bytes(source: Source, data: bytes, codec: str, error: UnicodeDecodeError) -> NoReturn:
    before = data[: error.start].decode(codec, "replace")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    reason = f"byte 0x{data[error.start]:02X} is not {codec}, which the file is said to be"
    cure = "save it in the encoding that it declares"
    raise StoryError(source.name, reason, cure=cure, line=line, column=column) from error


def _replace(source: Source, entity: Element) -> None:
    """Put the character that HTML gives a name to in the place of its reference."""
    name = (entity.text or "").strip("&;")
    text = html5.get(f"{name};")
    if text is None:
        reason = f"it uses the entity {name[:40]!r}, and entities of a DTD are not read"
        cure = "write the characters themselves"
        raise StoryError(source.name, reason, cure=cure, line=line_of(entity))
    parent, before = entity.getparent(), entity.getprevious()
    assert parent is not None  # A reference outside the root is not well-formed.
    text += entity.tail or ""
    entity.tail = None
    if before is None:
        parent.text = (parent.text or "") + text
    else:
        before.tail = (before.tail or "") + text
    parent.remove(entity)


def _after_prolog(text: str) -> int:
    """Return where the first element begins: after declaration, comments and DOCTYPE."""
    at = 0
    while True:
        while text[at : at + 1].isspace():
            at += 1
        skipped = next((end for start, end in _SKIPPED if text.startswith(start, at)), None)
        if skipped:
            end = text.find(skipped, at + 2)
            at = end + len(skipped) if end >= 0 else len(text)
        elif text[at : at + 9].upper() == "<!DOCTYPE":
            at = _after_doctype(text, at)
        else:
            return at


def _after_doctype(text: str, at: int) -> int:
    end, inner = text.find(">", at), text.find("[", at)
    if 0 <= inner < end:
        inner = text.find("]", inner)
        end = text.find(">", inner) if inner >= 0 else -1
    return end + 1 if end >= 0 else len(text)


def _fault(message: str | None) -> str:
    """Return what is wrong in words of its own, where the parser's say too little."""
    text = (message or "unknown fault").split(", line ")[0].split("\n")[0]
    return next((words for part, words in FAULTS.items() if part in text), text[:200])


def children(element: Element, name: str) -> Iterator[Element]:
    """Yield the child elements of that name, whatever their namespace."""
    return element.iterchildren(f"{{*}}{name}")


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first element at the end of a path of names; None where there is none."""
    for name in path:
        element = None if element is None else next(children(element, name), None)
    return element


def descendants(element: Element, *names: str) -> Iterator[Element]:
    """Yield all elements of those names below an element, in the order of the document."""
    return element.iterdescendants(*(f"{{*}}{name}" for name in names))


def local_name(element: Element) -> str:
    """Return an element's name without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def text_in(element: Element | None, without: Collection[str] = ()) -> str:
    """Return all text of an element in one line; empty where there is none.

    `without` names elements in it that are not read.
    """
    if element is None:
        return ""
    if next(element.iterchildren(), None) is None:
        return " ".join(xml_text(element.text or "").split())
    parts: list[str] = []
    hidden: Element | None = None
    for event, inner in etree.iterwalk(element, events=("start", "end")):
        name = local_name(inner)
        if event == "start":
            if hidden is None and name in without:
                hidden = inner
            if hidden is None:
                parts += (" ", inner.text or "") if name in APART else (inner.text or "",)
            continue
        if hidden is inner:
            hidden = None
        if hidden is None and inner is not element:
            parts += (
                (" ", inner.tail or "") if name in APART or name in without else (inner.tail or "",)
            )
    return " ".join(xml_text("".join(parts)).split())


def line_of(element: Element) -> int:
    """Return the line on which an element's start tag ends, from 1."""
    return cast("int | None", element.sourceline) or 1
