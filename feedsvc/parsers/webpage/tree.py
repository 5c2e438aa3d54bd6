"""Helpers for the elements of a page: their text, removing them, and nested sets of them."""

from collections.abc import Callable, Iterable
from itertools import chain, islice
from typing import Final

from lxml import etree

from feedsvc.parsers.reading.html import xml_text
from feedsvc.parsers.reading.xml import Element

PARAGRAPHS: Final = ("p", "blockquote", "pre", "li", "dd")
"""Elements whose text counts as prose."""

_REMOVED: Final = "removed"
_START_LENGTH, _START_ELEMENTS = 5_000, 200
# For large elements, XPath returns the text thirty times faster than `itertext`.
_TEXT: Final = etree.XPath("string()", smart_strings=False)


class Inherited:
    """A test that holds for an element if it holds for that element or an ancestor.

    The search ends below `root`. The tree must not change, since results are cached.
    """

    def __init__(self, test: Callable[[Element], bool], root: Element | None = None) -> None:
        self._test = test
        self._known: dict[Element, bool] = {} if root is None else {root: False}

    def __call__(self, element: Element) -> bool:
        """Return whether the test holds for an element or one of its ancestors."""
        tested: list[Element] = []
        result = False
        for ancestor in chain((element,), element.iterancestors()):
            if ancestor in self._known:
                result = self._known[ancestor]
                break
            tested.append(ancestor)
            result = self._test(ancestor)
            if result:
                break
        self._known.update(dict.fromkeys(tested, result))
        return result


def line_text(element: Element) -> str:
    """Return the whole text of an element in one line."""
    return _in_one_line(_text(element))


def text_start(element: Element) -> str:
    """Return the beginning of an element's text in one line; the whole text if it is short.

    Use it for names, dates and labels: it stays fast for large and deeply nested elements.
    """
    if next(islice(element.iter(), _START_ELEMENTS, None), None) is None:
        return _in_one_line(_text(element)[:_START_LENGTH])
    steps = islice(etree.iterwalk(element, events=("start", "end")), _START_ELEMENTS)
    pieces = (part.text if event == "start" else part.tail for event, part in steps)
    return _in_one_line("".join(filter(None, pieces))[:_START_LENGTH])


def remove(element: Element) -> None:
    """Remove an element from its tree, but keep the text that follows it."""
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


def remove_all(root: Element, elements: Iterable[Element]) -> None:
    """Remove elements below `root`, but keep the text that follows each.

    Faster than removing one by one, which copies the following text again each time.
    """
    for element in elements:
        element.tag = _REMOVED
    etree.strip_elements(root, _REMOVED, with_tail=False)


def split_lines(paragraph: Element) -> list[Element]:
    """Split a paragraph at its line breaks into one paragraph per line."""
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
    """Return whether an element is one of the others or inside one of them."""
    wanted = set(others)
    return element in wanted or any(above in wanted for above in element.iterancestors())


def outermost(elements: Iterable[Element]) -> list[Element]:
    """Return the elements, given in document order, that are not inside another of them."""
    elements = list(elements)
    tags = {str(each.tag) for each in elements}
    inside: set[Element] = set()
    found = []
    for element in elements:
        if element not in inside:
            inside.update(element.iter(*tags))
            found.append(element)
    return found


def text_size(element: Element) -> int:
    """Return the length of an element's text in characters."""
    return len(_text(element))


def prose_size(element: Element) -> int:
    """Return the length of an element's text in paragraphs, without links, in characters."""
    size = 0
    for paragraph in outermost(element.iter(*PARAGRAPHS)):
        size += text_size(paragraph) - sum(text_size(link) for link in paragraph.iter("a"))
    return size


def _text(element: Element) -> str:
    return str(_TEXT(element))


def _in_one_line(text: str) -> str:
    return " ".join(xml_text(text).split())
