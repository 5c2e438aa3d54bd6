"""The main text of a page: the elements that contain the story.

In this order: `itemprop=articleBody`, a class such as `entry-content`, `<article>`, what
trafilatura extracts, and the element with the most prose. To find the last, each paragraph
adds to the score of the elements around it by its length and its commas; links lower the
score, and class names raise or lower it.

trafilatura is optional (`pip install 'feedsvc[html]'`). It is imported for the first page
that needs it, since importing takes half a second. If it fails, a note says so, and the page
is read without it.
"""

import importlib
import warnings
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from itertools import islice
from typing import Any, Final

import msgspec
from lxml import etree

from feedsvc.parsers.reading.xml import Element
from feedsvc.parsers.source import Note
from feedsvc.parsers.webpage.document import Page
from feedsvc.parsers.webpage.roles import roles_of
from feedsvc.parsers.webpage.tree import (
    Inherited,
    Survey,
    line_text,
    outermost,
    prose_size,
    text_size,
)

BOILERPLATE_TAGS: Final = frozenset(("nav", "footer", "aside", "form", "menu", "dialog", "header"))

BOILERPLATE_ROLES: Final = frozenset(
    (
        *("navigation", "banner", "contentinfo", "complementary", "search", "menu", "dialog"),
        *("alertdialog", "toolbar", "tablist", "form"),
    )
)
"""WAI-ARIA roles of elements outside the story."""

_ASIDES: Final = ("nav", "footer", "aside", "form")
_CANDIDATES: Final = ("p", "pre", "blockquote", "td", "div", "section")
_PHRASES: Final = frozenset(
    ("b", "em", "i", "strong", "span", "abbr", "q", "cite", "mark", "u", "font")
)
_MAX_PIECES: Final = 50
_MIN_TEXT: Final = 25
_COMMAS: Final = (",", "、", "，", "،")  # noqa: RUF001 - commas of other scripts
_MAX_LENGTH_WEIGHT: Final = 3
_LENGTH_UNIT: Final = 100
_BODY_BONUS, _BOILERPLATE_FACTOR = 1.5, 0.2
_LONG_PARAGRAPH, _FEW_LINKS = 80, 0.25
_SHARE_OF_BEST: Final = 0.2
_MANY, _SOME_PROSE = 3, 140
_MAX_WEIGHED, _MAX_NAMED = 30, 300

TRAFILATURA: Final = "trafilatura"
"""The reason in the trace for a text that trafilatura extracted."""

_MIN_EXTRACTED: Final = 100


class MainText(msgspec.Struct, frozen=True, kw_only=True):
    """The elements that contain a story, in order, and how they were found."""

    parts: tuple[Element, ...]
    why: str


def find_marked(root: Element, survey: Survey) -> MainText | None:
    """Return the main text that a page marks; None if it marks none.

    Elements that were removed from the page since its survey are ignored.
    """
    tags = {str(each.tag) for each in (*survey.declared, *survey.named)}
    present = set(root.iter(*tags)) if tags else set()
    declared, named = (
        _without_asides(each for each in outermost(parts) if each in present)
        for parts in (survey.declared, survey.named[:_MAX_NAMED])
    )
    found = [part for part in declared if _has_text(part)]
    if found:
        return MainText(parts=tuple(_of_one_story(found)), why="articleBody")
    if named:
        best = max(named, key=prose_size)
        if text_size(best) >= _MIN_TEXT and line_text(best):
            twins = [each for each in named if _is_twin(each, best)]
            return MainText(parts=tuple(twins), why=f"class {best.get('class') or best.get('id')}")
    return _find_article(root)


def find_unmarked(page: Page) -> tuple[MainText | None, tuple[Note, ...]]:
    """Return the main text of a page that does not mark it, and notes for the user."""
    notes: tuple[Note, ...] = ()
    if has_trafilatura():
        try:
            found = _by_trafilatura(page)
        except Exception as error:  # noqa: BLE001 - trafilatura may fail in any way
            message = f"trafilatura failed with {type(error).__name__}: page read without it"
            notes = (Note(message=message),)
        else:
            if found:
                return found, ()
    return _find_by_prose(page.root), notes


@cache
def has_trafilatura() -> bool:
    """Return whether trafilatura is installed."""
    return find_spec("trafilatura") is not None


def count_teasers(root: Element) -> int:
    """Return the number of `<article>` elements that only link to a story elsewhere."""
    return sum(
        1
        for article in root.iter("article")
        if next(article.iter("h1"), None) is None
        and next(article.iter("a"), None) is not None
        and prose_size(article) < _SOME_PROSE * _MANY
    )


def is_boilerplate(element: Element) -> bool:
    """Return whether an element's tag, WAI-ARIA role or class marks it as boilerplate."""
    if element.tag in BOILERPLATE_TAGS or (element.get("role") or "") in BOILERPLATE_ROLES:
        return True
    roles = roles_of(element)
    return "boilerplate" in roles and "body" not in roles


