"""Tombstones (RFC 6721): entries that went from an Atom feed."""

from collections.abc import Sequence

from lxml import etree

from feedsvc.feeds.extensions import Extension
from feedsvc.feeds.model import Tombstone
from feedsvc.feeds.values import whole_second


class Tombstones(Extension):
    """Tells readers which entries to take out."""

    prefix = "at"
    namespace = "http://purl.org/atompub/tombstones/1.0"

    entries: Sequence[Tombstone] = ()

    def extend_atom(self, element: etree._Element) -> None:
        """Add `at:deleted-entry` for each."""
        for entry in self.entries:
            when = whole_second(entry.when).isoformat()
            self.add(element, "deleted-entry", ref=entry.id, when=when)
