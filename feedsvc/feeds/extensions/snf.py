"""SmartNews's namespace (SmartFormat): the logo that its app shows of a publisher."""

from lxml import etree

from feedsvc.feeds.extensions import Extension


class SmartNews(Extension):
    """The logo of a channel: `url` is the address of a PNG, best of 700 x 100 pixels."""

    prefix = "snf"
    namespace = "http://www.smartnews.be/snf"

    url: str | None = None

    def extend_rss(self, element: etree._Element) -> None:
        """Add to the channel; the address stands in an element without a namespace."""
        etree.SubElement(self.add(element[0], "logo"), "url").text = self.url
