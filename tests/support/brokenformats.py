"""Feed formats whose frames break every document, whatever its entries."""

import msgspec

from feedsvc.feeds import FeedFormat


def with_broken_frame(form: FeedFormat) -> FeedFormat:
    """Return a format whose documents have an XML declaration and no root."""
    return msgspec.structs.replace(form, cut=lambda document: (b"<rss", form.cut(document)[1], b""))
