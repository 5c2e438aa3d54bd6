"""schema.org items of a page, from JSON-LD, microdata or RDFa, and which of them is its story.

Values of microdata follow the HTML Standard, section 5.2.3: the URL of links and images,
`datetime` of `time`, `content` if it is set, else the text.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from feedsvc.parsers.reading.html import xml_text
from feedsvc.parsers.reading.json import read_loose_json
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
"""Types of items that are stories."""

LISTS: Final = frozenset(
    ("CollectionPage", "SearchResultsPage", "ItemList", "ProfilePage", "Blog", "DataFeed")
)
"""Types of pages that list stories."""

_MAX_LIST_DEPTH, _MAX_VALUES = 8, 500
_MAX_GRAPH_DEPTH, _MAX_OBJECTS = 6, 2_000
_MAX_MICRODATA_DEPTH, _MAX_STORIES = 6, 20
_FOLLOWED: Final = (
    "@graph",
    "mainEntity",
    "mainEntityOfPage",
    "hasPart",
    "itemListElement",
    "item",
)
"""Properties whose objects may be the page's story."""

_SECONDARY: Final = frozenset(("hasPart", "itemListElement", "item"))
"""Followed properties whose objects are mostly other stories; these must match the page."""

_TYPE: Final = re.compile(r"\s*application/ld\+json\b", re.IGNORECASE)
_SCHEME: Final = re.compile(r"https?://(?:www\.)?")
_NOT_WORDS: Final = re.compile(r"[\W_]+")
_URL_ATTRIBUTES: Final = {
    **dict.fromkeys(("a", "area", "link"), "href"),
    **dict.fromkeys(("audio", "embed", "iframe", "img", "source", "track", "video"), "src"),
    "object": "data",
    **dict.fromkeys(("data", "meter"), "value"),
    "time": "datetime",
}
_TEXT_PROPERTIES: Final = frozenset(
    ("author", "creator", "headline", "name", "articleSection", "keywords", "publisher", "about")
)
"""Properties of links whose value is the text, not the URL."""

_SYNTAXES: Final = (("itemscope", "itemtype", "itemprop"), ("typeof", "typeof", "property"))


class SchemaItem:
    """An item and its values by property name.

    `label` names the syntax of the item, `line` returns the line of a property, and `known` has
    the page's objects by their `@id`.
    """

    def __init__(
        self,
        data: Mapping[str, Any],
        label: str,
        line: Callable[[str], int],
        known: Mapping[str, Mapping[str, Any]],
    ) -> None:
        self.data, self.label, self.line, self._known = data, label, line, known

    @property
    def types(self) -> frozenset[str]:
        """The names of the types, without their vocabulary."""
        types = self.data.get("@type") or self.data.get("type")
        names = types if isinstance(types, list) else [types]
        return _local_names(name for name in names if isinstance(name, str))

    @property
    def id(self) -> str | None:
        """The `@id`, which is usually a URL."""
        name = self.data.get("@id")
        return xml_text(name).strip() or None if isinstance(name, str) else None

    def values(self, *names: str) -> list[Any]:
        """Return the values of the first of these properties that has any, with lists flattened."""
        for name in names:
            value = self.data.get(name)
            if value is None:
                value = self.data.get(f"schema:{name}")
            found = list(_flatten(value, 0))[:_MAX_VALUES]
            if found:
                return found
        return []

    def texts(self, *names: str) -> list[str]:
        """Return the values as plain text in one line; for an object, its name."""
        found = (self._text(value) for value in self.values(*names))
        return [text for text in found if text]

    def text(self, *names: str) -> str | None:
        """Return the first value that has text."""
        return next(iter(self.texts(*names)), None)

    def urls(self, *names: str) -> Iterator[str]:
        """Yield the URLs among the values: strings, and the `@id` and `url` of objects."""
        for name in names:
            for value in self.values(name):
                if isinstance(value, str):
                    yield xml_text(value).strip()
                elif isinstance(value, dict):
                    inner = self.resolve(value)
                    yield from (each for each in (inner.id, inner.text("url")) if each)

    def items(self, *names: str) -> list["SchemaItem"]:
        """Return the items among the values."""
        return [self.resolve(value) for value in self.values(*names) if isinstance(value, dict)]

    def resolve(self, data: Mapping[str, Any]) -> "SchemaItem":
        """Return the item of an object, which may be a reference to another by its `@id`."""
        name = data.get("@id")
        if isinstance(name, str) and name in self._known:
            data = {**self._known[name], **data}
        return SchemaItem(data, self.label, self.line, self._known)

    def _text(self, value: object) -> str | None:
        if isinstance(value, dict):
            inner = self.resolve(value)
            return inner.text("name", "headline", "text", "url") if value is not self.data else None
        if isinstance(value, bool):
            return None
        return text_of(str(value))


