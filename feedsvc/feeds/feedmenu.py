"""The feed menu, a short list of feeds for browsers at `/.well-known/feed-menu.json`.

It is off by default because its source, draft-nottingham-feed-menu-01, may change.
"""

from collections.abc import Sequence

import msgspec

from feedsvc.feeds import atom, rss
from feedsvc.feeds.model import FeedInfo
from feedsvc.feeds.sanitize import strip_illegal, strip_illegal_in
from feedsvc.feeds.summary import cut

MENU_TYPE = "application/json; charset=utf-8"
MENU_KINDS = ("main", "custom", "section", "language")
"""The kinds of feeds in the menu; all tags and authors would make it too long."""

_LONGEST_TITLE, _LONGEST_DESCRIPTION = 50, 140


class _Item(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="kebab"):
    feed_title: str
    feed_description: str | None = None
    rss: str
    atom: str


class _Menu(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    feed_menu: str
    items: list[_Item]


def feed_menu(title: str, feeds: Sequence[FeedInfo]) -> bytes:
    """Return the menu of the feeds, in the order given, under the site's title."""
    menu = _Menu(
        feed_menu=cut(strip_illegal(title), _LONGEST_TITLE),
        items=[_item(strip_illegal_in(feed)) for feed in feeds if feed.kind in MENU_KINDS],
    )
    return msgspec.json.format(msgspec.json.encode(menu), indent=2) + b"\n"


def _item(feed: FeedInfo) -> _Item:
    return _Item(
        feed_title=cut(feed.title or feed.link, _LONGEST_TITLE),
        feed_description=cut(feed.description, _LONGEST_DESCRIPTION) if feed.description else None,
        rss=feed.url(rss.FILE_NAME),
        atom=feed.url(atom.FILE_NAME),
    )
