"""The images of a page: their URLs, captions and credits."""

import re
from collections.abc import Callable
from itertools import islice
from typing import Final
from urllib.parse import urlsplit

import msgspec

from feedsvc.entry import Media
from feedsvc.parsers.iptc.media import mime_type, whole_number
from feedsvc.parsers.newstext.credits import read_caption, read_credit
from feedsvc.parsers.newstext.editorial import is_for_editors, without_contacts
from feedsvc.parsers.reading.xml import Element, line_of
from feedsvc.parsers.values import text_of
from feedsvc.parsers.webpage.document import Page
from feedsvc.parsers.webpage.metadata import MetaTags
from feedsvc.parsers.webpage.roles import roles_of
from feedsvc.parsers.webpage.schema_org import SchemaItem
from feedsvc.parsers.webpage.tree import line_text, remove

LAZY: Final = (
    *("data-src", "data-lazy-src", "data-original", "data-lazy", "data-hi-res-src"),
    *("data-full-src", "data-image", "data-orig-file", "data-native-src", "data-url"),
)
"""Attributes in which pages store an image's URL until a script loads it."""

_SIZE_IN_NAME: Final = re.compile(r"[-_](?:\d{2,5}x\d{2,5}|scaled|\d{3,4}w|[1-9]{1,2}x[1-9]{1,2})$")
_SIZE_SEGMENT: Final = re.compile(
    r"\d{1,5}[x:]\d{1,5}|[wh][_=-]?\d{2,5}|\d{3,4}|crop|thumbs?|styles"
)
_IMAGE_FILE: Final = re.compile(r"(.+)\.(?:jpe?g|png|gif|webp|avif|tiff?|bmp)")
_LAZY_SETS: Final = ("srcset", "data-srcset", "data-lazy-srcset", "data-sizes-srcset")
_PLACEHOLDER: Final = re.compile(
    r"(?:^|[/_.-])(?:blank|placeholder|spacer|transparent|pixel|1x1|loading|lazy|grey|gray|empty)"
    r"(?:[_-][\w-]*)?\.(?:gif|png|svg|jpe?g|webp)(?:\?|$)",
    re.IGNORECASE,
)
_CANDIDATE: Final = re.compile(
    r"([^\s,]\S{0,4000}?)(?:\s+(\d{1,5}(?:\.\d{1,3})?)([wx]))?\s*(?:,\s|,?$)"
)
_MAX_WIDTH: Final = 2_000
_SAVED_FILE: Final = re.compile(
    r"\./[^/]+_[a-z-]{3,12}/|[^/:]+_(?:files|dateien|fichiers|archivos)/"
)
_PIXEL: Final = 2
_MAX_PARTS: Final = 200
_MIN_GALLERY: Final = 2
_CREDIT_LABEL: Final = re.compile(
    r"(?:photo|image|picture|foto|bild|crédit|credit)s?\s*(?:by|:)\s*", re.IGNORECASE
)


