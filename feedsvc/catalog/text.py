"""What a reader sees of an entry, as plain text and as digests that tell whether it changed."""

import html
import re
import unicodedata
from hashlib import blake2b
from typing import Any

import msgspec

from feedsvc.entry import Entry

_UNSEEN = frozenset(
    {"id", "source_id", "version", "slug", "published", "updated", "date_precision"}
    | {"status", "embargo", "expires", "markdown"}  # the content says the same
)
"""Fields of an entry whose change is no change of its content."""

_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|del|dfn|em|i|ins|kbd|mark|q|s|samp|small|span|strong"
    r'|sub|sup|time|u|var|wbr)\b[^>"]*(?:"[^"]*"[^>"]*)*>',
    re.IGNORECASE,
)
_TAG = re.compile(r'<[^>"]*(?:"[^"]*"[^>"]*)*>')
_SENTENCE_END = re.compile(
    r"(?<=\w{4}[.!?])[\"'\u201d\u2019\u00bb)]*(?=\s)|(?<=[\u3002\uff01\uff1f\u061f\u0964])"
)
_encode = msgspec.json.Encoder(order="sorted").encode


def folded(text: str) -> str:
    """Return the text without differences of case, width, composition and white space."""
    composed = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return " ".join(composed.casefold().split())


def content_digest(entry: Entry) -> str:
    """Return a digest of all that a reader sees, which dates and status are not.

    Empty fields stay out of it, so that a field which later versions add changes nothing, as
    `alt` of media; so does how long sound lasts, which versions before could not tell.
    """
    fields: dict[str, Any] = msgspec.to_builtins(entry)
    for media in fields["media"]:
        del media["duration"]
        if media["alt"] is None:
            del media["alt"]
    seen = {name: value for name, value in fields.items() if value and name not in _UNSEEN}
    return _digest(_encode(seen)) if seen else ""


def body_digest(entry: Entry) -> str:
    """Return a digest of the words of the body, or an empty text where there are none."""
    words = folded(" ".join((*entry.highlights, _plain(entry.content or "", " "))))
    return _digest(words.encode()) if words else ""


def first_sentence(content: str, limit: int = 100) -> str:
    """Return the first sentence of safe HTML, cut at a word's end to `limit` characters."""
    lines = _plain(" ".join(content.split()), "\n").split("\n")
    block = next((line.strip() for line in lines if line.strip()), "")
    end = _SENTENCE_END.search(block)
    sentence = block[: end.end()] if end else block
    if len(sentence) <= limit:
        return sentence
    kept, space, _ = sentence[:limit].rpartition(" ")
    return (kept.rstrip(" ,;:-\u2013") if space else sentence[: limit - 1]) + "…"


def _plain(content: str, between: str) -> str:
    """Return safe HTML as text, with something between paragraphs, list items and so on."""
    return html.unescape(_TAG.sub(between, _INLINE.sub("", content)))


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=12).hexdigest()