def _flatten(value: object, depth: int) -> Iterator[Any]:
    """Yield the values of a list, of lists in it, and of JSON-LD's wrappers."""
    if value is None or value == "" or depth > _MAX_LIST_DEPTH:
        return
    if isinstance(value, list):
        for each in value[:_MAX_VALUES]:
            yield from _flatten(each, depth + 1)
    elif isinstance(value, dict) and ("@value" in value or "@list" in value):
        yield from _flatten(value.get("@value", value.get("@list")), depth + 1)
    else:
        yield value


class Graph:
    """The items of all JSON-LD blocks of a page, in order.

    `articles` are stories, `secondary` stories that the page probably only links to, and
    `others` all other items. `lists` is true if an item says that the page lists stories.
    """

    def __init__(self) -> None:
        self.articles: list[SchemaItem] = []
        self.secondary: list[SchemaItem] = []
        self.others: list[SchemaItem] = []
        self.lists = False
        self.notes: list[Note] = []
        self._known: dict[str, dict[str, Any]] = {}
        self._count = 0

    def add(self, text: str, line: int) -> None:
        """Read a JSON-LD block that begins on this line of the page."""
        value, valid = read_loose_json(text)
        if not valid:
            result = "ignored" if value is None else "read in part"
            self.notes.append(Note(message=f"invalid JSON in JSON-LD: {result}", line=line))
        self._walk(value, _line_finder(text, line), 0, secondary=False)

    def _walk(
        self, value: object, line: Callable[[str], int], depth: int, *, secondary: bool
    ) -> None:
        if depth > _MAX_GRAPH_DEPTH or self._count > _MAX_OBJECTS:
            return
        if isinstance(value, list):
            for each in value:
                self._walk(each, line, depth + 1, secondary=secondary)
        if not isinstance(value, dict):
            return
        self._count += 1
        self._remember(value)
        item = SchemaItem(value, "JSON-LD", line, self._known)
        types = item.types
        if types & ARTICLES:
            (self.secondary if secondary else self.articles).append(item)
        elif not secondary and types:
            self.others.append(item)
            self.lists = self.lists or bool(types & LISTS)
        for name in _FOLLOWED:
            if name in value:
                inner = secondary or name in _SECONDARY
                self._walk(value[name], line, depth + 1, secondary=inner)

    def _remember(self, value: dict[str, Any]) -> None:
        """Store an object, and the objects one level below it, by `@id`."""
        for each in (value, *(inner for inner in value.values() if isinstance(inner, dict))):
            name = each.get("@id")
            if isinstance(name, str) and len(each) > 1:
                self._known.setdefault(name, each)

    def story(self, urls: Iterable[str], titles: Iterable[str]) -> SchemaItem | None:
        """Return the page's story: the one with its URL, with its headline, or the only one."""
        page_urls = {_bare(url) for url in urls if url}
        page_titles = [_letters(title) for title in titles]
        candidates = [*self.articles, *self.secondary]
        for item in candidates:
            if not page_urls.isdisjoint(map(_bare, _item_urls(item))):
                return item
        for item in candidates:
            headline = _letters(item.text("headline", "name") or "")
            if headline and any(
                headline in title or title in headline for title in page_titles if title
            ):
                return item
        if len(self.articles) == 1 or (self.articles and not self.lists):
            return self.articles[0]
        return None

    def site_names(self) -> Iterator[str]:
        """Yield the names of the publisher and the site."""
        for item in (*self.articles, *self.others):
            yield from item.texts("publisher")
            if item.types & {"WebSite", "Organization", "NewsMediaOrganization"}:
                yield from item.texts("name", "alternateName")


