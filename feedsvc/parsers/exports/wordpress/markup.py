"""The text of a WordPress post as HTML: paragraphs at empty lines, and shortcodes.

| shortcode | becomes |
|---|---|
| `[caption]<img ...> Text[/caption]` | a figure with its caption |
| `[embed]URL[/embed]` | a link |
| `[audio src="..."]`, `[video src="..."]`, also by suffix (`mp3="..."`) | a player |
| `[gallery ids="1,2"]` | media of the entry |
| any other with attributes, a closing tag or a known name | nothing, but enclosed text stays |
| `[[caption]]` | the text `[caption]` |

Other text in brackets is left unchanged: `[sic]`, `[1]`.
"""

import html
import re
from collections import Counter
from typing import Final, NamedTuple

_BLOCKS: Final = (
    "address|article|aside|audio|blockquote|body|canvas|caption|col|colgroup|dd|details|div|dl|dt|"
    "fieldset|figcaption|figure|footer|form|h[1-6]|header|hr|iframe|li|main|map|menu|nav|noscript|"
    "object|ol|option|p|pre|script|section|select|style|summary|svg|table|tbody|td|textarea|tfoot|"
    "th|thead|tr|ul|video"
)
_TAG: Final = re.compile(rf"<(?P<end>/?)(?P<name>{_BLOCKS})(?=[\s/>])[^<>]*>", re.IGNORECASE)
_PARAGRAPH_PARENTS: Final = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "details", "div", "footer"),
        *("header", "main", "section"),
    )
)
_VOID: Final = frozenset(("hr", "col"))
_EMPTY_LINE: Final = re.compile(r"\n[ \t]*\n\s*")
_URL_LINE: Final = re.compile(r"^[ \t]*(https?://[^\s<>\"]+)[ \t]*$", re.MULTILINE)
_BLOCK_COMMENT: Final = "<!-- wp:"
_BREAKS: Final = ("more", "nextpage")

KNOWN: Final = frozenset(
    (
        *("adsense", "audio", "caption", "contact-form-7", "embed", "gallery", "instagram"),
        *("playlist", "sharethis", "toc", "tweet", "video", "vimeo", "wp_caption", "youtube"),
    )
)
"""Shortcodes that are recognized even without attributes."""

_CODE: Final = re.compile(
    r"(?P<escape>\[?)\[(?P<end>/?)(?P<name>[A-Za-z][\w-]{0,60})(?P<attributes>(?:\s[^\[\]]{0,2000}+|/)?)\]"
)
_ATTRIBUTE: Final = re.compile(
    r"""(?<![\w-])([\w-]++)\s*+=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'/]+))"""
)
_IMAGE: Final = re.compile(r"\s*((?:<a\b[^<>]*>\s*)?<img\b[^<>]*>(?:\s*</a>)?)", re.IGNORECASE)
_QUOTES: Final = str.maketrans("\u201c\u201d\u2033\u2018\u2019", '"""\'\'')
_ENCLOSING: Final = frozenset(("caption", "embed", "wp_caption"))
_SOURCES: Final = ("src", "mp3", "m4a", "ogg", "wav", "mp4", "m4v", "webm", "ogv")


class Body(NamedTuple):
    """HTML without shortcodes, the names of those removed, and the ids of gallery images."""

    markup: str
    removed: tuple[str, ...]
    gallery: tuple[str, ...]


def with_paragraphs(markup: str) -> str:
    """Return HTML with paragraphs, as WordPress's `wpautop` adds them.

    Text between blocks is split into paragraphs at empty lines; a single line break in it becomes a
    `<br>`. Text from the block editor already has its paragraphs. A URL on its own line, which
    WordPress embeds, becomes a link.
    """
    text = markup.replace("\r\n", "\n").replace("\r", "\n")
    text = _URL_LINE.sub(r'<a href="\1">\1</a>', text)
    if _BLOCK_COMMENT in text:
        return text
    text = _without_comments(text)
    parts: list[str] = []
    opened = _OpenBlocks()
    start = 0
    for tag in _TAG.finditer(text):
        parts += (opened.wrapped(text[start : tag.start()]), tag[0])
        start = tag.end()
        name = tag["name"].lower()
        if tag["end"]:
            opened.close(name)
        elif name not in _VOID and not tag[0].endswith("/>"):
            opened.open(name)
    return "".join([*parts, opened.wrapped(text[start:])])


