"""Paragraphs where WordPress makes them when it shows a post: at the empty lines of its text."""

import re
from collections import Counter
from typing import Final

_BLOCKS: Final = (
    "address|article|aside|audio|blockquote|body|canvas|caption|col|colgroup|dd|details|div|dl|dt|"
    "fieldset|figcaption|figure|footer|form|h[1-6]|header|hr|iframe|li|main|map|menu|nav|noscript|"
    "object|ol|option|p|pre|script|section|select|style|summary|svg|table|tbody|td|textarea|tfoot|"
    "th|thead|tr|ul|video"
)
_TAG: Final = re.compile(rf"<(?P<end>/?)(?P<name>{_BLOCKS})(?=[\s/>])[^<>]*>", re.IGNORECASE)
_HOLDING_PARAGRAPHS: Final = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "details", "div", "footer"),
        *("header", "main", "section"),
    )
)
_ALONE: Final = frozenset(("hr", "col"))
_EMPTY_LINE: Final = re.compile(r"\n[ \t]*\n\s*")
_ADDRESS: Final = re.compile(r"^[ \t]*(https?://[^\s<>\"]+)[ \t]*$", re.MULTILINE)
_HAS_BLOCKS: Final = "<!-- wp:"
_PARTING: Final = ("more", "nextpage")


def with_paragraphs(markup: str) -> str:
    """Return HTML with its paragraphs, as WordPress's `wpautop` makes them.

    Text between blocks becomes a paragraph at each empty line, a single line end in it a
    `<br>`. What the block editor wrote has all its paragraphs. An address on a line of its
    own, which WordPress embeds, becomes a link.
    """
    text = markup.replace("\r\n", "\n").replace("\r", "\n")
    text = _ADDRESS.sub(r'<a href="\1">\1</a>', text)
    if _HAS_BLOCKS in text:
        return text
    text = _without_comments(text)
    parts: list[str] = []
    opened = _Opened()
    start = 0
    for tag in _TAG.finditer(text):
        parts += (opened.wrapped(text[start : tag.start()]), tag[0])
        start = tag.end()
        name = tag["name"].lower()
        if tag["end"]:
            opened.close(name)
        elif name not in _ALONE and not tag[0].endswith("/>"):
            opened.open(name)
    return "".join([*parts, opened.wrapped(text[start:])])


class _Opened:
    """The blocks that are open at a place of a text."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._counts: Counter[str] = Counter()
        self._without_paragraphs = 0

    def open(self, name: str) -> None:
        """Open a block."""
        self._names.append(name)
        self._counts[name] += 1
        self._without_paragraphs += name not in _HOLDING_PARAGRAPHS

    def close(self, name: str) -> None:
        """Close the innermost block of a name and all in it; a stray end tag closes none."""
        closed = "" if self._counts[name] else name
        while closed != name:
            closed = self._names.pop()
            self._counts[closed] -= 1
            self._without_paragraphs -= closed not in _HOLDING_PARAGRAPHS

    def wrapped(self, text: str) -> str:
        """Return the text between two tags, in paragraphs where it may stand in any.

        A `div` of one paragraph is left as it is.
        """
        pieces = [piece for piece in _EMPTY_LINE.split(text) if piece.strip()]
        single = len(pieces) == 1 and self._names[-1:] not in ([], ["blockquote"])
        if self._without_paragraphs or not pieces or single:
            return text
        lines = (piece.strip().replace("\n", "<br>\n") for piece in pieces)
        return "\n".join(f"<p>{line}</p>" for line in lines)


def _without_comments(text: str) -> str:
    """Drop comments; those that part a post are an empty line, one that never ends stays."""
    first, *others = text.split("<!--")
    parts = [first]
    for other in others:
        comment, end, rest = other.partition("-->")
        parting = comment.strip().lower().startswith(_PARTING)
        parts.append((f"\n\n{rest}" if parting else rest) if end else f"<!--{other}")
    return "".join(parts)
