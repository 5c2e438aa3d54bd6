"""The `meta` and `link` elements of a page: which of them is which field of the entry."""

import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Final

import msgspec

from feedsvc.parsers.draft import Draft
from feedsvc.parsers.reading.xml import line_of
from feedsvc.parsers.values import location_of
from feedsvc.parsers.webpage.document import Page
from feedsvc.parsers.webpage.people import take_people

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


class Tag(msgspec.Struct, frozen=True, kw_only=True):
    """One `meta` element: its name in small letters, what it says, and its line."""

    name: str
    content: str
    line: int


class Head:
    """What `meta` and `link` elements of a page say."""

    def __init__(self, page: Page) -> None:
        self.tags: list[Tag] = []
        self._by_name: dict[str, list[Tag]] = {}
        for element in list(page.root.iter("meta"))[:_MOST]:
            content = (element.get("content") or "").strip()
            written = element.get("property") or element.get("name") or element.get("http-equiv")
            if not content or not written:
                continue
            for name in written.lower().split():
                tag = Tag(name=name, content=content, line=line_of(element))
                self.tags.append(tag)
                self._by_name.setdefault(name, []).append(tag)

    def all(self, field: str) -> Iterator[Tag]:
        """Yield what says a field, the best name first."""
        for name in META[field].split():
            yield from self._by_name.get(name, ())

    def named(self, name: str) -> list[Tag]:
        """Return the elements of one name."""
        return self._by_name.get(name, [])

    def first_of(self, field: str) -> list[Tag]:
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


def take_head(draft: Draft, head: Head) -> None:
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
            take_people(draft, people, tags[0].line, f"meta {name}")
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
