"""Items of RSS 0.90 to 2.0, with Dublin Core, content, Media RSS, iTunes and GeoRSS."""

from collections import Counter
from typing import Final

from feedsvc.entry import Category, Person
from feedsvc.parsers.draft import Draft, Drafts
from feedsvc.parsers.feedfile.elements import (
    RDF,
    Children,
    base_of,
    inherited_language,
    leading_text,
    markup_in,
)
from feedsvc.parsers.feedfile.fields import (
    Text,
    add_datetime,
    add_language,
    add_location,
    add_texts,
    omit_unread,
    person_of,
    unique,
)
from feedsvc.parsers.feedfile.media import Album, add_enclosure, add_media_rss
from feedsvc.parsers.feedfile.urls import web_url
from feedsvc.parsers.reading.xml import Element, line_of, local_name
from feedsvc.parsers.values import text_of

_PUBLISHED: Final = ("pubDate", "dc:date", "dcterms:issued", "dcterms:created", "atom:published")
_UPDATED: Final = ("atom:updated", "dcterms:modified")
_AUTHORS: Final = ("dc:creator", "author", "atom:author", "itunes:author")
_FULL: Final = ("content:encoded", "xhtml:body", "xhtml:div")
_SHORT: Final = ("description", "itunes:summary", "dc:description")
_MEDIA_STATUSES: Final = {"deleted": "canceled", "blocked": "withheld"}


def read_rss(drafts: Drafts, root: Element) -> None:
    """Add a draft for each item of an RSS document, in order."""
    items = [Children(each) for each in root.iter("{*}item") if _is_item(each, root)]
    channel = next(root.iterchildren("{*}channel"), None)
    head = Children(root if channel is None else channel)
    site = _site(head)
    # Feed readers identify an item without an id by its link if that is unique.
    links = Counter(item.text("link") for item in items)
    for item in items:
        draft = drafts.new()
        _add_item(draft, item, site, id_by_link=links[item.text("link")] == 1)
        _add_shared(draft, item, head)
        omit_unread(draft, item)
        drafts.add(draft, line_of(item.element))


def _is_item(element: Element, root: Element) -> bool:
    """Return whether an `item` is in the channel, or next to it as in RSS 1.0."""
    parent = element.getparent()
    return parent is not None and (parent is root or parent.getparent() is root)


def _site(head: Children) -> str:
    """Return the URL of the site, or else that of the feed."""
    found = web_url(head.text("link"), base_of(head.element))
    feed_urls = (each.get("href", "") for each in head.all("atom:link"))
    return found or next(filter(None, map(web_url, feed_urls)), "")


def _add_item(draft: Draft, item: Children, site: str, *, id_by_link: bool) -> None:
    base = base_of(item.element)
    _add_title(draft, item)
    _add_link(draft, item, base or site)
    _add_id(draft, item, id_by_link=id_by_link)
    base = base or str(draft.values.get("link") or site)
    full = [_text(each) for each in item.all(*_FULL)]
    add_texts(draft, full, [_text(each) for each in item.all(*_SHORT)], base)
    add_datetime(draft, item, "published", *_PUBLISHED)
    add_datetime(draft, item, "updated", *_UPDATED)
    _add_authors(draft, item)
    _add_categories(draft, item)
    album = Album(base)
    add_media_rss(album, item)
    for element in item.all("enclosure"):
        add_enclosure(album, element)
    draft.fill("media", album.media(), album.line or 1, "enclosure, Media RSS")
    add_location(draft, item)
    for element in item.all("media:status"):
        status = _MEDIA_STATUSES.get(element.get("state", ""))
        draft.fill("status", status, line_of(element), "media:status")


def _add_title(draft: Draft, item: Children) -> None:
    for element in item.all("title", "media:title", "itunes:title", "dc:title"):
        draft.fill("title", text_of(markup_in(element)), line_of(element), "title")


def _add_id(draft: Draft, item: Children, *, id_by_link: bool) -> None:
    for element in item.all("guid", "atom:id", "dc:identifier"):
        draft.fill("source_id", leading_text(element), line_of(element), "guid")
    about = (item.element.get(f"{RDF}about") or "").strip()
    draft.fill("source_id", about, line_of(item.element), "rdf:about")
    if id_by_link and "source_id" not in draft.values:
        link = item.first("link")
        if link is not None:
            why = "link, as there is no guid"
            draft.fill("source_id", leading_text(link), line_of(link), why)


def _add_link(draft: Draft, item: Children, base: str) -> None:
    """Fill the link from the original link behind a proxy, the link, or a permalink `guid`."""
    for element in item.all("feedburner:origLink", "link"):
        url = web_url(leading_text(element), base_of(element, base))
        draft.fill("link", url, line_of(element), "link")
    for element in item.all("atom:link"):
        if element.get("rel", "alternate") == "alternate":
            url = web_url(element.get("href", ""), base_of(element, base))
            draft.fill("link", url, line_of(element), "atom:link")
    for element in item.all("guid"):
        if element.get("isPermaLink", "true").lower() != "false":
            draft.fill("link", web_url(leading_text(element)), line_of(element), "guid")


def _text(element: Element) -> Text:
    return Text(markup_in(element), line_of(element), local_name(element))


def _add_authors(draft: Draft, item: Children) -> None:
    """Fill the authors from the first kind of element that names any."""
    for name in _AUTHORS:
        elements = item.all(name)
        people = unique(map(_person, elements))
        if people:
            draft.fill("authors", people, line_of(elements[0]), name)


def _person(element: Element) -> Person | None:
    """Return the person in a text, or in an Atom person construct."""
    if not len(element):
        return person_of(leading_text(element))
    parts = Children(element)
    return person_of(parts.text("name") or parts.text("email"), parts.text("uri"))


def _add_categories(draft: Draft, item: Children) -> None:
    found: dict[tuple[str, str | None], Category] = {}
    elements = item.all("category", "dc:subject", "media:category", "media:keywords")
    for element in elements:
        keywords = local_name(element) == "keywords"
        scheme = element.get("domain") or element.get("scheme")
        for term in leading_text(element).split(",") if keywords else [leading_text(element)]:
            if plain := text_of(term):
                category = Category(term=plain, scheme=scheme, label=element.get("label"))
                found.setdefault((plain.casefold(), scheme), category)
    if found:
        draft.fill("categories", tuple(found.values()), line_of(elements[0]), "category")


def _add_shared(draft: Draft, item: Children, head: Children) -> None:
    """Fill rights and language from the item, or else from the channel."""
    for source in (item, head):
        for element in source.all("dc:rights", "atom:rights", "dcterms:rights", "copyright"):
            draft.fill("rights", text_of(markup_in(element)), line_of(element), "rights")
        for element in source.all("dc:language", "language"):
            add_language(draft, leading_text(element), line_of(element), "language")
        tag = inherited_language(source.element)
        add_language(draft, tag, line_of(source.element), "xml:lang")
