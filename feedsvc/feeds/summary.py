"""Summaries and titles of entries as plain text, and cutting text to length."""

import html
import re

from feedsvc.entry import Entry

LIMIT = 300
"""The most characters of a summary taken from the content."""

MOST_BYTES = 4000
"""How many bytes of a description podcast directories read."""

_TAG = re.compile(
    r"""<!--.*?-->|<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)(?:"[^"]*+"|'[^']*+'|[^'">])*+>""",
    re.IGNORECASE | re.DOTALL,
)
_INLINE = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i"),
        *("ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time"),
        *("tt", "u", "var", "wbr"),
    )
)
_SKIPPED = frozenset(
    ("audio", "figcaption", "figure", "picture", "script", "style", "svg", "table", "video")
)

# Punctuation that ends a sentence (Latin, Chinese, Arabic, Urdu, Hindi), then what may close a
# quotation after it.
_SENTENCE_END = re.compile(
    r"[.!?\u2026\u3002\uff01\uff1f\u061f\u06d4\u0964]"
    r"['\")\]\u00ab\u00bb\u2018-\u201f\u300d\u300f]*$"
)
_UNSPACED = (
    *(("\u0e00", "\u0eff"), ("\u1000", "\u109f"), ("\u1780", "\u17ff")),
    *(("\u2e80", "\u9fff"), ("\uf900", "\ufaff")),
)
"""The first and last characters of scripts without spaces between words."""
_JOINING = re.compile("[\u0300-\u036f\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]")


def summary_of(entry: Entry) -> str:
    """Return the summary that all formats and pages show: plain text, possibly empty.

    It is the entry's own summary, else its highlights, else its subtitle, else the start of
    its content, cut between words.
    """
    summary = (entry.summary or "").strip() or join_bullets(entry.highlights)
    summary = summary or (entry.subtitle or "").strip()
    return summary or cut(plain_text(entry.content or "", LIMIT + 1), LIMIT)


def title_of(entry: Entry) -> str:
    """Return the entry's title or the best substitute for one; never empty."""
    title = (entry.title or "").strip()
    return title or cut(summary_of(entry), 80) or entry.slug or entry.id or "-"


def join_bullets(bullets: tuple[str, ...]) -> str:
    """Return bullets as one line, separated by `•` unless they are whole sentences."""
    line = ""
    for bullet in filter(None, (" ".join(bullet.split()) for bullet in bullets)):
        gap = " " if _SENTENCE_END.search(line) else " • "
        line = f"{line}{gap}{bullet}" if line else bullet
    return line


def plain_text(markup: str, enough: int | None = None) -> str:
    """Return the running text of safe HTML, without captions and tables.

    Reading stops after `enough` characters, so that a long story costs no more than a short
    one.
    """
    parts: list[str] = []
    length, due, start, hidden = 0, enough or 0, 0, 0
    for tag in _TAG.finditer(markup):
        if not hidden:
            part = html.unescape(markup[start : tag.start()])
            parts.append(part)
            length += len(part)
            if enough and length >= due:
                text = _joined(parts)
                if len(text) >= enough:
                    return text
                # Some of it is white space. Checking when it has doubled keeps the time linear.
                due = 2 * length
        start = tag.end()
        name = (tag["name"] or "").lower()
        if name in _SKIPPED:
            hidden = max(0, hidden + (-1 if tag["end"] else 1))
        if name not in _INLINE:
            parts.append(" ")
    if not hidden:
        parts.append(html.unescape(markup[start:]))
    return _joined(parts)


def _joined(parts: list[str]) -> str:
    return " ".join("".join(parts).split())


def cut(text: str, limit: int) -> str:
    """Return a text of at most `limit` characters, cut between words and marked by `…`.

    In scripts without spaces between words, and in a word longer than half the limit, the
    cut is made between characters, but never before one that combines with the last.
    """
    if len(text) <= limit:
        return text
    end = text.rfind(" ", 0, limit)
    if end < limit // 2 and (end < 1 or _is_unspaced(text[limit - 1])):
        end = limit - 1
        while end > 1 and (_JOINING.match(text, end) or text[end - 1] == "\u200d"):
            end -= 1
    return text[:end].rstrip(" ,;:(-\u2013\u2014•") + "…"


def _is_unspaced(character: str) -> bool:
    return any(first <= character <= last for first, last in _UNSPACED)


def cut_bytes(text: str, limit: int = MOST_BYTES) -> str:
    """Return a text of at most `limit` bytes of UTF-8, cut between words and marked by `…`."""
    data = text.encode()
    if len(data) <= limit:
        return text
    mark = "…"
    start = data[: limit - len(mark.encode())].decode(errors="ignore")
    return f"{start.rpartition(' ')[0] or start}{mark}"
