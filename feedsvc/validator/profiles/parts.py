"""What RSS and Atom both say of a feed or a story, each with elements of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from feedsvc.validator import namespaces as ns
from feedsvc.validator.values import dates

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from feedsvc.validator.document import Element, Spots

_ATOM = f"{{{ns.ATOM}}}"
_LANG = f"{{{ns.XML}}}lang"

HEAD = ("rss > channel", f"{_ATOM}feed")
STORY = ("channel > item", f"{_ATOM}entry")


class Part(NamedTuple):
    """Something that a channel or a story has, with the tags that say it in RSS and in Atom."""

    rss: tuple[str, ...]
    atom: tuple[str, ...]


TITLE = Part(("title",), (f"{_ATOM}title",))
LINK = Part(("link",), (f"{_ATOM}link",))
ABOUT = Part(("description",), (f"{_ATOM}subtitle",))
SUMMARY = Part(("description",), (f"{_ATOM}summary",))
GUID = Part(("guid",), (f"{_ATOM}id",))
DATE = Part(("pubDate", f"{{{ns.DC}}}date"), (f"{_ATOM}published", f"{_ATOM}updated"))
HEAD_DATE = Part(("pubDate",), (f"{_ATOM}updated",))
CREATOR = Part((f"{{{ns.DC}}}creator",), (f"{_ATOM}author",))
LANGUAGE = Part(("language", f"{{{ns.DC}}}language"), (_LANG, f"{{{ns.DC}}}language"))
FULL_TEXT = Part((f"{{{ns.CONTENT}}}encoded",), (f"{_ATOM}content",))
BODY = Part((*FULL_TEXT.rss, "description"), (*FULL_TEXT.atom, f"{_ATOM}summary"))


def find(element: Element, part: Part) -> Element | None:
    """Give the first child that says a part and is not empty."""
    for tag in _tags(element, part):
        for child in element.iterfind(tag):
            is_said = text(child) or len(child)
            if is_said and child.get("rel", "alternate") == "alternate":
                return child
    return None


def text(element: Element | None) -> str:
    """Give all text in an element; for a link of Atom its address; empty for None."""
    if element is None:
        return ""
    if element.tag == LINK.atom[0]:
        return element.get("href", "").strip()
    return "".join(part for part in element.itertext() if isinstance(part, str)).strip()


def missing(element: Element, parts: Iterable[Part]) -> Spots:
    """Tell each part that an element lacks."""
    for part in parts:
        is_said = language(element) if part is LANGUAGE else find(element, part) is not None
        if not is_said:
            names = " or ".join(ns.label(tag) for tag in _tags(element, part))
            yield element, f"the {ns.label(element.tag)} has no {names}"


def language(element: Element) -> str:
    """Give the language that an element itself says to be in, empty if none."""
    return text(find(element, LANGUAGE)) or element.get(_LANG, "").strip()


def moment(element: Element | None) -> datetime | None:
    """Give the moment a date tells, None where there is none or it cannot be read."""
    value = text(element)
    if not value or element is None:
        return None
    if element.tag == "pubDate":
        return dates.rfc822(value).moment
    return dates.w3cdtf(value, zone_needed=False).moment


def _tags(element: Element, part: Part) -> tuple[str, ...]:
    return part.rss if element.tag in {"channel", "item"} else part.atom
