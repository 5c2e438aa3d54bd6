"""feedgen with fixes for its faults; no other module imports it.

feedgen writes its own elements, then calls its extensions. The only one that it knows, the
`adapter`, calls ours and corrects what feedgen 1.0.0 gets wrong:

- Entry links in Atom lose rel, type and length, so that an enclosure becomes a second page of
  the story. The adapter restores them.
- A channel's `<link>` is the last link set, and of the others only the first `self` is
  written. A channel therefore gets a single link; `extensions.syndication` writes the rest.
- `updated` and `lastBuildDate` default to the current time, and entries are added at the
  front. Both are always set here.
- `content(type="CDATA")` writes that type into Atom, and `description()` replaces Atom's
  content. Neither is used; `Content` and `summary()` take their place.
- RSS dates are formatted with `locale.setlocale`, which is slow and not thread-safe. feedgen
  gets no date for RSS; the adapter writes it.
- One control character makes the whole feed fail. `sanitize.sanitize` has removed them.
- An RSS author without an e-mail address is dropped, and media are put into a group.
  `DublinCore` and `MediaRss` write them.
- A second enclosure of an item replaces the first. Only one is set.
- The language of an entry is not written. The adapter adds `xml:lang`.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeAlias

from lxml import etree

from feedsvc.entry import Entry
from feedsvc.feeds.extensions import Extension
from feedsvc.feeds.formatting import rfc822

if TYPE_CHECKING:
    from feedgen.entry import FeedEntry
    from feedgen.feed import FeedGenerator

__all__ = [
    "Link",
    "add_entry",
    "add_item",
    "atom_generator",
    "cut_xml",
    "rss_generator",
]

NAME = "feedsvc"
"""The generator named in documents, without a version, which would change their bytes."""

Link: TypeAlias = Mapping[str, str]

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class _FalsyDate(datetime):
    """A date that counts as false: feedgen neither writes nor replaces it."""

    def __bool__(self) -> bool:
        return False


_NO_DATE = _FalsyDate(1970, 1, 1, tzinfo=UTC)


class _Adapter:
    """The interface that feedgen requires of an extension, for any number of ours."""

    extensions: Sequence[Extension] = ()

    def extend_ns(self) -> dict[str, str]:
        return {extension.prefix: extension.namespace for extension in self.extensions}

    def extend_rss(self, element: etree._Element) -> None:
        for extension in self.extensions:
            extension.extend_rss(element)

    def extend_atom(self, element: etree._Element) -> None:
        for extension in self.extensions:
            extension.extend_atom(element)


class FeedAdapter(_Adapter):
    """Adds the extensions of a feed, after the dates of an RSS channel."""

    published: datetime | None = None
    updated: datetime | None = None

    def extend_rss(self, element: etree._Element) -> None:
        """Add `pubDate` and `lastBuildDate`."""
        if self.published:
            etree.SubElement(element[0], "pubDate").text = rfc822(self.published)
        if self.updated:
            etree.SubElement(element[0], "lastBuildDate").text = rfc822(self.updated)
        super().extend_rss(element)


class EntryAdapter(_Adapter):
    """Adds the extensions of an entry, an item's date, and an entry's links and language."""

    published: datetime | None = None
    links: Sequence[Link] = ()
    language: str | None = None

    def extend_rss(self, element: etree._Element) -> None:
        """Add `pubDate`."""
        if self.published:
            etree.SubElement(element, "pubDate").text = rfc822(self.published)
        super().extend_rss(element)

    def extend_atom(self, element: etree._Element) -> None:
        """Restore the attributes of the links, which feedgen has written in order."""
        for link, written in zip(self.links, element.iterchildren("link"), strict=True):
            for name, value in link.items():
                written.set(name, value)
        if self.language:
            element.set(XML_LANG, self.language)
        super().extend_atom(element)


def rss_generator(
    extensions: Sequence[Extension], updated: datetime, published: datetime | None = None
) -> "FeedGenerator":
    """Return a FeedGenerator for RSS with its extensions, `lastBuildDate` and `pubDate`."""
    generator = _generator(extensions)
    generator.updated(_NO_DATE)
    generator.adapter.updated, generator.adapter.published = updated, published
    return generator


def atom_generator(extensions: Sequence[Extension], updated: datetime) -> "FeedGenerator":
    """Return a FeedGenerator for Atom with its extensions and `updated`."""
    generator = _generator(extensions)
    generator.updated(updated)
    return generator


def add_item(
    generator: "FeedGenerator", extensions: Sequence[Extension], entry: Entry
) -> "FeedEntry":
    """Append an RSS item with its extensions and `pubDate`, and return it."""
    item = generator.add_entry(order="append")
    item.adapter.extensions, item.adapter.published = extensions, entry.published
    return item


def add_entry(
    generator: "FeedGenerator",
    extensions: Sequence[Extension],
    entry: Entry,
    links: Sequence[Link],
    language: str | None,
) -> "FeedEntry":
    """Append an Atom entry with its extensions, dates and links, and return it.

    `language` is set if it differs from the feed's.
    """
    element = generator.add_entry(order="append")
    element.link([dict(link) for link in links])
    element.published(entry.published)
    element.updated(entry.updated or entry.published or _NO_DATE)
    adapter = element.adapter
    adapter.extensions, adapter.links, adapter.language = extensions, links, language
    return element


def cut_xml(document: bytes, *, start: bytes, tail: bytes) -> tuple[bytes, list[bytes], bytes]:
    """Return the head of a document, its entries, which begin with `start`, and its tail.

    No text or attribute contains `start`, because `<` is escaped there.
    """
    head, *entries = document.removesuffix(tail).split(start)
    return head, [start + entry for entry in entries], tail


def _generator(extensions: Sequence[Extension]) -> "FeedGenerator":
    from feedgen.feed import FeedGenerator  # noqa: PLC0415 - imports dateutil, which is slow

    generator = FeedGenerator()
    generator.generator(NAME)
    generator.register_extension("adapter", FeedAdapter, EntryAdapter)
    generator.adapter.extensions = extensions
    return generator
