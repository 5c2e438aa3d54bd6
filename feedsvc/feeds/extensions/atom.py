"""Atom elements in RSS: links of the channel with their relation, changes of an item."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from lxml import etree

from feedsvc.feeds.extensions import Extension


class _AtomInRss(Extension):
    prefix = "atom"
    namespace = "http://www.w3.org/2005/Atom"


class AtomChannel(_AtomInRss):
    """The links of a channel: `self`, and others that RSS has no element for.

    Each link is a mapping of the attributes of `atom:link` (RFC 4287 section 4.2.7).
    """

    links: Sequence[Mapping[str, str]] = ()

    def extend_rss(self, element: etree._Element) -> None:
        """Add the links to the channel."""
        for link in self.links:
            self.add(element[0], "link", **link)


class AtomItem(_AtomInRss):
    """When an item changed, given where it is not the moment of publication."""

    updated: datetime | None = None

    def extend_rss(self, element: etree._Element) -> None:
        """Add `atom:updated`."""
        if self.updated:
            self.add(element, "updated", self.updated.isoformat())
