"""The part of a page around a story's text: what in it is the story's own, and its headings."""

from typing import Final

from feedsvc.parsers.webpage.maintext import is_furniture
from feedsvc.parsers.webpage.tree import Element, Inherited, roles, text_start

_LONGEST_TITLE: Final = 300
_APART: Final = ("nav", "aside", "form")
_FRAMES: Final = ("header", "footer")


class Zone:
    """The part below `root`, which has a story's headline and its byline."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self._is_within_apart = Inherited(_sets_apart, root)

    def is_apart(self, element: Element) -> bool:
        """Tell what stands in a part of the zone that is not the story's own head."""
        parent = element.getparent()
        if element is self.root or parent is None:
            return False
        return element.tag in _APART or self._is_within_apart(parent)

    def headings(self) -> list[Element]:
        """Return the headings of first rank, else the elements whose class says title."""
        found = [
            each for each in self.root.iter("h1") if text_start(each) and not self.is_apart(each)
        ]
        if found:
            return found
        return [
            each
            for each in self.root.iter("h2", "h3", "div", "p", "span", "a", "strong")
            if each.get("class")
            and "title" in roles(each)
            and 0 < len(text_start(each)) < _LONGEST_TITLE
        ][:1]


def zone_of(part: Element) -> Zone:
    """Return the zone of the element that holds a story's text."""
    zone = part
    for above in part.iterancestors():
        if above.tag == "html" or (zone.tag == "article" and _has_heading(zone)):
            break
        if _has_heading(zone) and zone is not part and above.tag in ("main", "body"):
            break
        zone = above
    return Zone(zone)


def _sets_apart(element: Element) -> bool:
    if element.tag in _APART or element.tag == "footer":
        return True
    if not is_furniture(element) or element.tag in _FRAMES:
        return False
    return roles(element) == {"furniture"} and "meta" not in (element.get("class") or "").lower()


def _has_heading(element: Element) -> bool:
    return next(element.iter("h1"), None) is not None
