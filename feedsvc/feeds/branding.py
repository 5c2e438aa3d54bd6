"""The branding of a feed: icon, logo, colour, and the stylesheet of its XML."""

from html import escape

import msgspec

from feedsvc.feeds.media import url_suffix

_RASTER = ("gif", "jpg", "jpeg", "png")
"""The file types that RSS allows for a channel's image."""


class Branding(msgspec.Struct, frozen=True, kw_only=True):
    """The images and colour of a feed, with absolute URLs.

    `icon` is square, `logo` wide, `cover` large, `banner` a wide PNG; `accent_color` is six
    hexadecimal digits.
    """

    icon: str | None = None
    logo: str | None = None
    cover: str | None = None
    banner: str | None = None
    accent_color: str | None = None
    stylesheet: str | None = None

    @property
    def image(self) -> str | None:
        """The image of an RSS channel: the logo, else the icon, whichever is a raster image."""
        urls = (self.logo, self.icon)
        return next((url for url in urls if url and url_suffix(url) in _RASTER), None)

    @property
    def snf_logo(self) -> str | None:
        """The logo for SmartNews, which must be a PNG: the banner, else the logo."""
        urls = (self.banner, self.logo)
        return next((url for url in urls if url and url_suffix(url) == "png"), None)

    @property
    def is_plain(self) -> bool:
        """Whether the feed has none of the values of webfeeds elements."""
        return not (self.icon or self.logo or self.cover or self.accent_color)


def add_stylesheet(document: bytes, branding: Branding) -> bytes:
    """Return an XML document with an instruction for its stylesheet, if it has one.

    Browsers are dropping XSLT but keep CSS. Source: https://www.w3.org/TR/xml-stylesheet/.
    """
    if not branding.stylesheet:
        return document
    declaration, rest = document.split(b"\n", 1)
    instruction = f'<?xml-stylesheet type="text/css" href="{escape(branding.stylesheet)}"?>'
    return b"\n".join((declaration, instruction.encode(), rest))
