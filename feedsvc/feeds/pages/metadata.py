"""Metadata of story pages for search engines and social networks.

Sources: schema.org NewsArticle as Google requires it
(https://developers.google.com/search/docs/appearance/structured-data/article), the Open Graph
protocol (https://ogp.me/) and X's cards.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from feedsvc.entry import Dateline, Entry, Media, Person, Precision
from feedsvc.feeds.formatting import Tag, iso_time
from feedsvc.feeds.media import images, media_type
from feedsvc.feeds.pages.rendering import Publication
from feedsvc.feeds.summary import summary_of, title_of

Data = dict[str, Any]


class Facts(NamedTuple):
    """What both kinds of metadata say of an entry, and is costly to find; times are ISO 8601."""

    title: str
    summary: str
    published: str | None
    updated: str | None
    author_pages: Sequence[str | None]
    images: Sequence[Media]


def facts_of(publication: Publication, entry: Entry, author_pages: Mapping[str, str]) -> Facts:
    """Return the facts of an entry; `author_pages` are URLs by the authors' case-folded names."""
    published = _time(publication, entry.published, entry.date_precision)
    same = entry.updated == entry.published
    return Facts(
        title=title_of(entry),
        summary=summary_of(entry),
        published=published,
        updated=published if same else _time(publication, entry.updated, entry.date_precision),
        author_pages=[_author_page(person, author_pages) for person in entry.authors],
        images=images(entry),
    )


def news_article(publication: Publication, entry: Entry, facts: Facts) -> Data:
    """Return an entry as a schema.org NewsArticle for JSON-LD, without empty properties."""
    publisher = _publisher(publication)
    article = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": entry.link,
        "url": entry.link,
        "headline": facts.title,
        "alternativeHeadline": entry.subtitle,
        "description": facts.summary,
        "datePublished": facts.published,
        "dateModified": facts.updated,
        "author": _authors(entry, facts.author_pages),
        "publisher": publisher,
        "image": [_image(media) for media in facts.images],
        "articleSection": entry.section,
        "keywords": [category.label or category.term for category in entry.categories],
        "inLanguage": entry.language,
        "dateline": _dateline(entry.dateline),
        "contentLocation": _place(entry.location),
        "correction": _named("CorrectionComment", text=entry.correction),
        "copyrightNotice": entry.rights or publication.rights,
        "copyrightHolder": publisher if publication.rights and not entry.rights else None,
        "isAccessibleForFree": True,
    }
    return _non_empty(article)


def open_graph(publication: Publication, entry: Entry, facts: Facts) -> list[Tag]:
    """Return the tags for the card that social networks show when the page is shared."""
    properties: list[tuple[str, str | None]] = [
        ("og:type", "article"),
        ("og:title", facts.title),
        ("og:description", facts.summary),
        ("og:url", entry.link),
        ("og:site_name", publication.title),
        ("og:locale", (entry.language or "").replace("-", "_")),
        ("article:published_time", facts.published),
        ("article:modified_time", facts.updated),
        ("article:section", entry.section),
        *(("article:author", page) for page in facts.author_pages),
        *(("article:tag", each.label or each.term) for each in entry.categories),
        *(_image_properties(facts.images[0]) if facts.images else ()),
    ]
    card = "summary_large_image" if facts.images else "summary"
    return [
        *(Tag("property", name, content) for name, content in properties if content),
        *(Tag("name", "author", person.name) for person in entry.authors),
        Tag("name", "twitter:card", card),
    ]


def _image_properties(media: Media) -> list[tuple[str, str | None]]:
    return [
        ("og:image", media.url),
        ("og:image:type", media_type(media)),
        ("og:image:width", str(media.width or "")),
        ("og:image:height", str(media.height or "")),
        ("og:image:alt", media.alt or media.caption),
    ]


@lru_cache(maxsize=8)
def _publisher(publication: Publication) -> Data:
    logo = _named("ImageObject", url=publication.logo)
    home = f"{publication.base_url}/"
    return _non_empty({**_named("Organization", name=publication.title), "url": home, "logo": logo})


def _authors(entry: Entry, pages: Sequence[str | None]) -> list[Data]:
    """Return the authors, and the agency unless it is one of them."""
    names = [person.name for person in entry.authors]
    authors = [
        _named("Person", name=person.name, url=page)
        for person, page in zip(entry.authors, pages, strict=True)
    ]
    if entry.agency and entry.agency not in names:
        authors.append(_named("Organization", name=entry.agency))
    return authors


def _author_page(person: Person, pages: Mapping[str, str]) -> str | None:
    if person.uri and person.uri.startswith(("http://", "https://")):
        return person.uri
    return pages.get(person.name.casefold())


def _image(media: Media) -> Data:
    facts = {
        "url": media.url,
        "width": media.width,
        "height": media.height,
        "encodingFormat": media_type(media),
        "caption": media.caption,
        "creditText": media.credit,
    }
    return {"@type": "ImageObject", **_non_empty(facts)}


def _dateline(dateline: Dateline | None) -> str | None:
    """Return a dateline as printed in newspapers: `KYIV, Ukraine (AP)`."""
    if dateline is None:
        return None
    place = ", ".join(filter(None, (dateline.place, dateline.country)))
    agency = f"({dateline.agency})" if dateline.agency else None
    return " ".join(filter(None, (place, agency))) or None


def _place(location: tuple[float, float] | None) -> Data | None:
    if location is None:
        return None
    latitude, longitude = location
    geo = {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude}
    return {"@type": "Place", "geo": geo}


def _time(publication: Publication, at: datetime | None, precision: Precision | None) -> str | None:
    return None if at is None else iso_time(at.astimezone(publication.zone), precision)


def _named(kind: str, **facts: str | None) -> Data:
    """Return an object of a type, or an empty one if it has no facts."""
    present = _non_empty(facts)
    return {"@type": kind, **present} if present else {}


def _non_empty(facts: Mapping[str, Any]) -> Data:
    return {name: value for name, value in facts.items() if value or value == 0}
