"""What is new in a feed since a version that a client has: RFC 3229 with `A-IM: feed`."""

from datetime import datetime
from hashlib import blake2b

import msgspec

from feedsvc.catalog import Version
from feedsvc.catalog.versions import MARK_BYTES
from feedsvc.feeds import Feed


def version_of(feed: Feed, made: datetime) -> Version:
    """Return what a feed shows: the changes of its entries, and which went."""
    marks = {_mark(entry.id, entry.updated) for entry in feed.entries}
    marks |= {_mark(gone.id, gone.when) for gone in feed.tombstones}
    return Version(made=made, marks=frozenset(marks))


def newer(feed: Feed, known: Version) -> Feed:
    """Return a feed with only what a version did not show.

    It may be empty: the feed's own words have changed.
    """
    return msgspec.structs.replace(
        feed,
        entries=tuple(
            entry for entry in feed.entries if _mark(entry.id, entry.updated) not in known.marks
        ),
        tombstones=tuple(
            gone for gone in feed.tombstones if _mark(gone.id, gone.when) not in known.marks
        ),
    )


def _mark(id_: str | None, moment: datetime | None) -> bytes:
    return blake2b(f"{moment} {id_}".encode(), digest_size=MARK_BYTES).digest()
