"""One walk over a page: the elements that other modules look for, by their attributes."""

import re
from typing import Final

import msgspec
from lxml import etree

from feedsvc.parsers.reading.xml import Element
from feedsvc.parsers.webpage.roles import NAMING, Role, roles_of
from feedsvc.parsers.webpage.tree import remove_all

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


NEVER_SHOWN: Final = (
    *("script", "style", "template", "noscript", "iframe", "object", "embed", "svg", "math"),
    *("canvas", "applet", "frame", "frameset", "noframes", "noembed", "select", "textarea"),
    *("button", "input", "datalist", "amp-ad", "amp-embed", "amp-sidebar", "amp-analytics"),
    *("amp-social-share", "amp-list", "amp-state", "amp-consent", "amp-sticky-ad", "amp-pixel"),
    *("amp-auto-ads", "amp-next-page", "amp-user-notification", "amp-lightbox", "amp-iframe"),
)
"""Elements whose text no reader sees as part of the story."""

_COMBINATOR: Final = re.compile(r"[\s>+~]+")

_NAME: Final = re.compile(r"([.#])([\w-]{1,100})")

_MOST_IMAGES: Final = 500

_HOLDS_MICRODATA: Final = etree.XPath("boolean(descendant-or-self::*[@itemprop])")


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
        found = roles_of(element) if keys & NAMING else _NO_ROLES
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


def keep_lazy_images(root: Element) -> None:
    """Give an image that waits for a script the address that `noscript` beside it has."""
    for spare in list(root.iter("noscript"))[:_MOST_IMAGES]:
        image = next(spare.iter("img"), None)
        markup = spare.text or ""
        if image is None and "<img" in markup:
            fragment = etree.fromstring(f"<p>{markup}</p>", etree.HTMLParser(no_network=True))
            image = next(fragment.iter("img"), None)
        before = spare.getprevious()
        waiting = None if before is None else next(before.iter("img"), None)
        if image is not None and waiting is not None and image.get("src"):
            waiting.set("src", image.get("src") or "")
            if image.get("srcset"):
                waiting.set("srcset", image.get("srcset") or "")


def drop_never_shown(root: Element) -> None:
    """Take out scripts, templates, frames, form fields and the machinery of AMP."""
    etree.strip_elements(root, *NEVER_SHOWN, with_tail=False)


def drop_hidden(root: Element, hidden: list[Element]) -> list[Element]:
    """Take out what is hidden; return what holds microdata, to be taken out when that is read."""
    later = [each for each in hidden if _HOLDS_MICRODATA(each)]
    remove_all(root, set(hidden).difference(later))
    return later


def drop_selected(root: Element, selectors: list[str]) -> bool:
    """Take out the elements of CSS selectors (`.paywall`, `#more`); false where one is not read.

    Of `.story > div.paid`, what has the class of the last part is taken out, wherever it is.
    """
    wanted = [
        _NAME.findall(_COMBINATOR.split(part.strip())[-1])
        for selector in selectors
        for part in selector.split(",")
    ]
    gone: list[Element] = []
    for element in root.iter("*"):
        classes = (element.get("class") or "").split()
        for names in wanted:
            if names and all(
                name in classes if sign == "." else name == element.get("id")
                for sign, name in names
            ):
                gone.append(element)
                break
    remove_all(root, gone)
    return all(wanted)
