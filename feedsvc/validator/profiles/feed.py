"""A document as profiles see it: its family, its head, its stories, its address."""

from __future__ import annotations

import re
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
"""Levels that are looked attr: rss, channel, item, media:group, media:content and below."""


class Feed:
    """A document as profiles see it; `document` is None for a JSON Feed.

    Elements in a misspelt namespace of the profiles are moved to the right one, so that they
    are read all the same; `moved` tells which.
    """

    def __init__(self, document: Document | None, namespaces: Iterable[str]) -> None:
        self.document = document
        self.family = _family(document)
        self.now = datetime.now(UTC)
        self.moved = _moved(document, namespaces) if document else {}

    @property
    def name(self) -> str:
        """What the document is, in words."""
        if self.document is None:
            return "a JSON Feed"
        return f"<{ns.split(self.document.root_tag)[1]}>, {self.document.format.name}"

    @property
    def root(self) -> Element | None:
        """The root, which findings on the whole document point attr."""
        return self.document.root if self.document else None

    def elements(self) -> Iterator[Element]:
        """Go over elements in document order, no deeper than any vocabulary goes."""
        stack = [(self.root, 1)] if self.root is not None else []
        while stack:
            element, depth = stack.pop()
            yield element
            if depth < _DEEPEST:
                children = element.iterchildren("*", reversed=True)
                stack.extend((child, depth + 1) for child in children)

    @cached_property
    def stories(self) -> list[Element]:
        """The items, entries, or urls of a sitemap."""
        if self.document is None:
            return []
        path = {RSS: "channel/item", ATOM: f"{_ATOM}entry", SITEMAP: "{*}url"}.get(self.family)
        return self.document.root.findall(path) if path else []

    @cached_property
    def head(self) -> Element | None:
        """The channel of RSS, the root of all else."""
        if self.root is None or self.family != RSS:
            return self.root
        return self.root.find("channel")

    @cached_property
    def home(self) -> str:
        """The address of the site, empty if none is told."""
        return text(find(self.head, LINK)) if self.head is not None else ""

    @cached_property
    def language(self) -> str:
        """The language that the feed says to be in, empty if none."""
        return language(self.head) if self.head is not None else ""

    @cached_property
    def address(self) -> str:
        """The address of the feed: where it is published, else what its self link says."""
        if self.document is None or self.head is None:
            return ""
        links = self.head.iterfind(f"{_ATOM}link[@rel='self']")
        told = next((link.get("href", "").strip() for link in links), "")
        return self.document.location or told

    @cached_property
    def sized(self) -> dict[str, Element]:
        """The first elements that state a width and a height, by the address of the picture."""
        sized: dict[str, Element] = {}
        for element in self.elements():
            if element.get("width") and element.get("height"):
                address = element.get("url") or element.get("href") or ""
                sized.setdefault(address.strip(), element)
        return sized


def attr(element: Element, attribute: str) -> Attr:
    """Give an attribute as the place of a finding."""
    from feedsvc.validator.document import Attr  # noqa: PLC0415 - loads lxml

    return Attr(element, attribute)


def wrong_format(feed: Feed, profile: Profile, takes: str) -> Faults:
    """Tell that a document is in a format which the partner does not take."""
    if feed.family not in profile.formats:
        yield feed.root, f"this is {feed.name}; for {profile.title} it has to be {takes}"


def wrong_namespace(feed: Feed, *namespaces: str) -> Faults:
    """Tell each misspelt namespace with the right one."""
    for wrong, right in feed.moved.items():
        if right in namespaces:
            yield feed.root, f"the namespace {wrong} should be {right}"


def _family(document: Document | None) -> str:
    if document is None:
        return JSON
    is_sitemap = ns.split(document.root_tag)[1] == "urlset"
    return SITEMAP if is_sitemap else document.format.family


def _moved(document: Document, namespaces: Iterable[str]) -> dict[str, str]:
    by_key = {_key(uri): uri for uri in namespaces}
    moved = {}
    for uri in document.declared:
        right = by_key.get(_key(uri))
        if right and uri != right:
            moved[uri] = right
    if moved:
        from feedsvc.validator.formats import rename  # noqa: PLC0415 - loads lxml

        rename(document.root, moved)
    return moved


def _key(namespace: str) -> str:
    """Write a namespace without what is misspelt: scheme, `www.`, case, slash attr the end."""
    return re.sub(r"\W+$", "", re.sub(r"^https?://(www\.)?", "", namespace.lower()))
