"""The content of a NewsML 1 item: the text of its components, and their media."""

from collections.abc import Iterator
from typing import Final

from feedsvc.entry import Media
from feedsvc.parsers.draft import Draft
from feedsvc.parsers.iptc.body import Block, blocks_in
from feedsvc.parsers.iptc.media import MEDIA_WORDS, Rendition, media_of
from feedsvc.parsers.iptc.newsml1_meta import properties
from feedsvc.parsers.iptc.nitf import body_of, media_in, take_head
from feedsvc.parsers.iptc.text import take_body
from feedsvc.parsers.reading.xml import Element, child, children, descendants, line_of, text_in
from feedsvc.parsers.values import text_of

TEXT_ROLES: Final = frozenset(("", "main", "text", "maintext", "body", "article", "story", "news"))
"""Roles of components whose text is the story; a caption, an abstract or a note is not."""


def take_content(draft: Draft, item: Element) -> None:
    """Give a draft the text and the media of an item's components, and what only they say.

    Of components that are equivalents of each other, one text is read.
    """
    blocks: list[Block] = []
    media: list[Media] = []
    for component in _components(item):
        role = _role(component)
        for content in children(component, "ContentItem"):
            data = child(content, "DataContent")
            if data is None or _encoded(content):
                continue
            if role in TEXT_ROLES and _kind(content) not in MEDIA_WORDS:
                if not (blocks and _are_equivalents(component)):
                    found = _read(draft, data)
                    blocks += found[0]
                    media += found[1]
            elif role in ("abstract", "summary"):
                draft.fill_text("summary", text_in(data), line_of(data), role)
    media += _media(item)
    draft.fill("media", tuple(media), line_of(item), "ContentItem")
    take_body(draft, blocks)


def _components(item: Element) -> Iterator[Element]:
    """Yield an item's components in order, but for those of items in it."""
    for component in descendants(item, "NewsComponent"):
        inside = next(component.iterancestors("{*}NewsItem"), None)
        if inside is None or inside is item:
            yield component


def _read(draft: Draft, data: Element) -> tuple[list[Block], list[Media]]:
    nitf = next(descendants(data, "nitf"), None)
    if nitf is not None:
        take_head(draft, nitf)
        found = body_of(nitf)
    else:
        body = next(descendants(data, "body.content", "body"), None)
        found = blocks_in(data if body is None else body)
    return found.blocks, list(media_in(found.media))


def _media(item: Element) -> list[Media]:
    """Return the media of an item: the renditions in one component are those of one medium."""
    found: dict[Element, list[Rendition]] = {}
    alone: dict[Element, bool] = {}
    for component in _components(item):
        contents = [
            each
            for each in children(component, "ContentItem")
            if each.get("Href") and _is_medium(each)
        ]
        if contents:
            role, medium = _role(component), _medium_of(component, item, alone)
            found.setdefault(medium, []).extend(_rendition(each, role) for each in contents)
    media: list[Media] = []
    for component, renditions in found.items():
        caption = _line(component, "caption") or None
        media += media_of(renditions, text_of(caption), _line(component, "credit"))
    return media


def _medium_of(component: Element, item: Element, alone: dict[Element, bool]) -> Element:
    """Return the component that holds all renditions of a medium and its caption.

    That is the parent where only media and captions stand side by side in it, which
    `alone` keeps for each.
    """
    parent = component.getparent()
    if parent is None or parent is item or parent.tag != component.tag:
        return component
    if parent not in alone:
        alone[parent] = not any(map(_text_of_story, children(parent, "NewsComponent")))
    return parent if alone[parent] else component


def _text_of_story(component: Element) -> bool:
    return any(
        child(content, "DataContent") is not None and _kind(content) not in MEDIA_WORDS
        for each in (component, *descendants(component, "NewsComponent"))
        if _role(each) in TEXT_ROLES
        for content in children(each, "ContentItem")
    )


def _line(component: Element, what: str) -> str:
    """Return the caption or the credit of a medium, of a component or a news line of its own."""
    for each in descendants(component, "NewsComponent"):
        if what in _role(each):
            data = next(descendants(each, "DataContent"), None)
            if data is not None:
                return text_in(data)
    names = {"caption": ("Caption", "CaptionLine"), "credit": ("CreditLine", "ByLine")}[what]
    for lines in descendants(component, "NewsLines"):
        for name in names:
            for element in children(lines, name):
                return text_in(element)
        for line in children(lines, "NewsLine"):
            kind = child(line, "NewsLineType")
            if kind is not None and what in (kind.get("FormalName") or "").lower():
                return text_in(child(line, "NewsLineText"))
    return ""


def _rendition(content: Element, role: str) -> Rendition:
    characteristics = child(content, "Characteristics")
    given: dict[str, str] = {} if characteristics is None else properties(characteristics)
    size = child(content, "Characteristics", "SizeInBytes")
    return Rendition(
        reference=content.get("Href") or "",
        name=role,
        type=_name_of(content, "MimeType"),
        width=given.get("width") or given.get("pixelwidth"),
        height=given.get("height") or given.get("pixelheight"),
        length=text_in(size) if size is not None else given.get("sizeinbytes"),
    )


def _is_medium(content: Element) -> bool:
    kind = _kind(content)
    mime = _name_of(content, "MimeType").partition("/")[0].lower()
    return kind in MEDIA_WORDS or (not kind and mime in ("image", "video", "audio"))


def _kind(content: Element) -> str:
    return _name_of(content, "MediaType").lower()


def _encoded(content: Element) -> bool:
    return next(descendants(content, "Encoding"), None) is not None


def _are_equivalents(component: Element) -> bool:
    parent = component.getparent()
    both = [component] if parent is None else [component, parent]
    return any((each.get("EquivalentsList") or "").lower() == "yes" for each in both)


def _role(component: Element | None) -> str:
    return "" if component is None else _name_of(component, "Role").lower().replace(" ", "")


def _name_of(element: Element, name: str) -> str:
    inner = child(element, name)
    return "" if inner is None else (inner.get("FormalName") or "").strip()
