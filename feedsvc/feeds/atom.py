"""Atom 1.0 (RFC 4287), with Media RSS for captions and credits."""

from feedsvc.entry import Entry, Media, Person
from feedsvc.feeds.branding import add_stylesheet
from feedsvc.feeds.entry_html import full_content
from feedsvc.feeds.extensions.mediarss import MediaRss
from feedsvc.feeds.extensions.optional import fill_entry, fill_feed, optional_extensions
from feedsvc.feeds.formatting import category_attributes, non_empty
from feedsvc.feeds.generator import (
    Extensions,
    FeedEntry,
    FeedGenerator,
    Link,
    add_entry,
    atom_generator,
)
from feedsvc.feeds.media import attachments, media_type
from feedsvc.feeds.model import Feed, FeedFormat
from feedsvc.feeds.sanitize import sanitize
from feedsvc.feeds.summary import summary_of, title_of

FILE_NAME = "atom.xml"
MEDIA_TYPE = "application/atom+xml"

EXTENSIONS: Extensions = {"media": (MediaRss, MediaRss)}


def render(feed: Feed) -> bytes:
    """Return a feed as Atom 1.0, indented, in UTF-8; equal feeds give equal bytes."""
    feed = sanitize(feed)
    document = atom_generator({**EXTENSIONS, **optional_extensions(feed)}, feed.updated)
    document.id(feed.id)
    document.title(feed.title or feed.link)
    document.subtitle(feed.subtitle)
    if self_url := feed.self_url(FILE_NAME):
        document.link(href=self_url, rel="self", type=MEDIA_TYPE)
    document.link(href=feed.link, rel="alternate", type="text/html")
    for rel, url in feed.history(FILE_NAME).items():
        document.link(href=url, rel=rel)
    for hub in feed.hubs:
        document.link(href=hub, rel="hub")
    # A feed must have an author if any of its entries has none (section 4.1.1).
    document.author(_person(feed.author or Person(name=feed.title or feed.link)))
    # feedgen treats None as a query and sets nothing.
    document.rights(feed.rights)
    document.language(feed.language)
    document.icon(feed.branding.icon)
    document.logo(feed.branding.logo or feed.branding.icon)
    fill_feed(document, feed)
    for entry in feed.entries:
        _add(document, feed, entry)
    body: bytes = document.atom_str(pretty=True)
    return add_stylesheet(body, feed.branding)


FORMAT = FeedFormat(
    name="atom",
    file_name=FILE_NAME,
    media_type=f"{MEDIA_TYPE}; charset=utf-8",
    label="Atom",
    render=render,
    has_tombstones=True,
    has_deltas=True,
)


def _add(document: FeedGenerator, feed: Feed, entry: Entry) -> None:
    published = entry.published or feed.updated
    element = add_entry(
        document,
        _links(entry),
        published,
        entry.updated or published,
        entry.language if entry.language != feed.language else None,
    )
    _fill(element, feed, entry)


def _fill(element: FeedEntry, feed: Feed, entry: Entry) -> None:
    element.id(entry.id)
    title = title_of(entry)
    element.title(title)
    element.author([_person(author) for author in entry.authors])
    element.summary(summary_of(entry) or None, type="text")
    content = full_content(entry) if feed.full else ""
    if content:
        element.content(content, type="html")
    element.category([category_attributes(each) for each in entry.categories])
    element.rights(entry.rights)
    element.media.contents, element.media.title = entry.media, title
    element.media.with_captions = bool(content)
    fill_entry(element, entry)


def _links(entry: Entry) -> list[Link]:
    page = {"href": entry.link or "", "rel": "alternate", "type": "text/html"}
    return [page, *(_enclosure(media) for media in attachments(entry))]


def _enclosure(media: Media) -> Link:
    return non_empty(
        href=media.url,
        rel="enclosure",
        type=media_type(media),
        length=str(media.length or 0),  # 0 if unknown, as in RSS
        title=media.caption,
    )


def _person(person: Person) -> dict[str, str]:
    return non_empty(name=person.name, email=person.email, uri=person.uri)
