"""Text files that are no page text: claimed before it, to be refused with a reason."""

import re
from pathlib import PurePosixPath
from typing import Final, NoReturn

from feedsvc.errors import StoryError
from feedsvc.parsers.source import Format, Source

_FIRST_BYTES: Final = 1024
_SAVE_TEXT: Final = "save its text as .txt or .md"

# What such files begin with; the marks of UTF-8 and white space may stand before it.
KINDS: Final[tuple[tuple[re.Pattern[bytes], str, str], ...]] = (
    (
        re.compile(rb"<(?:!doctype html|html|head|body|article|div|p)\b", re.IGNORECASE),
        "an HTML page without front matter",
        "put '---', a line 'title: ...' and '---' above it, or save its text as .txt",
    ),
    (re.compile(rb"<(?:\?xml|!doctype|[A-Za-z][\w:.-]*[\s>])", re.IGNORECASE), "XML", _SAVE_TEXT),
    (re.compile(rb'\{\s*"[^"\n]*"\s*:|\[\s*[\[{"]'), "JSON", _SAVE_TEXT),
)
"""How the file begins, what it is, and what to do."""

HTML_SUFFIXES: Final = frozenset((".html", ".htm", ".xhtml"))


def claims(source: Source) -> bool:
    """Tell whether a file is HTML, XML or JSON, whatever its name."""
    return _kind(source) is not None


def parse(source: Source) -> NoReturn:
    """Refuse the file: raises StoryError with what it is and what to do."""
    what, cure = _kind(source) or ("no text", _SAVE_TEXT)
    raise StoryError(source.name, f"this is {what}, which is not read", cure=cure)


def _kind(source: Source) -> tuple[str, str] | None:
    beginning = source.data[:_FIRST_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip()
    for pattern, what, cure in KINDS:
        if pattern.match(beginning):
            return what, cure
    if beginning and PurePosixPath(source.name).suffix.lower() in HTML_SUFFIXES:
        return KINDS[0][1], KINDS[0][2]
    return None


FORMAT: Final = Format(name="not a story", claims=claims, parse=parse)
