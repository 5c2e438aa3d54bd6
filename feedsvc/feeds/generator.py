"""feedgen, and what mends its faults: the only module that knows either.

feedgen writes its own elements and then calls its extensions; an extension of ours
(`mends`) sets right what feedgen 1.0.0 gets wrong:

- Entry links in Atom lose rel, type and length, so that an enclosure becomes a second
  page of the story: the mend writes them again.
- The channel's `<link>` is the last link set, and of the others only the first `self` is
  written: a channel gets one link, and `extensions.atom` writes all others.
- `updated` and `lastBuildDate` are the present moment, and entries are put in front: both
  are always given here.
- `content(type="CDATA")` puts that type into Atom, and `description()` replaces Atom's
  content: neither is used; `extensions.content` and `summary()` do their work.
- RSS dates go through `locale.setlocale`, which is slow and not thread-safe: feedgen gets
  no date for RSS, the mend writes it.
- One control character takes the feed down: `sound.sound` goes before.
- An RSS author without an e-mail address vanishes, media land in a group: `extensions.dc`
  and `extensions.media` write them.
- A second enclosure of an item replaces the first: only one is given.
- Nothing says in which language an entry is: the mend adds `xml:lang`.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeAlias

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml import etree

from feedsvc.feeds.extensions import Extension
from feedsvc.feeds.formatting import rfc822

__all__ = [
    "Extensions",
    "FeedEntry",
    "FeedGenerator",
    "Link",
    "add_entry",
    "add_item",
    "atom_generator",
    "rss_generator",
]

NAME = "feedsvc"
"""What documents call their generator: without a version, which would change their bytes."""

Link: TypeAlias = Mapping[str, str]
Extensions: TypeAlias = Mapping[str, tuple[type[Extension], type[Extension]]]
"""By name: the extension for the feed and the one for each entry."""

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class _LeftOut(datetime):
    """A date that counts as false: feedgen writes none, and never asks for the time."""

    def __bool__(self) -> bool:
        return False


_NO_DATE = _LeftOut(1970, 1, 1, tzinfo=UTC)


class _Mends(Extension):
    """What an extension without a namespace of its own sets right."""

    def extend_ns(self) -> dict[str, str]:
        return {}


class ChannelMends(_Mends):
    """Writes the dates of an RSS channel."""

    published: datetime | None = None
    updated: datetime | None = None

    def extend_rss(self, element: etree._Element) -> None:
        """Add `pubDate` and `lastBuildDate`."""
        if self.published:
            etree.SubElement(element[0], "pubDate").text = rfc822(self.published)
        if self.updated:
            etree.SubElement(element[0], "lastBuildDate").text = rfc822(self.updated)


class EntryMends(_Mends):
    """Writes the date of an RSS item, the links and the language of an Atom entry."""

    published: datetime | None = None
    links: Sequence[Link] = ()
    language: str | None = None

    def extend_rss(self, element: etree._Element) -> None:
        """Add `pubDate`."""
        if self.published:
            etree.SubElement(element, "pubDate").text = rfc822(self.published)

    def extend_atom(self, element: etree._Element) -> None:
        """Give the links, which are all there in order, their attributes back."""
        for link, written in zip(self.links, element.findall("link"), strict=True):
            for name, value in link.items():
                written.set(name, value)
        if self.language:
            element.set(XML_LANG, self.language)


def rss_generator(
    extensions: Extensions, updated: datetime, published: datetime | None = None
) -> FeedGenerator:
    """Return a FeedGenerator for RSS with its extensions, `lastBuildDate` and `pubDate`."""
    generator = _generator(extensions)
    generator.updated(_NO_DATE)
    generator.mends.updated, generator.mends.published = updated, published
    return generator


def atom_generator(extensions: Extensions, updated: datetime) -> FeedGenerator:
    """Return a FeedGenerator for Atom with its extensions and its `updated`."""
    generator = _generator(extensions)
    generator.updated(updated)
    return generator


def add_item(generator: FeedGenerator, published: datetime) -> FeedEntry:
    """Append an RSS item with its `pubDate`; it stands after those added before."""
    item = generator.add_entry(order="append")
    item.mends.published = published
    return item


def add_entry(
    generator: FeedGenerator,
    links: Sequence[Link],
    published: datetime,
    updated: datetime,
    language: str | None = None,
) -> FeedEntry:
    """Append an Atom entry with its links, dates and, where it is another, its language."""
    entry = generator.add_entry(order="append")
    entry.link([dict(link) for link in links])
    entry.published(published)
    entry.updated(updated)
    entry.mends.links, entry.mends.language = links, language
    return entry


def _generator(extensions: Extensions) -> FeedGenerator:
    generator = FeedGenerator()
    generator.generator(NAME)
    generator.register_extension("mends", ChannelMends, EntryMends)
    for name, (for_feed, for_entry) in extensions.items():
        generator.register_extension(name, for_feed, for_entry)
    return generator
