"""Microdata and RDFa of a page, as objects of the shape that JSON-LD has.

The values are those of the HTML Standard, section 5.2.3 (values of properties): an address
of links and pictures, `datetime` of `time`, `content` where it stands, else the text.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

from feedsvc.parsers.reading.xml import line_of
from feedsvc.parsers.webpage.schema_org import ARTICLES, Thing
from feedsvc.parsers.webpage.tree import Element, line_text

BODY: Final = "articleBody"

_ADDRESSES: Final = {
    **dict.fromkeys(("a", "area", "link"), "href"),
    **dict.fromkeys(("audio", "embed", "iframe", "img", "source", "track", "video"), "src"),
    "object": "data",
    **dict.fromkeys(("data", "meter"), "value"),
    "time": "datetime",
}
_LINKED_NAMES: Final = frozenset(
    ("author", "creator", "headline", "name", "articleSection", "keywords", "publisher", "about")
)
"""Properties that pages put on links whose text is the value."""
_SYNTAXES: Final = (("itemscope", "itemtype", "itemprop"), ("typeof", "typeof", "property"))
_DEEPEST: Final = 6
_MOST_STORIES: Final = 20


def read_microdata(typed: list[Element]) -> Thing | None:
    """Return the page's story, as microdata or RDFa says it; the one with the most properties.

    `typed` are the page's elements that have `itemtype` or `typeof`.
    """
    found: list[Thing] = []
    for scope, kind, prop in _SYNTAXES:
        for element in typed:
            if len(found) < _MOST_STORIES and _names(element.get(kind)) & ARTICLES:
                lines: dict[str, int] = {}
                data = _properties(element, (scope, kind, prop), lines, 0)
                label = "microdata" if prop == "itemprop" else "RDFa"
                found.append(Thing(data, label, _finder(lines, element), {}))
    return max(found, key=lambda thing: len(thing.data), default=None)


def _finder(lines: dict[str, int], element: Element) -> Callable[[str], int]:
    return lambda name: lines.get(name, line_of(element))


def _properties(
    item: Element, syntax: tuple[str, str, str], lines: dict[str, int], depth: int
) -> dict[str, Any]:
    """Return the properties of an item, and keep the lines of those of the outermost."""
    scope, kind, prop = syntax
    found: dict[str, Any] = {"@type": list(_names(item.get(kind)))}
    if item.get("itemid") or item.get("resource"):
        found["@id"] = item.get("itemid") or item.get("resource")
    for element in _own(item, scope, prop):
        value: object = None
        if element.get(scope) is not None:
            value = _properties(element, syntax, {}, depth + 1) if depth < _DEEPEST else None
        for name in _names(element.get(prop)):
            if name == BODY:
                continue  # It is markup: the tree has it.
            found.setdefault(name, []).append(_value(element, name) if value is None else value)
            lines.setdefault(name, line_of(element))
    return found


def _own(item: Element, scope: str, prop: str) -> Iterator[Element]:
    """Yield the elements of an item that have a property, in order; not those of items in it."""
    pending = list(item)[::-1]
    while pending:
        element = pending.pop()
        if element.get(prop) is not None:
            yield element
        if element.get(scope) is None:
            pending.extend(reversed(element))


def _value(element: Element, name: str) -> str:
    content = element.get("content")
    if content is not None:
        return content
    attribute = _ADDRESSES.get(str(element.tag))
    written = element.get(attribute) if attribute else None
    named = attribute == "href" and name in _LINKED_NAMES
    return written if written is not None and not named else line_text(element)


def _names(written: str | None) -> frozenset[str]:
    """Return names without their vocabulary: `schema:headline` and addresses alike."""
    return frozenset(
        name.rpartition("/")[2].rpartition(":")[2].rpartition("#")[2]
        for name in (written or "").split()
    )