class ImageList:
    """The images of a page, in order; variants of the same image count once."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.line: int | None = None
        self._images: dict[str, Media] = {}

    def add(self, url: str | None, line: int, **details: object) -> None:
        """Add an image, or missing details of a known one; a caption may come without an image."""
        absolute = self.page.web_url(url)
        new = _clean_details(details)
        if absolute is None:
            if new.get("caption"):
                self._images.setdefault(str(new["caption"]), Media(**new))  # type: ignore[arg-type]  # _clean_details returns the right types
                self.line = self.line or line
            return
        key = _stem(absolute)
        known = self._images.get(key, Media(url=absolute))
        if (
            new.get("width")
            and known.url != absolute
            and (known.width or 0) < int(str(new["width"]))
        ):
            known = msgspec.structs.replace(known, url=absolute, width=None, height=None, type=None)
        more = {name: value for name, value in new.items() if getattr(known, name) is None}
        if known.url != absolute:
            more = {name: more[name] for name in ("caption", "credit") if name in more}
        self._images[key] = msgspec.structs.replace(known, **more)
        self.line = self.line or line

    def media(self) -> tuple[Media, ...]:
        """Return all images."""
        return tuple(self._images.values())


def add_item_images(images: ImageList, item: SchemaItem) -> None:
    """Add the images of a schema.org item."""
    for name in ("image", "thumbnailUrl", "primaryImageOfPage"):
        if name != "image" and images.media():
            return
        for value in item.values(name):
            if isinstance(value, str):
                images.add(value, item.line(name))
            elif isinstance(value, dict):
                image = item.resolve(value)
                url = next(image.urls("contentUrl", "url", "@id"), None)
                images.add(
                    image.text("contentUrl", "url") or url,
                    item.line(name),
                    width=_item_size(image, "width"),
                    height=_item_size(image, "height"),
                    type=image.text("encodingFormat"),
                    caption=image.text("caption"),
                    credit=image.text("creditText", "creator", "author", "copyrightHolder"),
                )


def add_meta_images(images: ImageList, meta: MetaTags) -> None:
    """Add the first OpenGraph image with its size, or other images if the page has none yet."""
    details: dict[str, object] = {}
    url, line = None, 1
    for tag in meta.tags:
        name = tag.name.removeprefix("og:image")
        if name == tag.name:
            continue
        if name in ("", ":url") and url is None:
            url, line = tag.content, tag.line
        elif name in ("", ":url") and tag.content != url:
            break  # The details that follow belong to a second image.
        elif name in (":width", ":height", ":type"):
            details.setdefault(name[1:], tag.content)
    if url:
        images.add(url, line, **details)
    for tag in meta.first_of("image") if not images.media() else ():
        images.add(tag.content, tag.line)


def add_figure(images: ImageList, figure: Element) -> None:
    """Add the image of a figure with its caption and credit, and remove these from the figure.

    For a gallery, a figure of figures, add every image. The gallery's caption goes to the
    first image, unless that has its own.
    """
    inner = _inner_figures(figure)
    if len(inner) < _MIN_GALLERY:
        _add_image(images, figure)
        return
    first_caption, *_ = [_add_image(images, each) for each in inner]
    caption, credit = _read_figure(figure)
    if caption:
        url = None if first_caption else next(inner[0].iter("img")).get("src")
        images.add(url, line_of(figure), caption=caption, credit=credit)


def resolve_image(page: Page, image: Element) -> bool:
    """Set the `src` of an image to its absolute URL; return False if it has none.

    `srcset` is replaced by its largest candidate of at most 2,000 pixels.
    """
    urls = [image.get("src"), *(image.get(name) for name in LAZY)]
    sets = [image.get(name) for name in _LAZY_SETS]
    picture = next(image.iterancestors("picture"), None)
    if picture is not None:
        sets += [each.get(name) for each in picture.iter("source") for name in _LAZY_SETS]
    plain = next((url for url in map(page.web_url, filter(_is_image(page), urls)) if url), None)
    found = plain or next(filter(None, (_largest(page, each) for each in sets if each)), None)
    for name in ("srcset", "sizes", "loading", *_LAZY_SETS):
        image.attrib.pop(name, "")
    if found is None or _is_tracking_pixel(image):
        return False
    image.set("src", found)
    return True


def _stem(url: str) -> str:
    """Return the part of a URL that all variants of an image share: its path without sizes."""
    try:
        path = urlsplit(url).path.lower()
    except ValueError:
        return url
    *folders, name = path.split("/")
    file = _IMAGE_FILE.fullmatch(name)
    if not file:
        return url
    folders = [folder for folder in folders if not _SIZE_SEGMENT.fullmatch(folder)]
    return "/".join((*folders, _SIZE_IN_NAME.sub("", file[1])))


def _clean_details(details: dict[str, object]) -> dict[str, object]:
    clean: dict[str, object] = {}
    for name in ("width", "height"):
        clean[name] = whole_number(details.get(name))
    kind = details.get("type")
    clean["type"] = mime_type(kind) if isinstance(kind, str) else None
    for name in ("caption", "credit"):
        text = text_of(details.get(name) if isinstance(details.get(name), str) else None)
        clean[name] = None if text and is_for_editors(text) else text
    if isinstance(clean["credit"], str):
        clean["credit"] = without_contacts(clean["credit"]) or None
    return {name: value for name, value in clean.items() if value is not None}


def _item_size(image: SchemaItem, name: str) -> object:
    """Return a size in pixels: a number, its text, or the value of a QuantitativeValue."""
    value = next(iter(image.values(name)), None)
    if isinstance(value, dict):
        return next(iter(image.resolve(value).values("value")), None)
    return value


def _inner_figures(figure: Element) -> list[Element]:
    """Return the figures inside a figure that have their own images."""
    around = {figure, *figure.iterancestors("figure")}
    images = islice(figure.iter("img"), _MAX_PARTS)
    nearest = [next(image.iterancestors("figure"), figure) for image in images]
    return [each for each in dict.fromkeys(nearest) if each not in around]


def _add_image(images: ImageList, figure: Element) -> str | None:
    """Add the first image of a figure and return its caption."""
    caption, credit = _read_figure(figure)
    image = next(figure.iter("img"), None)
    if image is not None:
        images.add(
            image.get("src"),
            line_of(image),
            width=image.get("width"),
            height=image.get("height"),
            caption=caption,
            credit=credit,
        )
    elif caption:
        images.add(None, line_of(figure), caption=caption, credit=credit)
    return caption


def _read_figure(figure: Element) -> tuple[str | None, str | None]:
    """Return caption and credit of a figure, and remove their elements from it."""
    captions = list(figure.iter("figcaption"))
    with_image = _with_image(figure)
    around = [
        each for each in islice(figure.iterdescendants(), _MAX_PARTS) if each not in with_image
    ]
    captions = captions or [each for each in around if "caption" in roles_of(each)][:1]
    credit: str | None = None
    for element in around:
        if "credit" in roles_of(element):
            credit = credit or line_text(element) or None
            remove(element)
    text = " ".join(filter(None, map(line_text, captions))).strip(" |/\u2013\u2014-")
    for element in captions:
        remove(element)
    if text and not credit:
        found = read_caption(text)
        credit_only = None if found else read_credit(text)
        if found and found.credit:
            text, credit = found.text or "", found.credit
        elif credit_only:
            text, credit = "", credit_only
    credit = _CREDIT_LABEL.sub("", credit, count=1).strip(" ()[]©") if credit else None
    return text or None, credit or None


def _with_image(figure: Element) -> set[Element]:
    """Return the images of a figure, and the elements around them."""
    found: set[Element] = set()
    for image in figure.iter("img"):
        for element in (image, *image.iterancestors()):
            if element in found:
                break
            found.add(element)
    return found


def _is_image(page: Page) -> Callable[[str | None], bool]:
    def test(url: str | None) -> bool:
        if not url or url.startswith("data:") or _PLACEHOLDER.search(url[-200:]):
            return False
        return not (page.saved_from and _SAVED_FILE.match(url))

    return test


def _largest(page: Page, srcset: str) -> str | None:
    """Return the URL of the best candidate in a `srcset`."""
    is_image = _is_image(page)
    candidates = [
        (float(match[2] or 1) * (_MAX_WIDTH // 2 if match[3] == "x" else 1), match[1])
        for match in _CANDIDATE.finditer(srcset[:20_000])
        if is_image(match[1])
    ]
    fitting = [each for each in candidates if each[0] <= _MAX_WIDTH]
    if not candidates:
        return None
    return page.web_url(max(fitting or [min(candidates)])[1])


def _is_tracking_pixel(image: Element) -> bool:
    sizes = [whole_number(image.get(name)) for name in ("width", "height")]
    return any(size is not None and size <= _PIXEL for size in sizes) or any(
        (image.get(name) or "").strip() == "0" for name in ("width", "height")
    )
