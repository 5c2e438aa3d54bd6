"""The text of a page's story as clean HTML: a flat list of blocks with absolute links."""

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

BLOCKS: Final = frozenset(
    (
        *("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "blockquote", "pre"),
        *("table", "figure", "hr", "audio", "video", "details"),
    )
)
"""Elements that are the blocks of a story's text."""

FRAMES: Final = frozenset(
    (
        *("div", "section", "article", "main", "header", "center", "hgroup", "address", "tbody"),
        *("li", "dd", "dt", "td", "th", "tr", "fieldset", "body", "html", "amp-carousel"),
        *("amp-layout", "amp-fit-text", "amp-accordion", "amp-access", "nav", "aside", "footer"),
    )
)
"""Elements that only group blocks."""

SIGNATURES: Final = frozenset(("byline", "date", "updated"))
"""Roles of elements whose text is already in other fields of the entry."""

_NOT_IN_P: Final = ("figure", "ul", "ol", "table")
_AS_IMAGE: Final = ("amp-img", "amp-anim")
_MEDIA: Final = ("audio", "video", "amp-video", "amp-audio")
_EMOJI: Final = frozenset(("emoji", "wp-smiley"))
_DECORATION: Final = _EMOJI | {"avatar", "author-image", "gravatar"}
_UNWRAPPED: Final = ("span", "font", "picture", "amp-layout", "div", "section")
_OWN_LINE: Final = ("p", "div", "ul", "section", "header", "address")
_SENTENCES: Final = ("p", "li", "td", "blockquote", "a", "b", "i", "em", "strong")
_MAX_SIGNATURE: Final = 300
_MAX_SHARE: Final = 0.4
_MAX_FLAGGED: Final = 200
_BLANK: Final = re.compile(r"<(p|h[1-6]|li|figure|blockquote|div|ul|ol)>\s*(?:<br>\s*)*</\1>")
_SPACE: Final = " \t\n\r\f"
_EDGE_BREAKS: Final = re.compile(r"(<p>)(?:<br>|\s)+|(?<!<br>)(?:<br>\s*)++(</p>)")


def flat_blocks(page: Page, parts: Iterable[Element], images: ImageList) -> list[Element]:
    """Return the blocks of a story without nesting, and add its images to `images`."""
    flat = etree.Element("div")
    for part in parts:
        _remove_boilerplate(part)
        _resolve_media(page, part, images)
        _Flattener(flat).add(part)
    return list(flat)


def story_html(page: Page, blocks: Iterable[Element]) -> str | None:
    """Return blocks as safe HTML; None if they are empty."""
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


def _remove_boilerplate(part: Element) -> None:
    """Remove elements marked as boilerplate, but never most of the text."""
    flagged = [
        each for each in part.iterdescendants() if is_boilerplate(each) or _is_signature(each)
    ]
    if not flagged:
        return
    whole = text_size(part)
    removed: set[Element] = set()
    for element in flagged[:_MAX_FLAGGED]:
        if any(above in removed for above in element.iterancestors()):
            continue
        prose = element.tag not in ("nav", "footer", "form") and any(
            True for _ in element.iter("p")
        )
        if not (prose and text_size(element) > _MAX_SHARE * whole):
            removed.add(element)
    for element in removed:
        if element.tag == "header":
            for figure in outermost(element.iter("figure")):
                element.addprevious(figure)  # The image above the text belongs to the story.
    remove_all(part, removed)


def _is_signature(element: Element) -> bool:
    """Return whether an element is a byline or date on its own, or a list of key points."""
    roles = roles_of(element)
    if "highlights" in roles:
        return True
    parent = element.getparent()
    alone = element.tag in _OWN_LINE or (parent is not None and parent.tag not in _SENTENCES)
    return bool(roles & SIGNATURES) and alone and text_size(element) < _MAX_SIGNATURE


def _resolve_media(page: Page, part: Element, images: ImageList) -> None:
    """Make the URLs of media absolute, remove images without one, and read the captions."""
    _resolve_images(page, part)
    for picture in part.iter("picture"):
        etree.strip_tags(picture, "source")  # libxml2 parses it as an element with content.
    for medium in list(part.iter(*_MEDIA, "source")):
        medium.tag = str(medium.tag).removeprefix("amp-")
        for name in ("src", "poster"):
            if medium.get(name):
                medium.set(name, page.web_url(medium.get(name)) or "")
    for figure in list(part.iter()):
        if figure.tag == "figure" or (figure.get("class") and _is_figure(figure)):
            add_figure(images, figure)


def _resolve_images(page: Page, part: Element) -> None:
    """Make the URLs of images absolute, and replace emoji images by their characters."""
    removed: list[Element] = []
    for image in list(part.iter("img", *_AS_IMAGE)):
        image.tag = "img"
        del image[:]
        names = frozenset((image.get("class") or "").split())
        if not resolve_image(page, image) or names & _DECORATION:
            if names & _EMOJI:
                image.tail = (image.get("alt") or "") + (image.tail or "")
            removed.append(image)
    remove_all(part, removed)


def _is_figure(element: Element) -> bool:
    """Return whether an element's class marks it as a figure, or as a caption with an image."""
    roles = roles_of(element)
    if "media" in roles:
        return True
    if "caption" not in roles or not isinstance(element.tag, str):
        return False
    return next(element.iter("img"), None) is not None


def _set_link(page: Page, link: Element) -> None:
    """Make a link absolute; without a base, remove the URL of a relative one."""
    href = (link.get("href") or "").strip()
    if href and not href.startswith("#"):
        url = page.absolute_url(href)
        if url:
            link.set("href", url)
        else:
            del link.attrib["href"]


class _Flattener:
    """Flattens nested elements: blocks stay as they are, loose text becomes paragraphs."""

    def __init__(self, flat: Element) -> None:
        self.flat = flat
        self.run: Element | None = None
        self.last: Element | None = None  # The last child of `run`, which lxml finds slowly.

    def add(self, frame: Element) -> None:
        """Add the content of an element that groups blocks."""
        self._text(frame.text)
        for child in list(frame):
            tail, child.tail = child.tail, None
            if isinstance(child.tag, str):
                self._add_child(child)
            self._text(tail)
        self.run = None

    def _add_child(self, child: Element) -> None:
        tag = child.tag
        if tag in BLOCKS:
            self.run = None
            if tag == "p" and (
                _has_paragraph_break(child) or next(child.iter(*_NOT_IN_P), None) is not None
            ):
                self.add(child)
            else:
                self.flat.append(child)
        elif tag in FRAMES or _holds_blocks(child):
            self.run = None
            self.add(child)
        elif tag == "br" and self.run is not None and _is_break(self.last):
            self.run = None
        else:
            self._phrase(child)

    def _text(self, text: str | None) -> None:
        if self.run is None:
            # A paragraph starts with its first word.
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


def _has_paragraph_break(element: Element) -> bool:
    """Return whether an element has two line breaks in a row, which end a paragraph."""
    return any(
        not (each.tail or "").strip()
        and (following := each.getnext()) is not None
        and following.tag == "br"
        for each in element.iterchildren("br")
    )


def _holds_blocks(element: Element) -> bool:
    return next(element.iter(*BLOCKS, *FRAMES), None) is not None


def _is_break(element: Element | None) -> bool:
    return element is not None and element.tag == "br" and not (element.tail or "").strip()
