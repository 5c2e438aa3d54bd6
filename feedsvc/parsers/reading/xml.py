"""Safe reading of story files in XML, and helpers for their elements.

Nothing outside the file is read: no DTD, no entity, no network. A file that is not
well-formed is rejected. The encoding is that of the byte order mark, else the declared one.
But a file that declares ISO-8859-1 and is valid UTF-8 is read as UTF-8, since text in another
encoding is almost never valid UTF-8 by chance.
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
from feedsvc.parsers.reading.text import check_size, split_bom
from feedsvc.parsers.source import Source

Element = etree._Element  # noqa: SLF001 - lxml's own name for its element type

XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"

SPACED: Final = frozenset(("block", "br", "div", "hl1", "hl2", "li", "p", "td", "tr"))
"""Elements whose text is separated by spaces from the text before and after them."""

MAX_ELEMENTS: Final = 40_000
"""The most elements of a file of stories; enough for a few hundred stories."""

ARCHIVE_ELEMENTS: Final = 2_000_000
"""The most elements of an export of a whole archive."""

FAULTS: Final = {
    "xmlParseEntityRef: no name": 'a bare & in the text; write it as "&amp;"',
    "EntityRef: expecting ';'": 'a bare & in the text; write it as "&amp;"',
    "Excessive depth": "the elements are nested too deeply",
    "Premature end of data": "the file is truncated",
    "EndTag: '</' not found": "the file is truncated",
    "Start tag expected": "there is no element",
}
"""Plain words for some messages of libxml2."""

_COUNT: Final = etree.XPath("count(//*)")
_PROLOG: Final = 64 * 1024
_DECLARED: Final = re.compile(rb"""\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]+)["']""")
_ROOT: Final = re.compile(r"<(?:[\w.-]{1,100}:)?([\w.-]{1,100})")
_FIRST_BYTES: Final = frozenset((b"<", b"\xef", b"\xff", b"\xfe", b"\x00"))
"""The first bytes of XML files: a tag or a byte order mark."""
_SKIPPED: Final = (("<?", "?>"), ("<!--", "-->"))
_ONE_BYTE: Final = frozenset(("iso8859-1", "cp1252", "ascii"))
_CURE: Final = "export it again; nothing in it is published"


def root_name(source: Source) -> str:
    """Return the name of a file's first element, without prefix; empty if there is none.

    Only the first 64 KiB are read, and the file need not be well-formed.
    """
    head = source.data[:_PROLOG]
    if head.lstrip()[:1] not in _FIRST_BYTES:
        return ""
    head, encoding = split_bom(head)
    text = head.decode(encoding or "utf-8", "ignore")
    at = _after_prolog(text)
    found = _ROOT.match(text, at)
    return found[1] if found else ""


def read_xml(source: Source, max_elements: int = MAX_ELEMENTS) -> Element:
    """Return the root of a story file in XML, without comments and processing instructions.

    Raises StoryError, with line and column, if the file is not well-formed, is not in the
    encoding that it declares, uses an entity that neither XML nor HTML defines, or has more
    than `max_elements` elements.
    """
    check_size(source)
    text = _decoded(source)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), _parser())
    except etree.XMLSyntaxError as error:
        line, column = error.position
        reason = f"the XML is not well-formed: {_fault(error.msg)}"
        raise StoryError(source.name, reason, cure=_CURE, line=line, column=column) from error
    count = int(cast("float", _COUNT(root)))
    if count > max_elements:
        reason = f"too many elements: {count:,}, but at most {max_elements:,} are allowed"
        raise StoryError(source.name, reason, cure="split it into smaller files")
    for entity in list(root.iter(etree.Entity)):
        _replace_entity(source, entity)
    return root


def children(element: Element, name: str) -> Iterator[Element]:
    """Yield the child elements with a name, in any namespace."""
    return element.iterchildren(f"{{*}}{name}")


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first element at a path of names; None if there is none."""
    for name in path:
        element = None if element is None else next(children(element, name), None)
    return element


def descendants(element: Element, *names: str) -> Iterator[Element]:
    """Yield the descendants with one of these names, in document order."""
    return element.iterdescendants(*(f"{{*}}{name}" for name in names))


def local_name(element: Element) -> str:
    """Return an element's name without its namespace; empty for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def text_in(element: Element | None, without: Collection[str] = ()) -> str:
    """Return the text of an element in one line; empty if there is no element.

    `without` has the names of descendants to skip.
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
                parts += (" ", inner.text or "") if name in SPACED else (inner.text or "",)
            continue
        if hidden is inner:
            hidden = None
        if hidden is None and inner is not element:
            parts += (
                (" ", inner.tail or "")
                if name in SPACED or name in without
                else (inner.tail or "",)
            )
    return " ".join(xml_text("".join(parts)).split())


def line_of(element: Element) -> int:
    """Return the line on which an element's start tag ends, from 1."""
    return cast("int | None", element.sourceline) or 1


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
    """Return the text of a file, decoded by its byte order mark or its declaration."""
    data, marked = split_bom(source.data)
    codec = marked or "utf-8"
    declared = _DECLARED.match(data[:1000])
    if declared and not marked:
        codec = _codec(source, declared[1].decode("ascii", "replace"))
    if codec in _ONE_BYTE:
        # Browsers read ISO-8859-1 as windows-1252, which has curly quotes.
        for likely in ("utf-8", "cp1252"):
            with suppress(UnicodeDecodeError):
                return data.decode(likely)
        return data.decode("iso8859-1")
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        _reject_bytes(source, data, codec, error)


def _codec(source: Source, name: str) -> str:
    try:
        codec = codecs.lookup(name).name
        "".encode(codec)  # Raises LookupError for codecs such as hex, which do not encode text.
    except (LookupError, ValueError) as error:
        reason = f"unknown encoding: {name[:40]!r}"
        raise StoryError(source.name, reason, cure="declare and use UTF-8", line=1) from error
    # The declaration was readable as ASCII, so the file is not in UTF-16 or UTF-32.
    return "utf-8" if codec.startswith(("utf-16", "utf-32")) else codec


def _reject_bytes(source: Source, data: bytes, codec: str, error: UnicodeDecodeError) -> NoReturn:
    before = data[: error.start].decode(codec, "replace")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    reason = f"byte 0x{data[error.start]:02X} is not {codec}, the declared encoding"
    cure = "save it in the encoding that it declares"
    raise StoryError(source.name, reason, cure=cure, line=line, column=column) from error


def _replace_entity(source: Source, entity: Element) -> None:
    """Replace a reference to one of HTML's named characters by the character."""
    name = (entity.text or "").strip("&;")
    text = html5.get(f"{name};")
    if text is None:
        reason = f"unknown entity {name[:40]!r}: DTDs are not read"
        cure = "write the characters themselves"
        raise StoryError(source.name, reason, cure=cure, line=line_of(entity))
    parent, before = entity.getparent(), entity.getprevious()
    assert parent is not None  # References outside the root are not well-formed.
    text += entity.tail or ""
    entity.tail = None
    if before is None:
        parent.text = (parent.text or "") + text
    else:
        before.tail = (before.tail or "") + text
    parent.remove(entity)


def _after_prolog(text: str) -> int:
    """Return the position of the first element, after declaration, comments and DOCTYPE."""
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
    """Return libxml2's message, in plain words if `FAULTS` has them."""
    text = (message or "unknown fault").split(", line ")[0].split("\n")[0]
    return next((words for part, words in FAULTS.items() if part in text), text[:200])
