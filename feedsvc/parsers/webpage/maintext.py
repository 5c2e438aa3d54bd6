"""Finds the element of a page that holds its story, by what marks it or by its prose.

The order: `itemprop=articleBody`, a class such as `entry-content`, `<article>`, and at last
the element with the most prose: each paragraph counts for the elements around it by its
length and its commas, links count against them, names of classes for or against.
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
from feedsvc.parsers.webpage.survey import Survey
from feedsvc.parsers.webpage.tree import Inherited, line_text, outermost, prose_size, text_size

BOILERPLATE_TAGS: Final = frozenset(("nav", "footer", "aside", "form", "menu", "dialog", "header"))

BOILERPLATE_ROLES: Final = frozenset(
    (
        *("navigation", "banner", "contentinfo", "complementary", "search", "menu", "dialog"),
        *("alertdialog", "toolbar", "tablist", "form"),
    )
)
"""WAI-ARIA roles of what is no story."""

_ASIDES: Final = ("nav", "footer", "aside", "form")

_CANDIDATES: Final = ("p", "pre", "blockquote", "td", "div", "section")

_PHRASES: Final = frozenset(
    ("b", "em", "i", "strong", "span", "abbr", "q", "cite", "mark", "u", "font")
)

_MOST_PIECES: Final = 50

_SHORTEST: Final = 25

_COMMAS: Final = (",", "、", "，", "،")  # noqa: RUF001 - commas of other scripts

_MOST_FOR_LENGTH: Final = 3

_LENGTH_OF_ONE: Final = 100

_BODY_BONUS, _FURNITURE_FACTOR = 1.5, 0.2

_LONG_PARAGRAPH, _FEW_LINKS, _MANY_LINKS = 80, 0.25, 0.5

_SHARE_OF_BEST: Final = 0.2

_MANY, _SOME_PROSE = 3, 140

_MOST_WEIGHED, _MOST_NAMED = 30, 300


INSTALL: Final = "pip install 'feedsvc[html]'"
"""The command that installs trafilatura."""

TRAFILATURA: Final = "trafilatura"
"""What the trace says of a text that it found."""

_FEW: Final = 100


class MainText(msgspec.Struct, frozen=True, kw_only=True):
    """The elements that hold a story, in order, and how they were found."""

    parts: tuple[Element, ...]
    why: str
    marked: bool = True


def find_marked(root: Element, survey: Survey) -> MainText | None:
    """Return the parts of the story where the page marks them.

    What was taken out of the page since its survey does not count.
    """
    tags = {str(each.tag) for each in (*survey.declared, *survey.named)}
    there = set(root.iter(*tags)) if tags else set()
    declared, named = (
        _without_asides(each for each in outermost(parts) if each in there)
        for parts in (survey.declared, survey.named[:_MOST_NAMED])
    )
    found = [part for part in declared if _has_text(part)]
    if found:
        return MainText(parts=tuple(_of_one_story(found)), why="articleBody")
    if named:
        best = max(named, key=prose_size)
        if text_size(best) >= _SHORTEST and line_text(best):
            beside = [each for each in named if _is_twin(each, best)]
            return MainText(parts=tuple(beside), why=f"class {best.get('class') or best.get('id')}")
    return _find_article(root)


def find_by_prose(root: Element) -> MainText | None:
    """Return the parts of the story of a page that marks none; None where there is no prose."""
    scores: dict[Element, float] = {}
    for paragraph, size in _paragraphs(root):
        weight = 1 + min(size / _LENGTH_OF_ONE, _MOST_FOR_LENGTH)
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
    few = sorted(scores, key=lambda each: -scores[each])[:_MOST_WEIGHED]
    weighed = {each: scores[each] * _factor(each) for each in few}
    best = max(weighed, key=lambda each: weighed[each])
    return MainText(
        parts=tuple(_with_neighbours(best, weighed)), why="the most prose", marked=False
    )


def count_teasers(root: Element) -> int:
    """Count the articles of a page that each tell but of a story elsewhere."""
    return sum(
        1
        for article in root.iter("article")
        if next(article.iter("h1"), None) is None
        and next(article.iter("a"), None) is not None
        and prose_size(article) < _SOME_PROSE * _MANY
    )


def is_boilerplate(element: Element) -> bool:
    """Tell whether an element is by itself no part of a story."""
    if element.tag in BOILERPLATE_TAGS or (element.get("role") or "") in BOILERPLATE_ROLES:
        return True
    found = roles_of(element)
    return "furniture" in found and "body" not in found


def _find_article(root: Element) -> MainText | None:
    outer = _without_asides(outermost(root.iter("article")))
    with_prose = [each for each in outer if prose_size(each) >= _SHORTEST]
    if not with_prose or (len(with_prose) >= _MANY and count_teasers(root) >= _MANY):
        return None
    headed = [each for each in with_prose if next(each.iter("h1"), None) is not None]
    best = max(headed or with_prose, key=prose_size)
    return MainText(parts=(best,), why="<article>")


def _without_asides(elements: Iterable[Element]) -> list[Element]:
    """Return the elements that stand in no part of the page that is no story."""
    is_aside = Inherited(_is_aside)
    return [each for each in elements if not is_aside(each)]


def _is_aside(element: Element) -> bool:
    return element.tag in _ASIDES or (element.get("role") or "") in BOILERPLATE_ROLES


def _is_twin(element: Element, best: Element) -> bool:
    """Tell whether an element is a part of the same text: beside it, with the same names."""
    return element is best or (
        element.getparent() is best.getparent() and element.get("class") == best.get("class")
    )


def _of_one_story(parts: list[Element]) -> list[Element]:
    """Return the parts within the article that has most of them; other articles are others."""
    by_article: dict[Element | None, list[Element]] = {}
    for part in parts:
        article = next(part.iterancestors("article"), None)
        by_article.setdefault(article, []).append(part)
    return max(by_article.values(), key=lambda group: sum(map(prose_size, group)))


def _paragraphs(root: Element) -> Iterator[tuple[Element, int]]:
    """Yield the elements with text of their own outside of furniture, and how much it is."""
    pending = [root]
    while pending:
        element = pending.pop()
        if element.tag in _CANDIDATES:
            size = _own_text(element)
            if size >= _SHORTEST:
                yield element, size
        pending.extend(
            child for child in element if isinstance(child.tag, str) and not is_boilerplate(child)
        )


def _own_text(element: Element) -> int:
    """Return how much text stands in an element itself, in no block and in no link."""
    size = len((element.text or "").strip())
    for child in element:
        if child.tag in _PHRASES:
            size += sum(map(len, islice(child.itertext(), _MOST_PIECES)))
        size += len((child.tail or "").strip())
    return size


def _factor(element: Element) -> float:
    factor = 1 - _link_share(element)
    found = roles_of(element)
    if "body" in found or element.tag in ("article", "main"):
        return factor * _BODY_BONUS
    return factor * _FURNITURE_FACTOR if "furniture" in found else factor


def _link_share(element: Element) -> float:
    size = text_size(element)
    return min(1.0, sum(map(text_size, element.iter("a"))) / size) if size else 1.0


def _with_neighbours(best: Element, weighed: dict[Element, float]) -> list[Element]:
    """Return the best element with those beside it that read as the same text."""
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


def find_unmarked(page: Page) -> tuple[MainText | None, tuple[Note, ...]]:
    """Return the parts of the story of a page that marks none, and what there is to tell."""
    notes: tuple[Note, ...] = ()
    if has_trafilatura():
        try:
            found = _by_trafilatura(page)
        except Exception as error:  # noqa: BLE001 - a foreign extractor, fed with any page
            message = f"trafilatura failed ({type(error).__name__}), read without it"
            notes = (Note(message=message),)
        else:
            if found:
                return found, ()
    return find_by_prose(page.root), notes


@cache
def has_trafilatura() -> bool:
    """Tell whether trafilatura is installed."""
    return find_spec("trafilatura") is not None


def _by_trafilatura(page: Page) -> MainText | None:
    markup = etree.tostring(page.root, encoding="unicode", method="html")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Those of its own dependencies are no user's business.
        # An extra: imported by name, so that nobody needs it to run or to check feedsvc.
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
    if part is None or text_size(part) < _FEW:
        return None
    return MainText(parts=(part,), why=TRAFILATURA, marked=False)
