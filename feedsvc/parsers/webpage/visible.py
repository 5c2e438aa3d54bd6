"""What a page shows its readers around the text: headline, deck, byline, dates, topics."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from feedsvc.entry import Category
from feedsvc.parsers.iptc import Draft
from feedsvc.parsers.iptcpeople import dateline_of
from feedsvc.parsers.webpage.document import Page
from feedsvc.parsers.webpage.hints import Role
from feedsvc.parsers.webpage.maintext import is_furniture
from feedsvc.parsers.webpage.moments import take_time
from feedsvc.parsers.webpage.people import take_people
from feedsvc.parsers.webpage.tree import Element, is_within, line_text, roles
from feedsvc.parsers.xmlstory import line_of

_LONGEST_TITLE, _LONGEST_DECK, _LONGEST_NAME = 300, 500, 120
_MOST: Final = 3_000
_MOST_BYLINES, _MOST_PARTS = 20, 40
_ABOVE: Final = 4
_BYLINE_NOISE: Final = frozenset(("furniture", "date", "updated", "hidden"))


def zone_of(part: Element) -> Element:
    """Return the part of the page around a story's text that has its headline and its byline."""
    zone = part
    for above in part.iterancestors():
        if above.tag == "html" or (zone.tag == "article" and _has_heading(zone)):
            break
        if _has_heading(zone) and zone is not part and above.tag in ("main", "body"):
            break
        zone = above
    return zone


def headings(zone: Element) -> list[Element]:
    """Return the headings of first rank in a zone, else the elements whose class says title."""
    found = [each for each in zone.iter("h1") if line_text(each) and not _is_apart(each, zone)]
    if found:
        return found
    return [
        each
        for each in zone.iter("h2", "h3", "div", "p", "span", "a", "strong")
        if each.get("class")
        and "title" in roles(each)
        and 0 < len(line_text(each)) < _LONGEST_TITLE
    ][:1]


def take_visible(draft: Draft, page: Page, zone: Element, body: tuple[Element, ...]) -> None:
    """Give a draft what the elements around a text say, by their tags, roles and classes."""
    tried = 0
    for element in list(zone.iter())[:_MOST]:
        if not isinstance(element.tag, str):
            continue
        rel = (element.get("rel") or "").lower().split()
        found: frozenset[Role] = roles(element) if len(element.attrib) else frozenset()
        if not (found or rel or element.tag == "time"):
            continue
        if "byline" not in found and _is_apart(element, zone) and "tag" not in rel:
            continue
        if "byline" in found and "authors" not in draft.values:
            tried += 1
            if tried > _MOST_BYLINES:
                found -= {"byline"}
        _take_element(draft, page, element, found, rel)
    _take_subtitle(draft, zone, body)


def _take_element(
    draft: Draft, page: Page, element: Element, found: frozenset[Role], rel: list[str]
) -> None:
    """Give a draft what one element says."""
    line = line_of(element)
    if element.tag == "time" or (
        found & {"date", "updated"} and len(line_text(element)) < _LONGEST_NAME
    ):
        if next(element.iterdescendants("time"), None) is None:
            take_time(draft, element)
    elif "author" in rel and "authors" not in draft.values:
        take_people(
            draft, [(line_text(element), page.web(element.get("href")))], line, "rel=author"
        )
    elif "byline" in found and "authors" not in draft.values and not _is_apart(element, element):
        _take_byline(draft, page, element, line)
    elif "section" in found and len(line_text(element)) < _LONGEST_NAME:
        draft.take_text("section", _first_link(element), line, "class of a section")
    elif "dateline" in found and len(line_text(element)) < _LONGEST_NAME:
        draft.take("dateline", dateline_of(line_text(element)), line, "class dateline")
    elif "highlights" in found:
        points = tuple(filter(None, map(line_text, element.iter("li"))))
        draft.take("highlights", points, line, "class of key points")
    elif "license" in rel:
        draft.take_text("rights", line_text(element) or element.get("href"), line, "rel=license")


