"""Small steps on a page's tree: text of an element, its names, and taking it out."""

from collections.abc import Iterable
from typing import Final

from lxml import etree

from feedsvc.parsers.html import xml_text
from feedsvc.parsers.webpage.hints import Role, roles_of

Element = etree._Element  # noqa: SLF001 - lxml's own name for its element type

PARAGRAPHS: Final = ("p", "blockquote", "pre", "li", "dd")
"""Elements whose text is a story's."""

NAMING: Final[frozenset[str | bytes]] = frozenset(("class", "id", "data-component", "data-testid"))
"""Attributes whose names tell what an element is for."""

_NO_ROLES: Final[frozenset[Role]] = frozenset()


def line_text(element: Element) -> str:
    """Return all text of an element in one line."""
    return " ".join(xml_text("".join(map(str, element.itertext()))).split())


def roles(element: Element) -> frozenset[Role]:
    """Return what class, id and component name say that an element is."""
    found = _NO_ROLES
    for name in element.keys():  # noqa: SIM118 - an element's own iterator gives its children
        if name in NAMING:
            found |= roles_of(element.get(name) or "")
    return found


def remove(element: Element) -> None:
    """Take an element out of its tree; the text behind it stays."""
    parent = element.getparent()
    if parent is None:
        return
    tail = element.tail
    if tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + tail
        else:
            before.tail = (before.tail or "") + tail
    parent.remove(element)


def split_lines(paragraph: Element) -> list[Element]:
    """Return a paragraph as one for each line that its breaks make."""
    if next(paragraph.iterchildren("br"), None) is None:
        return [paragraph]
    lines = [etree.Element("p")]
    lines[0].text = paragraph.text
    for child in list(paragraph):
        if child.tag == "br":
            lines.append(etree.Element("p"))
            lines[-1].text = child.tail
        else:
            lines[-1].append(child)
    return [line for line in lines if len(line) or (line.text or "").strip()]


def is_within(element: Element, others: Iterable[Element]) -> bool:
    """Tell whether an element is one of others, or stands in one."""
    wanted = set(others)
    return element in wanted or any(above in wanted for above in element.iterancestors())


def outermost(elements: Iterable[Element]) -> list[Element]:
    """Return those of some elements, in the page's order, that stand in none of the others."""
    kept: set[Element] = set()
    found = []
    for element in elements:
        if not any(above in kept for above in element.iterancestors()):
            kept.add(element)
            found.append(element)
    return found


def text_size(element: Element) -> int:
    """Return how much text an element holds, in characters."""
    return sum(map(len, element.itertext()))


def prose_size(element: Element) -> int:
    """Return how much of its text stands in paragraphs, and in no link."""
    size = 0
    for paragraph in element.iter(*PARAGRAPHS):
        size += text_size(paragraph) - sum(text_size(link) for link in paragraph.iter("a"))
    return size
