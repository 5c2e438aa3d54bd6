"""The fields of an entry that an article of schema.org says, in JSON-LD or microdata."""

import re
from collections.abc import Callable, Iterator
from email.utils import parsedate_to_datetime
from typing import Final

import msgspec

from feedsvc.entry import Category
from feedsvc.parsers.draft import Draft
from feedsvc.parsers.feedfile.urls import web_url
from feedsvc.parsers.iptc.people import dateline_of
from feedsvc.parsers.reading.xml import Element, line_of
from feedsvc.parsers.values import language_of, location_of, terms_of
from feedsvc.parsers.webpage.authors import fill_authors, split_names
from feedsvc.parsers.webpage.document import Page
from feedsvc.parsers.webpage.schema_org import SchemaItem

STATUSES: Final = {
    **dict.fromkeys(("draft", "incomplete", "pending", "unpublished", "private"), "withheld"),
    **dict.fromkeys(("withdrawn", "retracted", "canceled", "cancelled", "deleted"), "canceled"),
}
"""What `creativeWorkStatus` says of a story that is not to be published."""

_MOMENTS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
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
"""The names of `meta` elements by what they say, the first that is there counts."""

_ROBOTS: Final = ("robots", "googlebot", "googlebot-news")

_UNAVAILABLE: Final = re.compile(r"unavailable_after\s*:\s*([^\n]{6,60})", re.IGNORECASE)

_MOST: Final = 2_000


def fill_from_item(draft: Draft, page: Page, thing: SchemaItem) -> None:
    """Give a draft what an article says of itself, but for its text and its pictures."""
    for field, names in _TEXTS:
        for name in names:
            draft.fill_text(field, thing.text(name), thing.line(name), f"{thing.label} {name}")
    for field, names in _MOMENTS:
        for name in names:
            if field not in draft.values:
                why = f"{thing.label} {name}"
                draft.fill_datetime(field, thing.text(name), thing.line(name), why)
    fill_item_authors(draft, thing, page.web)
    _take_categories(draft, thing)
    _take_place(draft, thing)
    _take_rights(draft, thing)
    for written in thing.texts("inLanguage"):
        fill_language(draft, written, thing.line("inLanguage"), f"{thing.label} inLanguage")
    status = (thing.text("creativeWorkStatus") or "").lower()
    draft.fill("status", STATUSES.get(status), thing.line("creativeWorkStatus"), "its status")


def fill_language(draft: Draft, written: str, line: int, why: str) -> None:
    """Give a draft a language; what is no tag gives nothing."""
    try:
        draft.fill("language", language_of(written), line, why)
    except ValueError:
        return


def is_for_all(thing: SchemaItem) -> bool:
    """Tell whether an article may be read by everyone."""
    free = next(iter(thing.values("isAccessibleForFree", "isAccessibleForFreeValue")), True)
    return str(free).rpartition("/")[2].strip().lower() not in ("false", "no", "0")


def paid_selectors(thing: SchemaItem) -> list[str]:
    """Return the CSS selectors of the parts of an article that are not for everyone."""
    return [
        selector
        for part in thing.things("hasPart")
        if not is_for_all(part)
        for selector in part.texts("cssSelector", "xpath")
    ]


def text_paragraphs(thing: SchemaItem) -> list[str]:
    """Return the text that an article says it has, and that of the updates of a live blog."""
    paragraphs = _lines(thing)
    for update in thing.things("liveBlogUpdate") if not paragraphs else ():
        paragraphs += [update.text("headline") or "", *_lines(update)]
    return [text for text in paragraphs if text]


def _lines(thing: SchemaItem) -> list[str]:
    written = [value for value in thing.values("articleBody", "text") if isinstance(value, str)]
    return [line.strip() for text in written for line in text.split("\n") if line.strip()]


def _take_categories(draft: Draft, thing: SchemaItem) -> None:
    """Take the keywords, and the sections but for the first."""
    terms: dict[str, Category] = {}
    named = [term for text in thing.texts("keywords") for term in terms_of(text, by_space=False)]
    for term in (*named, *thing.texts("articleSection")[1:]):
        terms.setdefault(term.casefold(), Category(term=term))
    draft.fill(
        "categories", tuple(terms.values()), thing.line("keywords"), f"{thing.label} keywords"
    )


def _take_place(draft: Draft, thing: SchemaItem) -> None:
    why = f"{thing.label} contentLocation"
    for place in thing.things("contentLocation", "locationCreated", "spatialCoverage"):
        for geo in (*place.things("geo"), place):
            pair = {
                "lat": next(iter(geo.values("latitude")), None),
                "lon": next(iter(geo.values("longitude")), None),
            }
            draft.fill("location", location_of(pair), thing.line("contentLocation"), why)
    written = thing.text("dateline")
    if written:
        draft.fill("dateline", dateline_of(written), thing.line("dateline"), "its dateline")


