"""A document as profiles see it: its family, its head, its stories and their fields."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cached_property
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from feedsvc.validator import namespaces as ns
from feedsvc.validator.values import dates, uris
from feedsvc.validator.values.names import OPTIONAL_END, VOID

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from feedsvc.validator.document import Attr, Document, Element, Faults

RSS, ATOM, SITEMAP, JSON = "rss", "atom", "sitemap", "json feed"
"""Families of documents, named as `formats` names them."""

_DEEPEST = 8
"""How many levels of elements are checked: rss, channel, item, media:group, and below."""

_ATOM = f"{{{ns.ATOM}}}"
_MEDIA = f"{{{ns.MEDIA}}}"
_LANG = f"{{{ns.XML}}}lang"
_TAG = re.compile(r"<[^<>]*>")
_NAMED_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)\b[^<>]*>")
_IMAGE_SUFFIXES = frozenset({"jpg", "jpeg", "png", "gif", "webp"})

HEAD = ("rss > channel", f"{_ATOM}feed")
STORY = ("channel > item", f"{_ATOM}entry")


class Field(NamedTuple):
    """A field of a channel or a story, with the tags that hold it in RSS and in Atom."""

    rss: tuple[str, ...]
    atom: tuple[str, ...]


TITLE = Field(("title",), (f"{_ATOM}title",))
LINK = Field(("link",), (f"{_ATOM}link",))
ABOUT = Field(("description",), (f"{_ATOM}subtitle",))
SUMMARY = Field(("description",), (f"{_ATOM}summary",))
GUID = Field(("guid",), (f"{_ATOM}id",))
DATE = Field(("pubDate", f"{{{ns.DC}}}date"), (f"{_ATOM}published", f"{_ATOM}updated"))
HEAD_DATE = Field(("pubDate",), (f"{_ATOM}updated",))
CREATOR = Field((f"{{{ns.DC}}}creator",), (f"{_ATOM}author",))
LANGUAGE = Field(("language", f"{{{ns.DC}}}language"), (_LANG, f"{{{ns.DC}}}language"))
FULL_TEXT = Field((f"{{{ns.CONTENT}}}encoded",), (f"{_ATOM}content",))
BODY = Field((*FULL_TEXT.rss, "description"), (*FULL_TEXT.atom, f"{_ATOM}summary"))


class Image(NamedTuple):
    """An image of a story; sizes are 0 if the document does not state them."""

    element: Element
    url: str
    width: int
    height: int
    length: int


class Feed:
    """A document as profiles see it; `document` is None for a JSON Feed.

    Misspelled namespaces of the profiles are corrected in the tree, so that their elements
    are checked; `corrected` maps them to the right ones.
    """

    def __init__(self, document: Document | None, namespaces: Iterable[str]) -> None:
        self.document = document
        self.family = _family(document)
        self.now = datetime.now(UTC)
        self.corrected = _correct(document, namespaces) if document else {}

    @property
    def name(self) -> str:
        """What to call the document in messages."""
        if self.document is None:
            return "a JSON Feed"
        return f"{self.document.format.name} (<{ns.split(self.document.root_tag)[1]}>)"

    @property
    def root(self) -> Element | None:
        """The root, which is the place of faults in the whole document."""
        return self.document.root if self.document else None

    def elements(self) -> Iterator[Element]:
        """Yield elements in document order, as deep as the vocabularies go."""
        stack = [(self.root, 1)] if self.root is not None else []
        while stack:
            element, depth = stack.pop()
            yield element
            if depth < _DEEPEST:
                children = element.iterchildren("*", reversed=True)
                stack.extend((child, depth + 1) for child in children)

    @cached_property
    def stories(self) -> list[Element]:
        """The items of RSS, entries of Atom, or urls of a sitemap."""
        if self.document is None:
            return []
        path = {RSS: "channel/item", ATOM: f"{_ATOM}entry", SITEMAP: "{*}url"}.get(self.family)
        return self.document.root.findall(path) if path else []

    @cached_property
    def head(self) -> Element | None:
        """The channel of RSS, the root of all other formats."""
        if self.root is None or self.family != RSS:
            return self.root
        return self.root.find("channel")

    @cached_property
    def home(self) -> str:
        """The URL of the site, empty if unknown."""
        return text(find(self.head, LINK)) if self.head is not None else ""

    @cached_property
    def language(self) -> str:
        """The language that the feed declares, empty if none."""
        return language(self.head) if self.head is not None else ""

    @cached_property
    def url(self) -> str:
        """The URL of the feed: where it is published, or else its self link."""
        if self.document is None or self.head is None:
            return ""
        links = self.head.iterfind(f"{_ATOM}link[@rel='self']")
        own = next((link.get("href", "").strip() for link in links), "")
        return self.document.location or own

    @cached_property
    def sized(self) -> dict[str, Element]:
        """The first elements that state the width and height of an image, by its URL."""
        sized: dict[str, Element] = {}
        for element in self.elements():
            if element.get("width") and element.get("height"):
                url = element.get("url") or element.get("href") or ""
                sized.setdefault(url.strip(), element)
        return sized


def attr(element: Element, attribute: str) -> Attr:
    """Return an attribute as the place of a fault."""
    from feedsvc.validator.document import Attr  # noqa: PLC0415 - loads lxml

    return Attr(element, attribute)


def wrong_namespace(feed: Feed, *namespaces: str) -> Faults:
    """Report each of these namespaces that is misspelled in the feed."""
    for wrong, right in feed.corrected.items():
        if right in namespaces:
            yield feed.root, f"the namespace {wrong} should be {right}"


def find(element: Element, field: Field) -> Element | None:
    """Return the first child that holds a field and is not empty."""
    for tag in _tags(element, field):
        for child in element.iterfind(tag):
            is_filled = text(child) or len(child)
            if is_filled and child.get("rel", "alternate") == "alternate":
                return child
    return None


def text(element: Element | None) -> str:
    """Return all text in an element, or the URL of an Atom link; empty for None."""
    if element is None:
        return ""
    if element.tag == LINK.atom[0]:
        return element.get("href", "").strip()
    return "".join(part for part in element.itertext() if isinstance(part, str)).strip()


def missing(element: Element, fields: Iterable[Field]) -> Faults:
    """Report each field that an element lacks."""
    for field in fields:
        is_filled = language(element) if field is LANGUAGE else find(element, field) is not None
        if not is_filled:
            names = " or ".join(ns.label(tag) for tag in _tags(element, field))
            yield element, f"the {ns.label(element.tag)} has no {names}"


def language(element: Element) -> str:
    """Return the language that an element itself declares, empty if none."""
    return text(find(element, LANGUAGE)) or element.get(_LANG, "").strip()


def time_of(element: Element | None) -> datetime | None:
    """Return the time in a date element, None if it is missing or cannot be parsed."""
    value = text(element)
    if not value or element is None:
        return None
    if element.tag == "pubDate":
        return dates.rfc822(value).time
    return dates.w3cdtf(value, zone_needed=False).time


def images(story: Element) -> Iterator[Image]:
    """Yield the images attached to a story: enclosures and media:content."""
    places = (
        *story.iterfind("enclosure"),
        *story.iterfind(f"{_ATOM}link[@rel='enclosure']"),
        *story.iterfind(f"{_MEDIA}content"),
        *story.iterfind(f"{_MEDIA}group/{_MEDIA}content"),
    )
    for element in places:
        url = element.get("url") or element.get("href") or ""
        kind = element.get("medium") or element.get("type", "").partition("/")[0]
        if kind == "image" or (not kind and suffix(url) in _IMAGE_SUFFIXES):
            length = number(element, "length") or number(element, "fileSize")
            yield Image(element, url, number(element, "width"), number(element, "height"), length)


def number(element: Element, attribute: str) -> int:
    """Return an attribute as a whole number, 0 if it is not one."""
    value = element.get(attribute, "").strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 12 else 0


def host(url: str) -> str:
    """Return the host of a URL without `www.`, empty if it has none."""
    parts = uris.split(url)
    return ((parts.hostname if parts else "") or "").removeprefix("www.")


def suffix(url: str) -> str:
    """Return the suffix of a URL's path in lower case, empty if it has none."""
    parts = uris.split(url)
    _, dot, last = (parts.path if parts else "").rpartition("/")[2].rpartition(".")
    return last.lower() if dot else ""


