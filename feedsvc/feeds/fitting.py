"""Documents that keep to a size: the oldest entries make room."""

from bisect import bisect_right

import msgspec

from feedsvc.feeds.model import Feed, FeedFormat, newest_change


def fit(feed: Feed, form: FeedFormat, max_bytes: int | None) -> tuple[Feed, bytes]:
    """Return a feed with the most entries whose document is within `max_bytes`, and that document.

    The oldest entries go first and one always stays, however large it is. `updated` becomes
    that of the entries that stay. Without a limit the feed comes back as it was.
    """
    body = form.render(feed)
    if max_bytes is None or len(body) <= max_bytes:
        return feed, body
    counts = range(1, len(feed.entries))
    fitting = bisect_right(
        counts, max_bytes, key=lambda count: len(form.render(_newest(feed, count)))
    )
    feed = _newest(feed, max(1, fitting))
    return feed, form.render(feed)


def _newest(feed: Feed, count: int) -> Feed:
    entries = feed.entries[:count]
    updated = newest_change(entries, feed.tombstones, feed.updated)
    return msgspec.structs.replace(feed, entries=entries, updated=updated)
