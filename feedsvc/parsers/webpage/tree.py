"""Small steps on a page's tree: text of an element, its names, and taking it out."""

from collections.abc import Callable, Iterable
from itertools import chain, islice
from typing import Final

from lxml import etree

from feedsvc.parsers.reading.html import xml_text
from feedsvc.parsers.reading.xml import Element

PARAGRAPHS: Final = ("p", "blockquote", "pre", "li", "dd")
"""Elements whose text is a story's."""


_GONE: Final = "gone"
_START, _FEW = 5_000, 200
# Of large elements, XPath gives the text thirty times faster than `itertext`.
_TEXT: Final = etree.XPath("string()", smart_strings=False)


class Inherited:
    """Tells whether a test holds for an element or for one around it, up to `root`, itself out.

    Each element is tested once, as long as the tree stays as it is.
    """

    def __init__(self, test: Callable[[Element], bool], root: Element | None = None) -> None:
        self._test = test
        self._known: dict[Element, bool] = {} if root is None else {root: False}

    def __call__(self, element: Element) -> bool:
        """Return what is known of the nearest element around, or what the test says."""
        passed: list[Element] = []
        found = False
        for above in chain((element,), element.iterancestors()):
            if above in self._known:
                found = self._known[above]
                break
            passed.append(above)
            found = self._test(above)
            if found:
                break
        self._known.update(dict.fromkeys(passed, found))
        return found


def line_text(element: Element) -> str:
    """Return all text of an element in one line."""
    return _in_one_line(_text(element))


def text_start(element: Element) -> str:
    """Return the beginning of an element's text in one line: all of it where that is short.

    For what can only be a name, a date or a label: frames in frames of any size cost little.
    """
    if next(islice(element.iter(), _FEW, None), None) is None:
        return _in_one_line(_text(element)[:_START])
    steps = islice(etree.iterwalk(element, events=("start", "end")), _FEW)
    pieces = (part.text if event == "start" else part.tail for event, part in steps)
    return _in_one_line("".join(filter(None, pieces))[:_START])


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


def remove_all(root: Element, elements: Iterable[Element]) -> None:
    """Take elements out of the tree below `root`; the text behind them stays.

    All at once: one by one, that text would be written anew with each of them.
    """
    for element in elements:
        element.tag = _GONE
    etree.strip_elements(root, _GONE, with_tail=False)


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
    elements = list(elements)
    tags = {str(each.tag) for each in elements}
    within: set[Element] = set()
    found = []
    for element in elements:
        if element not in within:
            within.update(element.iter(*tags))
            found.append(element)
    return found


def text_size(element: Element) -> int:
    """Return how much text an element holds, in characters."""
    return len(_text(element))


def prose_size(element: Element) -> int:
    """Return how much of its text stands in paragraphs, and in no link."""
    size = 0
    for paragraph in outermost(element.iter(*PARAGRAPHS)):
        size += text_size(paragraph) - sum(text_size(link) for link in paragraph.iter("a"))
    return size


def _text(element: Element) -> str:
    return str(_TEXT(element))


def _in_one_line(text: str) -> str:
    return " ".join(xml_text(text).split())
