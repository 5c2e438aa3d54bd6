"""Fields of an entry from what a page shows around its text: deck, byline, dates, topics."""

from itertools import islice
from typing import Final

from feedsvc.parsers.dates import DateLine, read_date_line
from feedsvc.parsers.dates.tokens import tokenize, vocabulary
from feedsvc.parsers.draft import Draft
from feedsvc.parsers.iptc.people import dateline_of
from feedsvc.parsers.reading.xml import Element, line_of
from feedsvc.parsers.source import Options
from feedsvc.parsers.webpage.document import Page
from feedsvc.parsers.webpage.maintext import is_boilerplate
from feedsvc.parsers.webpage.metadata import categories_of, fill_authors
from feedsvc.parsers.webpage.roles import Role, roles_of
from feedsvc.parsers.webpage.tree import Inherited, is_within, line_text, text_start

_MAX_TITLE, _MAX_DECK, _MAX_NAME = 300, 500, 120
_MAX_ELEMENTS: Final = 3_000
_MAX_BYLINES, _MAX_PARTS, _MAX_DECKS = 20, 40, 100
_BYLINE_NOISE: Final = frozenset(("boilerplate", "date", "updated", "hidden"))
_UNRELATED: Final = ("nav", "aside", "form")
_FRAMES: Final = ("header", "footer")


class StoryRegion:
    """The element around a story's text that also contains its headline and byline."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self._is_within_unrelated = Inherited(_is_unrelated, root)

    def is_unrelated(self, element: Element) -> bool:
        """Return whether an element is in navigation, a sidebar, a form or other boilerplate."""
        parent = element.getparent()
        if element is self.root or parent is None:
            return False
        return element.tag in _UNRELATED or self._is_within_unrelated(parent)

    def headings(self) -> list[Element]:
        """Return the `h1` elements, else the first element that a class marks as the title."""
        found = [
            each
            for each in self.root.iter("h1")
            if text_start(each) and not self.is_unrelated(each)
        ]
        if found:
            return found
        return [
            each
            for each in self.root.iter("h2", "h3", "div", "p", "span", "a", "strong")
            if each.get("class")
            and "title" in roles_of(each)
            and 0 < len(text_start(each)) < _MAX_TITLE
        ][:1]


def region_of(part: Element) -> StoryRegion:
    """Return the region around the element that contains a story's text."""
    region = part
    for above in part.iterancestors():
        if above.tag == "html" or (region.tag == "article" and _has_heading(region)):
            break
        if _has_heading(region) and region is not part and above.tag in ("main", "body"):
            break
        region = above
    return StoryRegion(region)


def fill_from_markup(
    draft: Draft, page: Page, region: StoryRegion, body: tuple[Element, ...]
) -> None:
    """Fill fields from the elements around the text, by their tags, roles and link relations."""
    bylines = 0
    for element in islice(region.root.iter(), _MAX_ELEMENTS):
        if not isinstance(element.tag, str):
            continue
        rel = (element.get("rel") or "").lower().split()
        roles: frozenset[Role] = roles_of(element) if len(element.attrib) else frozenset()
        if not (roles or rel or element.tag == "time"):
            continue
        if "byline" not in roles and region.is_unrelated(element) and "tag" not in rel:
            continue
        if "byline" in roles and "authors" not in draft.values:
            bylines += 1
            if bylines > _MAX_BYLINES:
                roles -= {"byline"}
        _fill_from_element(draft, page, element, roles, rel)
    _fill_subtitle(draft, region, body)


def fill_tags(draft: Draft, region: StoryRegion) -> None:
    """Fill the categories from `rel=tag` links, and the section from `rel="category tag"`."""
    terms: list[str] = []
    first_line = 1
    for link in region.root.iter("a"):
        rel = (link.get("rel") or "").lower().split()
        text = text_start(link).removeprefix("#") if "tag" in rel else ""
        if not text or len(text) > _MAX_NAME:
            continue
        line = line_of(link)
        if "category" in rel:
            draft.fill_text("section", text, line, "rel=category")
        else:
            first_line = first_line if terms else line
            terms.append(text)
    draft.fill("categories", categories_of(terms), first_line, "rel=tag")


def fill_dates(draft: Draft, date_line: DateLine | None, number: int) -> None:
    """Fill `published` and `updated` from a date line."""
    for stamp in date_line.stamps if date_line else ():
        time = stamp.time
        if time.tzinfo is None:
            time = time.replace(tzinfo=draft.options.zone)
        draft.fill(stamp.field, time, number, "date line", precision=stamp.precision)


def _is_unrelated(element: Element) -> bool:
    if element.tag in _UNRELATED or element.tag == "footer":
        return True
    if not is_boilerplate(element) or element.tag in _FRAMES:
        return False
    names = (element.get("class") or "").lower()
    return roles_of(element) == {"boilerplate"} and "meta" not in names


def _has_heading(element: Element) -> bool:
    return next(element.iter("h1"), None) is not None


