"""Fields of an entry from a page's metadata: schema.org items, `meta` and `link` elements.

Also authors and agencies from the names in bylines, which metadata contains as well.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from email.utils import parsedate_to_datetime
from typing import Final

import msgspec

from feedsvc.entry import Category, Person
from feedsvc.parsers.draft import Draft
from feedsvc.parsers.feedfile.urls import web_url
from feedsvc.parsers.iptc.people import dateline_of
from feedsvc.parsers.newstext.bylines import is_name, read_byline
from feedsvc.parsers.newstext.datelines import is_agency
from feedsvc.parsers.newstext.editorial import without_contacts
from feedsvc.parsers.reading.xml import line_of
from feedsvc.parsers.values import language_of, location_of, terms_of, url_of
from feedsvc.parsers.webpage.document import Page, canonical_links
from feedsvc.parsers.webpage.schema_org import SchemaItem

STATUSES: Final = {
    **dict.fromkeys(("draft", "incomplete", "pending", "unpublished", "private"), "withheld"),
    **dict.fromkeys(("withdrawn", "retracted", "canceled", "cancelled", "deleted"), "canceled"),
}
"""The values of `creativeWorkStatus` for stories that must not be published."""

ORGANIZATIONS: Final = frozenset(("Organization", "NewsMediaOrganization", "Corporation", "NGO"))

META: Final[dict[str, str]] = {
    "title": (
        "og:title parsely-title sailthru.title citation_title dc.title dcterms.title twitter:title"
    ),
    "summary": (
        "og:description description dcterms.abstract dc.description dcterms.description "
        "sailthru.description twitter:description"
    ),
    "published": (
        "article:published_time og:article:published_time article:published parsely-pub-date "
        "sailthru.date citation_publication_date citation_date dcterms.issued dc.date.issued "
        "dcterms.created dc.date.created datepublished pubdate publishdate publish-date "
        "publish_date publication_date publication-date published_time originalpublicationdate "
        "cxenseparse:recs:publishtime dc.date dcterms.date date"
    ),
    "updated": (
        "article:modified_time og:article:modified_time article:modified og:updated_time "
        "dcterms.modified dc.date.modified datemodified lastmod last-modified modified_time "
        "updated_time"
    ),
    "expires": "article:expiration_time og:article:expiration_time",
    "authors": (
        "author article:author og:article:author parsely-author sailthru.author citation_author "
        "dc.creator dcterms.creator byl cxenseparse:author"
    ),
    "section": "article:section og:article:section parsely-section section articlesection",
    "tags": "article:tag og:article:tag",
    "categories": (
        "news_keywords parsely-tags sailthru.tags citation_keywords keywords dc.subject "
        "dcterms.subject"
    ),
    "image": "og:image og:image:url twitter:image twitter:image:src parsely-image-url thumbnail",
    "language": "dc.language dcterms.language content-language og:locale language",
    "rights": "copyright dc.rights dcterms.rights dcterms.license rights",
    "link": "og:url parsely-link twitter:url",
    "location": "geo.position icbm",
    "site": "og:site_name application-name apple-mobile-web-app-title twitter:app:name:iphone",
}
"""The names of `meta` elements for each field, best first."""

_DATES: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("published", ("datePublished", "dateCreated", "uploadDate")),
    ("updated", ("dateModified",)),
    ("expires", ("expires",)),
)
_TEXTS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("subtitle", ("alternativeHeadline",)),
    ("summary", ("description", "abstract")),
    ("section", ("articleSection",)),
    ("rights", ("copyrightNotice", "license")),
    ("correction", ("correction",)),
)
_ROBOTS: Final = ("robots", "googlebot", "googlebot-news")
_UNAVAILABLE: Final = re.compile(r"unavailable_after\s*:\s*([^\n]{6,60})", re.IGNORECASE)
_MAX_TAGS: Final = 2_000

PLACEHOLDERS: Final = frozenset(
    (
        *("admin", "administrator", "root", "webmaster", "wpadmin", "superuser", "guest", "user"),
        *("anonymous", "unknown", "null", "none", "undefined", "n/a", "author", "authors"),
        *("see all articles", "view all posts", "view profile", "read full bio", "contributor"),
    )
)
"""Names that content management systems write if a story has no author."""

_MAX_NAMES_LENGTH: Final = 100
_SEPARATOR: Final = re.compile(
    r"\s*[;|]\s*|\s*,\s+(?:and\s+)?|\s+(?:and|und|et|y|e|en|och|og|&)\s+", re.IGNORECASE
)
_INVERTED: Final = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)?), ([^\W\d_]+(?: [^\W\d_]\.?)?)")
"""A name such as `Lee, Ann`, as in Dublin Core and library catalogs."""

_BY: Final = re.compile(
    r"(?:(?:written|posted|published|reported|words)\s+by|by|von|par|por|door|af|av|di)\b[:\s]+",
    re.IGNORECASE,
)
_SUFFIX: Final = re.compile(r"\s*(?:\||\u2022|·|\s[-\u2013\u2014]\s|\bfor\b|\bin\b).*$")


def fill_from_item(draft: Draft, page: Page, item: SchemaItem) -> None:
    """Fill the fields of an article, except for its text and its images."""
    for field, names in _TEXTS:
        for name in names:
            draft.fill_text(field, item.text(name), item.line(name), f"{item.label} {name}")
    for field, names in _DATES:
        for name in names:
            if field not in draft.values:
                why = f"{item.label} {name}"
                draft.fill_datetime(field, item.text(name), item.line(name), why)
    _fill_item_authors(draft, page, item)
    _fill_item_categories(draft, item)
    _fill_place(draft, item)
    _fill_rights(draft, item)
    for tag in item.texts("inLanguage"):
        fill_language(draft, tag, item.line("inLanguage"), f"{item.label} inLanguage")
    status = STATUSES.get((item.text("creativeWorkStatus") or "").lower())
    why = f"{item.label} creativeWorkStatus"
    draft.fill("status", status, item.line("creativeWorkStatus"), why)


def fill_language(draft: Draft, text: str, line: int, why: str) -> None:
    """Fill the language, unless the text is not a language tag."""
    with suppress(ValueError):
        draft.fill("language", language_of(text), line, why)


def is_free(item: SchemaItem) -> bool:
    """Return whether everyone may read an article or a part of it."""
    free = next(iter(item.values("isAccessibleForFree", "isAccessibleForFreeValue")), True)
    return str(free).rpartition("/")[2].strip().lower() not in ("false", "no", "0")


def paid_selectors(item: SchemaItem) -> list[str]:
    """Return the CSS selectors of the parts of an article that are behind a paywall."""
    return [
        selector
        for part in item.items("hasPart")
        if not is_free(part)
        for selector in part.texts("cssSelector", "xpath")
    ]


def article_paragraphs(item: SchemaItem) -> list[str]:
    """Return the paragraphs of an article's text, or of the updates of a live blog."""
    paragraphs = _body_lines(item)
    for update in item.items("liveBlogUpdate") if not paragraphs else ():
        paragraphs += [update.text("headline") or "", *_body_lines(update)]
    return [text for text in paragraphs if text]


