"""XML and JSON that are no story format: refused, so that they are not read as page text."""

import re
from typing import Final, NoReturn

from feedsvc.errors import StoryError
from feedsvc.parsers.source import Source

_XML: Final = re.compile(rb"<(?:\?xml|!doctype|[A-Za-z][\w:.-]*[\s>])", re.IGNORECASE)
_JSON: Final = re.compile(rb'\{\s*"[^"\n]*"\s*:|\[\s*[\[{"]')


def claims(source: Source) -> bool:
    """Return whether a file is XML or JSON, by its first bytes."""
    return _kind(source) is not None


def parse(source: Source) -> NoReturn:
    """Raise StoryError, which names the kind of data."""
    reason = f"unsupported format: {_kind(source)}"
    raise StoryError(source.name, reason, cure="save its text as .txt or .md")


def _kind(source: Source) -> str | None:
    beginning = source.data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    return "XML" if _XML.match(beginning) else "JSON" if _JSON.match(beginning) else None
