"""The pictures of a page: each once, with its largest form and what is said of it."""

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

_SIZE_IN_NAME: Final = re.compile(r"[-_](?:\d{2,5}x\d{2,5}|scaled|\d{3,4}w|[1-9]{1,2}x[1-9]{1,2})$")

_SIZE_SEGMENT: Final = re.compile(
    r"\d{1,5}[x:]\d{1,5}|[wh][_=-]?\d{2,5}|\d{3,4}|crop|thumbs?|styles"
)

_PICTURE_FILE: Final = re.compile(r"(.+)\.(?:jpe?g|png|gif|webp|avif|tiff?|bmp)")


LAZY: Final = (
    *("data-src", "data-lazy-src", "data-original", "data-lazy", "data-hi-res-src"),
    *("data-full-src", "data-image", "data-orig-file", "data-native-src", "data-url"),
)
"""Attributes in which pages keep a picture's address until a script wants it."""

_LAZY_SETS: Final = ("srcset", "data-srcset", "data-lazy-srcset", "data-sizes-srcset")

_PLACEHOLDER: Final = re.compile(
    r"(?:^|[/_.-])(?:blank|placeholder|spacer|transparent|pixel|1x1|loading|lazy|grey|gray|empty)"
    r"(?:[_-][\w-]*)?\.(?:gif|png|svg|jpe?g|webp)(?:\?|$)",
    re.IGNORECASE,
)

_CANDIDATE: Final = re.compile(
    r"([^\s,]\S{0,4000}?)(?:\s+(\d{1,5}(?:\.\d{1,3})?)([wx]))?\s*(?:,\s|,?$)"
)

_WIDEST: Final = 2_000

_SAVED_FILE: Final = re.compile(
    r"\./[^/]+_[a-z-]{3,12}/|[^/:]+_(?:files|dateien|fichiers|archivos)/"
)

_SIGN: Final = 2

_MOST_PARTS: Final = 200

_SMALLEST_GALLERY: Final = 2

_CREDIT_LABEL: Final = re.compile(
    r"(?:photo|image|picture|foto|bild|crédit|credit)s?\s*(?:by|:)\s*", re.IGNORECASE
)


