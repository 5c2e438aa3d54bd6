"""Lists of a site's feeds: OPML for feed readers, and the feed menu for browsers.

OPML 2.0 is specified at http://opml.org/spec2.opml, the feed menu in
draft-nottingham-feed-menu-01, which may change: the menu is off by default.
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from lxml import etree

from feedsvc.feeds import atom, rss
from feedsvc.feeds.formatting import non_empty, rfc822
from feedsvc.feeds.model import FeedInfo
from feedsvc.feeds.sanitize import strip_illegal, strip_illegal_in
from feedsvc.feeds.summary import cut

OPML_TYPE = "text/x-opml; charset=utf-8"
MENU_TYPE = "application/json; charset=utf-8"
MENU_KINDS = ("main", "custom", "section", "language")
"""The kinds of feeds in the menu; all tags and authors would make it too long."""

_LONGEST_TITLE, _LONGEST_DESCRIPTION = 50, 140


def opml(title: str, feeds: Sequence[FeedInfo], updated: datetime) -> bytes:
    """Return the flat list of feeds as OPML, in the order given.

    The root has no namespace, because it makes some readers' importers fail.
    """
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = strip_illegal(title)
    etree.SubElement(head, "dateModified").text = rfc822(updated)
    etree.SubElement(head, "docs").text = "http://opml.org/spec2.opml"
    body = etree.SubElement(root, "body")
    for feed in feeds:
        etree.SubElement(body, "outline", _attributes(strip_illegal_in(feed)))
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def feed_menu(title: str, feeds: Sequence[FeedInfo]) -> bytes:
    """Return the menu of the feeds, in the order given, under the site's title."""
    menu = _Menu(
        feed_menu=cut(strip_illegal(title), _LONGEST_TITLE),
        items=[_item(strip_illegal_in(feed)) for feed in feeds if feed.kind in MENU_KINDS],
    )
    return msgspec.json.format(msgspec.json.encode(menu), indent=2) + b"\n"


def _attributes(feed: FeedInfo) -> dict[str, str]:
    name = feed.title or feed.link
    return non_empty(
        type="rss",
        text=name,
        title=name,
        xmlUrl=feed.url(rss.FILE_NAME),
        htmlUrl=feed.link,
        description=feed.description,
        language=feed.language,
    )


class _Item(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="kebab"):
    feed_title: str
    feed_description: str | None = None
    rss: str
    atom: str


class _Menu(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    feed_menu: str
    items: list[_Item]


def _item(feed: FeedInfo) -> _Item:
    return _Item(
        feed_title=cut(feed.title or feed.link, _LONGEST_TITLE),
        feed_description=cut(feed.description, _LONGEST_DESCRIPTION) if feed.description else None,
        rss=feed.url(rss.FILE_NAME),
        atom=feed.url(atom.FILE_NAME),
    )
