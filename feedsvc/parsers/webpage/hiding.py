"""Takes out of a page what no reader sees: scripts, templates, hidden parts, paid-for text."""

import re
from typing import Final

from lxml import etree

from feedsvc.parsers.webpage.tree import Element, remove_all

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
