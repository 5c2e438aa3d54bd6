"""webfeeds: how a feed looks in readers that heed it, such as Feedly."""

from lxml import etree

from feedsvc.feeds.extensions import Extension
from feedsvc.feeds.look import Look, suffix


class WebFeeds(Extension):
    """Cover, icon, logo and colour of a feed.

    A logo is an SVG there; any other stands only where RSS and Atom have a place for it.
    """

    prefix = "webfeeds"
    namespace = "http://webfeeds.org/rss/1.0"

    look = Look()

    def extend_rss(self, element: etree._Element) -> None:
        """Add to the channel."""
        self.extend_atom(element[0])

    def extend_atom(self, element: etree._Element) -> None:
        """Add to the feed."""
        look = self.look
        if look.cover:
            self.add(element, "cover", image=look.cover)
        if look.icon:
            self.add(element, "icon", look.icon)
        if look.logo and suffix(look.logo) == "svg":
            self.add(element, "logo", look.logo)
        if look.accent_color:
            self.add(element, "accentColor", look.accent_color)