class ImageList:
    """The media of a page in order; two forms of one picture are one."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.line: int | None = None
        self._found: dict[str, Media] = {}

    def add(self, url: str | None, line: int, **facts: object) -> None:
        """Add a picture, or what was not known of one; a caption may stand alone."""
        address = self.page.web(url)
        new = _facts(facts)
        if address is None:
            if new.get("caption"):
                self._found.setdefault(str(new["caption"]), Media(**new))  # type: ignore[arg-type]  # _facts gives each its type
                self.line = self.line or line
            return
        key = _stem(address)
        known = self._found.get(key, Media(url=address))
        if (
            new.get("width")
            and known.url != address
            and (known.width or 0) < int(str(new["width"]))
        ):
            known = msgspec.structs.replace(known, url=address, width=None, height=None, type=None)
        more = {name: value for name, value in new.items() if getattr(known, name) is None}
        if known.url != address:
            more = {name: more[name] for name in ("caption", "credit") if name in more}
        self._found[key] = msgspec.structs.replace(known, **more)
        self.line = self.line or line

    def found(self) -> tuple[Media, ...]:
        """Return all media."""
        return tuple(self._found.values())


def add_item_images(pictures: ImageList, thing: SchemaItem) -> None:
    """Add the pictures that an object of schema.org has."""
    for name in ("image", "thumbnailUrl", "primaryImageOfPage"):
        if name != "image" and pictures.found():
            return
        for value in thing.values(name):
            if isinstance(value, str):
                pictures.add(value, thing.line(name))
            elif isinstance(value, dict):
                image = thing.inner(value)
                address = next(image.addresses("contentUrl", "url", "@id"), None)
                pictures.add(
                    image.text("contentUrl", "url") or address,
                    thing.line(name),
                    width=_size(image, "width"),
                    height=_size(image, "height"),
                    type=image.text("encodingFormat"),
                    caption=image.text("caption"),
                    credit=image.text("creditText", "creator", "author", "copyrightHolder"),
                )


def add_meta_images(pictures: ImageList, head: MetaTags) -> None:
    """Add the picture of OpenGraph with its size, and others where there is none."""
    sizes: dict[str, object] = {}
    url, line = None, 1
    for tag in head.tags:
        name = tag.name.removeprefix("og:image")
        if name == tag.name:
            continue
        if name in ("", ":url") and url is None:
            url, line = tag.content, tag.line
        elif name in ("", ":url") and tag.content != url:
            break  # The sizes that follow are those of a second one.
        elif name in (":width", ":height", ":type"):
            sizes.setdefault(name[1:], tag.content)
    if url:
        pictures.add(url, line, **sizes)
    for tag in head.first_of("image") if not pictures.found() else ():
        pictures.add(tag.content, tag.line)


def _stem(address: str) -> str:
    """Return what the forms of one picture have in common: the path, without sizes in it."""
    try:
        path = urlsplit(address).path.lower()
    except ValueError:
        return address
    *folders, name = path.split("/")
    file = _PICTURE_FILE.fullmatch(name)
    if not file:
        return address
    kept = [folder for folder in folders if not _SIZE_SEGMENT.fullmatch(folder)]
    return "/".join((*kept, _SIZE_IN_NAME.sub("", file[1])))


def _facts(facts: dict[str, object]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name in ("width", "height"):
        found[name] = whole_number(facts.get(name))
    kind = facts.get("type")
    found["type"] = mime_type(kind) if isinstance(kind, str) else None
    for name in ("caption", "credit"):
        text = text_of(facts.get(name) if isinstance(facts.get(name), str) else None)
        found[name] = None if text and is_for_editors(text) else text
    if isinstance(found["credit"], str):
        found["credit"] = without_contacts(found["credit"]) or None
    return {name: value for name, value in found.items() if value is not None}


def _size(image: SchemaItem, name: str) -> object:
    """Return a size in pixels, which may be a number, its text or a QuantitativeValue."""
    value = next(iter(image.values(name)), None)
    return (
        next(iter(image.inner(value).values("value")), None) if isinstance(value, dict) else value
    )


def add_figure(pictures: ImageList, figure: Element) -> None:
    """Add the picture of a figure with its caption and credit, and take both out of it.

    Of a gallery, a figure of figures, that is every picture; a caption of the whole is that of
    the first, unless this has one of its own.
    """
    shown = _figures_in(figure)
    if len(shown) < _SMALLEST_GALLERY:
        _add_one(pictures, figure)
        return
    first, *_ = [_add_one(pictures, each) for each in shown]
    caption, credit = read_figure(figure)
    if caption:
        address = None if first else next(shown[0].iter("img")).get("src")
        pictures.add(address, line_of(figure), caption=caption, credit=credit)


def _figures_in(figure: Element) -> list[Element]:
    """Return the figures inside of a figure that have pictures of their own."""
    around = {figure, *figure.iterancestors("figure")}
    images = islice(figure.iter("img"), _MOST_PARTS)
    nearest = [next(image.iterancestors("figure"), figure) for image in images]
    return [each for each in dict.fromkeys(nearest) if each not in around]


def _add_one(pictures: ImageList, figure: Element) -> str | None:
    """Add the first picture of a figure; return its caption."""
    caption, credit = read_figure(figure)
    image = next(figure.iter("img"), None)
    if image is not None:
        pictures.add(
            image.get("src"),
            line_of(image),
            width=image.get("width"),
            height=image.get("height"),
            caption=caption,
            credit=credit,
        )
    elif caption:
        pictures.add(None, line_of(figure), caption=caption, credit=credit)
    return caption


def read_figure(figure: Element) -> tuple[str | None, str | None]:
    """Return caption and credit of a figure; the elements that hold them are taken out."""
    captions = list(figure.iter("figcaption"))
    around = [
        each
        for each in islice(figure.iterdescendants(), _MOST_PARTS)
        if next(each.iter("img"), None) is None
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
        alone = None if found else read_credit(text)
        if found and found.credit:
            text, credit = found.text or "", found.credit
        elif alone:
            text, credit = "", alone
    credit = _CREDIT_LABEL.sub("", credit, count=1).strip(" ()[]©") if credit else None
    return text or None, credit or None


def resolve_image(page: Page, image: Element) -> bool:
    """Give an image the address at which readers find it; false where there is none.

    Of the forms in `srcset`, the largest up to 2,000 pixels is taken.
    """
    written = [image.get("src"), *(image.get(name) for name in LAZY)]
    sets = [image.get(name) for name in _LAZY_SETS]
    picture = next(image.iterancestors("picture"), None)
    if picture is not None:
        sets += [each.get(name) for each in picture.iter("source") for name in _LAZY_SETS]
    plain = next((url for url in map(page.web, filter(_is_picture(page), written)) if url), None)
    address = plain or next(filter(None, (_largest(page, each) for each in sets if each)), None)
    for name in ("srcset", "sizes", "loading", *_LAZY_SETS):
        image.attrib.pop(name, "")
    if address is None or _is_pixel(image):
        return False
    image.set("src", address)
    return True


def _is_picture(page: Page) -> Callable[[str | None], bool]:
    def test(url: str | None) -> bool:
        if not url or url.startswith("data:") or _PLACEHOLDER.search(url[-200:]):
            return False
        return not (page.saved_from and _SAVED_FILE.match(url))

    return test


def _largest(page: Page, candidates: str) -> str | None:
    """Return the best address of a `srcset`."""
    is_picture = _is_picture(page)
    found = [
        (float(match[2] or 1) * (_WIDEST // _SIGN if match[3] == "x" else 1), match[1])
        for match in _CANDIDATE.finditer(candidates[:20_000])
        if is_picture(match[1])
    ]
    fitting = [each for each in found if each[0] <= _WIDEST] or [min(found)] if found else []
    return page.web(max(fitting)[1]) if fitting else None


def _is_pixel(image: Element) -> bool:
    """Tell a picture that only counts readers."""
    sizes = [whole_number(image.get(name)) for name in ("width", "height")]
    return any(size is not None and size <= _SIGN for size in sizes) or any(
        (image.get(name) or "").strip() == "0" for name in ("width", "height")
    )