def _fill_from_element(
    draft: Draft, page: Page, element: Element, roles: frozenset[Role], rel: list[str]
) -> None:
    line = line_of(element)
    if element.tag == "time" or (
        roles & {"date", "updated"} and len(text_start(element)) < _MAX_NAME
    ):
        if next(element.iterdescendants("time"), None) is None:
            _fill_time(draft, element)
    elif "author" in rel and "authors" not in draft.values:
        author = (text_start(element), page.web_url(element.get("href")))
        fill_authors(draft, [author], line, "rel=author")
    elif "byline" in roles and "authors" not in draft.values:
        _fill_byline(draft, page, element, line)
    elif "section" in roles and len(text_start(element)) < _MAX_NAME:
        link = next(element.iter("a"), None)
        text = text_start(element if link is None else link)
        draft.fill_text("section", text, line, "section class")
    elif "dateline" in roles and len(text_start(element)) < _MAX_NAME:
        draft.fill("dateline", dateline_of(text_start(element)), line, "dateline class")
    elif "highlights" in roles and "highlights" not in draft.values:
        points = tuple(filter(None, map(line_text, element.iter("li"))))
        draft.fill("highlights", points, line, "key points class")
    elif "license" in rel:
        draft.fill_text("rights", text_start(element) or element.get("href"), line, "rel=license")


def _fill_byline(draft: Draft, page: Page, element: Element, line: int) -> None:
    """Fill the authors from the links to author pages in a byline, else from its text."""
    linked = [
        link
        for link in islice(element.iter("a"), _MAX_PARTS)
        if "author" in (link.get("rel") or "").lower()
        or "author" in (link.get("href") or "").lower()
    ]
    people = [(text_start(link), page.web_url(link.get("href"))) for link in linked]
    people = [each for each in people if each[0]]
    fill_authors(draft, people or [(_byline_text(element), None)], line, "byline class")


def _byline_text(element: Element) -> str:
    """Return the text of a byline, without its dates, job titles and share buttons."""
    for part in list(islice(element.iterdescendants(), _MAX_PARTS))[::-1]:
        if "byline" not in roles_of(part) and part.get("itemprop") != "name":
            continue
        text = text_start(part)
        if len(text) > 1 and next(part.iterdescendants("div", "p", "time"), None) is None:
            return text
    children = list(islice(element, _MAX_PARTS))
    pieces: list[str] = [element.text or ""]
    for child in children:
        is_text = isinstance(child.tag, str) and child.tag != "time"
        if is_text and not roles_of(child) & _BYLINE_NOISE:
            pieces.append(text_start(child) if child.tag not in ("div", "p", "ul") else "")
        pieces.append(child.tail or "")
    text = " ".join("".join(pieces).split())
    if 0 < len(text) <= _MAX_NAME:
        return text
    texts = (text_start(child) for child in children if child.tag in ("p", "div", "a", "span"))
    return next((text for text in texts if 0 < len(text) < _MAX_NAME), "")


def _fill_subtitle(draft: Draft, region: StoryRegion, body: tuple[Element, ...]) -> None:
    """Fill the subtitle from a deck, marked by its class, or the `h2` right below the headline."""
    decks = (
        each
        for each in region.root.iter("p", "h2", "h3", "div", "span")
        if each.get("class") and "subtitle" in roles_of(each) and not region.is_unrelated(each)
    )
    for deck in islice(decks, _MAX_DECKS):
        text = text_start(deck)
        if 0 < len(text) <= _MAX_DECK and (deck.tag == "p" or not is_within(deck, body)):
            draft.fill_text("subtitle", text, line_of(deck), "subtitle class")
    for heading in region.headings()[:1]:
        below = heading.getnext()
        if below is not None and below.tag == "h2" and not is_within(below, body):
            draft.fill_text("subtitle", line_text(below), line_of(below), "<h2> below <h1>")


def _fill_time(draft: Draft, element: Element) -> None:
    """Fill a date from a `time` element or an element with a date's class."""
    line = line_of(element)
    value = (element.get("datetime") or element.get("content") or "").strip()
    shown = _read_date(text_start(element), draft.options)
    if value:
        draft.fill_datetime(_date_field(element, shown), value, line, "<time>")
    else:
        fill_dates(draft, shown, line)


def _date_field(element: Element, shown: DateLine | None) -> str:
    """Return `published` or `updated`, by the element's class or a label such as "Updated"."""
    parent = element.getparent()
    roles = roles_of(element) | (roles_of(parent) if parent is not None else frozenset())
    if "updated" in roles:
        return "updated"
    if "date" in roles:
        return "published"
    if shown and len(shown.stamps) == 1 and _ends_with_update_label(text_start(element)):
        return "updated"
    previous = element.getprevious()
    before = previous.tail if previous is not None else getattr(parent, "text", None)
    if not (before or "").strip() and previous is not None:
        before = text_start(previous)
    return "updated" if _ends_with_update_label(before or "") else "published"


def _ends_with_update_label(text: str) -> bool:
    words = vocabulary().kinds
    kinds = [words[token] for token in tokenize(text[-_MAX_NAME:]) if token in words]
    return "updated" in kinds[-2:]


def _read_date(text: str, options: Options) -> DateLine | None:
    if not text or len(text) > _MAX_NAME:
        return None
    return read_date_line(text, month_first=options.month_first, zones=options.zones)
