"""The headline of a page, complete and without the name of the site."""

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from feedsvc.parsers.draft import Draft
from feedsvc.parsers.reading.xml import Element, line_of
from feedsvc.parsers.values import text_of
from feedsvc.parsers.webpage.document import Page, canonical_links
from feedsvc.parsers.webpage.metadata import MetaTags
from feedsvc.parsers.webpage.schema_org import Graph, SchemaItem
from feedsvc.parsers.webpage.tree import line_text

_ELLIPSES: Final = ("\u2026", "...")
_MAX_LENGTH: Final = 300
_SEO_LENGTH: Final = 100
"""Longer headlines may be cut: Google once accepted at most 110 characters in JSON-LD."""

_SEPARATOR: Final = re.compile(
    r"\s+(?:[|·\u2022«»\u2039\u203a~]|::|//|-{1,3}|[\u2013\u2014])\s+|\s*\|\s*|:\s+"
)
_CERTAIN_SEPARATORS: Final = frozenset(
    ("|", "::", "«", "»", "\u2039", "\u203a", "·", "\u2022", "//")
)
_NOT_WORDS: Final = re.compile(r"[\W_]+")
_MIN_WORDS, _MAX_SITE_WORDS = 3, 8
_SHORT_NAME: Final = 3


class Headlines:
    """The headlines of a page, with the site's names to remove from them and the page's URLs."""

    def __init__(self, page: Page, meta: MetaTags, graph: Graph) -> None:
        title = next(page.root.iter("title"), None)
        self.title = text_of(line_text(title)) if title is not None else None
        self.title_line = line_of(title) if title is not None else 1
        self.tags = list(meta.all("title"))
        self.headings = [text for each in page.root.iter("h1") if (text := line_text(each))]
        self.site_names = [
            *(tag.content for tag in meta.all("site")),
            *graph.site_names(),
            *host_names(page.base),
        ]
        self.urls = [
            *filter(None, (page.web_url(link.get("href")) for link in canonical_links(page.root))),
            *(tag.content for tag in meta.all("link")),
            *filter(None, (page.saved_from,)),
        ]

    @property
    def texts(self) -> list[str]:
        """The text of every headline."""
        tags = (text_of(tag.content) for tag in self.tags)
        return [*self.headings, *filter(None, tags), *filter(None, (self.title,))]

    def fill(
        self,
        draft: Draft,
        article: SchemaItem | None,
        microdata: SchemaItem | None,
        headings: list[Element],
    ) -> None:
        """Fill the title from the best headline, or from another that has it in full."""
        candidates: list[tuple[str, int, str]] = []
        shown = [(line_text(each), line_of(each), "<h1>") for each in headings]
        if article:
            candidates += _item_headline(article)
        candidates += [
            (text_of(tag.content) or "", tag.line, f"meta {tag.name}") for tag in self.tags
        ]
        if microdata:
            candidates += _item_headline(microdata)
        candidates += [each for each in shown if each[0]]
        if self.title:
            texts = [text for text, _, _ in (*candidates, *shown)] or self.headings
            text = headline_in(self.title, self.site_names, texts)
            candidates.append((text, self.title_line, "<title>"))
        if not candidates:
            return
        text, line, why = candidates[0]
        text = without_site(text, self.site_names)
        for full_text, full_line, full_why in candidates[1:]:
            if _is_truncated(text, full_text):
                text, line, why = without_site(full_text, self.site_names), full_line, full_why
                break
        draft.fill_text("title", text, line, why)


def _item_headline(item: SchemaItem) -> list[tuple[str, int, str]]:
    for name in ("headline", "name"):
        text = item.text(name)
        if text:
            return [(text, item.line(name), f"{item.label} {name}")]
    return []


def _is_truncated(text: str, other: str) -> bool:
    """Return whether a headline is only the beginning of another one."""
    beginning = text
    for ellipsis in _ELLIPSES:
        beginning = beginning.removesuffix(ellipsis).rstrip()
    cut = beginning != text
    longer = len(other) > len(beginning) + 2 and other.casefold().startswith(beginning.casefold())
    return longer and len(other) <= _MAX_LENGTH and (cut or len(text) > _SEO_LENGTH)


def without_site(title: str, names: Iterable[str]) -> str:
    """Return a headline without the site's name at its beginning or end.

    Names are compared without spaces and punctuation.
    """
    site_names = {letters for name in names if (letters := _letters(name))}
    changed = True
    while changed and site_names:
        changed = False
        for separator in [*_SEPARATOR.finditer(title)][::-1]:
            before, after = title[: separator.start()].strip(), title[separator.end() :].strip()
            if before and _letters(after) in site_names:
                title, changed = before, True
                break
            if after and _letters(before) in site_names:
                title, changed = after, True
                break
    return title


def headline_in(title: str, names: Iterable[str], headings: Iterable[str]) -> str:
    """Return the headline in the text of a `title` element.

    If the title begins or ends with one of the page's headings, that is the headline.
    Otherwise the site's names are removed, or else what follows `|` and similar separators.
    """
    for heading in headings:
        if len(heading) > _SHORT_NAME and _begins_or_ends(title, heading):
            return heading
    bare = without_site(title, names)
    if bare != title:
        return bare
    separators = [
        each for each in _SEPARATOR.finditer(title) if each[0].strip() in _CERTAIN_SEPARATORS
    ]
    if separators:
        first = title[: separators[0].start()].strip()
        rest = title[separators[0].end() :].strip()
        if len(first.split()) >= _MIN_WORDS and len(rest.split()) <= _MAX_SITE_WORDS:
            return first
    return bare


def host_names(url: str | None) -> list[str]:
    """Return possible names of a site from its host: `harbourpost` for harbourpost.example."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return []
    labels = host.removeprefix("www.").split(".")
    return [host, ".".join(labels), *(label for label in labels[:-1] if len(label) > _SHORT_NAME)]


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
