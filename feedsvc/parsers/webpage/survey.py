"""One walk over a page: the elements that other modules look for, by their attributes."""

from typing import Final

import msgspec

from feedsvc.parsers.webpage.hints import Role
from feedsvc.parsers.webpage.tree import NAMING, Element, roles

_HIDING: Final[frozenset[str | bytes]] = frozenset(
    ("hidden", "aria-hidden", "style", "subscriptions-section", "amp-access-hide")
)
_PROPERTIES: Final[frozenset[str | bytes]] = frozenset(("itemprop", "property"))
_LOOKED_AT: Final = _HIDING | _PROPERTIES | NAMING | {"itemtype", "typeof"}
_NO_ROLES: Final[frozenset[Role]] = frozenset()
_WANTED: Final[frozenset[Role]] = frozenset(("hidden", "body"))
_BODIES: Final = frozenset(
    ("articleBody", "schema:articleBody", "http://schema.org/articleBody", "content:encoded")
)
_PAGE: Final = frozenset(("html", "head", "body", "main", "h1"))


class Survey(msgspec.Struct, frozen=True, kw_only=True):
    """What a walk found, in the page's order.

    `hidden` are elements that attributes or classes hide, `typed` those with `itemtype` or
    `typeof`, `declared` those that say to be the text of an article, `named` those whose
    class says so.
    """

    hidden: list[Element] = msgspec.field(default_factory=list)
    typed: list[Element] = msgspec.field(default_factory=list)
    declared: list[Element] = msgspec.field(default_factory=list)
    named: list[Element] = msgspec.field(default_factory=list)


def survey_of(root: Element) -> Survey:
    """Walk over a page once."""
    survey = Survey()
    for element in root.iter("*"):
        keys = _LOOKED_AT.intersection(element.keys())
        if not keys:
            continue
        found = roles(element) if keys & NAMING else _NO_ROLES
        if keys <= NAMING and not found & _WANTED:
            continue
        if ("hidden" in found or _is_hidden(element, keys)) and element.tag not in _PAGE:
            survey.hidden.append(element)
        if "body" in found and element.tag not in ("body", "html"):
            survey.named.append(element)
        if "itemtype" in keys or "typeof" in keys:
            survey.typed.append(element)
        if keys & _PROPERTIES and element.tag != "meta":
            names = f"{element.get('itemprop') or ''} {element.get('property') or ''}".split()
            if not _BODIES.isdisjoint(names):
                survey.declared.append(element)
    return survey


def _is_hidden(element: Element, keys: frozenset[str | bytes]) -> bool:
    """Tell what attributes hide, but for the page itself behind an open dialog."""
    if not keys & _HIDING:
        return False
    if "hidden" in keys or "subscriptions-section" in keys or "amp-access-hide" in keys:
        return True
    style = (element.get("style") or "").lower().replace(" ", "")
    if "display:none" in style or "visibility:hidden" in style:
        return True
    if element.get("aria-hidden") != "true":
        return False
    return next(element.iter("h1", "main", "article"), None) is None
