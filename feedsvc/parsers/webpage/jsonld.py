"""JSON-LD of a page: its blocks read, and the object among them that is the page's story."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from feedsvc.parsers.reading.xml import line_of
from feedsvc.parsers.source import Note
from feedsvc.parsers.webpage.document import Page
from feedsvc.parsers.webpage.loosejson import read_loose_json
from feedsvc.parsers.webpage.schema_org import ARTICLES, LISTS, Thing

_MOST_THINGS: Final = 2_000
_DEEPEST: Final = 6
_LEADS_ON: Final = (
    "@graph",
    "mainEntity",
    "mainEntityOfPage",
    "hasPart",
    "itemListElement",
    "item",
)
"""Properties whose objects may be the page's story."""
_SECONDARY: Final = frozenset(("hasPart", "itemListElement", "item"))
"""Of these, those whose objects are mostly other stories: they count where they fit the page."""
_TYPE: Final = re.compile(r"\s*application/ld\+json\b", re.IGNORECASE)
_SCHEME: Final = re.compile(r"https?://(?:www\.)?")
_NOT_WORDS: Final = re.compile(r"[\W_]+")


class Graph:
    """The objects of all blocks of a page, in order; `lists` where one says it is a list."""

    def __init__(self) -> None:
        self.articles: list[Thing] = []
        self.others: list[Thing] = []
        self.guests: list[Thing] = []
        self.lists = False
        self.notes: list[Note] = []
        self._known: dict[str, dict[str, Any]] = {}
        self._count = 0

    def add(self, text: str, line: int) -> None:
        """Read one block, which begins on a line of the page."""
        value, valid = read_loose_json(text)
        if not valid:
            what = "left out" if value is None else "read as far as it can be told"
            self.notes.append(Note(message=f"JSON-LD that is not valid JSON, {what}", line=line))
        self._walk(value, _Place(text, line), 0, secondary=False)

    def _walk(self, value: object, place: "_Place", depth: int, *, secondary: bool) -> None:
        if depth > _DEEPEST or self._count > _MOST_THINGS:
            return
        if isinstance(value, list):
            for each in value:
                self._walk(each, place, depth + 1, secondary=secondary)
        if not isinstance(value, dict):
            return
        self._count += 1
        self._remember(value)
        thing = Thing(value, "JSON-LD", place.line_of, self._known)
        types = thing.types
        if types & ARTICLES:
            (self.guests if secondary else self.articles).append(thing)
        elif not secondary and types:
            self.others.append(thing)
            self.lists = self.lists or bool(types & LISTS)
        for name in _LEADS_ON:
            if name in value:
                inner = secondary or name in _SECONDARY
                self._walk(value[name], place, depth + 1, secondary=inner)

    def _remember(self, value: dict[str, Any]) -> None:
        """Keep an object by its id, with those one step below it."""
        for each in (value, *(inner for inner in value.values() if isinstance(inner, dict))):
            name = each.get("@id")
            if isinstance(name, str) and len(each) > 1:
                self._known.setdefault(name, each)

    def story(self, addresses: Iterable[str], titles: Iterable[str]) -> Thing | None:
        """Return the story that the page is of: by its address, by its headline, or alone."""
        wanted = {_bare(address) for address in addresses if address}
        said = [_letters(title) for title in titles]
        candidates = [*self.articles, *self.guests]
        for thing in candidates:
            if not wanted.isdisjoint(map(_bare, _addresses(thing))):
                return thing
        for thing in candidates:
            headline = _letters(thing.text("headline", "name") or "")
            if headline and any(headline in title or title in headline for title in said if title):
                return thing
        if len(self.articles) == 1 or (self.articles and not self.lists):
            return self.articles[0]
        return None

    def names_of_site(self) -> Iterator[str]:
        """Yield what the publisher and the site are called."""
        for thing in (*self.articles, *self.others):
            yield from thing.texts("publisher")
            if thing.types & {"WebSite", "Organization", "NewsMediaOrganization"}:
                yield from thing.texts("name", "alternateName")


class _Place:
    """Where a block stands: finds the line of a property in it."""

    def __init__(self, text: str, line: int) -> None:
        self._text, self._line = text, line

    def line_of(self, name: str) -> int:
        return self._line + self._text.count("\n", 0, max(0, self._text.find(f'"{name}"')))


def read_graph(page: Page) -> Graph:
    """Return the objects of all blocks of JSON-LD in a page."""
    graph = Graph()
    for script in page.root.iter("script"):
        if _TYPE.match(script.get("type") or "") and script.text and script.text.strip():
            graph.add(script.text, line_of(script))
    return graph


def _addresses(thing: Thing) -> Iterator[str]:
    yield from thing.addresses("url", "mainEntityOfPage")
    if thing.id:
        yield thing.id


def _bare(address: str) -> str:
    """Return an address without what differs between forms of one page."""
    bare = _SCHEME.sub("", address.partition("#")[0].lower())
    path = bare.partition("?")[0].rstrip("/")
    return path if "/" in path else bare.rstrip("/")  # At the root, the query tells the page.


def _letters(title: str) -> str:
    return _NOT_WORDS.sub("", title[:300]).lower()
