"""Images, audio and video in IPTC formats, and which references to them can be published."""

import re
from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import urlsplit

import msgspec

from feedsvc.entry import Media
from feedsvc.parsers.newstext.editorial import is_for_editors, without_contacts

MEDIA_TYPES: Final = frozenset(("picture", "photo", "image", "graphic", "video", "audio"))
"""The types of items and components whose content is an image, audio or video."""

RANKS: Final[Mapping[str, int]] = {
    **dict.fromkeys(("main", "original", "supplied", "base", "baseimage", "master"), 0),
    **dict.fromkeys(("highres", "hires", "highdef", "high", "full", "print"), 1),
    **dict.fromkeys(("web", "view", "viewimage", "preview", "medium", "lowres", "quicklook"), 3),
    **dict.fromkeys(("small", "thumbnail", "thumb", "icon", "layout", "watermark"), 4),
}
"""The order of renditions by name, the main one first; other names rank 2."""

_DEFAULT_RANK: Final = 2
_WEB: Final = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_FILE: Final = re.compile(
    r"(?:\.{1,2}/)*[\w@%+,=()~-][^\s:?#<>\"\\]*\.(?:jpe?g|png|gif|webp|avif|svg|tiff?|mp4|m4v|"
    r"mov|webm|mpe?g|mp3|m4a|aac|ogg|oga|wav|flac|pdf)",
    re.IGNORECASE,
)
_MIME: Final = re.compile(r"([a-z]+/[a-z0-9.+-]+)\s*(?:;.*)?", re.IGNORECASE | re.DOTALL)
_NUMBER: Final = re.compile(r"\s*([1-9][0-9]{0,14})(?:\.0+)?\s*(?:px)?\s*")
_MISNAMED: Final = {
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "audio/mp3": "audio/mpeg",
}


class Rendition(msgspec.Struct, frozen=True, kw_only=True):
    """A version of a media object as the file describes it, not validated yet."""

    reference: str = ""
    name: str = ""
    type: str = ""
    width: object = None
    height: object = None
    length: object = None


def media_of(
    renditions: Iterable[Rendition], caption: str | None = None, credit: str | None = None
) -> list[Media]:
    """Return the renditions of one media object, the main one first.

    If none can be published, return the caption without a URL.
    """
    caption = None if is_for_editors(caption or "") else without_contacts(caption or "") or None
    credit = without_contacts(credit or "") or None
    found = [
        Media(
            url=url,
            type=mime_type(each.type),
            width=whole_number(each.width),
            height=whole_number(each.height),
            length=whole_number(each.length),
            caption=caption,
            credit=credit,
        )
        for each in sorted(renditions, key=_order)
        if (url := usable_reference(each.reference))
    ]
    if not found and caption:
        return [Media(caption=caption, credit=credit)]
    return list({media.url: media for media in reversed(found)}.values())[::-1]


def usable_reference(text: str) -> str | None:
    """Return an http or https URL or the path of a media file; None for anything else.

    Ids of image archives, `file:///`, `urn:`, `cid:` and paths on a newsroom's disks cannot be
    published.
    """
    text = text.strip()
    if _WEB.fullmatch(text):
        try:
            return text if urlsplit(text).hostname else None
        except ValueError:
            return None
    return text if _FILE.fullmatch(text) else None


def mime_type(text: str) -> str | None:
    """Return a MIME type without its parameters; None if the text is not one."""
    match = _MIME.fullmatch(text.strip())
    kind = match[1].lower() if match else None
    return _MISNAMED.get(kind, kind) if kind else None


def whole_number(value: object) -> int | None:
    """Return a size in pixels or bytes from a number or its text; None for zero."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    match = _NUMBER.fullmatch(str(value)[:40])
    return int(match[1]) if match else None


def _order(rendition: Rendition) -> tuple[int, int]:
    """Return a sort key: the rank of the rendition, then the largest first."""
    word = rendition.name.rpartition(":")[2].replace("-", "").replace("_", "").lower()
    area = (whole_number(rendition.width) or 0) * (whole_number(rendition.height) or 0)
    return RANKS.get(word, _DEFAULT_RANK), -area
