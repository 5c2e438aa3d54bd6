"""What a story's page says to search engines and to those who share it: the entry as data.

Sources: schema.org NewsArticle as Google asks for it
(https://developers.google.com/search/docs/appearance/structured-data/article), the Open Graph
protocol (https://ogp.me/) and the cards of X.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from feedsvc.entry import Dateline, Entry, Media, Person, Precision
from feedsvc.feeds.media import media_type, medium
from feedsvc.feeds.pages.rendering import Publication
from feedsvc.feeds.summary import summary_of, title_of

Data = dict[str, Any]


class Tag(NamedTuple):
    """A `meta` element: whether `name` or `property` says what it is, which, and its content."""

    attribute: str
    name: str
    content: str


def news_article(
    publication: Publication, entry: Entry, pages: Mapping[str, str] | None = None
) -> Data:
    """Return an entry as a NewsArticle of schema.org, for a block of JSON-LD.

    The entry has link, published and updated; `pages` are addresses of authors' pages by
    their names in small letters. What the entry does not say is left out.
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
        "datePublished": _moment(publication, entry.published, entry.date_precision),
        "dateModified": _moment(publication, entry.updated, entry.date_precision),
        "author": _authors(entry, pages or {}),
        "publisher": publisher,
        "image": [_image(media) for media in pictures(entry)],
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
    return _said(article)


def open_graph(
    publication: Publication, entry: Entry, pages: Mapping[str, str] | None = None
) -> Iterator[Tag]:
    """Yield what shows an entry as a card where its page is shared: Open Graph, and X's own.

    `pages` are addresses of authors' pages, which is what `article:author` takes.
    """
    facts: list[tuple[str, str | None]] = [
        ("og:type", "article"),
        ("og:title", title_of(entry)),
        ("og:description", summary_of(entry)),
        ("og:url", entry.link),
        ("og:site_name", publication.title),
        ("og:locale", (entry.language or "").replace("-", "_")),
        ("article:published_time", _moment(publication, entry.published, entry.date_precision)),
        ("article:modified_time", _moment(publication, entry.updated, entry.date_precision)),
        ("article:section", entry.section),
    ]
    facts += [("article:author", _author_page(each, pages or {})) for each in entry.authors]
    facts += [("article:tag", each.label or each.term) for each in entry.categories]
    shown = pictures(entry)[:1]
    for media in shown:
        facts += _picture_facts(media)
    for name, content in facts:
        if content:
            yield Tag("property", name, content)
    for person in entry.authors:
        yield Tag("name", "author", person.name)
    yield Tag("name", "twitter:card", "summary_large_image" if shown else "summary")


def pictures(entry: Entry) -> Sequence[Media]:
    """Return the pictures of an entry that have an address."""
    return [media for media in entry.media if media.url and medium(media) == "image"]


def _picture_facts(media: Media) -> list[tuple[str, str | None]]:
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
    return _said({**_named("Organization", name=publication.title), "url": home, "logo": logo})


def _authors(entry: Entry, pages: Mapping[str, str]) -> list[Data]:
    """Return the persons of the byline, and the agency where it is none of them."""
    names = [person.name for person in entry.authors]
    found = [
        _named("Person", name=person.name, url=_author_page(person, pages))
        for person in entry.authors
    ]
    if entry.agency and entry.agency not in names:
        found.append(_named("Organization", name=entry.agency))
    return found


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
    return {"@type": "ImageObject", **_said(facts)}


def _dateline(dateline: Dateline | None) -> str | None:
    """Return a dateline as newspapers print it: `KYIV, Ukraine (AP)`."""
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


def _moment(
    publication: Publication, moment: datetime | None, precision: Precision | None
) -> str | None:
    """Return a moment with the offset of the site's zone; of a day, the date alone: ISO 8601."""
    if moment is None:
        return None
    local = moment.astimezone(publication.zone)
    return local.date().isoformat() if precision == "day" else local.isoformat(timespec="seconds")


def _named(kind: str, **facts: str | None) -> Data:
    """Return an object of a type; an empty one where nothing is said of it."""
    said = _said(facts)
    return {"@type": kind, **said} if said else {}


def _said(facts: Mapping[str, Any]) -> Data:
    """Return the facts that say something."""
    return {name: value for name, value in facts.items() if value not in (None, "", [], {})}
