"""Shortcodes of WordPress in a post: made into HTML where that is plain, else taken out.

| shortcode | becomes |
|---|---|
| `[caption]<img ...> Text[/caption]` | a figure with its caption |
| `[embed]address[/embed]` | a link |
| `[audio src="..."]`, `[video src="..."]`, by suffix (`mp3="..."`) too | a player |
| `[gallery ids="1,2"]` | media of the entry |
| any other that is known by attributes, a closing tag or its name | nothing; text inside stays |
| `[[caption]]` | the text `[caption]` |

Brackets that are none of these are text: `[sic]`, `[1]`.
"""

import html
import re
from typing import Final, NamedTuple

KNOWN: Final = frozenset(
    (
        *("adsense", "audio", "caption", "contact-form-7", "embed", "gallery", "instagram"),
        *("playlist", "sharethis", "toc", "tweet", "video", "vimeo", "wp_caption", "youtube"),
    )
)
"""Shortcodes that are known without attributes, too."""

_CODE: Final = re.compile(
    r"(?P<escape>\[?)\[(?P<end>/?)(?P<name>[A-Za-z][\w-]{0,60})(?P<attributes>(?:\s[^\[\]]{0,2000}+|/)?)\]"
)
_ATTRIBUTE: Final = re.compile(
    r"""(?<![\w-])([\w-]++)\s*+=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'/]+))"""
)
_IMAGE: Final = re.compile(r"\s*((?:<a\b[^<>]*>\s*)?<img\b[^<>]*>(?:\s*</a>)?)", re.IGNORECASE)
_QUOTES: Final = str.maketrans("\u201c\u201d\u2033\u2018\u2019", '"""\'\'')
_HOLDING: Final = frozenset(("caption", "embed", "wp_caption"))
_SOURCES: Final = ("src", "mp3", "m4a", "ogg", "wav", "mp4", "m4v", "webm", "ogv")


class Body(NamedTuple):
    """A post's HTML without shortcodes, the names of those dropped, the numbers of galleries."""

    markup: str
    dropped: tuple[str, ...]
    gallery: tuple[str, ...]


def without_shortcodes(markup: str) -> Body:
    """Return a post's text with its shortcodes made into HTML, or taken out."""
    if "[" not in markup:
        return Body(markup, (), ())
    scan = _Scan(markup)
    return Body(scan.run(), tuple(dict.fromkeys(scan.dropped)), tuple(scan.gallery))


class _Scan:
    """One pass over a post from the left."""

    def __init__(self, markup: str) -> None:
        self.markup = markup
        self.codes = list(_CODE.finditer(markup))
        opened = {code["name"].lower() for code in self.codes if not code["end"]}
        self.paired = opened & {code["name"].lower() for code in self.codes if code["end"]}
        self.ends = self.find_ends()
        self.dropped: list[str] = []
        self.gallery: list[str] = []

    def find_ends(self) -> list[re.Match[str] | None]:
        """Return the closing tag of each shortcode, if it comes before another of its name."""
        following: dict[str, re.Match[str]] = {}
        ends: list[re.Match[str] | None] = []
        for code in reversed(self.codes):
            name = code["name"].lower()
            after = following.get(name)
            ends.append(after if after and after["end"] else None)
            following[name] = code
        return ends[::-1]

    def run(self) -> str:
        """Return the text that stays."""
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
            became, position = self.became(code, end)
            parts.append(f"{code['escape']}{became}")
        return "".join([*parts, self.markup[position:]])

    def became(self, code: re.Match[str], end: re.Match[str] | None) -> tuple[str, int]:
        """Return what a shortcode becomes, and where the text goes on behind it."""
        name, attributes = code["name"].lower(), _attributes(code["attributes"])
        if not (name in KNOWN or name in self.paired or attributes):
            return code[0].removeprefix(code["escape"]), code.end()
        holds = name in _HOLDING and end and not code["end"]
        inner = self.markup[code.end() : end.start()] if end and holds else ""
        after = end.end() if end else code.end()
        markup = _as_html(name, attributes, inner.strip())
        if markup:
            return f"\n\n{markup}\n\n", after
        if name == "gallery":
            self.gallery += re.findall(r"\d+", attributes.get("ids", ""))
        if not code["end"]:
            self.dropped.append(name)
        return "", code.end()


def _attributes(written: str) -> dict[str, str]:
    """Return the attributes of a shortcode, by names in small letters."""
    return {
        match[1].lower(): html.unescape(match[2] or match[3] or match[4] or "")
        for match in _ATTRIBUTE.finditer(written.translate(_QUOTES))
    }


def _as_html(name: str, attributes: dict[str, str], inner: str) -> str:
    """Return the HTML that a shortcode stands for; empty where it stands for none."""
    if name in ("caption", "wp_caption") and inner:
        return _figure(inner, attributes)
    if name == "embed":
        return inner
    if name in ("audio", "video"):
        source = next((attributes[key] for key in _SOURCES if attributes.get(key)), "")
        return f'<{name} src="{html.escape(source)}" controls=""></{name}>' if source else ""
    return ""


def _figure(inner: str, attributes: dict[str, str]) -> str:
    """Return a figure of a picture, which may be linked, and the text behind it."""
    image = _IMAGE.match(inner)
    text = (inner[image.end() :] if image else inner).strip() or attributes.get("caption", "")
    shown = image[1] if image else ""
    legend = f"<figcaption>{text}</figcaption>" if text else ""
    return f"<figure>{shown}{legend}</figure>"
