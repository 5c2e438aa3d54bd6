"""The element tree of a page: the text of its elements, and removing what readers do not see."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import chain, islice
from typing import Final, cast

import cssselect
import msgspec
from cssselect.parser import Class, CombinedSelector, Hash, Tree
from lxml import etree

from feedsvc.parsers.reading.html import xml_text
from feedsvc.parsers.reading.xml import Element
from feedsvc.parsers.webpage.roles import NAMING, Role, roles_of

PARAGRAPHS: Final = ("p", "blockquote", "pre", "li", "dd")
"""Elements whose text counts as prose."""

_REMOVED: Final = "removed"
_START_LENGTH, _START_ELEMENTS = 5_000, 200
# For large elements, XPath returns the text thirty times faster than `itertext`.
_TEXT: Final = etree.XPath("string()", smart_strings=False)

NEVER_SHOWN: Final = (
    *("script", "style", "template", "noscript", "iframe", "object", "embed", "svg", "math"),
    *("canvas", "applet", "frame", "frameset", "noframes", "noembed", "select", "textarea"),
    *("button", "input", "datalist", "amp-ad", "amp-embed", "amp-sidebar", "amp-analytics"),
    *("amp-social-share", "amp-list", "amp-state", "amp-consent", "amp-sticky-ad", "amp-pixel"),
    *("amp-auto-ads", "amp-next-page", "amp-user-notification", "amp-lightbox", "amp-iframe"),
)
"""Elements whose text is never part of a story."""

_HIDING: Final[frozenset[str | bytes]] = frozenset(
    ("hidden", "aria-hidden", "style", "subscriptions-section", "amp-access-hide")
)
_PROPERTIES: Final[frozenset[str | bytes]] = frozenset(("itemprop", "property"))
_SURVEYED: Final = _HIDING | _PROPERTIES | NAMING | {"itemtype", "typeof"}
_NO_ROLES: Final[frozenset[Role]] = frozenset()
_WANTED: Final[frozenset[Role]] = frozenset(("hidden", "body"))
_BODIES: Final = frozenset(
    ("articleBody", "schema:articleBody", "http://schema.org/articleBody", "content:encoded")
)
_NEVER_HIDDEN: Final = frozenset(("html", "head", "body", "main", "h1"))
_MAX_IMAGES: Final = 500
_HAS_MICRODATA: Final = etree.XPath("boolean(descendant-or-self::*[@itemprop])")


class Survey(msgspec.Struct, frozen=True, kw_only=True):
    """Elements of a page by what their attributes say, in document order.

    `hidden` are those that an attribute or a class hides, `typed` those with `itemtype` or
    `typeof`, `declared` those that a property marks as the text of an article, and `named`
    those that a class marks as such.
    """

    hidden: list[Element] = msgspec.field(default_factory=list)
    typed: list[Element] = msgspec.field(default_factory=list)
    declared: list[Element] = msgspec.field(default_factory=list)
    named: list[Element] = msgspec.field(default_factory=list)


class Inherited:
    """A test that an element passes if it or one of its ancestors does.

    `root` and its ancestors are not tested. The tree must not change, since results are cached.
    """

    def __init__(self, test: Callable[[Element], bool], root: Element | None = None) -> None:
        self._test = test
        self._known: dict[Element, bool] = {} if root is None else {root: False}

    def __call__(self, element: Element) -> bool:
        """Return whether an element or one of its ancestors passes the test."""
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


def survey_page(root: Element) -> Survey:
    """Return the hidden, typed, declared and named elements of a page."""
    survey = Survey()
    for element in root.iter("*"):
        keys = _SURVEYED.intersection(element.keys())
        if not keys:
            continue
        roles = roles_of(element) if keys & NAMING else _NO_ROLES
        if keys <= NAMING and not roles & _WANTED:
            continue
        if ("hidden" in roles or _is_hidden(element, keys)) and element.tag not in _NEVER_HIDDEN:
            survey.hidden.append(element)
        if "body" in roles and element.tag not in ("body", "html"):
            survey.named.append(element)
        if "itemtype" in keys or "typeof" in keys:
            survey.typed.append(element)
        if keys & _PROPERTIES and element.tag != "meta":
            names = f"{element.get('itemprop') or ''} {element.get('property') or ''}".split()
            if not _BODIES.isdisjoint(names):
                survey.declared.append(element)
    return survey


def restore_lazy_images(root: Element) -> None:
    """Give each lazily loaded image the URL from the `noscript` element that follows it."""
    for fallback in list(root.iter("noscript"))[:_MAX_IMAGES]:
        image = next(fallback.iter("img"), None)
        markup = fallback.text or ""
        if image is None and "<img" in markup:
            fragment = etree.fromstring(f"<p>{markup}</p>", etree.HTMLParser(no_network=True))
            image = next(fragment.iter("img"), None)
        before = fallback.getprevious()
        lazy = None if before is None else next(before.iter("img"), None)
        if image is not None and lazy is not None and image.get("src"):
            lazy.set("src", image.get("src") or "")
            if image.get("srcset"):
                lazy.set("srcset", image.get("srcset") or "")


def remove_never_shown(root: Element) -> None:
    """Remove scripts, templates, frames, form fields and AMP components."""
    etree.strip_elements(root, *NEVER_SHOWN, with_tail=False)


def remove_hidden(root: Element, hidden: list[Element]) -> list[Element]:
    """Remove hidden elements without microdata, and return the others.

    The caller removes these once the microdata has been read.
    """
    with_microdata = [each for each in hidden if _HAS_MICRODATA(each)]
    remove_all(root, set(hidden).difference(with_microdata))
    return with_microdata


def remove_selected(root: Element, selectors: list[str]) -> bool:
    """Remove the elements that CSS selectors match; return False if one is not supported.

    Only the classes and ids of a selector's last part count: `.story > div.paid` removes
    every element of the class `paid`. Removing too much is safer than publishing paid text,
    and the elements that the rest refers to may have been removed already.
    """
    supported = True
    for selector in dict.fromkeys(selectors):
        try:
            paths = _xpaths(selector)
        except (cssselect.SelectorError, etree.XPathError, RecursionError):
            supported = False
            continue
        remove_all(root, (each for path in paths for each in cast("list[Element]", path(root))))
    return supported


def _text(element: Element) -> str:
    return str(_TEXT(element))


def _in_one_line(text: str) -> str:
    return " ".join(xml_text(text).split())


def _is_hidden(element: Element, keys: frozenset[str | bytes]) -> bool:
    if not keys & _HIDING:
        return False
    if "hidden" in keys or "subscriptions-section" in keys or "amp-access-hide" in keys:
        return True
    style = (element.get("style") or "").lower().replace(" ", "")
    if "display:none" in style or "visibility:hidden" in style:
        return True
    if element.get("aria-hidden") != "true":
        return False
    # An open dialog hides the whole page behind it from screen readers.
    return next(element.iter("h1", "main", "article"), None) is None


@lru_cache(maxsize=256)
def _xpaths(selectors: str) -> tuple[etree.XPath, ...]:
    """Return an XPath for each of the selectors, which are separated by commas."""
    translator = cssselect.HTMLTranslator()
    paths = []
    for selector in cssselect.parse(selectors):
        part = selector.parsed_tree
        last = _classes_and_ids(part.subselector if isinstance(part, CombinedSelector) else part)
        if isinstance(last, cssselect.parser.Element):
            raise cssselect.SelectorError("no class and no id")
        paths.append(etree.XPath(f"descendant-or-self::{translator.xpath(last)}"))
    return tuple(paths)


def _classes_and_ids(part: Tree) -> Tree:
    """Return a compound selector with its classes and ids only."""
    if isinstance(part, cssselect.parser.Element):
        return cssselect.parser.Element()
    inner = _classes_and_ids(part.selector)
    if isinstance(part, Class):
        return Class(inner, part.class_name)
    return Hash(inner, part.id) if isinstance(part, Hash) else inner
