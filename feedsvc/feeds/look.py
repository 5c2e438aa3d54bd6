"""How a feed looks: its icon, logo and colour, and the stylesheet of its XML."""

from html import escape
from urllib.parse import urlsplit

import msgspec

_RASTER = ("gif", "jpg", "jpeg", "png")
"""What RSS allows for the image of a channel."""


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """The pictures and the colour of a feed; addresses are absolute.

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
        """The picture of an RSS channel: the logo, else the icon, that is no vector graphic."""
        return next((url for url in (self.logo, self.icon) if url and suffix(url) in _RASTER), None)

    @property
    def snf_logo(self) -> str | None:
        """The logo for SmartNews, which takes PNG alone: the banner, else the logo."""
        pictures = (self.banner, self.logo)
        return next((url for url in pictures if url and suffix(url) == "png"), None)

    @property
    def is_plain(self) -> bool:
        """Whether there is nothing that webfeeds has a word for."""
        return not (self.icon or self.logo or self.cover or self.accent_color)


def suffix(url: str) -> str:
    """Return the suffix of an address's file, in small letters, or an empty text."""
    try:
        name = urlsplit(url).path.rpartition("/")[2]
    except ValueError:
        return ""
    return name.rpartition(".")[2].lower() if "." in name else ""


def styled(document: bytes, look: Look) -> bytes:
    """Return an XML document with its stylesheet instruction, if there is one.

    Source: https://www.w3.org/TR/xml-stylesheet/. Browsers have given up XSLT, not this.
    """
    if not look.stylesheet:
        return document
    declaration, rest = document.split(b"\n", 1)
    instruction = f'<?xml-stylesheet type="text/css" href="{escape(look.stylesheet)}"?>'
    return b"\n".join((declaration, instruction.encode(), rest))
