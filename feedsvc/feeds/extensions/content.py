"""The content module: an RSS item's full text as HTML (`content:encoded`)."""

from lxml import etree

from feedsvc.feeds.extensions import Extension


class Content(Extension):
    """The full text of an item, which RSS itself has no place for beside a summary."""

    prefix = "content"
    namespace = "http://purl.org/rss/1.0/modules/content/"

    encoded = ""

    def extend_rss(self, element: etree._Element) -> None:
        """Add the full text, escaped: a CDATA section could not hold every text."""
        if self.encoded:
            self.add(element, "encoded", self.encoded)