def _body_lines(item: SchemaItem) -> list[str]:
    texts = [value for value in item.values("articleBody", "text") if isinstance(value, str)]
    return [line.strip() for text in texts for line in text.split("\n") if line.strip()]


def _fill_item_authors(draft: Draft, page: Page, item: SchemaItem) -> None:
    """Fill the authors from persons, and the agency from an organization."""
    why = f"{item.label} author"
    people: list[tuple[str, str | None]] = []
    for value in item.values("author", "creator"):
        if not isinstance(value, dict):
            people.append((str(value), None))
            continue
        author = item.resolve(value)
        name = author.text("name", "alternateName") or ""
        if not name and author.data.get("givenName"):
            name = " ".join(author.texts("givenName") + author.texts("familyName"))
        if author.types & ORGANIZATIONS:
            agency = next(iter(_split_names(name)), None)
            draft.fill("agency", agency, item.line("author"), why)
        else:
            url = next(filter(None, map(page.web_url, author.urls("url", "sameAs"))), None)
            people.append((name, url))
    fill_authors(draft, people, item.line("author"), why)


def _fill_item_categories(draft: Draft, item: SchemaItem) -> None:
    """Fill the categories from the keywords and from all sections after the first."""
    terms = [term for text in item.texts("keywords") for term in terms_of(text, by_space=False)]
    categories = categories_of((*terms, *item.texts("articleSection")[1:]))
    draft.fill("categories", categories, item.line("keywords"), f"{item.label} keywords")


