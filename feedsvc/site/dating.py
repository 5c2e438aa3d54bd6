"""Last-Modified: when a document last became other bytes, a moment that only ever moves on."""

from datetime import datetime, timedelta

import msgspec

from feedsvc.catalog import KeptDocument
from feedsvc.feeds import Document

SECOND = timedelta(seconds=1)
"""What HTTP counts in: two versions must not have the same second (RFC 9110 section 8.8.2)."""


def dated(document: Document, before: KeptDocument | None, at: datetime) -> Document:
    """Return a document with a date of change later than that of the version before it.

    The newest change of its entries is not always later: a story may be dated last week, the
    newest may be withdrawn, the base URL may be another. A client that goes by dates, as
    libcurl does even where the ETag differs, would keep its copy for ever.
    """
    if before is None:
        return document
    modified = before.modified
    if before.etag != document.etag:
        earliest = before.modified.replace(microsecond=0) + SECOND
        modified = document.modified if document.modified >= earliest else max(at, earliest)
    return msgspec.structs.replace(document, modified=modified)
