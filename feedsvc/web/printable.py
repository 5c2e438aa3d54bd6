"""Untrusted text made safe to display: control and formatting characters become visible."""

import re

from feedsvc.feeds.sanitize import ILLEGAL_IN_XML

LONGEST = 300
"""How many characters of a message, path or name are shown."""

_INVISIBLE = re.compile(
    f"[{ILLEGAL_IN_XML}"
    "\n\r\x7f-\x9f"  # the other controls, except the tab
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidirectional formatting
    "\u200b\u2028\u2029\u2060\ufeff"  # zero-width spaces and line separators
    "\ufff9-\ufffb]"  # interlinear annotation
)
_CONTROL_PICTURES, _DELETE = 0x2400, 0x7F


def printable(text: str) -> str:
    """Return a text with a symbol for each invisible character, except tabs.

    ASCII controls become control pictures (U+2400 to U+2421), others their code point, so
    that a bidi override has no effect and a lone surrogate can be encoded as UTF-8.
    """
    return _INVISIBLE.sub(_symbol, text)


def shorten(text: str) -> str:
    """Return a printable text on one line, truncated if it is long."""
    return printable(text if len(text) <= LONGEST else text[: LONGEST - 1] + "…")


def _symbol(match: re.Match[str]) -> str:
    number = ord(match[0])
    if number < 0x20:  # noqa: PLR2004 -- the controls of ASCII end here
        return chr(_CONTROL_PICTURES + number)
    return "\u2421" if number == _DELETE else f"⟨U+{number:04X}⟩"
