"""Feed history (RFC 5005): the mark of a document that is a page of an archive."""

from lxml import etree

from feedsvc.feeds.extensions import Extension


class History(Extension):
    """Says that a document is an archive: its entries stay, and readers need not come back."""

    prefix = "fh"
    namespace = "http://purl.org/syndication/history/1.0"

    def extend_rss(self, element: etree._Element) -> None:
        """Add `fh:archive` to the channel."""
        self.extend_atom(element[0])

    def extend_atom(self, element: etree._Element) -> None:
        """Add `fh:archive` to the feed."""
        self.add(element, "archive")
