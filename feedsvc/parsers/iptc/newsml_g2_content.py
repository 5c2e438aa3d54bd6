"""The content of a NewsML-G2 item: its text in one of the forms it comes in, and its media.

The parts of a `contentSet` are forms of one and the same content (specification, section
`contentSet`): the best in the item's language is read. Parts that differ in nothing, neither
type nor language nor rendition, are one text in pieces.
"""

from typing import Final

from feedsvc.entry import Media
from feedsvc.parsers.draft import Draft
from feedsvc.parsers.iptc.body import Block, Found, blocks_in, blocks_of
from feedsvc.parsers.iptc.codes import language_tag
from feedsvc.parsers.iptc.media import MEDIA_WORDS, Rendition, media_of, usable_reference
from feedsvc.parsers.iptc.newsml_g2_meta import role_of
from feedsvc.parsers.iptc.nitf import body_of, media_in, take_head
from feedsvc.parsers.iptc.text import take_body
from feedsvc.parsers.reading.xml import (
    XML_LANG,
    Element,
    child,
    children,
    descendants,
    line_of,
    local_name,
    text_in,
)
from feedsvc.parsers.values import text_of

TYPES: Final = ("html", "nitf", "xml", "plain")
"""Words in the type of a part, the best first."""


def take_content(draft: Draft, item: Element) -> None:
    """Give a draft the text and the media of an item, and what only the text says.

    A picture's description is its caption, and its summary where there is no text.
    """
    is_medium = _item_class(item) in MEDIA_WORDS
    media = _media(item, is_medium=is_medium)
    blocks: list[Block] = []
    for part in _best(draft, item):
        found = _read(draft, part)
        blocks += found.blocks
        media += media_in(found.media)
    draft.fill("media", tuple(media), line_of(item), "remoteContent")
    for title in _elements(item, "itemMeta", "title"):
        draft.fill_text("title", text_in(title), line_of(title), "itemMeta/title")
    take_body(draft, blocks)
    if is_medium and "content" not in draft.values:
        for element in _elements(item, "contentMeta", "description"):
            draft.fill_text("summary", text_in(element), line_of(element), "description")


def _item_class(item: Element) -> str:
    element = child(item, "itemMeta", "itemClass")
    code = "" if element is None else element.get("qcode") or element.get("uri") or ""
    return code.rpartition(":")[2].rpartition("/")[2].lower()


def _best(draft: Draft, item: Element) -> list[Element]:
    """Return the part with the text in the best form, or the pieces of it."""
    wanted = (draft.values.get("language") or "").partition("-")[0]
    groups: dict[tuple[int, int, str], list[Element]] = {}
    for part in (each for parts in children(item, "contentSet") for each in parts):
        if local_name(part) not in ("inlineXML", "inlineData") or not _text(part):
            continue
        tag = (language_tag(part.get(XML_LANG)) or "").partition("-")[0]
        foreign = 0 if tag in ("", wanted) else 1
        key = (foreign, _rank(part), part.get("rendition") or "")
        groups.setdefault(key, []).append(part)
    first = min(groups, key=lambda key: key[:2], default=None)
    return [] if first is None else groups[first]


def _rank(part: Element) -> int:
    """Rank the form of a part: by its type, else by what stands in it."""
    inner = next((local_name(each) for each in part.iterchildren("*")), "")
    words = f"{part.get('contenttype') or ''} {inner}".lower()
    return next((rank for rank, word in enumerate(TYPES) if word in words), len(TYPES))


def _text(part: Element) -> str:
    """Return the text of a part; nothing for one in Base64."""
    return "" if part.get("encoding") else text_in(part)


def _read(draft: Draft, part: Element) -> Found:
    """Return the blocks and media of a part, after what its head says was taken."""
    nitf = next(descendants(part, "nitf"), None)
    if nitf is not None:
        take_head(draft, nitf)
        return body_of(nitf)
    body = next(descendants(part, "body"), None)
    if next(part.iterchildren("*"), None) is None:
        is_html = True if "html" in (part.get("contenttype") or "") else None
        return Found(blocks_of(part.text or "", line_of(part), is_html=is_html), [])
    return blocks_in(part if body is None else body)


def _media(item: Element, *, is_medium: bool) -> list[Media]:
    """Return the renditions of the item's medium, then its icons."""
    descriptions = _elements(item, "contentMeta", "description") if is_medium else []
    descriptions.sort(key=lambda each: not role_of(each).startswith("caption"))
    caption = text_of(text_in(descriptions[0])) if descriptions else None
    credited = _elements(item, "contentMeta", "creditline") if is_medium else []
    remote = _elements(item, "contentSet", "remoteContent")
    icons = _elements(item, "contentMeta", "icon")
    found = media_of(
        [_rendition(each) for each in remote if is_medium or _is_medium(each)],
        caption,
        text_in(credited[0]) if credited else None,
    )
    return found + media_of([_rendition(each, "icon") for each in icons])


def _is_medium(remote: Element) -> bool:
    """Tell a medium beside a text by its type, or by the suffix of its file."""
    kind, _, _ = (remote.get("contenttype") or "").partition("/")
    if kind:
        return kind in ("image", "video", "audio")
    reference = (remote.get("href") or "").partition("?")[0].rpartition("/")[2]
    return usable_reference(reference) is not None


def _rendition(element: Element, name: str = "") -> Rendition:
    return Rendition(
        reference=element.get("href") or element.get("residref") or "",
        name=element.get("rendition") or name,
        type=element.get("contenttype") or "",
        width=element.get("width"),
        height=element.get("height"),
        length=element.get("size"),
    )


def _elements(item: Element, part: str, name: str) -> list[Element]:
    return [each for parts in children(item, part) for each in children(parts, name)]
