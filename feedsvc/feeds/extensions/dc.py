"""Dublin Core: an RSS item's authors, rights and language."""

from collections.abc import Sequence

from lxml import etree

from feedsvc.feeds.extensions import Extension


class DublinCore(Extension):
    """What RSS has no element for, or one that asks for an e-mail address.

    `language` is a BCP 47 tag, given where it differs from that of the feed.
    """

    prefix = "dc"
    namespace = "http://purl.org/dc/elements/1.1/"

    creators: Sequence[str] = ()
    rights: str | None = None
    language: str | None = None

    def extend_rss(self, element: etree._Element) -> None:
        """Add one `dc:creator` for each author, then rights and language."""
        for creator in self.creators:
            self.add(element, "creator", creator)
        if self.rights:
            self.add(element, "rights", self.rights)
        if self.language:
            self.add(element, "language", self.language)
