"""Tells whether a file is a web page, whatever its name."""

import re
from posixpath import splitext
from typing import Final

from feedsvc.parsers.reading.text import BYTE_ORDER_MARKS
from feedsvc.parsers.reading.xml import root_name
from feedsvc.parsers.source import Source

SUFFIXES: Final = frozenset((".html", ".htm", ".xhtml"))

_ROOTS: Final = frozenset(
    ("html", "head", "body", "article", "main", "section", "div", "p", "h1", "meta", "title")
)
"""The elements that a page begins with, or a piece of one."""

_HEAD: Final = 2048
_PAGE: Final = re.compile(
    r"\ufeff?\s*(?:<\?xml[^>]{0,300}>\s*)?(?:<!--(?:[^-]|-(?!->)){0,1000}-->\s*)*<!doctype\s+html\b",
    re.IGNORECASE,
)
_OTHER: Final = re.compile(r"\ufeff?\s*(?:<\?xml\b|\{\s*\"|\[\s*[\[{\"])")


def claims(source: Source) -> bool:
    """Tell a page by its first bytes; by its suffix where they are not of another format."""
    if not source.data.strip():
        return False
    head = _text(source.data[:_HEAD])
    is_page = bool(_PAGE.match(head)) or root_name(source).lower() in _ROOTS
    named = splitext(source.name)[1].lower() in SUFFIXES
    return is_page or (named and not _OTHER.match(head))


def _text(data: bytes) -> str:
    mark = next(((m, e) for m, e in BYTE_ORDER_MARKS if data.startswith(m)), (b"", "utf-8"))
    return data[len(mark[0]) :].decode(mark[1], "ignore")
