"""A saved page opened: from its bytes to a tree, or to one clear error; nothing in it is run.

The encoding is that of the byte order mark, else UTF-8 where the bytes are that, else the
one that `meta` or the XML declaration names, else a guess. What would take libxml2 minutes
to read is refused before it is read.
"""

import codecs
import re
from posixpath import splitext
from typing import Final

import msgspec
from lxml import etree

from feedsvc.errors import StoryError
from feedsvc.parsers.feedfile.urls import absolute_url, web_url
from feedsvc.parsers.reading.text import BYTE_ORDER_MARKS, WIDER, decode
from feedsvc.parsers.reading.xml import Element, root_name
from feedsvc.parsers.source import Note, Source

MOST_ELEMENTS: Final = 16_000
"""How many elements a page may have; those of newspapers have some thousands."""

_CURE: Final = "save the story alone, or its text as .txt"

_HEAD: Final = 4096

_CHARSET: Final = re.compile(
    rb"""<(?:meta\b[^>]{0,300}?\bcharset|\?xml\b[^>]{0,200}?\bencoding)\s*=\s*["']?\s*([\w.:-]+)""",
    re.IGNORECASE,
)

_NAMES: Final = {**WIDER, "latin1": "windows-1252", "gbk": "gb18030", "x-sjis": "cp932"}

_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")

_ORIGIN: Final = re.compile(r"https?://[^\s/?#]+", re.IGNORECASE)

_SAVED: Final = re.compile(
    r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(https?://[^\s<>\"]+)"
)

# The time of libxml2 grows with the square of the attributes of a tag.
_ATTRIBUTE: Final = (
    r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+))?+"""
)

_TAG: Final = re.compile(rf"<(?:!--(?:[^-]|-(?!->))*+|[A-Za-z][^\s/>]*+(?:{_ATTRIBUTE})*+)")

_RAW_TEXT: Final = re.compile(
    rf"(<(?:script|style)(?![^\s/>])(?:{_ATTRIBUTE})*+>?+)(?:[^<]++|<(?!/(?:script|style)))*+",
    re.IGNORECASE,
)

_ONE_ATTRIBUTE: Final = re.compile(_ATTRIBUTE)

_LONG_TAG: Final = 128

_MOST_SQUARES: Final = 5_000_000


SUFFIXES: Final = frozenset((".html", ".htm", ".xhtml"))

_ROOTS: Final = frozenset(
    ("html", "head", "body", "article", "main", "section", "div", "p", "h1", "meta", "title")
)
"""The elements that a page begins with, or a piece of one."""

_FIRST_BYTES: Final = 2048

_PAGE: Final = re.compile(
    r"\ufeff?\s*(?:<\?xml[^>]{0,300}>\s*)?(?:<!--(?:[^-]|-(?!->)){0,1000}-->\s*)*<!doctype\s+html\b",
    re.IGNORECASE,
)

_OTHER: Final = re.compile(r"\ufeff?\s*(?:<\?xml\b|\{\s*\"|\[\s*[\[{\"])")


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A page as a tree: `base` is the address its links start from, `saved_from` its browser's.

    `origin` is that of `base`, its scheme and host.
    """

    source: Source
    root: Element
    text: str
    base: str
    origin: str
    saved_from: str | None = None
    notes: tuple[Note, ...] = ()

    def web(self, url: str | None) -> str | None:
        """Return an absolute address of http or https for one as the page writes it."""
        found = self.absolute(url or "")
        return web_url(found) if found else None

    def absolute(self, url: str) -> str | None:
        """Return an address with its scheme; None for none, and where the base is not known."""
        url = url.strip()
        if url.startswith("//"):
            return f"https:{url}"
        if url.startswith("/") and self.origin and "/." not in url and " " not in url:
            return self.origin + url  # As most links are, and faster than the general way.
        found = absolute_url(url, self.base)
        return found if found and _SCHEME.match(found) else None


def open_page(source: Source) -> Page:
    """Return the tree of a page. Raises StoryError for what is no page that can be read."""
    text, notes = _decoded(source)
    root = _tree(source, text)
    for line_break in root.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    saved = _SAVED.search(text[:_HEAD])
    saved_from = web_url(saved[1]) if saved else None
    base = _base(root, saved_from)
    origin = _ORIGIN.match(base)
    return Page(
        source=source,
        root=root,
        text=text,
        base=base,
        origin=origin[0] if origin else "",
        saved_from=saved_from,
        notes=notes,
    )


