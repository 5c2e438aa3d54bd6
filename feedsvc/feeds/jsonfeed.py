"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/), keys in the order of the spec."""

from collections.abc import Collection
from datetime import datetime

import msgspec

from feedsvc.entry import Entry, Media, Person
from feedsvc.feeds.formatting import guid_of
from feedsvc.feeds.media import attachments, images, media_type
from feedsvc.feeds.parts import FeedFormat
from feedsvc.feeds.prepared import PreparedFeed

FILE_NAME = "feed.json"
MEDIA_TYPE = "application/feed+json"
VERSION = "https://jsonfeed.org/version/1.1"

# What an indented document has before its items, at the start of an item, between two, after
# the last one, and after that.
OPENING, ITEM, SEPARATOR, END, TAIL = (
    b'\n  "items": [',
    b'\n    {\n      "id": ',
    b",",
    b"\n  ",
    b"]\n}\n",
)


class Author(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An author; `url` may be a `mailto:` URL.

    In all these Structs, keys without a value are omitted, never null.
    """

    name: str | None = None
    url: str | None = None


class Attachment(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A media file of an item."""

    url: str
    mime_type: str
    size_in_bytes: int | None = None
    duration_in_seconds: int | None = None


class Item(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An entry; it always has either `content_html` or `content_text`."""

    id: str
    url: str | None = None
    title: str | None = None
    content_html: str | None = None
    content_text: str | None = None
    summary: str | None = None
    image: str | None = None
    date_published: datetime | None = None
    date_modified: datetime | None = None
    authors: list[Author] | None = None
    tags: list[str] | None = None
    language: str | None = None
    attachments: list[Attachment] | None = None


class Hub(msgspec.Struct, frozen=True, kw_only=True):
    """A hub that notifies feed readers of changes."""

    type: str
    url: str


class JsonFeed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The whole document."""

    version: str
    title: str
    home_page_url: str
    feed_url: str | None = None
    next_url: str | None = None
    description: str | None = None
    icon: str | None = None
    favicon: str | None = None
    authors: list[Author] | None = None
    language: str | None = None
    hubs: list[Hub] | None = None
    items: list[Item]


def document(feed: PreparedFeed, _needs: Collection[str]) -> bytes:
    """Return a feed as JSON Feed 1.1, indented, in UTF-8; equal feeds give equal bytes."""
    root = JsonFeed(
        version=VERSION,
        title=feed.title or feed.link,
        home_page_url=feed.link,
        feed_url=None if feed.private else feed.url(FILE_NAME),
        next_url=feed.history(FILE_NAME).get("prev-archive"),
        description=feed.subtitle or None,
        icon=feed.branding.icon,
        favicon=feed.branding.icon,
        authors=[_author(feed.author)] if feed.author else None,
        language=feed.language,
        hubs=_hubs(feed) or None,
        items=[_item(feed, entry) for entry in feed.entries],
    )
    return msgspec.json.format(msgspec.json.encode(root), indent=2) + b"\n"


def cut(document: bytes) -> tuple[bytes, list[bytes], bytes]:
    """Return the head of a document, its items, and its tail; no string has a line break."""
    head, opening, items = document.removesuffix(TAIL).partition(OPENING)
    first, *others = items.removesuffix(END).split(SEPARATOR + ITEM)
    return head + opening, [first, *(ITEM + item for item in others)] if first else [], TAIL


FORMAT = FeedFormat(
    name="json",
    file_name=FILE_NAME,
    media_type=f"{MEDIA_TYPE}; charset=utf-8",
    label="JSON Feed",
    document=document,
    needs=lambda _feed, _entry: (),
    cut=cut,
    separator=SEPARATOR,
    end=END,
)


def _hubs(feed: PreparedFeed) -> list[Hub]:
    hubs = [Hub(type="WebSub", url=hub) for hub in feed.hubs]
    return [*hubs, Hub(type="rssCloud", url=feed.cloud)] if feed.cloud else hubs


def _item(feed: PreparedFeed, entry: Entry) -> Item:
    image = next((media.url for media in images(entry)), None)
    return Item(
        id=guid_of(entry),
        url=entry.link,
        title=entry.title,
        content_html=entry.content or None,
        content_text=None if entry.content else entry.summary or entry.title,
        summary=entry.summary or None,
        image=image,
        date_published=entry.published,
        date_modified=entry.updated,
        authors=[_author(author) for author in entry.authors] or None,
        tags=_tags(entry) or None,
        language=entry.language if entry.language != feed.language else None,
        attachments=[_attachment(media) for media in attachments(entry)] or None,
    )


def _author(person: Person) -> Author:
    mail = f"mailto:{person.email}" if person.email else None
    return Author(name=person.name, url=person.uri or mail)


def _attachment(media: Media) -> Attachment:
    return Attachment(
        url=media.url or "",
        mime_type=media_type(media) or "",
        size_in_bytes=media.length,
        duration_in_seconds=media.duration,
    )


def _tags(entry: Entry) -> list[str]:
    """Return the labels of the categories, without duplicates."""
    return list(dict.fromkeys(category.label or category.term for category in entry.categories))
