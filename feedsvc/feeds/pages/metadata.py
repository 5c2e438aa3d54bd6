"""Metadata of story pages for search engines and social networks.

Sources: schema.org NewsArticle as Google requires it
(https://developers.google.com/search/docs/appearance/structured-data/article), the Open Graph
protocol (https://ogp.me/) and X's cards.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from feedsvc.entry import Dateline, Entry, Media, Person, Precision
from feedsvc.feeds.media import images, media_type
from feedsvc.feeds.pages.rendering import Publication
from feedsvc.feeds.summary import summary_of, title_of

Data = dict[str, Any]


class Tag(NamedTuple):
    """A `meta` element; `attribute` is `name` or `property`."""

    attribute: str
    name: str
    content: str


def news_article(
    publication: Publication, entry: Entry, pages: Mapping[str, str] | None = None
) -> Data:
    """Return an entry as a schema.org NewsArticle for JSON-LD, without empty properties.

    The entry has link, published and updated; `pages` are the URLs of authors' pages by
    their case-folded names.
    """
    publisher = _publisher(publication)
    article = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": entry.link,
        "url": entry.link,
        "headline": title_of(entry),
        "alternativeHeadline": entry.subtitle,
        "description": summary_of(entry),
        "datePublished": _time(publication, entry.published, entry.date_precision),
        "dateModified": _time(publication, entry.updated, entry.date_precision),
        "author": _authors(entry, pages or {}),
        "publisher": publisher,
        "image": [_image(media) for media in images(entry)],
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


def open_graph(
    publication: Publication, entry: Entry, pages: Mapping[str, str] | None = None
) -> Iterator[Tag]:
    """Yield the tags for the card that social networks show when the page is shared.

    `pages` are the URLs of authors' pages, which `article:author` requires.
    """
    facts: list[tuple[str, str | None]] = [
        ("og:type", "article"),
        ("og:title", title_of(entry)),
        ("og:description", summary_of(entry)),
        ("og:url", entry.link),
        ("og:site_name", publication.title),
        ("og:locale", (entry.language or "").replace("-", "_")),
        ("article:published_time", _time(publication, entry.published, entry.date_precision)),
        ("article:modified_time", _time(publication, entry.updated, entry.date_precision)),
        ("article:section", entry.section),
    ]
    facts += [("article:author", _author_page(each, pages or {})) for each in entry.authors]
    facts += [("article:tag", each.label or each.term) for each in entry.categories]
    shown = images(entry)[:1]
    for media in shown:
        facts += _image_facts(media)
    for name, content in facts:
        if content:
            yield Tag("property", name, content)
    for person in entry.authors:
        yield Tag("name", "author", person.name)
    yield Tag("name", "twitter:card", "summary_large_image" if shown else "summary")


def _image_facts(media: Media) -> list[tuple[str, str | None]]:
    return [
        ("og:image", media.url),
        ("og:image:type", media_type(media)),
        ("og:image:width", str(media.width or "")),
        ("og:image:height", str(media.height or "")),
        ("og:image:alt", media.alt or media.caption),
    ]


def _publisher(publication: Publication) -> Data:
    logo = _named("ImageObject", url=publication.logo)
    home = f"{publication.base_url}/"
    return _non_empty({**_named("Organization", name=publication.title), "url": home, "logo": logo})


def _authors(entry: Entry, pages: Mapping[str, str]) -> list[Data]:
    """Return the authors, and the agency unless it is one of them."""
    names = [person.name for person in entry.authors]
    authors = [
        _named("Person", name=person.name, url=_author_page(person, pages))
        for person in entry.authors
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
    """Return an ISO 8601 time in the site's zone; with the precision `day`, the date only."""
    if at is None:
        return None
    local = at.astimezone(publication.zone)
    return local.date().isoformat() if precision == "day" else local.isoformat(timespec="seconds")


def _named(kind: str, **facts: str | None) -> Data:
    """Return an object of a type, or an empty one if it has no facts."""
    present = _non_empty(facts)
    return {"@type": kind, **present} if present else {}


def _non_empty(facts: Mapping[str, Any]) -> Data:
    return {name: value for name, value in facts.items() if value not in (None, "", [], {})}