def markup(element: Element | None) -> str:
    """Return the HTML of a body, whether it is escaped or inline XHTML."""
    if element is None:
        return ""
    if not len(element):
        return element.text or ""
    from lxml import etree  # noqa: PLC0415 - profiles are listed without lxml

    return "".join(etree.tostring(child, encoding="unicode") for child in element.iterchildren("*"))


def plain(html: str) -> str:
    """Return the text of HTML, with each run of white space as one space."""
    return " ".join(unescape(_TAG.sub(" ", html)).split())


def depth(html: str, most: int) -> int:
    """Return how deep the elements of HTML are nested, counting no further than `most`."""
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


def _family(document: Document | None) -> str:
    if document is None:
        return JSON
    is_sitemap = ns.split(document.root_tag)[1] == "urlset"
    return SITEMAP if is_sitemap else document.format.family


def _correct(document: Document, namespaces: Iterable[str]) -> dict[str, str]:
    by_key = {ns.spelling_key(uri): uri for uri in namespaces}
    corrected = {}
    for uri in document.declared:
        right = by_key.get(ns.spelling_key(uri))
        if right and uri != right:
            corrected[uri] = right
    if corrected:
        from feedsvc.validator.formats import rename  # noqa: PLC0415 - loads lxml

        rename(document.root, corrected)
    return corrected


def _tags(element: Element, field: Field) -> tuple[str, ...]:
    return field.rss if element.tag in {"channel", "item"} else field.atom