def read_graph(page: Page) -> Graph:
    """Return the items of all JSON-LD blocks of a page."""
    graph = Graph()
    for script in page.root.iter("script"):
        if _TYPE.match(script.get("type") or "") and script.text and script.text.strip():
            graph.add(script.text, line_of(script))
    return graph


def _line_finder(text: str, first_line: int) -> Callable[[str], int]:
    """Return a function that finds the line of a property in a block."""
    return lambda name: first_line + text.count("\n", 0, max(0, text.find(f'"{name}"')))


def _item_urls(item: SchemaItem) -> Iterator[str]:
    yield from item.urls("url", "mainEntityOfPage")
    if item.id:
        yield item.id


def _bare(url: str) -> str:
    """Return a URL without the parts that differ between variants of the same page."""
    bare = _SCHEME.sub("", url.partition("#")[0].lower())
    path = bare.partition("?")[0].rstrip("/")
    return path if "/" in path else bare.rstrip("/")  # Without a path, the query names the page.


def _letters(title: str) -> str:
    return _NOT_WORDS.sub("", title[:300]).lower()


def read_microdata(typed: list[Element]) -> SchemaItem | None:
    """Return the page's story from microdata or RDFa: the one with the most properties.

    `typed` are the elements of the page that have `itemtype` or `typeof`.
    """
    found: list[SchemaItem] = []
    for scope, kind, prop in _SYNTAXES:
        for element in typed:
            types = _local_names((element.get(kind) or "").split())
            if len(found) < _MAX_STORIES and types & ARTICLES:
                lines: dict[str, int] = {}
                data = _properties(element, (scope, kind, prop), lines, 0)
                label = "microdata" if prop == "itemprop" else "RDFa"
                found.append(SchemaItem(data, label, _line_getter(lines, element), {}))
    return max(found, key=lambda item: len(item.data), default=None)


def _line_getter(lines: dict[str, int], element: Element) -> Callable[[str], int]:
    return lambda name: lines.get(name, line_of(element))


def _properties(
    item: Element, syntax: tuple[str, str, str], lines: dict[str, int], depth: int
) -> dict[str, Any]:
    """Return the properties of an item; add their lines to `lines`."""
    scope, kind, prop = syntax
    found: dict[str, Any] = {"@type": list(_local_names((item.get(kind) or "").split()))}
    if item.get("itemid") or item.get("resource"):
        found["@id"] = item.get("itemid") or item.get("resource")
    for element in _property_elements(item, scope, prop):
        value: object = None
        if element.get(scope) is not None and depth < _MAX_MICRODATA_DEPTH:
            value = _properties(element, syntax, {}, depth + 1)
        for name in _local_names((element.get(prop) or "").split()):
            if name == "articleBody":
                continue  # The text is read from the tree, with its markup.
            found.setdefault(name, []).append(_value(element, name) if value is None else value)
            lines.setdefault(name, line_of(element))
    return found


def _property_elements(item: Element, scope: str, prop: str) -> Iterator[Element]:
    """Yield the elements with a property of an item, in order, except those of nested items."""
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
    attribute = _URL_ATTRIBUTES.get(str(element.tag))
    value = element.get(attribute) if attribute else None
    is_text = attribute == "href" and name in _TEXT_PROPERTIES
    return value if value is not None and not is_text else line_text(element)


def _local_names(names: Iterable[str]) -> frozenset[str]:
    """Return names without their vocabulary, which may be a prefix or a URL."""
    return frozenset(
        name.rpartition("/")[2].rpartition(":")[2].rpartition("#")[2] for name in names
    )
