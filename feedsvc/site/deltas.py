"""What is new in a feed since the version that a client has (RFC 3229 with `A-IM: feed`)."""

from datetime import datetime, timedelta
from hashlib import blake2b

import msgspec

from feedsvc.catalog import Version
from feedsvc.catalog.published import DIGEST_BYTES
from feedsvc.entry import Entry
from feedsvc.feeds import Document, Feed, Tombstone, newest_publication

SYNC_MARGIN = timedelta(minutes=1)
"""A version rendered this long after a sync began can still show what that sync withdrew."""

_encode = msgspec.json.Encoder().encode


class Delta(msgspec.Struct, frozen=True, kw_only=True):
    """A document with only what is new since the version whose ETag is `base`."""

    base: str
    document: Document


def version_of(feed: Feed, etag: str, rendered: datetime) -> Version:
    """Return the version of a feed's document: its ETag, and digests of entries and tombstones."""
    digests = {_entry_digest(feed, entry) for entry in feed.entries}
    digests |= {_tombstone_digest(tombstone) for tombstone in feed.tombstones}
    return Version(etag=etag, rendered=rendered, digests=frozenset(digests))


def changed_since(feed: Feed, known: Version) -> Feed:
    """Return a feed with only the entries and tombstones that a version did not have.

    There are none if only the feed's own elements changed.
    """
    entries = [entry for entry in feed.entries if _entry_digest(feed, entry) not in known.digests]
    return msgspec.structs.replace(
        feed,
        entries=tuple(entries),
        published=newest_publication(entries),
        tombstones=tuple(
            tombstone
            for tombstone in feed.tombstones
            if _tombstone_digest(tombstone) not in known.digests
        ),
    )


def _entry_digest(feed: Feed, entry: Entry) -> bytes:
    """Return a digest of all that the document shows of an entry.

    Its `updated` is not enough: a corrected date or a new transcript does not change that.
    """
    companions = feed.podcast.companions if feed.podcast else ()
    of_entry = [each for each in companions if each.entry_id == entry.id]
    return _digest(_encode((feed.full, entry, of_entry)))


def _tombstone_digest(tombstone: Tombstone) -> bytes:
    return _digest(_encode(tombstone))


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=DIGEST_BYTES).digest()
