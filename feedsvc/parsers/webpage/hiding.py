"""Takes out of a page what no reader sees: scripts, templates, hidden parts, paid-for text."""

import re
from typing import Final

from lxml import etree

from feedsvc.parsers.webpage.tree import Element, remove, roles, select

NEVER_SHOWN: Final = (
    *("script", "style", "template", "noscript", "iframe", "object", "embed", "svg", "math"),
    *("canvas", "applet", "frame", "frameset", "noframes", "noembed", "select", "textarea"),
    *("button", "input", "datalist", "amp-ad", "amp-embed", "amp-sidebar", "amp-analytics"),
    *("amp-social-share", "amp-list", "amp-state", "amp-consent", "amp-sticky-ad", "amp-pixel"),
    *("amp-auto-ads", "amp-next-page", "amp-user-notification", "amp-lightbox", "amp-iframe"),
)
"""Elements whose text no reader sees as part of the story."""

_HIDDEN: Final = (
    "//*[@hidden or @aria-hidden='true' or @subscriptions-section or @amp-access-hide"
    " or contains(translate(@style, 'DISPLAYNOEVBTHC ', 'displaynoevbthc'), 'display:none')"
    " or contains(translate(@style, 'DISPLAYNOEVBTHC ', 'displaynoevbthc'), 'visibility:hidden')]"
)
_PAGE: Final = ("html", "head", "body", "main", "h1")
_SIMPLE_SELECTOR: Final = re.compile(r"\s*(?:\w+)?([.#])([\w-]{1,100})\s*")
_MOST_IMAGES: Final = 500


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


def drop_hidden(root: Element) -> list[Element]:
    """Take out what is hidden; return what holds microdata, to be taken out when that is read."""
    etree.strip_elements(root, *NEVER_SHOWN, with_tail=False)
    later: list[Element] = []
    for element in select(root, _HIDDEN):
        if element.tag in _PAGE or _is_behind_dialog(element):
            continue
        if element.get("itemprop") is not None or element.xpath("boolean(.//*[@itemprop])"):
            later.append(element)
        else:
            remove(element)
    return later


def drop_hidden_by_class(root: Element) -> None:
    """Take out what a class hides from eyes."""
    for element in list(root.iter()):
        if element.get("class") and "hidden" in roles(element) and element.tag not in _PAGE:
            remove(element)


def drop_selected(root: Element, selectors: list[str]) -> int:
    """Take out the elements of simple CSS selectors (`.paywall`, `#more`); return how many."""
    count = 0
    for selector in selectors:
        for part in selector.split(","):
            match = _SIMPLE_SELECTOR.fullmatch(part)
            if not match:
                continue
            test = (
                "contains(concat(' ', normalize-space(@class), ' '), $name)"
                if match[1] == "."
                else "@id = $name"
            )
            name = f" {match[2]} " if match[1] == "." else match[2]
            for element in select(root, f"//*[{test}]", name=name):
                if element.tag not in ("html", "body"):
                    remove(element)
                    count += 1
    return count


def _is_behind_dialog(element: Element) -> bool:
    """Tell the page itself, which a dialog hides from screen readers while it is open."""
    shut = element.get("hidden") is None and not element.get("style")
    aria = element.get("aria-hidden") == "true"
    return shut and aria and any(True for _ in element.iter("h1", "main", "article"))
