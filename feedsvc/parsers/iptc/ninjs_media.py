"""The pictures, sounds and films of a ninjs item: its own renditions, then associated items."""

from typing import Final

from feedsvc.entry import Media
from feedsvc.parsers.draft import Draft
from feedsvc.parsers.iptc.codes import status_of
from feedsvc.parsers.iptc.media import Rendition, media_of
from feedsvc.parsers.iptc.ninjs_item import Item
from feedsvc.parsers.iptc.ninjs_text import description_of, is_medium

FEATURED: Final = ("featuremedia", "featured", "featureimage", "main", "mainimage", "lead", "hero")
"""Names of the associated item that goes first."""

_DEEPEST: Final = 3


def take_media(draft: Draft, item: Item) -> None:
    """Give a draft the media of an item, the main one first."""
    media = _renditions(item) + _associated(draft, item, 0)
    unique = {(each.url, each.caption): each for each in reversed(media)}
    found = tuple(unique.values())[::-1]
    draft.fill("media", found, item.line("renditions", "associations"), "renditions")


def _renditions(item: Item) -> list[Media]:
    """Return the renditions of an item; only a medium has a caption and a credit."""
    medium = is_medium(item)
    return media_of(
        [
            Rendition(
                reference=each.text("href", "url"),
                name=each.text("name", "key", "role"),
                type=each.text("contenttype", "mimetype"),
                width=each.get("width"),
                height=each.get("height"),
                length=each.get("sizeinbytes", "size", "length"),
            )
            for each in item.objects("renditions")
        ],
        description_of(item) or item.text("headline") if medium else None,
        item.text("byline", "by", "creditline", "copyrightnotice") if medium else None,
    )


def _associated(draft: Draft, item: Item, depth: int) -> list[Media]:
    """Return the media of associated items that may be shown."""
    if depth == _DEEPEST:
        return []
    media: list[Media] = []
    associated = item.objects("associations")
    for each in sorted(associated, key=lambda one: not _is_featured(one)):
        if not (is_medium(each) or each.has("renditions") or each.has("associations")):
            continue
        if not may_be_shown(each):
            draft.note("an associated item that may not be shown is left out", each.line())
            continue
        media += (_renditions(each) if is_medium(each) or not each.text("type") else []) + (
            _associated(draft, each, depth + 1)
        )
    return media


def may_be_shown(item: Item) -> bool:
    """Tell whether an associated item is neither withdrawn nor under an embargo of its own."""
    status = item.text("pubstatus")
    embargoed = any(item.get(name) for name in ("embargoed", "embargoeduntil"))
    return not embargoed and (not status or status_of(status) == "usable")


def _is_featured(item: Item) -> bool:
    names = (item.text("key"), item.text("name"), item.role)
    return any(name.lower().replace("_", "").replace("-", "") in FEATURED for name in names)