class _OpenBlocks:
    """The block elements that are open at one place of a text."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._counts: Counter[str] = Counter()
        self._without_paragraphs = 0

    def open(self, name: str) -> None:
        """Open a block element."""
        self._names.append(name)
        self._counts[name] += 1
        self._without_paragraphs += name not in _PARAGRAPH_PARENTS

    def close(self, name: str) -> None:
        """Close the innermost element of a name and all inside it; ignore a stray end tag."""
        closed = "" if self._counts[name] else name
        while closed != name:
            closed = self._names.pop()
            self._counts[closed] -= 1
            self._without_paragraphs -= closed not in _PARAGRAPH_PARENTS

    def wrapped(self, text: str) -> str:
        """Return the text between two tags, in paragraphs where those are allowed.

        A `div` with a single paragraph is left unchanged.
        """
        pieces = [piece for piece in _EMPTY_LINE.split(text) if piece.strip()]
        single = len(pieces) == 1 and self._names[-1:] not in ([], ["blockquote"])
        if self._without_paragraphs or not pieces or single:
            return text
        lines = (piece.strip().replace("\n", "<br>\n") for piece in pieces)
        return "\n".join(f"<p>{line}</p>" for line in lines)


def _without_comments(text: str) -> str:
    """Remove comments, except an unclosed one; `more` and `nextpage` become an empty line."""
    first, *others = text.split("<!--")
    parts = [first]
    for other in others:
        comment, end, rest = other.partition("-->")
        is_break = comment.strip().lower().startswith(_BREAKS)
        parts.append((f"\n\n{rest}" if is_break else rest) if end else f"<!--{other}")
    return "".join(parts)


def without_shortcodes(markup: str) -> Body:
    """Return a post's text with shortcodes converted to HTML or removed."""
    if "[" not in markup:
        return Body(markup, (), ())
    scan = _Scan(markup)
    return Body(scan.run(), tuple(dict.fromkeys(scan.removed)), tuple(scan.gallery))


class _Scan:
    """One pass over a text from the left."""

    def __init__(self, markup: str) -> None:
        self.markup = markup
        self.codes = list(_CODE.finditer(markup))
        opened = {code["name"].lower() for code in self.codes if not code["end"]}
        self.paired = opened & {code["name"].lower() for code in self.codes if code["end"]}
        self.ends = self.find_ends()
        self.removed: list[str] = []
        self.gallery: list[str] = []

    def find_ends(self) -> list[re.Match[str] | None]:
        """Return the closing tag of each shortcode that has one before the next of its name."""
        following: dict[str, re.Match[str]] = {}
        ends: list[re.Match[str] | None] = []
        for code in reversed(self.codes):
            name = code["name"].lower()
            after = following.get(name)
            ends.append(after if after and after["end"] else None)
            following[name] = code
        return ends[::-1]

    def run(self) -> str:
        """Return the text without shortcodes."""
        parts: list[str] = []
        position = 0
        for code, end in zip(self.codes, self.ends, strict=True):
            if code.start() < position:
                continue
            parts.append(self.markup[position : code.start()])
            if code["escape"] and self.markup[code.end() : code.end() + 1] == "]":
                parts.append(code[0][1:])
                position = code.end() + 1
                continue
            html_text, position = self.converted(code, end)
            parts.append(f"{code['escape']}{html_text}")
        return "".join([*parts, self.markup[position:]])

    def converted(self, code: re.Match[str], end: re.Match[str] | None) -> tuple[str, int]:
        """Return the HTML of a shortcode, and the position at which the text continues."""
        name, attributes = code["name"].lower(), _attributes(code["attributes"])
        if not (name in KNOWN or name in self.paired or attributes):
            return code[0].removeprefix(code["escape"]), code.end()
        encloses = name in _ENCLOSING and end and not code["end"]
        inner = self.markup[code.end() : end.start()] if end and encloses else ""
        after = end.end() if end else code.end()
        markup = _as_html(name, attributes, inner.strip())
        if markup:
            return f"\n\n{markup}\n\n", after
        if name == "gallery":
            self.gallery += re.findall(r"\d+", attributes.get("ids", ""))
        if not code["end"]:
            self.removed.append(name)
        return "", code.end()


def _attributes(written: str) -> dict[str, str]:
    """Return the attributes of a shortcode, by names in lower case."""
    return {
        match[1].lower(): html.unescape(match[2] or match[3] or match[4] or "")
        for match in _ATTRIBUTE.finditer(written.translate(_QUOTES))
    }


def _as_html(name: str, attributes: dict[str, str], inner: str) -> str:
    """Return the HTML that replaces a shortcode; empty if it has none."""
    if name in ("caption", "wp_caption") and inner:
        return _figure(inner, attributes)
    if name == "embed":
        return inner
    if name in ("audio", "video"):
        source = next((attributes[key] for key in _SOURCES if attributes.get(key)), "")
        return f'<{name} src="{html.escape(source)}" controls=""></{name}>' if source else ""
    return ""


def _figure(inner: str, attributes: dict[str, str]) -> str:
    """Return a figure with an image, which may be linked, and the text after it as its caption."""
    image = _IMAGE.match(inner)
    text = (inner[image.end() :] if image else inner).strip() or attributes.get("caption", "")
    shown = image[1] if image else ""
    legend = f"<figcaption>{text}</figcaption>" if text else ""
    return f"<figure>{shown}{legend}</figure>"
