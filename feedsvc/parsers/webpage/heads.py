"""The headline and the addresses of a page, which several of its parts have to agree on."""

from typing import Final

from feedsvc.entry import Category
from feedsvc.parsers.draft import Draft
from feedsvc.parsers.feedfile.links import web_address
from feedsvc.parsers.reading.xml import line_of
from feedsvc.parsers.values import terms_of, text_of
from feedsvc.parsers.webpage.document import Page
from feedsvc.parsers.webpage.jsonld import Graph
from feedsvc.parsers.webpage.metatags import Head
from feedsvc.parsers.webpage.schema_org import Thing
from feedsvc.parsers.webpage.titles import headline_of, names_of_host, without_site
from feedsvc.parsers.webpage.tree import Element, line_text

_ELLIPSES: Final = ("\u2026", "...")
_LONGEST: Final = 300


class Headlines:
    """What a page calls itself: in its `title`, in OpenGraph, in its headings."""

    def __init__(self, page: Page, head: Head, graph: Graph) -> None:
        title = next(page.root.iter("title"), None)
        self.title = text_of(line_text(title)) if title is not None else None
        self.title_line = line_of(title) if title is not None else 1
        self.tags = list(head.all("title"))
        self.headings = [text for each in page.root.iter("h1") if (text := line_text(each))]
        self.site_names = [
            *(tag.content for tag in head.all("site")),
            *graph.names_of_site(),
            *names_of_host(page.base),
        ]
        self.addresses = [
            *filter(None, (page.web(link.get("href")) for link in canonical_links(page))),
            *(tag.content for tag in head.all("link")),
            *filter(None, (page.saved_from,)),
        ]

    @property
    def shown(self) -> list[str]:
        """All headlines that the page shows."""
        tags = (text_of(tag.content) for tag in self.tags)
        return [*self.headings, *filter(None, tags), *filter(None, (self.title,))]

    def take(
        self,
        draft: Draft,
        article: Thing | None,
        microdata: Thing | None,
        headings: list[Element],
    ) -> None:
        """Give a draft its headline; one that was cut is taken whole from the page."""
        candidates: list[tuple[str, int, str]] = []
        shown = [(line_text(each), line_of(each), "<h1>") for each in headings]
        if article:
            candidates += _of_thing(article)
        candidates += [
            (text_of(tag.content) or "", tag.line, f"meta {tag.name}") for tag in self.tags
        ]
        if microdata:
            candidates += _of_thing(microdata)
        candidates += [each for each in shown if each[0]]
        if self.title:
            texts = [text for text, _, _ in (*candidates, *shown)] or self.headings
            text = headline_of(self.title, self.site_names, texts)
            candidates.append((text, self.title_line, "<title>"))
        if not candidates:
            return
        text, line, why = candidates[0]
        text = without_site(text, self.site_names)
        for other, place, source in candidates[1:]:
            if _is_cut(text, other):
                text, line, why = without_site(other, self.site_names), place, source
                break
        draft.fill_text("title", text, line, why)


def take_addresses(
    draft: Draft, page: Page, head: Head, article: Thing | None, microdata: Thing | None
) -> None:
    """Give a draft its link and the id that the page has for its story."""
    for link in canonical_links(page):
        draft.fill("link", page.web(link.get("href")), line_of(link), "link canonical")
    for tag in head.all("link"):
        draft.fill("link", page.web(tag.content), tag.line, f"meta {tag.name}")
    for thing in filter(None, (article, microdata)):
        for name in ("url", "mainEntityOfPage"):
            for address in thing.addresses(name):
                why = f"{thing.label} {name}"
                draft.fill("link", page.web(address), thing.line(name), why)
    draft.fill("link", page.saved_from, 1, "where it was saved from")
    for thing in filter(None, (article, microdata)):
        if thing.id and _is_own(thing.id):
            draft.fill("source_id", thing.id, thing.line("@id"), f"{thing.label} @id")
    taken = draft.values.get("link")
    if taken and _is_own(taken):
        draft.fill("source_id", taken, 1, "the link")


def take_categories(draft: Draft, head: Head, *, tagged: bool) -> None:
    """Give a draft the tags of `meta` elements, else their keywords."""
    tags = head.first_of("tags" if tagged else "categories")
    terms: dict[str, Category] = {}
    for tag in tags:
        for term in terms_of(tag.content, by_space=False):
            terms.setdefault(term.casefold(), Category(term=term))
    if tags:
        draft.fill("categories", tuple(terms.values()), tags[0].line, f"meta {tags[0].name}")


def canonical_links(page: Page) -> list[Element]:
    """Return the links by which a page says what its address is."""
    return [
        link
        for link in page.root.iter("link")
        if "canonical" in (link.get("rel") or "").lower().split()
    ]


def _of_thing(thing: Thing) -> list[tuple[str, int, str]]:
    for name in ("headline", "name"):
        text = thing.text(name)
        if text:
            return [(text, thing.line(name), f"{thing.label} {name}")]
    return []


def _is_cut(text: str, other: str) -> bool:
    """Tell whether a headline is but the beginning of another one, as search engines want it."""
    beginning = text
    for ellipsis in _ELLIPSES:
        beginning = beginning.removesuffix(ellipsis).rstrip()
    cut = beginning != text
    longer = len(other) > len(beginning) + 2 and other.casefold().startswith(beginning.casefold())
    return longer and len(other) <= _LONGEST and (cut or len(text) > _GOOGLES)


_GOOGLES: Final = 100
"""Headlines in JSON-LD are cut at 110 characters, the most that Google once allowed."""


def _is_own(name: str) -> bool:
    """Tell an id that can be one story's from the address of a whole site, or a part of a page."""
    if name.startswith(("#", "_:", "/", "?")):
        return False
    address = web_address(name)
    if address is None:
        return ":" in name
    rest = address.partition("://")[2].partition("#")[0]
    return bool(rest.partition("/")[2].strip("/?"))
