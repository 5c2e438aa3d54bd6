"""What is new in a feed since a version that a client has: RFC 3229 with `A-IM: feed`."""

from datetime import datetime, timedelta
from hashlib import blake2b

import msgspec

from feedsvc.catalog import Version
from feedsvc.catalog.versions import MARK_BYTES
from feedsvc.entry import Entry
from feedsvc.feeds import Document, Feed, Tombstone

WHILE_SYNCING = timedelta(minutes=1)
"""How much longer than it took a sync to end may a version show what that sync took out."""

_encode = msgspec.json.Encoder().encode


class Delta(msgspec.Struct, frozen=True, kw_only=True):
    """A document with only what is new since the version whose ETag is `base`."""

    base: str
    document: Document


def version_of(feed: Feed, etag: str, made: datetime) -> Version:
    """Return what a feed's document with an ETag shows: its entries as they are, and who went."""
    marks = {_entry_mark(feed, entry) for entry in feed.entries}
    marks |= {_tombstone_mark(gone) for gone in feed.tombstones}
    return Version(etag=etag, made=made, marks=frozenset(marks))


def newer(feed: Feed, known: Version) -> Feed:
    """Return a feed with only what a version did not show.

    It may be empty: the feed's own words have changed.
    """
    return msgspec.structs.replace(
        feed,
        entries=tuple(
            entry for entry in feed.entries if _entry_mark(feed, entry) not in known.marks
        ),
        tombstones=tuple(
            gone for gone in feed.tombstones if _tombstone_mark(gone) not in known.marks
        ),
    )


def _entry_mark(feed: Feed, entry: Entry) -> bytes:
    """Return a digest of all that the document says of an entry.

    Its `updated` is not enough: a corrected date or a transcript that came does not move it.
    """
    episodes = feed.podcast.companions if feed.podcast else ()
    beside = [each for each in episodes if each.entry_id == entry.id]
    return _mark(_encode((feed.full, entry, beside)))


def _tombstone_mark(gone: Tombstone) -> bytes:
    return _mark(_encode(gone))


def _mark(data: bytes) -> bytes:
    return blake2b(data, digest_size=MARK_BYTES).digest()