def _fill_place(draft: Draft, item: SchemaItem) -> None:
    why = f"{item.label} contentLocation"
    for place in item.items("contentLocation", "locationCreated", "spatialCoverage"):
        for geo in (*place.items("geo"), place):
            coordinates = {
                "lat": next(iter(geo.values("latitude")), None),
                "lon": next(iter(geo.values("longitude")), None),
            }
            draft.fill("location", location_of(coordinates), item.line("contentLocation"), why)
    text = item.text("dateline")
    if text:
        dateline = dateline_of(text)
        draft.fill("dateline", dateline, item.line("dateline"), f"{item.label} dateline")


def _fill_rights(draft: Draft, item: SchemaItem) -> None:
    """Fill the rights from the copyright holder if there is no notice."""
    holder, year = item.text("copyrightHolder"), item.text("copyrightYear")
    if holder:
        text = " ".join(filter(None, ("©", year, holder)))
        why = f"{item.label} copyrightHolder"
        draft.fill_text("rights", text, item.line("copyrightHolder"), why)


class MetaTag(msgspec.Struct, frozen=True, kw_only=True):
    """A `meta` element: its name in lower case, its content and its line."""

    name: str
    content: str
    line: int


class MetaTags:
    """The `meta` elements of a page, by name and by the field they are for."""

    def __init__(self, page: Page) -> None:
        self.tags: list[MetaTag] = []
        self._by_name: dict[str, list[MetaTag]] = {}
        for element in list(page.root.iter("meta"))[:_MAX_TAGS]:
            content = (element.get("content") or "").strip()
            names = element.get("property") or element.get("name") or element.get("http-equiv")
            if not content or not names:
                continue
            for name in names.lower().split():
                tag = MetaTag(name=name, content=content, line=line_of(element))
                self.tags.append(tag)
                self._by_name.setdefault(name, []).append(tag)

    def all(self, field: str) -> Iterator[MetaTag]:
        """Yield the elements for a field, the best name first."""
        for name in META[field].split():
            yield from self._by_name.get(name, ())

    def named(self, name: str) -> list[MetaTag]:
        """Return the elements of one name."""
        return self._by_name.get(name, [])

    def first_of(self, field: str) -> list[MetaTag]:
        """Return the elements for a field that have the best name in use."""
        for name in META[field].split():
            if name in self._by_name:
                return self._by_name[name]
        return []

    def unavailable_after(self) -> tuple[str, int] | None:
        """Return when search engines should drop the page, in ISO 8601, and the line of the tag."""
        for name in _ROBOTS:
            for tag in self.named(name):
                found = _UNAVAILABLE.search(tag.content)
                if found:
                    return _iso_date(found[1].strip()), tag.line
        return None


def fill_from_meta(draft: Draft, meta: MetaTags) -> None:
    """Fill texts, dates, authors and location from `meta` elements."""
    for field in ("summary", "section", "rights"):
        for tag in meta.all(field) if field not in draft.values else ():
            draft.fill_text(field, tag.content, tag.line, f"meta {tag.name}")
    for field in ("published", "updated", "expires"):
        for tag in meta.all(field):
            if field not in draft.values:
                draft.fill_datetime(field, tag.content, tag.line, f"meta {tag.name}")
    for name in META["authors"].split():
        tags = meta.named(name)
        if tags:
            people = [(tag.content, None) for tag in tags]
            fill_authors(draft, people, tags[0].line, f"meta {name}")
    for tag in meta.all("location"):
        draft.fill("location", location_of(tag.content), tag.line, f"meta {tag.name}")
    unavailable = meta.unavailable_after()
    if unavailable:
        draft.fill_datetime("expires", *unavailable, "meta robots unavailable_after")


