"""The text of a page's story as clean HTML: flat blocks, absolute links, nothing of the page."""

import re
from collections.abc import Iterable
from typing import Final

from lxml import etree

from feedsvc.parsers.reading.html import safe_html
from feedsvc.parsers.reading.xml import Element
from feedsvc.parsers.webpage.document import Page
from feedsvc.parsers.webpage.images import ImageList, add_figure, resolve_image
from feedsvc.parsers.webpage.maintext import is_boilerplate
from feedsvc.parsers.webpage.roles import roles_of
from feedsvc.parsers.webpage.tree import outermost, remove_all, text_size

KEPT: Final = frozenset(
    (
        *("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "blockquote", "pre"),
        *("table", "figure", "hr", "audio", "video", "details"),
    )
)
"""Blocks of which a story's text is made; all others are but frames around them."""

FRAMES: Final = frozenset(
    (
        *("div", "section", "article", "main", "header", "center", "hgroup", "address", "tbody"),
        *("li", "dd", "dt", "td", "th", "tr", "fieldset", "body", "html", "amp-carousel"),
        *("amp-layout", "amp-fit-text", "amp-accordion", "amp-access", "nav", "aside", "footer"),
    )
)
_NOT_IN_P: Final = ("figure", "ul", "ol", "table")
_AS_IMAGE: Final = ("amp-img", "amp-anim")
_SOUND: Final = ("audio", "video", "amp-video", "amp-audio")
_EMOJI: Final = frozenset(("emoji", "wp-smiley"))
_NO_PICTURES: Final = _EMOJI | {"avatar", "author-image", "gravatar"}
_UNWRAPPED: Final = ("span", "font", "picture", "amp-layout", "div", "section")
_ALONE: Final = ("p", "div", "ul", "section", "header", "address")
_SENTENCES: Final = ("p", "li", "td", "blockquote", "a", "b", "i", "em", "strong")
_LONGEST_SIGNATURE: Final = 300
_MOST_OF_TEXT: Final = 0.4
_MOST_FLAGGED: Final = 200
_BLANK: Final = re.compile(r"<(p|h[1-6]|li|figure|blockquote|div|ul|ol)>\s*(?:<br>\s*)*</\1>")
_SPACE: Final = " \t\n\r\f"
_EDGE_BREAKS: Final = re.compile(r"(<p>)(?:<br>|\s)+|(?<!<br>)(?:<br>\s*)++(</p>)")


SIGNATURES: Final = frozenset(("byline", "date", "updated"))
"""Parts whose text was read for the entry's fields, and is no sentence."""


def flat_blocks(page: Page, parts: Iterable[Element], pictures: ImageList) -> list[Element]:
    """Return the blocks of a story, one below the other; its pictures are added to `pictures`."""
    flat = etree.Element("div")
    for part in parts:
        _drop_furniture(part)
        _set_media(page, part, pictures)
        _Flattener(flat).take(part)
    return list(flat)


def story_html(page: Page, blocks: Iterable[Element]) -> str | None:
    """Return blocks as safe HTML; None where they hold nothing."""
    blocks = list(blocks)
    wanted = {
        href[1:]
        for block in blocks
        for link in block.iter("a")
        if (href := link.get("href") or "").startswith("#")
    }
    for block in blocks:
        etree.strip_tags(block, *_UNWRAPPED)
        for element in block.iter():
            if element.get("id") and element.get("id") not in wanted:
                del element.attrib["id"]
        for link in block.iter("a"):
            _set_link(page, link)
    markup = "\n".join(
        etree.tostring(block, encoding="unicode", method="html", with_tail=False)
        for block in blocks
    )
    safe = safe_html(markup)
    if "<br>" in safe:
        safe = _EDGE_BREAKS.sub(r"\1\2", safe)
    return "\n".join(filter(str.strip, _BLANK.sub("", safe).split("\n"))).strip() or None


def _drop_furniture(part: Element) -> None:
    """Take out what class, role or tag tells to be the page's; never most of the text."""
    flagged = [
        each for each in part.iterdescendants() if is_boilerplate(each) or _is_signature(each)
    ]
    if not flagged:
        return
    whole = text_size(part)
    gone: set[Element] = set()
    for element in flagged[:_MOST_FLAGGED]:
        if any(above in gone for above in element.iterancestors()):
            continue
        prose = element.tag not in ("nav", "footer", "form") and any(
            True for _ in element.iter("p")
        )
        if not (prose and text_size(element) > _MOST_OF_TEXT * whole):
            gone.add(element)
    for element in gone:
        if element.tag == "header":
            for figure in outermost(element.iter("figure")):
                element.addprevious(figure)  # The picture above the text belongs to it.
    remove_all(part, gone)


def _is_signature(element: Element) -> bool:
    """Tell a byline or a date that stands by itself, not in a sentence."""
    found = roles_of(element)
    if "highlights" in found:
        return True
    parent = element.getparent()
    alone = element.tag in _ALONE or (parent is not None and parent.tag not in _SENTENCES)
    return bool(found & SIGNATURES) and alone and text_size(element) < _LONGEST_SIGNATURE


def _set_media(page: Page, part: Element, pictures: ImageList) -> None:
    """Resolve pictures, take out those that no reader can see, and read the captions."""
    _resolve_images(page, part)
    for picture in part.iter("picture"):
        etree.strip_tags(picture, "source")  # libxml2 takes it for an element with content.
    for medium in list(part.iter(*_SOUND, "source")):
        medium.tag = str(medium.tag).removeprefix("amp-")
        for name in ("src", "poster"):
            if medium.get(name):
                medium.set(name, page.web(medium.get(name)) or "")
    for figure in list(part.iter()):
        if figure.tag == "figure" or (figure.get("class") and _is_figure(figure)):
            add_figure(pictures, figure)


def _resolve_images(page: Page, part: Element) -> None:
    """Give images their addresses; letters stand for pictures of emotions."""
    gone: list[Element] = []
    for image in list(part.iter("img", *_AS_IMAGE)):
        image.tag = "img"
        del image[:]
        names = frozenset((image.get("class") or "").split())
        if not resolve_image(page, image) or names & _NO_PICTURES:
            if names & _EMOJI:
                image.tail = (image.get("alt") or "") + (image.tail or "")
            gone.append(image)
    remove_all(part, gone)


def _is_figure(element: Element) -> bool:
    """Tell a block that is a figure by its class, or by a picture with a caption beside it."""
    if "media" in roles_of(element):
        return True
    found = roles_of(element)
    if "caption" not in found or not isinstance(element.tag, str):
        return False
    return next(element.iter("img"), None) is not None


def _set_link(page: Page, link: Element) -> None:
    """Make a link absolute; without a base, a relative one leads nowhere."""
    href = (link.get("href") or "").strip()
    if href and not href.startswith("#"):
        found = page.absolute(href)
        if found:
            link.set("href", found)
        else:
            del link.attrib["href"]


class _Flattener:
    """Lays nested frames flat: kept blocks as they are, loose text and phrases as paragraphs."""

    def __init__(self, flat: Element) -> None:
        self.flat = flat
        self.run: Element | None = None
        self.last: Element | None = None  # Of `run`: to count its children takes a walk.

    def take(self, frame: Element) -> None:
        """Add the content of a frame."""
        self._text(frame.text)
        for child in list(frame):
            tail, child.tail = child.tail, None
            if isinstance(child.tag, str):
                self._take_child(child)
            self._text(tail)
        self.run = None

    def _take_child(self, child: Element) -> None:
        tag = child.tag
        if tag in KEPT:
            self.run = None
            if tag == "p" and (_breaks(child) or next(child.iter(*_NOT_IN_P), None) is not None):
                self.take(child)
            else:
                self.flat.append(child)
        elif tag in FRAMES or _holds_blocks(child):
            self.run = None
            self.take(child)
        elif tag == "br" and self.run is not None and _is_break(self.last):
            self.run = None
        else:
            self._phrase(child)

    def _text(self, text: str | None) -> None:
        if self.run is None:
            # A paragraph begins with its first word.
            text = text.lstrip(_SPACE) if text and text.strip() else None
        if not text:
            return
        run = self._open()
        if self.last is not None:
            self.last.tail = (self.last.tail or "") + text
        else:
            run.text = (run.text or "") + text

    def _phrase(self, element: Element) -> None:
        self._open().append(element)
        self.last = element

    def _open(self) -> Element:
        if self.run is None:
            self.run = etree.SubElement(self.flat, "p")
            self.last = None
        return self.run


def _breaks(element: Element) -> bool:
    """Tell whether two line breaks part the paragraphs in an element."""
    return any(
        not (each.tail or "").strip()
        and (behind := each.getnext()) is not None
        and behind.tag == "br"
        for each in element.iterchildren("br")
    )


def _holds_blocks(element: Element) -> bool:
    return next(element.iter(*KEPT, *FRAMES), None) is not None


def _is_break(element: Element | None) -> bool:
    return element is not None and element.tag == "br" and not (element.tail or "").strip()
