"""The visible text of an entry: plain, folded, and as digests that show whether it changed."""

import html
import re
import unicodedata
from hashlib import blake2b
from typing import Any

import msgspec

from feedsvc.entry import Entry

_NOT_CONTENT = frozenset(
    {"id", "source_id", "version", "slug", "published", "updated", "date_precision"}
    | {"status", "embargo", "expires", "markdown"}  # markdown: the content has the same text
)
"""Fields of an entry that are not part of its content."""

_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|del|dfn|em|i|ins|kbd|mark|q|s|samp|small|span|strong"
    r'|sub|sup|time|u|var|wbr)\b[^>"]*(?:"[^"]*"[^>"]*)*>'
)
"""An inline tag of safe HTML, whose tags are lowercase."""

_TAG = r'<[^>"]*(?:"[^"]*"[^>"]*)*>'
_TAGS = re.compile(rf"{_TAG}(?:\s*{_TAG})*")
_SENTENCE_END = re.compile(
    r"(?<=\w{4}[.!?])[\"'\u201d\u2019\u00bb)]*(?=\s)|(?<=[\u3002\uff01\uff1f\u061f\u0964])"
)
_SPACES = bytes.maketrans(b"\t\n\v\f\r\x1c\x1d\x1e\x1f", b" " * 9)
_UNICODE_SPACES = "\x85\u1680\u2028\u2029"
"""White space that NFKC does not turn into a space."""

_encode = msgspec.json.Encoder(order="sorted").encode


def folded(text: str) -> str:
    """Return a text with case, width, composition and white space normalized."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        for space in _UNICODE_SPACES:
            text = text.replace(space, " ")
    # A fifth of the time of splitting a long text into words.
    data = text.casefold().encode(errors="surrogatepass").translate(_SPACES)
    while b"  " in data:
        data = data.replace(b"  ", b" ")
    return data.strip(b" ").decode(errors="surrogatepass")


def content_digest(entry: Entry) -> str:
    """Return a digest of all that readers see, without dates and status; "" without content.

    Empty fields are omitted, so that a field added in a later version, such as `alt` of media,
    changes no digest. The duration of media is omitted because it came after the first version.
    """
    fields: dict[str, Any] = msgspec.to_builtins(entry)
    for media in fields["media"]:
        del media["duration"]
        if media["alt"] is None:
            del media["alt"]
    content = {name: value for name, value in fields.items() if value and name not in _NOT_CONTENT}
    return _digest(_encode(content)) if content else ""


def body_digest(entry: Entry) -> str:
    """Return a digest of the text of the body; "" without a body."""
    text = folded(" ".join((*entry.highlights, _plain(entry.content or "", " "))))
    return _digest(text.encode()) if text else ""


def first_sentence(content: str, limit: int = 100) -> str:
    """Return the first sentence of safe HTML, cut after a word to `limit` characters."""
    lines = _plain(" ".join(content.split()), "\n").split("\n")
    block = next((line.strip() for line in lines if line.strip()), "")
    end = _SENTENCE_END.search(block)
    sentence = block[: end.end()] if end else block
    if len(sentence) <= limit:
        return sentence
    words, space, _ = sentence[:limit].rpartition(" ")
    return (words.rstrip(" ,;:-\u2013") if space else sentence[: limit - 1]) + "…"


def _plain(content: str, separator: str) -> str:
    """Return safe HTML as text, with a separator between blocks such as paragraphs."""
    return html.unescape(_TAGS.sub(separator, _INLINE.sub("", content)))


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=12).hexdigest()
