"""Objects of schema.org, whether JSON-LD or microdata wrote them: their values, read alike."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from feedsvc.parsers.reading.html import xml_text
from feedsvc.parsers.reading.loosejson import read_loose_json
from feedsvc.parsers.reading.xml import Element, line_of
from feedsvc.parsers.source import Note
from feedsvc.parsers.values import text_of
from feedsvc.parsers.webpage.document import Page
from feedsvc.parsers.webpage.tree import line_text

ARTICLES: Final = frozenset(
    (
        *("Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "Report"),
        *("OpinionNewsArticle", "ReviewNewsArticle", "BackgroundNewsArticle", "BlogPosting"),
        *("AskPublicNewsArticle", "AdvertiserContentArticle", "SatiricalArticle", "PressRelease"),
        *("LiveBlogPosting", "SocialMediaPosting", "TechArticle", "ScholarlyArticle"),
        *("MedicalScholarlyArticle", "Review"),
    )
)
"""Types of schema.org that are a story."""

LISTS: Final = frozenset(
    ("CollectionPage", "SearchResultsPage", "ItemList", "ProfilePage", "Blog", "DataFeed")
)
"""Types of schema.org whose page holds many stories, or none."""

_DEEPEST: Final = 8

_MOST_VALUES: Final = 500


_MOST_THINGS: Final = 2_000

_DEEPEST_GRAPH: Final = 6

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


BODY: Final = "articleBody"

_ADDRESSES: Final = {
    **dict.fromkeys(("a", "area", "link"), "href"),
    **dict.fromkeys(("audio", "embed", "iframe", "img", "source", "track", "video"), "src"),
    "object": "data",
    **dict.fromkeys(("data", "meter"), "value"),
    "time": "datetime",
}

_LINKED_NAMES: Final = frozenset(
    ("author", "creator", "headline", "name", "articleSection", "keywords", "publisher", "about")
)
"""Properties that pages put on links whose text is the value."""

_SYNTAXES: Final = (("itemscope", "itemtype", "itemprop"), ("typeof", "typeof", "property"))

_DEEPEST_ITEM: Final = 6

_MOST_STORIES: Final = 20


class SchemaItem:
    """One object: its types, and its values by the names that schema.org gives them.

    `label` says where it stands, `line_of` finds the line of a property, `known` are the
    page's objects by their `@id`.
    """

    def __init__(
        self,
        data: Mapping[str, Any],
        label: str,
        line_of: Callable[[str], int],
        known: Mapping[str, Mapping[str, Any]],
    ) -> None:
        self.data, self.label, self.line, self._known = data, label, line_of, known

    @property
    def types(self) -> frozenset[str]:
        """The names of its types, without their vocabulary."""
        written = self.data.get("@type") or self.data.get("type")
        names = written if isinstance(written, list) else [written]
        return frozenset(
            name.rpartition("/")[2].rpartition(":")[2].rpartition("#")[2]
            for name in names
            if isinstance(name, str)
        )

    @property
    def id(self) -> str | None:
        """Its `@id`."""
        written = self.data.get("@id")
        return xml_text(written).strip() or None if isinstance(written, str) else None

    def values(self, *names: str) -> list[Any]:
        """Return the values of the first of some properties that has any, lists laid flat."""
        for name in names:
            written = self.data.get(name)
            if written is None:
                written = self.data.get(f"schema:{name}")
            found = list(_flat(written, 0))[:_MOST_VALUES]
            if found:
                return found
        return []

    def texts(self, *names: str) -> list[str]:
        """Return the values as plain text in one line; an object gives its name."""
        found = (self._text(value) for value in self.values(*names))
        return [text for text in found if text]

    def text(self, *names: str) -> str | None:
        """Return the first value that has text."""
        return next(iter(self.texts(*names)), None)

    def addresses(self, *names: str) -> Iterator[str]:
        """Yield the addresses among the values: texts, and the `url` or `@id` of objects."""
        for name in names:
            for value in self.values(name):
                if isinstance(value, str):
                    yield xml_text(value).strip()
                elif isinstance(value, dict):
                    inner = self.inner(value)
                    yield from (each for each in (inner.id, inner.text("url")) if each)

    def things(self, *names: str) -> list["SchemaItem"]:
        """Return the objects among the values."""
        return [self.inner(value) for value in self.values(*names) if isinstance(value, dict)]

    def inner(self, data: Mapping[str, Any]) -> "SchemaItem":
        """Return an object of this page; one that is but a reference, as what it refers to."""
        written = data.get("@id")
        if isinstance(written, str) and written in self._known:
            data = {**self._known[written], **data}
        return SchemaItem(data, self.label, self.line, self._known)

    def _text(self, value: object) -> str | None:
        if isinstance(value, dict):
            inner = self.inner(value)
            return inner.text("name", "headline", "text", "url") if value is not self.data else None
        if isinstance(value, bool):
            return None
        return text_of(str(value))


def _flat(value: object, depth: int) -> Iterator[Any]:
    """Yield the values of a list, of lists in it, and of JSON-LD's wrappers."""
    if value is None or value == "" or depth > _DEEPEST:
        return
    if isinstance(value, list):
        for each in value[:_MOST_VALUES]:
            yield from _flat(each, depth + 1)
    elif isinstance(value, dict) and ("@value" in value or "@list" in value):
        yield from _flat(value.get("@value", value.get("@list")), depth + 1)
    else:
        yield value


