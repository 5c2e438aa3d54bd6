"""Text of strangers made safe to look at: what cannot be seen gets a sign, what turns text none."""

import re

SHOWN = 300
"""How many characters of a message, a path or a name are shown."""

_UNSEEN = re.compile(
    "[\x00-\x08\x0a-\x1f\x7f-\x9f"  # controls, but for the tab
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # what sets the direction of text
    "\u200b\u2028\u2029\u2060\ufeff"  # spaces of no width and separators of lines
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"  # what is no character of a document
)
_PICTURES, _DELETE = 0x2400, 0x7F


def printable(text: str) -> str:
    """Return a text with a sign for each character that is not seen, a tab excepted.

    Controls become their pictures (U+2400 to U+2421), all others their number: an override of
    the direction (U+202E) turns nothing round, and a lone surrogate can be sent as UTF-8.
    """
    return _UNSEEN.sub(_sign, text)


def shorten(text: str) -> str:
    """Return a text on one line, as `printable` gives it, cut where it is long."""
    cut = text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
    return printable(cut)


def _sign(found: re.Match[str]) -> str:
    number = ord(found[0])
    if number < 0x20:  # noqa: PLR2004 -- the controls of ASCII end here
        return chr(_PICTURES + number)
    return "\u2421" if number == _DELETE else f"⟨U+{number:04X}⟩"
