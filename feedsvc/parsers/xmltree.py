"""The tree of a story file in XML, asked by local names: what it says, not in which namespace."""

from collections.abc import Collection, Iterator
from typing import Final, cast

from lxml import etree

from feedsvc.parsers.html import xml_text

Element = etree._Element  # noqa: SLF001 - lxml's own name for its element type

XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"

APART: Final = frozenset(("block", "br", "div", "hl1", "hl2", "li", "p", "td", "tr"))
"""Elements that a space parts from the text before and behind them."""


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
