"""webfeeds: how a feed looks in readers that heed it, such as Feedly."""

from datetime import datetime

from lxml import etree

from feedsvc.feeds.branding import Branding
from feedsvc.feeds.extensions import Extension
from feedsvc.feeds.extensions.mediarss import MediaRss
from feedsvc.feeds.formatting import whole_second
from feedsvc.feeds.media import url_suffix


class WebFeeds(Extension):
    """Cover, icon, logo and colour of a feed.

    A logo is an SVG there; any other stands only where RSS and Atom have a place for it.
    """

    prefix = "webfeeds"
    namespace = "http://webfeeds.org/rss/1.0"

    branding = Branding()

    def extend_rss(self, element: etree._Element) -> None:
        """Add to the channel."""
        self.extend_atom(element[0])

    def extend_atom(self, element: etree._Element) -> None:
        """Add to the feed."""
        branding = self.branding
        if branding.cover:
            self.add(element, "cover", image=branding.cover)
        if branding.icon:
            self.add(element, "icon", branding.icon)
        if branding.logo and url_suffix(branding.logo) == "svg":
            self.add(element, "logo", branding.logo)
        if branding.accent_color:
            self.add(element, "accentColor", branding.accent_color)


class SmartNews(Extension):
    """The logo of a channel: `url` is the address of a PNG, best of 700 x 100 pixels."""

    prefix = "snf"
    namespace = "http://www.smartnews.be/snf"

    url: str | None = None

    def extend_rss(self, element: etree._Element) -> None:
        """Add to the channel; the address stands in an element without a namespace."""
        etree.SubElement(self.add(element[0], "logo"), "url").text = self.url


class SourceText(Extension):
    """The Markdown of which the content was made, for programs that edit what they read."""

    prefix = "source"
    namespace = "http://source.scripting.com/"

    markdown: str | None = None

    def extend_rss(self, element: etree._Element) -> None:
        """Add `source:markdown`."""
        if self.markdown:
            self.add(element, "markdown", self.markdown)


class Microsoft(Extension):
    """Says of all pictures of an item, which `MediaRss` has written, that MSN may show them."""

    prefix = "mi"
    namespace = "http://schemas.ingestion.microsoft.com/common/"

    def extend_rss(self, element: etree._Element) -> None:
        """Add `mi:hasSyndicationRights` to each `media:content` that is a picture."""
        for content in element.iterfind(f"{{{MediaRss.namespace}}}content[@medium='image']"):
            self.add(content, "hasSyndicationRights", "1")


class DublinCoreTerms(Extension):
    """The last change of an item; of one that was never changed, its publication."""

    prefix = "dcterms"
    namespace = "http://purl.org/dc/terms/"

    modified: datetime | None = None

    def extend_rss(self, element: etree._Element) -> None:
        """Add `dcterms:modified`, a W3C date in UTC."""
        if self.modified:
            self.add(element, "modified", whole_second(self.modified).isoformat())
