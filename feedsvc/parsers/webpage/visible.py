"""What a page shows its readers around the text: headline, deck, byline, dates, topics."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from feedsvc.entry import Category
from feedsvc.parsers.dates import DateLine, read_date_line
from feedsvc.parsers.dates.tokens import WORDS, tokenize
from feedsvc.parsers.draft import Draft
from feedsvc.parsers.iptc.people import dateline_of
from feedsvc.parsers.reading.xml import Element, line_of
from feedsvc.parsers.source import Options
from feedsvc.parsers.webpage.authors import fill_authors
from feedsvc.parsers.webpage.document import Page
from feedsvc.parsers.webpage.maintext import is_boilerplate
from feedsvc.parsers.webpage.roles import Role, roles_of
from feedsvc.parsers.webpage.tree import Inherited, is_within, line_text, text_start

_LONGEST_DECK, _LONGEST_NAME = 500, 120

_MOST: Final = 3_000

_MOST_BYLINES, _MOST_PARTS, _MOST_DECKS = 20, 40, 100

_BYLINE_NOISE: Final = frozenset(("furniture", "date", "updated", "hidden"))


_LONGEST_TITLE: Final = 300

_APART: Final = ("nav", "aside", "form")

_FRAMES: Final = ("header", "footer")


_LONGEST: Final = 120

_UPDATED: Final = 1


class StoryRegion:
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
            and "title" in roles_of(each)
            and 0 < len(text_start(each)) < _LONGEST_TITLE
        ][:1]


def fill_from_markup(
    draft: Draft, page: Page, zone: StoryRegion, body: tuple[Element, ...]
) -> None:
    """Give a draft what the elements around a text say, by their tags, roles and classes."""
    tried = 0
    for element in islice(zone.root.iter(), _MOST):
        if not isinstance(element.tag, str):
            continue
        rel = (element.get("rel") or "").lower().split()
        found: frozenset[Role] = roles_of(element) if len(element.attrib) else frozenset()
        if not (found or rel or element.tag == "time"):
            continue
        if "byline" not in found and zone.is_apart(element) and "tag" not in rel:
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
        found & {"date", "updated"} and len(text_start(element)) < _LONGEST_NAME
    ):
        if next(element.iterdescendants("time"), None) is None:
            fill_time(draft, element)
    elif "author" in rel and "authors" not in draft.values:
        fill_authors(
            draft, [(text_start(element), page.web(element.get("href")))], line, "rel=author"
        )
    elif "byline" in found and "authors" not in draft.values:
        _take_byline(draft, page, element, line)
    elif "section" in found and len(text_start(element)) < _LONGEST_NAME:
        draft.fill_text("section", _first_link(element), line, "class of a section")
    elif "dateline" in found and len(text_start(element)) < _LONGEST_NAME:
        draft.fill("dateline", dateline_of(text_start(element)), line, "class dateline")
    elif "highlights" in found and "highlights" not in draft.values:
        points = tuple(filter(None, map(line_text, element.iter("li"))))
        draft.fill("highlights", points, line, "class of key points")
    elif "license" in rel:
        draft.fill_text("rights", text_start(element) or element.get("href"), line, "rel=license")


def fill_tags(draft: Draft, zone: StoryRegion) -> None:
    """Give a draft the links of `rel=tag` as categories; those of `category` are its section."""
    terms: dict[str, Category] = {}
    first = 1
    for link in zone.root.iter("a"):
        rel = (link.get("rel") or "").lower().split()
        text = text_start(link).removeprefix("#") if "tag" in rel else ""
        if not text or len(text) > _LONGEST_NAME:
            continue
        line = line_of(link)
        if "category" in rel:
            draft.fill_text("section", text, line, "rel=category")
        else:
            first = line if not terms else first
            terms.setdefault(text.casefold(), Category(term=text))
    draft.fill("categories", tuple(terms.values()), first, "rel=tag")


def _take_byline(draft: Draft, page: Page, element: Element, line: int) -> None:
    """Read a byline: the links of authors in it, else its own text without dates and roles."""
    linked = [
        link
        for link in islice(element.iter("a"), _MOST_PARTS)
        if "author" in (link.get("rel") or "").lower()
        or "author" in (link.get("href") or "").lower()
    ]
    people = [(text_start(link), page.web(link.get("href"))) for link in linked]
    people = [each for each in people if each[0]]
    if not people:
        people = [(text, None) for text in _texts(element)]
    fill_authors(draft, people, line, "a byline's class")


def _texts(element: Element) -> Iterator[str]:
    """Yield the text of a byline, without what its parts say of dates, jobs and sharing."""
    for part in list(islice(element.iterdescendants(), _MOST_PARTS))[::-1]:
        if "byline" not in roles_of(part) and part.get("itemprop") != "name":
            continue
        text = text_start(part)
        if len(text) > 1 and next(part.iterdescendants("div", "p", "time"), None) is None:
            yield text
            return
    kept: list[str] = [element.text or ""]
    for child in islice(element, _MOST_PARTS):
        if (
            isinstance(child.tag, str)
            and child.tag != "time"
            and not roles_of(child) & _BYLINE_NOISE
        ):
            kept.append(text_start(child) if child.tag not in ("div", "p", "ul") else "")
        kept.append(child.tail or "")
    text = " ".join("".join(kept).split())
    if 0 < len(text) <= _LONGEST_NAME:
        yield text
        return
    for child in islice(element, _MOST_PARTS):
        text = text_start(child)
        if (
            isinstance(child.tag, str)
            and child.tag in ("p", "div", "a", "span")
            and 0 < len(text) < _LONGEST_NAME
        ):
            yield text
            return


def _take_subtitle(draft: Draft, zone: StoryRegion, body: tuple[Element, ...]) -> None:
    """Take the line below the headline: by its class, or the heading right behind it."""
    decks = (
        each
        for each in zone.root.iter("p", "h2", "h3", "div", "span")
        if each.get("class") and "subtitle" in roles_of(each) and not zone.is_apart(each)
    )
    for deck in islice(decks, _MOST_DECKS):
        text = text_start(deck)
        if 0 < len(text) <= _LONGEST_DECK and (deck.tag == "p" or not is_within(deck, body)):
            draft.fill_text("subtitle", text, line_of(deck), "class of a subtitle")
    for heading in zone.headings()[:1]:
        behind = heading.getnext()
        if behind is not None and behind.tag == "h2" and not is_within(behind, body):
            draft.fill_text("subtitle", line_text(behind), line_of(behind), "<h2> below <h1>")


def _first_link(element: Element) -> str:
    link = next(element.iter("a"), None)
    return text_start(link if link is not None else element)


def region_of(part: Element) -> StoryRegion:
    """Return the zone of the element that holds a story's text."""
    zone = part
    for above in part.iterancestors():
        if above.tag == "html" or (zone.tag == "article" and _has_heading(zone)):
            break
        if _has_heading(zone) and zone is not part and above.tag in ("main", "body"):
            break
        zone = above
    return StoryRegion(zone)


