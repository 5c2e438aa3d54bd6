"""Pictures in the text of a page: where readers find them, their captions and credits."""

import re
from collections.abc import Callable
from itertools import islice
from typing import Final

from feedsvc.parsers.iptc.media import whole_number
from feedsvc.parsers.newstext.credits import read_caption, read_credit
from feedsvc.parsers.reading.xml import line_of
from feedsvc.parsers.webpage.document import Page
from feedsvc.parsers.webpage.images import Pictures
from feedsvc.parsers.webpage.tree import Element, line_text, remove, roles

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


def add_figure(pictures: Pictures, figure: Element) -> None:
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


def _add_one(pictures: Pictures, figure: Element) -> str | None:
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
    captions = captions or [each for each in around if "caption" in roles(each)][:1]
    credit: str | None = None
    for element in around:
        if "credit" in roles(element):
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