class Graph:
    """The objects of all blocks of a page, in order; `lists` where one says it is a list."""

    def __init__(self) -> None:
        self.articles: list[SchemaItem] = []
        self.others: list[SchemaItem] = []
        self.guests: list[SchemaItem] = []
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
        if depth > _DEEPEST_GRAPH or self._count > _MOST_THINGS:
            return
        if isinstance(value, list):
            for each in value:
                self._walk(each, place, depth + 1, secondary=secondary)
        if not isinstance(value, dict):
            return
        self._count += 1
        self._remember(value)
        thing = SchemaItem(value, "JSON-LD", place.line_of, self._known)
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

    def story(self, addresses: Iterable[str], titles: Iterable[str]) -> SchemaItem | None:
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


def _addresses(thing: SchemaItem) -> Iterator[str]:
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


def read_microdata(typed: list[Element]) -> SchemaItem | None:
    """Return the page's story, as microdata or RDFa says it; the one with the most properties.

    `typed` are the page's elements that have `itemtype` or `typeof`.
    """
    found: list[SchemaItem] = []
    for scope, kind, prop in _SYNTAXES:
        for element in typed:
            if len(found) < _MOST_STORIES and _names(element.get(kind)) & ARTICLES:
                lines: dict[str, int] = {}
                data = _properties(element, (scope, kind, prop), lines, 0)
                label = "microdata" if prop == "itemprop" else "RDFa"
                found.append(SchemaItem(data, label, _finder(lines, element), {}))
    return max(found, key=lambda thing: len(thing.data), default=None)


def _finder(lines: dict[str, int], element: Element) -> Callable[[str], int]:
    return lambda name: lines.get(name, line_of(element))


def _properties(
    item: Element, syntax: tuple[str, str, str], lines: dict[str, int], depth: int
) -> dict[str, Any]:
    """Return the properties of an item, and keep the lines of those of the outermost."""
    scope, kind, prop = syntax
    found: dict[str, Any] = {"@type": list(_names(item.get(kind)))}
    if item.get("itemid") or item.get("resource"):
        found["@id"] = item.get("itemid") or item.get("resource")
    for element in _own(item, scope, prop):
        value: object = None
        if element.get(scope) is not None:
            value = _properties(element, syntax, {}, depth + 1) if depth < _DEEPEST_ITEM else None
        for name in _names(element.get(prop)):
            if name == BODY:
                continue  # It is markup: the tree has it.
            found.setdefault(name, []).append(_value(element, name) if value is None else value)
            lines.setdefault(name, line_of(element))
    return found


def _own(item: Element, scope: str, prop: str) -> Iterator[Element]:
    """Yield the elements of an item that have a property, in order; not those of items in it."""
    pending = list(item)[::-1]
    while pending:
        element = pending.pop()
        if element.get(prop) is not None:
            yield element
        if element.get(scope) is None:
            pending.extend(reversed(element))


def _value(element: Element, name: str) -> str:
    content = element.get("content")
    if content is not None:
        return content
    attribute = _ADDRESSES.get(str(element.tag))
    written = element.get(attribute) if attribute else None
    named = attribute == "href" and name in _LINKED_NAMES
    return written if written is not None and not named else line_text(element)


def _names(written: str | None) -> frozenset[str]:
    """Return names without their vocabulary: `schema:headline` and addresses alike."""
    return frozenset(
        name.rpartition("/")[2].rpartition(":")[2].rpartition("#")[2]
        for name in (written or "").split()
    )
