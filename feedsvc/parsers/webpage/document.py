"""A saved page as a tree: detecting, decoding and parsing it.

The encoding comes from the byte order mark; otherwise it is UTF-8 if the bytes are valid
UTF-8, else the one that `meta` or the XML declaration names, else a guess. Pages that would
take libxml2 minutes to parse are rejected before parsing.
"""

import codecs
import re
from contextlib import suppress
from posixpath import splitext
from typing import Final

import msgspec
from lxml import etree

from feedsvc.errors import StoryError
from feedsvc.parsers.feedfile.urls import absolute_url, web_url
from feedsvc.parsers.reading.text import WIDER, decode, split_bom
from feedsvc.parsers.reading.xml import Element, root_name
from feedsvc.parsers.source import Note, Source

SUFFIXES: Final = frozenset((".html", ".htm", ".xhtml"))

MAX_ELEMENTS: Final = 16_000
"""The most elements that a page may have; newspaper pages have a few thousand."""

_ROOTS: Final = frozenset(
    ("html", "head", "body", "article", "main", "section", "div", "p", "h1", "meta", "title")
)
"""The elements that a page, or a fragment of one, begins with."""
_FIRST_BYTES: Final = 2048
_PAGE: Final = re.compile(
    r"\ufeff?\s*(?:<\?xml[^>]{0,300}>\s*)?(?:<!--(?:[^-]|-(?!->)){0,1000}-->\s*)*<!doctype\s+html\b",
    re.IGNORECASE,
)
_OTHER: Final = re.compile(r"\ufeff?\s*(?:<\?xml\b|\{\s*\"|\[\s*[\[{\"])")

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
# libxml2's time grows with the square of the number of attributes in a tag.
_MAX_SQUARES: Final = 5_000_000


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A parsed page.

    Relative links are resolved against `base`, whose scheme and host are `origin`; both are
    empty if the page does not say where it comes from. `saved_from` is the URL that the
    browser recorded when it saved the page.
    """

    source: Source
    root: Element
    text: str
    base: str
    origin: str
    saved_from: str | None = None
    notes: tuple[Note, ...] = ()

    def web_url(self, url: str | None) -> str | None:
        """Return the absolute HTTP or HTTPS URL of a link; None for any other link."""
        found = self.absolute_url(url or "")
        return web_url(found) if found else None

    def absolute_url(self, url: str) -> str | None:
        """Return the absolute URL of a link; None if it is empty or the base is unknown."""
        url = url.strip()
        if url.startswith("//"):
            return f"https:{url}"
        if url.startswith("/") and self.origin and "/." not in url and " " not in url:
            return self.origin + url  # A shortcut for most links.
        found = absolute_url(url, self.base)
        return found if found and _SCHEME.match(found) else None


def claims(source: Source) -> bool:
    """Return whether a file is a web page, by its first bytes, else by its suffix."""
    if not source.data.strip():
        return False
    head, encoding = split_bom(source.data[:_FIRST_BYTES])
    text = head.decode(encoding or "utf-8", "ignore")
    if _PAGE.match(text) or root_name(source).lower() in _ROOTS:
        return True
    return splitext(source.name)[1].lower() in SUFFIXES and not _OTHER.match(text)


def open_page(source: Source) -> Page:
    """Return a page as a tree. Raises StoryError if it cannot be parsed."""
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


def canonical_links(root: Element) -> list[Element]:
    """Return the `link` elements for the canonical URL of a page."""
    return [
        link for link in root.iter("link") if "canonical" in (link.get("rel") or "").lower().split()
    ]


def _tree(source: Source, text: str) -> Element:
    if _is_costly(text):
        raise StoryError(source.name, "the tags have too many attributes", cure=_CURE)
    parser = etree.HTMLParser(
        remove_comments=True, remove_pis=True, no_network=True, huge_tree=False, encoding="utf-8"
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise StoryError(source.name, "the file contains no HTML", cure=_CURE) from error
    if root is None:
        raise StoryError(source.name, "the file contains no HTML", cure=_CURE)
    deep = next((each for each in parser.error_log if each.type_name == "ERR_RESOURCE_LIMIT"), None)
    if deep:
        reason = "the elements are nested too deeply"
        raise StoryError(source.name, reason, cure=_CURE, line=deep.line, column=deep.column)
    count = root.xpath("count(//*)")
    assert isinstance(count, float)  # XPath's only type of number.
    if count > MAX_ELEMENTS:
        reason = f"too many elements: {count:,.0f}, but at most {MAX_ELEMENTS:,} are allowed"
        raise StoryError(source.name, reason, cure=_CURE)
    return root


def _base(root: Element, saved_from: str | None) -> str:
    """Return the URL that relative links are resolved against; empty if the page has none."""
    canonical = next(
        (web_url((link.get("href") or "").strip()) for link in canonical_links(root)), None
    )
    og_url = next((meta for meta in root.iter("meta") if meta.get("property") == "og:url"), None)
    declared = web_url((og_url.get("content") or "").strip()) if og_url is not None else None
    page = saved_from or canonical or declared or ""
    base = next(root.iter("base"), None)
    href = (base.get("href") or "").strip() if base is not None else ""
    return web_url(href, page) or page


def _decoded(source: Source) -> tuple[str, tuple[Note, ...]]:
    data, options = source.data, source.options
    declared = _CHARSET.search(data[:_HEAD])
    if declared and not split_bom(data)[1] and len(data) <= options.max_bytes:
        recoded = _as_utf8(data, declared[1].decode("ascii", "replace").lower())
        if recoded is not None:
            options = msgspec.structs.replace(
                options, max_bytes=max(options.max_bytes, len(recoded))
            )
            source = msgspec.structs.replace(source, data=recoded, options=options)
    return decode(source)


def _as_utf8(data: bytes, name: str) -> bytes | None:
    """Return bytes converted to UTF-8 from the encoding that a page declares.

    Returns None if they are UTF-8 already, or not in that encoding.
    """
    with suppress(UnicodeDecodeError):
        data.decode()
        return None
    try:
        codec = codecs.lookup(_NAMES.get(name, name)).name
        return data.decode(_NAMES.get(codec.replace("iso8859", "iso-8859"), codec)).encode()
    except (LookupError, ValueError):
        return None


def _is_costly(text: str) -> bool:
    """Return whether libxml2 would take long to parse the attributes of a page's tags."""
    if _attribute_squares(text) <= _MAX_SQUARES:
        return False
    # In scripts, `<` also compares numbers: `i<n && a` is not a tag.
    return _attribute_squares(_RAW_TEXT.sub(r"\1", text)) > _MAX_SQUARES


def _attribute_squares(text: str) -> int:
    """Return the sum of the squares of the number of attributes in each long tag."""
    long = [tag for tag in _TAG.findall(text) if len(tag) > _LONG_TAG]
    return sum(len(_ONE_ATTRIBUTE.findall(tag)) ** 2 for tag in long if tag[1] != "!")