def _sets_apart(element: Element) -> bool:
    if element.tag in _APART or element.tag == "footer":
        return True
    if not is_boilerplate(element) or element.tag in _FRAMES:
        return False
    return roles_of(element) == {"furniture"} and "meta" not in (element.get("class") or "").lower()


def _has_heading(element: Element) -> bool:
    return next(element.iter("h1"), None) is not None


def fill_dates(draft: Draft, line: DateLine | None, number: int) -> None:
    """Give a draft the moments of a line of dates."""
    for stamp in line.stamps if line else ():
        moment = stamp.moment
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=draft.options.zone)
        draft.fill(stamp.field, moment, number, "a date line", precision=stamp.precision)


def fill_time(draft: Draft, element: Element) -> None:
    """Give a draft the moment of a `time` element, or of one whose class says that it is a date.

    The words around it (`Updated`) or its class say which moment it is.
    """
    options = draft.options
    line = line_of(element)
    written = (element.get("datetime") or element.get("content") or "").strip()
    shown = _read(text_start(element), options)
    if not written:
        fill_dates(draft, shown, line)
        return
    draft.fill_datetime(_field(element, shown), written, line, "<time>")


def _field(element: Element, shown: DateLine | None) -> str:
    parent = element.getparent()
    found = roles_of(element) | (roles_of(parent) if parent is not None else frozenset())
    if "updated" in found:
        return "updated"
    if "date" in found:
        return "published"
    if shown and len(shown.stamps) == 1 and _speaks_of_update(text_start(element)):
        return "updated"
    previous = element.getprevious()
    before = previous.tail if previous is not None else getattr(parent, "text", None)
    if not (before or "").strip() and previous is not None:
        before = text_start(previous)
    return "updated" if _speaks_of_update(before or "") else "published"


def _speaks_of_update(text: str) -> bool:
    labels = [WORDS[token] for token in tokenize(text[-_LONGEST:]) if token in WORDS]
    return bool(labels) and ("label", _UPDATED) in labels[-2:]


def _read(text: str, options: Options) -> DateLine | None:
    if not text or len(text) > _LONGEST:
        return None
    return read_date_line(text, month_first=options.month_first, zones=options.zones)
