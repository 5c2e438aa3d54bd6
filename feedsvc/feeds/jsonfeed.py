"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/), keys in the order of the spec."""

from datetime import datetime

import msgspec

from feedsvc.entry import Entry, Media, Person
from feedsvc.feeds.entry_html import full_content
from feedsvc.feeds.formatting import guid_of
from feedsvc.feeds.media import attachments, images, media_type
from feedsvc.feeds.model import Feed, FeedFormat
from feedsvc.feeds.sanitize import sanitize
from feedsvc.feeds.summary import summary_of, title_of

FILE_NAME = "feed.json"
MEDIA_TYPE = "application/feed+json"
VERSION = "https://jsonfeed.org/version/1.1"


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


def render(feed: Feed) -> bytes:
    """Return a feed as JSON Feed 1.1, indented, in UTF-8; equal feeds give equal bytes."""
    feed = sanitize(feed)
    document = JsonFeed(
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
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


FORMAT = FeedFormat(
    name="json",
    file_name=FILE_NAME,
    media_type=f"{MEDIA_TYPE}; charset=utf-8",
    label="JSON Feed",
    render=render,
)


def _hubs(feed: Feed) -> list[Hub]:
    hubs = [Hub(type="WebSub", url=hub) for hub in feed.hubs]
    return [*hubs, Hub(type="rssCloud", url=feed.cloud)] if feed.cloud else hubs


def _item(feed: Feed, entry: Entry) -> Item:
    title, summary = title_of(entry), summary_of(entry)
    content = full_content(entry) if feed.full else ""
    image = next((media.url for media in images(entry)), None)
    return Item(
        id=guid_of(entry),
        url=entry.link,
        title=title,
        content_html=content or None,
        content_text=None if content else summary or title,
        summary=summary or None,
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
