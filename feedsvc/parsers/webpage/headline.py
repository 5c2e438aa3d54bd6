"""The headline and the addresses of a page, which several of its parts have to agree on."""

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from feedsvc.parsers.draft import Draft
from feedsvc.parsers.reading.xml import Element, line_of
from feedsvc.parsers.values import text_of
from feedsvc.parsers.webpage.document import Page
from feedsvc.parsers.webpage.metadata import MetaTags, canonical_links
from feedsvc.parsers.webpage.schema_org import Graph, SchemaItem
from feedsvc.parsers.webpage.tree import line_text

_ELLIPSES: Final = ("\u2026", "...")

_LONGEST: Final = 300


_GOOGLES: Final = 100
"""Headlines in JSON-LD are cut at 110 characters, the most that Google once allowed."""


_SIGN: Final = re.compile(
    r"\s+(?:[|·\u2022«»\u2039\u203a~]|::|//|-{1,3}|[\u2013\u2014])\s+|\s*\|\s*|:\s+"
)

_SURE_SIGNS: Final = frozenset(("|", "::", "«", "»", "\u2039", "\u203a", "·", "\u2022", "//"))

_NOT_WORDS: Final = re.compile(r"[\W_]+")

_FEW_WORDS, _SHORT = 4, 3


class Headlines:
    """What a page calls itself: in its `title`, in OpenGraph, in its headings."""

    def __init__(self, page: Page, head: MetaTags, graph: Graph) -> None:
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
        article: SchemaItem | None,
        microdata: SchemaItem | None,
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
            text = headline_in(self.title, self.site_names, texts)
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


def _of_thing(thing: SchemaItem) -> list[tuple[str, int, str]]:
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


def without_site(title: str, names: Iterable[str]) -> str:
    """Return a headline without the site's name at its end or its beginning.

    A part is the site's where it is one of `names`, whatever signs stand in them.
    """
    wanted = {letters for name in names if (letters := _letters(name))}
    changed = True
    while changed and wanted:
        changed = False
        for sign in [*_SIGN.finditer(title)][::-1]:
            before, behind = title[: sign.start()].strip(), title[sign.end() :].strip()
            if before and _letters(behind) in wanted:
                title, changed = before, True
                break
            if behind and _letters(before) in wanted:
                title, changed = behind, True
                break
    return title


def headline_in(title: str, names: Iterable[str], shown: Iterable[str]) -> str:
    """Return the headline in the text of a `title` element.

    `shown` are the headings of the page: the one that the title begins or ends with is the
    headline. Else the site's names are taken off, and what stands behind `|` and its like.
    """
    for heading in shown:
        if len(heading) > _SHORT and _begins_or_ends(title, heading):
            return heading
    bare = without_site(title, names)
    if bare != title:
        return bare
    signs = [sign for sign in _SIGN.finditer(title) if sign[0].strip() in _SURE_SIGNS]
    if signs:
        first = title[: signs[0].start()].strip()
        behind = title[signs[0].end() :].strip()
        if len(first.split()) >= _SHORT and len(behind.split()) <= 2 * _FEW_WORDS:
            return first
    return bare


def names_of_host(address: str | None) -> list[str]:
    """Return what a site may be called by its address: `harbourpost` of harbourpost.example."""
    try:
        host = urlsplit(address or "").hostname or ""
    except ValueError:
        return []
    labels = host.removeprefix("www.").split(".")
    return [host, ".".join(labels), *(label for label in labels[:-1] if len(label) > _SHORT)]


def _begins_or_ends(title: str, heading: str) -> bool:
    folded, wanted = " ".join(title.split()).casefold(), heading.casefold()
    if folded == wanted:
        return True
    rest = None
    if folded.startswith(wanted):
        rest = folded[len(wanted) :]
    elif folded.endswith(wanted):
        rest = folded[: -len(wanted)][::-1]
    return rest is not None and bool(
        re.match(r"\s*(?:[|·\u2022«»\u2039\u203a~:-]|[\u2013\u2014]|//)", rest)
    )


def _letters(name: str) -> str:
    return _NOT_WORDS.sub("", name).casefold()
