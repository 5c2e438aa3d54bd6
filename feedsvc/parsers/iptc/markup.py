"""One element of NITF, XHTML or HTML as HTML that is not safe yet.

NITF's elements become those of HTML: `hl2` is a heading, `bq` a quotation, and what marks a
person, a place or a sum is only text.
"""

import html
import re
from typing import Final

from feedsvc.parsers.iptc.media import usable_reference
from feedsvc.parsers.newstext.editorial import EDITORIAL_CLASSES, is_for_editors
from feedsvc.parsers.reading.html import BLOCKS, DROPPED_WHOLE, PHRASES, xml_text
from feedsvc.parsers.reading.xml import Element, local_name, text_in

DEEPEST: Final = 32
"""How deep elements may nest; the text of what lies deeper is kept, its elements are not."""

SET_ASIDE: Final = frozenset(("media",))
"""Elements that are no text, and are read apart."""

DROPPED: Final = frozenset(DROPPED_WHOLE) | frozenset(
    (
        *("head", "button", "input", "label", "form", "tagline", "bibliography", "body.end"),
        *("media-metadata", "nitf-table-metadata", "video", "audio"),
    )
)
"""Elements that are left out with all that is in them."""

RENAMED: Final = {"hl1": "h2", "hl2": "h2", "bq": "blockquote", "fn": "p"}

_NOT_TEXT: Final = DROPPED | SET_ASIDE
_KEPT: Final = (frozenset(PHRASES) | frozenset(BLOCKS)) - frozenset(
    ("article", "aside", "center", "div", "footer", "header", "hgroup", "main", "nav", "section")
)
_EMPTY: Final = frozenset(("br", "hr", "wbr"))
_LINES: Final = frozenset(("li", "p", "dd", "dt", "tr"))
_HOLDS_LINES: Final = _LINES | {"ul", "ol", "dl", "table", "blockquote"}
_INLINE: Final = frozenset(PHRASES) | frozenset(("img",))
_ATTRIBUTES: Final = ("href", "title", "lang", "dir", "cite", "datetime", "colspan", "rowspan")
_SPACES: Final = re.compile(r"[ \t\r\n\f]+")
_PRIVATE_NOTES: Final = frozenset(("npa", "editorsnote"))


def markup_of(element: Element, name: str, depth: int) -> str:
    """Return an element as HTML with all that is in it, or its content alone.

    `name` is its name in small letters, `depth` how many elements it lies in. A line for
    editors in it is left out.
    """
    name = RENAMED.get(name, name)
    if name in _EMPTY:
        return f"<{name}>"
    if depth and name in _LINES and _is_for_editors(element):
        return ""
    if depth >= DEEPEST:
        return spaced(text_in(element))
    content = _content(element, name, depth)
    if name not in _KEPT:
        return content
    given = "".join(
        f' {key}="{html.escape(value)}"' for key in _ATTRIBUTES if (value := element.get(key))
    )
    if name in BLOCKS and name != "pre":
        content = content.strip()
    return f"<{name}{given}>{content}</{name}>"


def spaced(text: str | None, *, keep: bool = False) -> str:
    """Return text as HTML, its white space single spaces where it is not to be kept."""
    escaped = html.escape(xml_text(text or ""), quote=False)
    return escaped if keep else _SPACES.sub(" ", escaped)


def picture(element: Element) -> str:
    """Return a picture that a reader can load; nothing for one in a newsroom's archive."""
    source = usable_reference(element.get("src") or "")
    if not source:
        return ""
    given = {key: element.get(key) for key in ("alt", "width", "height")}
    more = "".join(f' {key}="{html.escape(value)}"' for key, value in given.items() if value)
    return f'<img src="{html.escape(source)}"{more}>'


def is_lone_caption(element: Element) -> bool:
    """Tell a figure whose picture cannot be shown: what is left of it is no text."""
    if local_name(element).lower() != "figure":
        return False
    if next(element.iterdescendants("{*}table", "{*}blockquote"), None) is not None:
        return False
    return not any(picture(each) for each in element.iterdescendants("{*}img"))


def is_hidden(element: Element) -> bool:
    """Tell a block that is not for readers by its class, or by the type of NITF's notes."""
    name = local_name(element).lower()
    if name == "note":
        kinds = {(element.get(key) or "").lower() for key in ("type", "noteclass")}
        if kinds & _PRIVATE_NOTES:
            return True
    return name not in _INLINE and bool(EDITORIAL_CLASSES.search(element.get("class") or ""))


def _is_for_editors(element: Element) -> bool:
    """Tell a line that is for editors; one that holds others is looked at line by line."""
    if any(local_name(inner).lower() in _HOLDS_LINES for inner in element):
        return False
    return is_for_editors(text_in(element))


def _content(element: Element, name: str, depth: int) -> str:
    keep = name == "pre"
    parts = [spaced(element.text, keep=keep)]
    for inner in element:
        below = local_name(inner).lower()
        if below == "img":
            parts.append(picture(inner))
        elif below and below not in _NOT_TEXT and not is_hidden(inner):
            parts.append(markup_of(inner, below, depth + 1))
        parts.append(spaced(inner.tail, keep=keep))
    return "".join(parts)
