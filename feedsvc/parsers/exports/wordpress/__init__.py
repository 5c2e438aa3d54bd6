"""WordPress exports (WXR 1.0 to 1.2): the posts of a site, with their media.

| WXR | field of the entry |
|---|---|
| `guid` | source_id |
| `title`, `link`, `wp:post_name` | title, link, slug |
| `wp:post_date_gmt`, else `wp:post_date` in the site's zone, else `pubDate` | published |
| `wp:post_modified_gmt`, else `wp:post_modified`, if later | updated |
| `content:encoded`, with paragraphs added where it has none | content |
| `excerpt:encoded`, else the text before `<!--more-->` | summary |
| `dc:creator`, co-authors; the `wp:author` of that login | authors, never an e-mail address |
| `category` of the domains `category` and `post_tag` | categories: nicename and label |
| attachments: of `_thumbnail_id`, then those of the post; `enclosure` | media |
| the channel's `language` | language |
| `geo_latitude` and `geo_longitude`, unless `geo_public` is 0 | location |
| `wp:status`, `wp:post_password` | status, see below |

| `wp:status` | the story is |
|---|---|
| `publish` | usable |
| `future` | usable, under embargo until its date, or indefinitely if that is unreadable |
| `trash` | canceled |
| `draft`, `pending`, `private`, `inherit`, any other, none | withheld |

Of a post with a password, only the title is read, and it is withheld. Only posts are stories:
pages, menus and the like are counted in a note, and comments are never read. Block comments
(`<!-- wp:... -->`) are dropped; for shortcodes, see `markup`.
"""

from collections.abc import Iterable
from typing import Final

from feedsvc.parsers.draft import Drafts
from feedsvc.parsers.exports.wordpress.post import (
    Attachment,
    Attachments,
    add_post,
    authors_by_login,
)
from feedsvc.parsers.feedfile.elements import Children
from feedsvc.parsers.reading.xml import ARCHIVE_ELEMENTS, line_of, read_xml, root_name
from feedsvc.parsers.source import Format, Parsed, Source

_EXPORT: Final = b"wordpress.org/export/"
_HEAD_BYTES: Final = 64 * 1024


def claims(source: Source) -> bool:
    """Return whether a file is a WordPress export, by its root element and namespace."""
    return _EXPORT in source.data[:_HEAD_BYTES] and root_name(source) == "rss"


def parse(source: Source) -> Parsed:
    """Return the posts of an export; raise StoryError if it is not well-formed."""
    root = read_xml(source, most=ARCHIVE_ELEMENTS)
    channel = next(root.iterchildren("{*}channel"), root)
    items = [Children(each) for each in channel.iterchildren("{*}item")]
    attachments = Attachments(
        Attachment.of(item) for item in items if item.text("wp:post_type") == "attachment"
    )
    head = Children(channel)
    authors = authors_by_login(head.all("wp:author"))
    drafts = Drafts(source)
    for item in _posts(items, drafts):
        draft = drafts.new()
        add_post(draft, item, head, authors, attachments)
        drafts.add(draft, line_of(item.element))
    return drafts.finish()


def _posts(items: Iterable[Children], drafts: Drafts) -> Iterable[Children]:
    """Yield the posts; skip other items, except attachments, which are read separately."""
    for item in items:
        kind = item.text("wp:post_type")
        if kind == "post":
            yield item
        elif kind != "attachment":
            drafts.skip(f"of type {kind[:40] or 'none'!r}", line_of(item.element))


FORMAT: Final = Format(name="WordPress export", claims=claims, parse=parse)
