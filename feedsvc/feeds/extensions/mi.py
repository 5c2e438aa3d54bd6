"""Microsoft's namespace for MSN: which pictures a publisher may pass on."""

from lxml import etree

from feedsvc.feeds.extensions import Extension
from feedsvc.feeds.extensions.media import MediaRss


class Microsoft(Extension):
    """Says of all pictures of an item, which `MediaRss` has written, that MSN may show them."""

    prefix = "mi"
    namespace = "http://schemas.ingestion.microsoft.com/common/"

    def extend_rss(self, element: etree._Element) -> None:
        """Add `mi:hasSyndicationRights` to each `media:content` that is a picture."""
        for content in element.iterfind(f"{{{MediaRss.namespace}}}content[@medium='image']"):
            self.add(content, "hasSyndicationRights", "1")