def _take_rights(draft: Draft, thing: SchemaItem) -> None:
    """Say who holds the rights where nothing says it in words."""
    holder, year = thing.text("copyrightHolder"), thing.text("copyrightYear")
    if holder:
        text = " ".join(filter(None, ("©", year, holder)))
        draft.fill_text("rights", text, thing.line("copyrightHolder"), "its copyrightHolder")


class MetaTag(msgspec.Struct, frozen=True, kw_only=True):
    """One `meta` element: its name in small letters, what it says, and its line."""

    name: str
    content: str
    line: int


class MetaTags:
    """What `meta` and `link` elements of a page say."""

    def __init__(self, page: Page) -> None:
        self.tags: list[MetaTag] = []
        self._by_name: dict[str, list[MetaTag]] = {}
        for element in list(page.root.iter("meta"))[:_MOST]:
            content = (element.get("content") or "").strip()
            written = element.get("property") or element.get("name") or element.get("http-equiv")
            if not content or not written:
                continue
            for name in written.lower().split():
                tag = MetaTag(name=name, content=content, line=line_of(element))
                self.tags.append(tag)
                self._by_name.setdefault(name, []).append(tag)

    def all(self, field: str) -> Iterator[MetaTag]:
        """Yield what says a field, the best name first."""
        for name in META[field].split():
            yield from self._by_name.get(name, ())

    def named(self, name: str) -> list[MetaTag]:
        """Return the elements of one name."""
        return self._by_name.get(name, [])

    def first_of(self, field: str) -> list[MetaTag]:
        """Return all elements of the first name that is there."""
        for name in META[field].split():
            if name in self._by_name:
                return self._by_name[name]
        return []

    def unavailable_after(self) -> tuple[str, int] | None:
        """Return when search engines are told to forget the page, as ISO 8601, and the line."""
        for name in _ROBOTS:
            for tag in self.named(name):
                found = _UNAVAILABLE.search(tag.content)
                if found:
                    return _iso(found[1].strip()), tag.line
        return None


def fill_from_meta(draft: Draft, head: MetaTags) -> None:
    """Give a draft what `meta` elements say: texts, moments, authors and the place."""
    for field in ("summary", "section", "rights"):
        for tag in head.all(field) if field not in draft.values else ():
            draft.fill_text(field, tag.content, tag.line, f"meta {tag.name}")
    for field in ("published", "updated", "expires"):
        for tag in head.all(field):
            if field not in draft.values:
                draft.fill_datetime(field, tag.content, tag.line, f"meta {tag.name}")
    for name in META["authors"].split():
        tags = head.named(name)
        if tags:
            people = [(tag.content, None) for tag in tags]
            fill_authors(draft, people, tags[0].line, f"meta {name}")
    for tag in head.all("location"):
        draft.fill("location", location_of(tag.content), tag.line, f"meta {tag.name}")
    unavailable = head.unavailable_after()
    if unavailable:
        draft.fill_datetime("expires", *unavailable, "meta robots unavailable_after")


def _iso(written: str) -> str:
    """Return a date of RFC 850 or RFC 822 as ISO 8601, any other as it is."""
    try:
        return parsedate_to_datetime(written).isoformat()
    except (ValueError, OverflowError):
        return written


def fill_link(
    draft: Draft,
    page: Page,
    head: MetaTags,
    article: SchemaItem | None,
    microdata: SchemaItem | None,
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


def fill_categories(draft: Draft, head: MetaTags, *, tagged: bool) -> None:
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


def _is_own(name: str) -> bool:
    """Tell an id that can be one story's from the address of a whole site, or a part of a page."""
    if name.startswith(("#", "_:", "/", "?")):
        return False
    address = web_url(name)
    if address is None:
        return ":" in name
    rest = address.partition("://")[2].partition("#")[0]
    return bool(rest.partition("/")[2].strip("/?"))


ORGANISATIONS: Final = frozenset(("Organization", "NewsMediaOrganization", "Corporation", "NGO"))


def fill_item_authors(draft: Draft, thing: SchemaItem, web: Callable[[str], str | None]) -> None:
    """Give a draft the authors that an object names: persons, and organisations as agency."""
    why = f"{thing.label} author"
    people: list[tuple[str, str | None]] = []
    for value in thing.values("author", "creator"):
        if not isinstance(value, dict):
            people.append((str(value), None))
            continue
        author = thing.inner(value)
        name = author.text("name", "alternateName") or ""
        if not name and author.data.get("givenName"):
            name = " ".join(author.texts("givenName") + author.texts("familyName"))
        if author.types & ORGANISATIONS:
            plain = next(iter(split_names(name)), None)
            draft.fill("agency", plain, thing.line("author"), why)
        else:
            address = next(filter(None, map(web, author.addresses("url", "sameAs"))), None)
            people.append((name, address))
    fill_authors(draft, people, thing.line("author"), why)
