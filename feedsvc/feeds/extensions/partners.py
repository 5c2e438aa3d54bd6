"""Namespaces of particular readers and partners: webfeeds, SmartNews, MSN and Dave Winer's."""

from datetime import datetime

from lxml import etree

from feedsvc.feeds.branding import Branding
from feedsvc.feeds.extensions import Extension
from feedsvc.feeds.extensions.mediarss import MediaRss
from feedsvc.feeds.formatting import whole_second
from feedsvc.feeds.media import url_suffix


class WebFeeds(Extension, frozen=True, kw_only=True):
    """Cover, icon, logo and colour of a feed, for readers such as Feedly.

    A `webfeeds:logo` must be an SVG; other logos appear only in RSS's and Atom's own elements.
    """

    prefix = "webfeeds"
    namespace = "http://webfeeds.org/rss/1.0"

    branding: Branding

    def extend_rss(self, element: etree._Element) -> None:
        """Add the branding to the channel."""
        self.extend_atom(element[0])

    def extend_atom(self, element: etree._Element) -> None:
        """Add the branding to the feed."""
        branding = self.branding
        if branding.cover:
            self.add(element, "cover", image=branding.cover)
        if branding.icon:
            self.add(element, "icon", branding.icon)
        if branding.logo and url_suffix(branding.logo) == "svg":
            self.add(element, "logo", branding.logo)
        if branding.accent_color:
            self.add(element, "accentColor", branding.accent_color)


class SmartNews(Extension, frozen=True, kw_only=True):
    """The publisher's logo in the SmartNews app: the URL of a PNG, ideally 700 x 100 pixels."""

    prefix = "snf"
    namespace = "http://www.smartnews.be/snf"

    url: str

    def extend_rss(self, element: etree._Element) -> None:
        """Add the logo to the channel; its `url` element has no namespace."""
        etree.SubElement(self.add(element[0], "logo"), "url").text = self.url


class SourceText(Extension, frozen=True, kw_only=True):
    """The Markdown source of an item's content, for programs that edit it.

    Source: http://source.scripting.com/.
    """

    prefix = "source"
    namespace = "http://source.scripting.com/"

    markdown: str | None = None

    def extend_rss(self, element: etree._Element) -> None:
        """Add `source:markdown`."""
        if self.markdown:
            self.add(element, "markdown", self.markdown)


class Microsoft(Extension, frozen=True, kw_only=True):
    """The publisher's permission for MSN to show the images that `MediaRss` has written."""

    prefix = "mi"
    namespace = "http://schemas.ingestion.microsoft.com/common/"

    def extend_rss(self, element: etree._Element) -> None:
        """Add `mi:hasSyndicationRights` to each `media:content` that is an image."""
        for content in element.iterfind(f"{{{MediaRss.namespace}}}content[@medium='image']"):
            self.add(content, "hasSyndicationRights", "1")


class DublinCoreTerms(Extension, frozen=True, kw_only=True):
    """The time of an item's last change, or of its publication, as MSN requires."""

    prefix = "dcterms"
    namespace = "http://purl.org/dc/terms/"

    modified: datetime | None = None

    def extend_rss(self, element: etree._Element) -> None:
        """Add `dcterms:modified`, a W3C date in UTC."""
        if self.modified:
            self.add(element, "modified", whole_second(self.modified).isoformat())
