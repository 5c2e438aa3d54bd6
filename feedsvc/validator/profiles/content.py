"""What a story holds: pictures, addresses and HTML."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from feedsvc.validator import namespaces as ns
from feedsvc.validator.values import uris
from feedsvc.validator.values.html_names import OPTIONAL_END, VOID

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedsvc.validator.document import Element

_ATOM = f"{{{ns.ATOM}}}"
_MEDIA = f"{{{ns.MEDIA}}}"
_TAG = re.compile(r"<[^<>]*>")
_NAMED_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)\b[^<>]*>")


class Image(NamedTuple):
    """A picture of a story; sizes are 0 where the document does not state them."""

    element: Element
    url: str
    width: int
    height: int
    length: int


def host(address: str) -> str:
    """Give the host of an address without `www.`, empty where there is none."""
    parts = uris.split(address)
    return ((parts.hostname if parts else "") or "").removeprefix("www.")


def suffix(address: str) -> str:
    """Give the suffix of an address's path in lower case, empty where there is none."""
    parts = uris.split(address)
    _, dot, last = (parts.path if parts else "").rpartition("/")[2].rpartition(".")
    return last.lower() if dot else ""


def images(story: Element) -> Iterator[Image]:
    """Give the pictures that stand beside the text: enclosures and media:content."""
    places = (
        *story.iterfind("enclosure"),
        *story.iterfind(f"{_ATOM}link[@rel='enclosure']"),
        *story.iterfind(f"{_MEDIA}content"),
        *story.iterfind(f"{_MEDIA}group/{_MEDIA}content"),
    )
    for element in places:
        url = element.get("url") or element.get("href") or ""
        kind = element.get("medium") or element.get("type", "").partition("/")[0]
        if kind == "image" or (not kind and suffix(url) in {"jpg", "jpeg", "png", "gif", "webp"}):
            length = number(element, "length") or number(element, "fileSize")
            yield Image(element, url, number(element, "width"), number(element, "height"), length)


def number(element: Element, attribute: str) -> int:
    """Give an attribute as a whole number, 0 where it is none."""
    value = element.get(attribute, "").strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 12 else 0


def markup(element: Element | None) -> str:
    """Give the HTML of a body, also where it stands as elements (xhtml)."""
    if element is None:
        return ""
    if not len(element):
        return element.text or ""
    from lxml import etree  # noqa: PLC0415 - profiles are listed without lxml

    return "".join(etree.tostring(child, encoding="unicode") for child in element.iterchildren("*"))


def plain(html: str) -> str:
    """Give the text of HTML, with white space as single spaces."""
    return " ".join(unescape(_TAG.sub(" ", html)).split())


def depth(html: str, most: int) -> int:
    """Count how deep the elements of HTML are nested; no further than `most`."""
    deepest = 0
    opened: list[str] = []
    for closing, name in _NAMED_TAG.findall(html.lower()):
        if closing:
            while name in opened and opened.pop() != name:
                pass
        elif name not in VOID:
            if opened and opened[-1] == name and name in OPTIONAL_END:
                opened.pop()
            opened.append(name)
            deepest = max(deepest, len(opened))
            if deepest >= most:
                break
    return deepest