def _tree(source: Source, text: str) -> Element:
    """Return the root of a page, however bad its HTML; refuse what would cost too much."""
    if _is_costly(text):
        raise StoryError(source.name, "its tags have too many attributes", cure=_CURE)
    parser = etree.HTMLParser(
        remove_comments=True, remove_pis=True, no_network=True, huge_tree=False, encoding="utf-8"
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise StoryError(source.name, "there is no HTML in the page", cure=_CURE) from error
    if root is None:
        raise StoryError(source.name, "there is no HTML in the page", cure=_CURE)
    deep = next((each for each in parser.error_log if each.type_name == "ERR_RESOURCE_LIMIT"), None)
    if deep:
        reason = "its elements are nested too deep"
        raise StoryError(source.name, reason, cure=_CURE, line=deep.line, column=deep.column)
    count = root.xpath("count(//*)")
    assert isinstance(count, float)  # What XPath counts is a number.
    if count > MOST_ELEMENTS:
        reason = f"the page has {count:,.0f} elements, more than the {MOST_ELEMENTS:,} of a story"
        raise StoryError(source.name, reason, cure=_CURE)
    return root


def _base(root: Element, saved_from: str | None) -> str:
    """Return the address that relative links start from; empty where the page has none."""
    canonical = None
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            canonical = web_url((link.get("href") or "").strip())
            break
    own = next((meta for meta in root.iter("meta") if meta.get("property") == "og:url"), None)
    own_address = web_url((own.get("content") or "").strip()) if own is not None else None
    page = saved_from or canonical or own_address or ""
    base = next(root.iter("base"), None)
    href = (base.get("href") or "").strip() if base is not None else ""
    return web_url(href, page) or page


def _decoded(source: Source) -> tuple[str, tuple[Note, ...]]:
    data, options = source.data, source.options
    declared = _CHARSET.search(data[:_HEAD])
    marked = data.startswith(tuple(mark for mark, _ in BYTE_ORDER_MARKS))
    if declared and not marked and len(data) <= options.max_bytes:
        recoded = _as_utf8(data, declared[1].decode("ascii", "replace").lower())
        if recoded is not None:
            roomy = msgspec.structs.replace(options, max_bytes=max(options.max_bytes, len(recoded)))
            source = msgspec.structs.replace(source, data=recoded, options=roomy)
    return decode(source)


def _as_utf8(data: bytes, name: str) -> bytes | None:
    """Return in UTF-8 what is in the encoding that a page declares; None where it is not."""
    try:
        data.decode()
    except UnicodeDecodeError:
        pass
    else:
        return None
    try:
        codec = codecs.lookup(_NAMES.get(name, name)).name
        return data.decode(_NAMES.get(codec.replace("iso8859", "iso-8859"), codec)).encode()
    except (LookupError, ValueError):
        return None


def _is_costly(text: str) -> bool:
    """Tell whether libxml2 would take long for the attributes of a page's tags."""
    if _squares(text) <= _MOST_SQUARES:
        return False
    return _squares(_RAW_TEXT.sub(r"\1", text)) > _MOST_SQUARES  # Programs compare with `<`.


def _squares(text: str) -> int:
    long = [tag for tag in _TAG.findall(text) if len(tag) > _LONG_TAG]
    return sum(len(_ONE_ATTRIBUTE.findall(tag)) ** 2 for tag in long if tag[1] != "!")


def claims(source: Source) -> bool:
    """Tell a page by its first bytes; by its suffix where they are not of another format."""
    if not source.data.strip():
        return False
    head = _text(source.data[:_FIRST_BYTES])
    is_page = bool(_PAGE.match(head)) or root_name(source).lower() in _ROOTS
    named = splitext(source.name)[1].lower() in SUFFIXES
    return is_page or (named and not _OTHER.match(head))


def _text(data: bytes) -> str:
    mark = next(((m, e) for m, e in BYTE_ORDER_MARKS if data.startswith(m)), (b"", "utf-8"))
    return data[len(mark[0]) :].decode(mark[1], "ignore")