def _find_by_prose(root: Element) -> MainText | None:
    """Return the element with the most prose and its neighbors; None if there is no prose."""
    scores: dict[Element, float] = {}
    for paragraph, size in _paragraphs(root):
        weight = 1 + min(size / _LENGTH_UNIT, _MAX_LENGTH_WEIGHT)
        weight += sum((paragraph.text or "").count(comma) for comma in _COMMAS)
        if paragraph.tag in ("div", "section", "td"):
            scores[paragraph] = scores.get(paragraph, 0) + weight
        above = paragraph.getparent()
        for share in (1.0, 0.5):
            if above is None or above.tag == "html":
                break
            scores[above] = scores.get(above, 0) + weight * share
            above = above.getparent()
    if not scores:
        return None
    few = sorted(scores, key=lambda each: -scores[each])[:_MAX_WEIGHED]
    weighed = {each: scores[each] * _factor(each) for each in few}
    best = max(weighed, key=lambda each: weighed[each])
    return MainText(parts=tuple(_with_neighbors(best, weighed)), why="the most prose")


def _find_article(root: Element) -> MainText | None:
    outer = _without_asides(outermost(root.iter("article")))
    sizes = {each: size for each in outer if (size := prose_size(each)) >= _MIN_TEXT}
    if not sizes or (len(sizes) >= _MANY and count_teasers(root) >= _MANY):
        return None
    headed = [each for each in sizes if next(each.iter("h1"), None) is not None]
    best = max(headed or sizes, key=lambda each: sizes[each])
    return MainText(parts=(best,), why="<article>")


def _without_asides(elements: Iterable[Element]) -> list[Element]:
    """Return the elements that are not in navigation, a footer or a sidebar."""
    is_aside = Inherited(_is_aside)
    return [each for each in elements if not is_aside(each)]


def _is_aside(element: Element) -> bool:
    return element.tag in _ASIDES or (element.get("role") or "") in BOILERPLATE_ROLES


def _is_twin(element: Element, best: Element) -> bool:
    """Return whether an element is the best one, or a sibling of it with the same class."""
    return element is best or (
        element.getparent() is best.getparent() and element.get("class") == best.get("class")
    )


def _of_one_story(parts: list[Element]) -> list[Element]:
    """Return the parts in the `<article>` with the most prose."""
    by_article: dict[Element | None, list[Element]] = {}
    for part in parts:
        article = next(part.iterancestors("article"), None)
        by_article.setdefault(article, []).append(part)
    return max(by_article.values(), key=lambda group: sum(map(prose_size, group)))


def _paragraphs(root: Element) -> Iterator[tuple[Element, int]]:
    """Yield the elements with direct text outside boilerplate, and the length of that text."""
    pending = [root]
    while pending:
        element = pending.pop()
        if element.tag in _CANDIDATES:
            size = _direct_text_size(element)
            if size >= _MIN_TEXT:
                yield element, size
        pending.extend(
            child for child in element if isinstance(child.tag, str) and not is_boilerplate(child)
        )


def _direct_text_size(element: Element) -> int:
    """Return the length of the text directly in an element, not in a block or a link."""
    size = len((element.text or "").strip())
    for child in element:
        if child.tag in _PHRASES:
            size += sum(map(len, islice(child.itertext(), _MAX_PIECES)))
        size += len((child.tail or "").strip())
    return size


def _factor(element: Element) -> float:
    factor = 1 - _link_share(element)
    roles = roles_of(element)
    if "body" in roles or element.tag in ("article", "main"):
        return factor * _BODY_BONUS
    return factor * _BOILERPLATE_FACTOR if "boilerplate" in roles else factor


def _link_share(element: Element) -> float:
    size = text_size(element)
    return min(1.0, sum(map(text_size, element.iter("a"))) / size) if size else 1.0


def _with_neighbors(best: Element, weighed: dict[Element, float]) -> list[Element]:
    """Return the best element and the siblings that are probably part of the same text."""
    parent = best.getparent()
    if parent is None or best.tag in ("body", "article", "main"):
        return [best]
    limit = weighed[best] * _SHARE_OF_BEST
    found = []
    for each in parent:
        if not isinstance(each.tag, str) or is_boilerplate(each):
            continue
        long = each.tag == "p" and text_size(each) > _LONG_PARAGRAPH
        if (
            each is best
            or weighed.get(each, 0) >= limit
            or (long and _link_share(each) < _FEW_LINKS)
        ):
            found.append(each)
    return found


def _has_text(element: Element) -> bool:
    return any(text.strip() for text in element.itertext())


def _by_trafilatura(page: Page) -> MainText | None:
    markup = etree.tostring(page.root, encoding="unicode", method="html")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Its dependencies warn about their own code.
        # Imported by name, so that feedsvc runs and type-checks without it.
        trafilatura: Any = importlib.import_module("trafilatura")
        text = trafilatura.extract(
            markup,
            url=page.base or None,
            output_format="html",
            include_comments=False,
            include_images=True,
            include_links=True,
            include_formatting=True,
        )
    if not text:
        return None
    root = etree.fromstring(text, etree.HTMLParser(no_network=True))
    part = None if root is None else next(root.iter("body"), None)
    if part is None or text_size(part) < _MIN_EXTRACTED:
        return None
    return MainText(parts=(part,), why=TRAFILATURA)
