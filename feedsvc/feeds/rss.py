"""RSS 2.0, with Dublin Core, Media RSS, content and Atom for what RSS has no elements for."""

from collections.abc import Collection
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from feedsvc.entry import Entry
from feedsvc.feeds.branding import add_stylesheet
from feedsvc.feeds.entry_html import text_as_html
from feedsvc.feeds.extensions import Extension
from feedsvc.feeds.extensions.mediarss import MediaRss
from feedsvc.feeds.extensions.optional import (
    channel_extensions,
    item_extensions,
    namespaces_needed_in_rss,
)
from feedsvc.feeds.extensions.syndication import AtomChannel, AtomItem, Content, DublinCore
from feedsvc.feeds.formatting import category_attributes, guid_of
from feedsvc.feeds.generator import Link, add_item, cut_xml, rss_generator
from feedsvc.feeds.media import enclosure, media_type
from feedsvc.feeds.parts import FeedFormat
from feedsvc.feeds.podcast import episode_media, episode_type
from feedsvc.feeds.prepared import PreparedFeed
from feedsvc.feeds.summary import cut_bytes

if TYPE_CHECKING:
    from feedgen.feed import FeedGenerator

FILE_NAME = "rss.xml"
MEDIA_TYPE = "application/rss+xml"
DOCS = "https://www.rssboard.org/rss-specification"
PORTS = {"http": 80, "https": 443}


def document(feed: PreparedFeed, needs: Collection[str]) -> bytes:
    """Return a feed as RSS 2.0, indented, in UTF-8; equal feeds give equal bytes.

    `needs` are the prefixes of optional namespaces to declare.
    Sources: https://www.rssboard.org/rss-specification and the RSS Best Practices Profile.
    """
    extensions = [
        Content(),
        DublinCore(),
        MediaRss(),
        AtomChannel(links=_links(feed)),
        *channel_extensions(feed, needs),
    ]
    channel = rss_generator(extensions, feed.updated, feed.published)
    channel.title(feed.title or feed.link)
    channel.link(href=feed.link)
    channel.description(cut_bytes(feed.subtitle or feed.title or feed.link))
    # feedgen treats None as a query and sets nothing.
    channel.language(feed.language)
    channel.copyright(feed.rights)
    channel.docs(DOCS)
    channel.ttl(feed.ttl)
    channel.image(feed.branding.image, feed.title or feed.link, feed.link)
    if feed.cloud:
        channel.cloud(**_cloud(feed.cloud))
    for entry in feed.entries:
        _add(channel, feed, entry)
    body: bytes = channel.rss_str(pretty=True)
    return add_stylesheet(body, feed.branding)


FORMAT = FeedFormat(
    name="rss",
    file_name=FILE_NAME,
    media_type=f"{MEDIA_TYPE}; charset=utf-8",
    label="RSS",
    document=document,
    needs=namespaces_needed_in_rss,
    cut=partial(cut_xml, start=b"    <item>\n      <title>", tail=b"  </channel>\n</rss>\n"),
    has_deltas=True,
)


def _links(feed: PreparedFeed) -> list[Link]:
    self_url = feed.self_url(FILE_NAME)
    return [
        *([{"href": self_url, "rel": "self", "type": MEDIA_TYPE}] if self_url else []),
        *({"href": url, "rel": rel} for rel, url in feed.history(FILE_NAME).items()),
        *({"href": hub, "rel": "hub"} for hub in feed.hubs),
    ]


def _cloud(url: str) -> dict[str, str]:
    """Return the URL of an rssCloud server as the attributes of `cloud`."""
    parts = urlsplit(url)
    return {
        "domain": parts.hostname or "",
        "port": str(parts.port or PORTS[parts.scheme]),
        "path": parts.path,
        "registerProcedure": "",  # used by XML-RPC only
        "protocol": "http-post",
    }


def _add(channel: "FeedGenerator", feed: PreparedFeed, entry: Entry) -> None:
    item = add_item(channel, _extensions(feed, entry), entry)
    item.title(entry.title)
    item.link(href=entry.link)
    # feedgen writes the summary as the description, which readers treat as HTML. An item with
    # full content must have one.
    item.summary(text_as_html(cut_bytes(entry.summary or (entry.content and entry.title) or "")))
    item.id(guid_of(entry))
    item.category([category_attributes(each) for each in entry.categories])
    media = episode_media(entry) if feed.podcast else enclosure(entry)
    if media:
        kind = episode_type(media) if feed.podcast else media_type(media)
        item.enclosure(url=media.url, length=media.length or 0, type=kind)


def _extensions(feed: PreparedFeed, entry: Entry) -> list[Extension]:
    # No `author` in addition to `dc:creator`, not even with an e-mail address: the W3C validator
    # warns about two elements with the same meaning.
    return [
        Content(encoded=entry.content or ""),
        DublinCore(
            creators=[author.name for author in entry.authors],
            rights=entry.rights,
            language=entry.language if entry.language != feed.language else None,
        ),
        MediaRss.of(entry),
        AtomItem(updated=entry.updated if entry.updated != entry.published else None),
        *item_extensions(feed, entry),
    ]
