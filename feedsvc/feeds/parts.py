"""Parts and frames: an entry is rendered once for each format, and documents are joined from parts.

A document is the head of its frame, the parts of its entries, and the tail of its frame.
"""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Sequence

import msgspec

from feedsvc.entry import Entry
from feedsvc.feeds.model import Feed
from feedsvc.feeds.prepared import PreparedFeed, prepare


class Part(msgspec.Struct, frozen=True):
    """One entry in one format.

    `needs` are the prefixes, sorted, of the optional namespaces that the root of a document with
    this part must declare.
    """

    body: bytes
    needs: tuple[str, ...] = ()


class Frame(msgspec.Struct, frozen=True):
    """What a document has before and after its parts."""

    head: bytes
    tail: bytes


class FeedFormat(msgspec.Struct, frozen=True, kw_only=True):
    """A feed format: its file name, its media type with charset, and its renderer.

    `document` renders a prepared feed whole, with the optional namespaces that are given by
    their prefixes; `needs` returns those that an entry needs. `cut` splits such a document into
    its head, the bodies of its parts, and its tail. `separator` comes between parts, `end` after
    the last one, if there is one.

    `has_tombstones` says whether it can list removed entries, `has_deltas` whether clients
    may ask for only the new entries (RFC 3229).
    """

    name: str
    file_name: str
    media_type: str
    label: str
    document: Callable[[PreparedFeed, Collection[str]], bytes]
    needs: Callable[[PreparedFeed, Entry], tuple[str, ...]]
    cut: Callable[[bytes], tuple[bytes, list[bytes], bytes]]
    separator: bytes = b""
    end: bytes = b""
    has_tombstones: bool = False
    has_deltas: bool = False

    def whole(self, feed: Feed) -> bytes:
        """Return a feed's document, rendered in one go."""
        feed = prepare(feed)
        needs = (self.needs(feed, entry) for entry in feed.entries)
        return self.document(feed, frozenset().union(*needs))

    def render(self, feed: Feed) -> bytes:
        """Return a feed's document, joined from its frame and parts; equal to the whole one."""
        feed = prepare(feed)
        parts = self.parts(feed)
        return self.join(self.frame(feed, needs_of(parts)), [part.body for part in parts])

    def parts(self, feed: Feed) -> list[Part]:
        """Return the parts of a feed's entries, in order; of the feed, only its traits matter."""
        feed = prepare(feed)
        needs = [self.needs(feed, entry) for entry in feed.entries]
        _, bodies, _ = self.cut(self.document(feed, frozenset().union(*needs)))
        return [Part(body, each) for body, each in zip(bodies, needs, strict=True)]

    def frame(self, feed: Feed, needs: Collection[str] = ()) -> Frame:
        """Return the frame of a feed for parts that need some namespaces, whatever its entries."""
        empty = prepare(msgspec.structs.replace(feed, entries=()))
        head, _, tail = self.cut(self.document(empty, needs))
        return Frame(head, tail)

    def join(self, frame: Frame, bodies: Iterable[bytes]) -> bytes:
        """Return the document with a frame and the bodies of some parts."""
        joined = self.separator.join(bodies)
        return b"".join((frame.head, joined, self.end if joined else b"", frame.tail))


def render_parts(feed: Feed, formats: Iterable[FeedFormat]) -> list[dict[str, Part]]:
    """Return the parts of a feed's entries, in order, each by the names of formats."""
    feed = prepare(feed)
    formats = tuple(formats)
    names = [form.name for form in formats]
    parts = (form.parts(feed) for form in formats)
    return [dict(zip(names, each, strict=True)) for each in zip(*parts, strict=True)]


def needs_of(parts: Iterable[Part]) -> frozenset[str]:
    """Return the optional namespaces that a document with some parts must declare."""
    return frozenset(need for part in parts for need in part.needs)


def count_within(
    max_bytes: int, bodies: Sequence[bytes], form: FeedFormat, frame: Callable[[int], Frame]
) -> int:
    """Return how many of the first parts fit in a document of `max_bytes`, at least one.

    `frame` returns the frame for the first parts, given their number.
    """

    def size(count: int) -> int:
        return len(form.join(frame(count), bodies[:count]))

    return 1 + bisect_right(range(2, len(bodies) + 1), max_bytes, key=size)
