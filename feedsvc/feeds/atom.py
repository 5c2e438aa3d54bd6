"""Atom 1.0 (RFC 4287), with Media RSS for captions and credits."""

from collections.abc import Collection
from functools import partial
from typing import TYPE_CHECKING

from feedsvc.entry import Entry, Media, Person
from feedsvc.feeds.branding import add_stylesheet
from feedsvc.feeds.extensions.mediarss import MediaRss
from feedsvc.feeds.extensions.optional import (
    entry_extensions,
    feed_extensions,
    namespaces_needed,
)
from feedsvc.feeds.formatting import category_attributes, non_empty
from feedsvc.feeds.generator import (
    Link,
    add_entry,
    atom_generator,
    cut_xml,
)
from feedsvc.feeds.media import attachments, media_type
from feedsvc.feeds.parts import FeedFormat
from feedsvc.feeds.prepared import PreparedFeed

if TYPE_CHECKING:
    from feedgen.feed import FeedGenerator

FILE_NAME = "atom.xml"
MEDIA_TYPE = "application/atom+xml"


def document(feed: PreparedFeed, needs: Collection[str]) -> bytes:
    """Return a feed as Atom 1.0, indented, in UTF-8; equal feeds give equal bytes.

    `needs` are the prefixes of optional namespaces to declare.
    """
    root = atom_generator([MediaRss(), *feed_extensions(feed, needs)], feed.updated)
    root.id(feed.id)
    root.title(feed.title or feed.link)
    root.subtitle(feed.subtitle)
    if self_url := feed.self_url(FILE_NAME):
        root.link(href=self_url, rel="self", type=MEDIA_TYPE)
    root.link(href=feed.link, rel="alternate", type="text/html")
    for rel, url in feed.history(FILE_NAME).items():
        root.link(href=url, rel=rel)
    for hub in feed.hubs:
        root.link(href=hub, rel="hub")
    # A feed must have an author if any of its entries has none (section 4.1.1).
    root.author(_person(feed.author or Person(name=feed.title or feed.link)))
    # feedgen treats None as a query and sets nothing.
    root.rights(feed.rights)
    root.language(feed.language)
    root.icon(feed.branding.icon)
    root.logo(feed.branding.logo or feed.branding.icon)
    for entry in feed.entries:
        _add(root, feed, entry)
    body: bytes = root.atom_str(pretty=True)
    return add_stylesheet(body, feed.branding)


FORMAT = FeedFormat(
    name="atom",
    file_name=FILE_NAME,
    media_type=f"{MEDIA_TYPE}; charset=utf-8",
    label="Atom",
    document=document,
    needs=namespaces_needed,
    cut=partial(cut_xml, start=b"  <entry", tail=b"</feed>\n"),
    has_tombstones=True,
    has_deltas=True,
)


def _add(root: "FeedGenerator", feed: PreparedFeed, entry: Entry) -> None:
    language = entry.language if entry.language != feed.language else None
    extensions = [MediaRss.of(entry), *entry_extensions(entry)]
    element = add_entry(root, extensions, entry, _links(entry), language)
    element.id(entry.id)
    element.title(entry.title)
    element.author([_person(author) for author in entry.authors])
    element.summary(entry.summary or None, type="text")
    if entry.content:
        element.content(entry.content, type="html")
    element.category([category_attributes(each) for each in entry.categories])
    element.rights(entry.rights)


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
