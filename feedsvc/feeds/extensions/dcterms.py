"""DCMI Metadata Terms: when an item changed, as MSN asks for it of each."""

from datetime import datetime

from lxml import etree

from feedsvc.feeds.extensions import Extension
from feedsvc.feeds.values import whole_second


class DublinCoreTerms(Extension):
    """The last change of an item; of one that was never changed, its publication."""

    prefix = "dcterms"
    namespace = "http://purl.org/dc/terms/"

    modified: datetime | None = None

    def extend_rss(self, element: etree._Element) -> None:
        """Add `dcterms:modified`, a W3C date in UTC."""
        if self.modified:
            self.add(element, "modified", whole_second(self.modified).isoformat())
