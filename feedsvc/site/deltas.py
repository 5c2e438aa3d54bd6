"""What is new in a feed since the version that a client has (RFC 3229 with `A-IM: feed`)."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import msgspec

from feedsvc.catalog import Version
from feedsvc.feeds import Document, FeedFormat, Tombstone
from feedsvc.site.parts import ShownEntry, digest

SYNC_MARGIN = timedelta(minutes=1)
"""A version rendered this long after a sync began can still show what that sync withdrew."""

_encode = msgspec.json.Encoder().encode


class Delta(msgspec.Struct, frozen=True, kw_only=True):
    """A document with only what is new since the version whose ETag is `base`."""

    base: str
    document: Document


def version_of(
    form: FeedFormat,
    entries: Iterable[ShownEntry],
    tombstones: Iterable[Tombstone],
    etag: str,
    rendered: datetime,
) -> Version:
    """Return the version of a feed's document: its ETag, and digests of entries and tombstones."""
    digests = {entry.renditions[form.name].digest for entry in entries}
    digests |= {_tombstone_digest(tombstone) for tombstone in tombstones}
    return Version(etag=etag, rendered=rendered, digests=frozenset(digests))


def new_entries(
    form: FeedFormat, entries: Sequence[ShownEntry], known: Version
) -> list[ShownEntry]:
    """Return the entries that a version did not have as they are shown now."""
    return [entry for entry in entries if entry.renditions[form.name].digest not in known.digests]


def new_tombstones(tombstones: Iterable[Tombstone], known: Version) -> tuple[Tombstone, ...]:
    """Return the tombstones that a version did not have."""
    return tuple(each for each in tombstones if _tombstone_digest(each) not in known.digests)


def _tombstone_digest(tombstone: Tombstone) -> bytes:
    return digest(_encode(tombstone))
