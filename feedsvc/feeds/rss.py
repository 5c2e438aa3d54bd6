"""RSS 2.0, with Dublin Core, Media RSS, content and Atom for what RSS has no elements for."""

from collections.abc import Collection
from functools import partial
from urllib.parse import urlsplit

from feedsvc.entry import Entry
from feedsvc.feeds.branding import add_stylesheet
from feedsvc.feeds.entry_html import text_as_html
from feedsvc.feeds.extensions.mediarss import MediaRss
from feedsvc.feeds.extensions.optional import (
    fill_channel,
    fill_entry,
    fill_feed,
    fill_item,
    namespaces_needed_in_rss,
    optional_extensions,
    rss_extensions,
)
from feedsvc.feeds.extensions.syndication import AtomChannel, AtomItem, Content, DublinCore
from feedsvc.feeds.formatting import category_attributes, guid_of
from feedsvc.feeds.generator import Extensions, FeedEntry, add_item, cut_xml, rss_generator
from feedsvc.feeds.media import enclosure, media_type
from feedsvc.feeds.parts import FeedFormat, compose
from feedsvc.feeds.podcast import episode_media, episode_type
from feedsvc.feeds.prepared import PreparedFeed
from feedsvc.feeds.summary import cut_bytes

FILE_NAME = "rss.xml"
MEDIA_TYPE = "application/rss+xml"
DOCS = "https://www.rssboard.org/rss-specification"
PORTS = {"http": 80, "https": 443}

EXTENSIONS: Extensions = {
    "encoded": (Content, Content),
    "dc": (DublinCore, DublinCore),
    "media": (MediaRss, MediaRss),
    "atom": (AtomChannel, AtomItem),
}


def document(feed: PreparedFeed, needs: Collection[str]) -> bytes:
    """Return a feed as RSS 2.0, indented, in UTF-8; equal feeds give equal bytes.

    `needs` are the prefixes of optional namespaces to declare.
    Sources: https://www.rssboard.org/rss-specification and the RSS Best Practices Profile.
    """
    optional = {**optional_extensions(feed, needs), **rss_extensions(feed, needs)}
    channel = rss_generator({**EXTENSIONS, **optional}, feed.updated, feed.published)
    channel.title(feed.title or feed.link)
    channel.link(href=feed.link)
    channel.description(cut_bytes(feed.subtitle or feed.title or feed.link))
    # feedgen treats None as a query and sets nothing.
    channel.language(feed.language)
    channel.copyright(feed.rights)
    channel.docs(DOCS)
    channel.ttl(feed.ttl)
    channel.image(feed.branding.image, feed.title or feed.link, feed.link)
    self_url = feed.self_url(FILE_NAME)
    channel.atom.links = [
        *([{"href": self_url, "rel": "self", "type": MEDIA_TYPE}] if self_url else []),
        *({"href": url, "rel": rel} for rel, url in feed.history(FILE_NAME).items()),
        *({"href": hub, "rel": "hub"} for hub in feed.hubs),
    ]
    if feed.cloud:
        channel.cloud(**_cloud(feed.cloud))
    fill_feed(channel, feed)
    fill_channel(channel, feed)
    for entry in feed.entries:
        _fill(add_item(channel, entry.published), feed, entry)
    body: bytes = channel.rss_str(pretty=True)
    return add_stylesheet(body, feed.branding)


FORMAT: FeedFormat = FeedFormat(
    name="rss",
    file_name=FILE_NAME,
    media_type=f"{MEDIA_TYPE}; charset=utf-8",
    label="RSS",
    document=document,
    needs=namespaces_needed_in_rss,
    cut=partial(cut_xml, start=b"    <item>", tail=b"  </channel>\n</rss>\n"),
    render=lambda feed: compose(feed, FORMAT),
    has_deltas=True,
)


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


def _fill(item: FeedEntry, feed: PreparedFeed, entry: Entry) -> None:
    title, content = entry.title or "", entry.content or ""
    item.title(title)
    item.link(href=entry.link)
    # feedgen writes the summary as the description, which readers treat as HTML. An item with
    # full content must have one.
    item.summary(text_as_html(cut_bytes(entry.summary or (title if content else ""))))
    item.id(guid_of(entry))
    item.category([category_attributes(each) for each in entry.categories])
    media = episode_media(entry) if feed.podcast else enclosure(entry)
    if media:
        kind = episode_type(media) if feed.podcast else media_type(media)
        item.enclosure(url=media.url, length=media.length or 0, type=kind)
    item.encoded.encoded = content
    # No `author` in addition, not even with an e-mail address: the W3C validator warns about
    # two elements with the same meaning.
    item.dc.creators = [author.name for author in entry.authors]
    item.dc.rights = entry.rights
    item.dc.language = entry.language if entry.language != feed.language else None
    item.media.contents, item.media.title = entry.media, title
    item.media.with_captions = bool(content)
    fill_entry(item, entry)
    fill_item(item, feed, entry)
    item.atom.updated = entry.updated if entry.updated != entry.published else None
