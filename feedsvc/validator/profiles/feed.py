"""A document as profiles see it: its family, its head, its stories, its URL."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from feedsvc.validator import namespaces as ns
from feedsvc.validator.profiles.story import LINK, find, language, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from feedsvc.validator.document import Attr, Document, Element, Faults
    from feedsvc.validator.profiles.profile import Profile

RSS, ATOM, SITEMAP, JSON = "rss", "atom", "sitemap", "json feed"
"""Families of documents, named as `formats` names them."""
_ATOM = f"{{{ns.ATOM}}}"

_DEEPEST = 8
"""How many levels of elements are checked: rss, channel, item, media:group, and below."""


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


def wrong_format(feed: Feed, profile: Profile, accepted: str) -> Faults:
    """Report a document in a format that the partner does not accept."""
    if feed.family not in profile.formats:
        yield feed.root, f"this is {feed.name}; {profile.title} requires {accepted}"


def wrong_namespace(feed: Feed, *namespaces: str) -> Faults:
    """Report each of the namespaces that is misspelled."""
    for wrong, right in feed.corrected.items():
        if right in namespaces:
            yield feed.root, f"the namespace {wrong} should be {right}"


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