def _iso_date(text: str) -> str:
    """Return a date in the format of RFC 822 or RFC 850 as ISO 8601; any other text unchanged."""
    try:
        return parsedate_to_datetime(text).isoformat()
    except (ValueError, OverflowError):
        return text


def fill_link(draft: Draft, page: Page, meta: MetaTags, items: list[SchemaItem]) -> None:
    """Fill the link and the source's id."""
    for link in canonical_links(page.root):
        draft.fill("link", page.web_url(link.get("href")), line_of(link), "link canonical")
    for tag in meta.all("link"):
        draft.fill("link", page.web_url(tag.content), tag.line, f"meta {tag.name}")
    for item in items:
        for name in ("url", "mainEntityOfPage"):
            for url in item.urls(name):
                draft.fill("link", page.web_url(url), item.line(name), f"{item.label} {name}")
    draft.fill("link", page.saved_from, 1, "URL it was saved from")
    for item in items:
        if item.id and _is_story_id(item.id):
            draft.fill("source_id", item.id, item.line("@id"), f"{item.label} @id")
    link_url = draft.values.get("link")
    if link_url and _is_story_id(link_url):
        draft.fill("source_id", link_url, 1, "the link")


def _is_story_id(name: str) -> bool:
    """Return whether an id can identify a story, rather than a whole site or a fragment."""
    if name.startswith(("#", "_:", "/", "?")):
        return False
    url = web_url(name)
    if url is None:
        return ":" in name
    rest = url.partition("://")[2].partition("#")[0]
    return bool(rest.partition("/")[2].strip("/?"))


def fill_categories(draft: Draft, meta: MetaTags, field: str) -> None:
    """Fill the categories from the `meta` elements for `tags` or for `categories`."""
    tags = meta.first_of(field)
    if tags:
        terms = (term for tag in tags for term in terms_of(tag.content, by_space=False))
        draft.fill("categories", categories_of(terms), tags[0].line, f"meta {tags[0].name}")


def categories_of(terms: Iterable[str]) -> tuple[Category, ...]:
    """Return a category for each term; terms that differ only in case are one."""
    unique: dict[str, Category] = {}
    for term in terms:
        unique.setdefault(term.casefold(), Category(term=term))
    return tuple(unique.values())


def fill_authors(
    draft: Draft, people: Iterable[tuple[str, str | None]], line: int, why: str
) -> None:
    """Fill authors and agency from names, each with the URL of the author's page or None."""
    persons: dict[str, Person] = {}
    agency: str | None = None
    for text, url in people:
        names = list(_split_names(text))
        for name in names:
            if is_agency(name):
                agency = agency or name
            else:
                uri = url if len(names) == 1 else None
                persons.setdefault(name.casefold(), Person(name=name, uri=uri))
    draft.fill("authors", tuple(persons.values()), line, why)
    draft.fill("agency", agency, line, why)


def _split_names(text: str) -> Iterator[str]:
    """Yield the names in a text, which may be separated by commas or `and`."""
    text = without_contacts(" ".join(text.split()))
    text = _BY.sub("", text, count=1) if _BY.match(text) else text
    if not text or len(text) > _MAX_NAMES_LENGTH or url_of(text) or "://" in text:
        return
    inverted = _INVERTED.fullmatch(text)
    if inverted:
        yield f"{inverted[2]} {inverted[1]}"
        return
    signed = read_byline(f"By {text}")
    if signed and (len(signed.names) > 1 or signed.agency):
        yield from signed.names
        if signed.agency:
            yield signed.agency
        return
    parts = [part for part in _SEPARATOR.split(text) if part]
    if len(parts) > 1 and all(is_name(part) or is_agency(part) for part in parts):
        yield from parts
        return
    name = text if is_agency(text) else _SUFFIX.sub("", text)
    if name.casefold() not in PLACEHOLDERS:
        yield name