def take_tags(draft: Draft, zone: Element) -> None:
    """Give a draft the links of `rel=tag` as categories; those of `category` are its section."""
    terms: dict[str, Category] = {}
    first = 1
    for link in zone.iter("a"):
        rel = (link.get("rel") or "").lower().split()
        text = line_text(link).removeprefix("#") if "tag" in rel else ""
        if not text or len(text) > _LONGEST_NAME:
            continue
        line = line_of(link)
        if "category" in rel:
            draft.take_text("section", text, line, "rel=category")
        else:
            first = line if not terms else first
            terms.setdefault(text.casefold(), Category(term=text))
    draft.take("categories", tuple(terms.values()), first, "rel=tag")


def _take_byline(draft: Draft, page: Page, element: Element, line: int) -> None:
    """Read a byline: the links of authors in it, else its own text without dates and roles."""
    linked = [
        link
        for link in element.iter("a")
        if "author" in (link.get("rel") or "").lower()
        or "author" in (link.get("href") or "").lower()
    ]
    people = [(line_text(link), page.web(link.get("href"))) for link in linked]
    people = [each for each in people if each[0]]
    if not people:
        people = [(text, None) for text in _texts(element)]
    take_people(draft, people, line, "a byline's class")


def _texts(element: Element) -> Iterator[str]:
    """Yield the text of a byline, without what its parts say of dates, jobs and sharing."""
    names = [
        each
        for each in islice(element.iterdescendants(), _MOST_PARTS)
        if isinstance(each.tag, str)
        and ("byline" in roles(each) or each.get("itemprop") == "name")
        and len(line_text(each)) > 1
        and next(each.iterdescendants("div", "p", "time"), None) is None
    ]
    if names:
        yield line_text(names[-1])
        return
    kept: list[str] = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag != "time" and not roles(child) & _BYLINE_NOISE:
            kept.append(line_text(child) if child.tag not in ("div", "p", "ul") else "")
        kept.append(child.tail or "")
    text = " ".join("".join(kept).split())
    if 0 < len(text) <= _LONGEST_NAME:
        yield text
        return
    for child in element:
        text = line_text(child)
        if (
            isinstance(child.tag, str)
            and child.tag in ("p", "div", "a", "span")
            and 0 < len(text) < _LONGEST_NAME
        ):
            yield text
            return


def _take_subtitle(draft: Draft, zone: Element, body: tuple[Element, ...]) -> None:
    """Take the line below the headline: by its class, or the heading right behind it."""
    for element in zone.iter("p", "h2", "h3", "div", "span"):
        if element.get("class") and "subtitle" in roles(element) and not _is_apart(element, zone):
            text = line_text(element)
            if (
                0 < len(text) <= _LONGEST_DECK and not is_within(element, body)
            ) or element.tag == "p":
                draft.take_text("subtitle", text, line_of(element), "class of a subtitle")
    for heading in headings(zone)[:1]:
        behind = heading.getnext()
        if behind is not None and behind.tag == "h2" and not is_within(behind, body):
            draft.take_text("subtitle", line_text(behind), line_of(behind), "<h2> below <h1>")


def _first_link(element: Element) -> str:
    link = next(element.iter("a"), None)
    return line_text(link if link is not None else element)


def _is_apart(element: Element, zone: Element) -> bool:
    """Tell what stands, in the zone, in a part that is not the story's own head."""
    above: Element | None = element
    for _ in range(_ABOVE * _ABOVE * _ABOVE):
        if above is zone or above is None:
            return False
        if above.tag in ("nav", "aside", "form") or (
            above.tag == "footer" and above is not element
        ):
            return True
        if above is not element and is_furniture(above) and above.tag not in ("header", "footer"):
            named = "-".join(sorted(roles(above)))
            if named == "furniture" and not _is_meta(above):
                return True
        above = above.getparent()
    return False


def _is_meta(element: Element) -> bool:
    return "meta" in (element.get("class") or "").lower()


def _has_heading(zone: Element) -> bool:
    return next(zone.iter("h1"), None) is not None
