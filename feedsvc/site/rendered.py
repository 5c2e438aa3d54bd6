"""What all renderers share: rendered documents with their lifetime, and completed entries."""

from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import urljoin

import msgspec

from feedsvc.catalog import Catalog, Place, Version
from feedsvc.entry import Entry
from feedsvc.feeds import Document, FeedFormat, Frame, newest_change, summary_of
from feedsvc.settings import Settings
from feedsvc.site.paths import story_path


class Composition(msgspec.Struct, frozen=True):
    """What the document of a feed is joined from, for the gate and the catalog.

    `bodies` are the parts of the entries with the keys `entries`; they have passed the gate,
    the frame has not. A list of feeds is all frame, and has no format. `digest` identifies the
    document.
    """

    frame: Frame
    form: FeedFormat | None = None
    bodies: tuple[bytes, ...] = ()
    entries: tuple[int, ...] = ()
    digest: bytes | None = None

    @property
    def body(self) -> bytes:
        """The document."""
        return self.joined(self.frame)

    @property
    def empty(self) -> bytes:
        """The document without its entries."""
        return msgspec.structs.replace(self, bodies=()).body

    def joined(self, frame: Frame) -> bytes:
        """Return the document with another frame."""
        return frame.head + frame.tail if self.form is None else self.form.join(frame, self.bodies)


class Rendered(msgspec.Struct, frozen=True):
    """A document, and when the clock changes it although no entry opens or expires.

    `version` lets clients request only what is new. A `settled` document changes at `until`
    and at no other time. That of a feed has a `composition`.
    """

    document: Document
    until: datetime | None = None
    version: Version | None = None
    settled: bool = False
    composition: Composition | None = None


def document(
    path: str, media_type: str, body: bytes, entries: Sequence[Entry], modified: datetime
) -> Document:
    """Return the document at a path; `entries` are those that it shows."""
    ids = tuple(entry.id for entry in entries if entry.id)
    return Document(path=path, media_type=media_type, body=body, modified=modified, entry_ids=ids)


def complete(settings: Settings, entry: Entry) -> Entry:
    """Return an entry with absolute URLs, linked to its own page unless it has another link.

    A summary of the content is made here, once for all documents.
    """
    page = settings.base_url + story_path(entry.slug or "")
    link = _joined(page, entry.link) or page
    media = tuple(
        msgspec.structs.replace(item, url=_joined(page, item.url)) for item in entry.media
    )
    summary = summary_of(entry) if entry.content else entry.summary
    return msgspec.structs.replace(entry, link=link, media=media, summary=summary)


def newest(catalog: Catalog, entries: Sequence[Entry]) -> datetime:
    """Return the latest change of some entries; without entries, the epoch of the site's ids."""
    return newest_change(entries, epoch(catalog))


def newest_place(catalog: Catalog, places: Sequence[Place]) -> datetime:
    """Return the latest change of the entries at some places; without any, the site's epoch."""
    return max((place.modified for place in places), default=epoch(catalog))


def epoch(catalog: Catalog) -> datetime:
    """Return the first day of the year in the site's ids."""
    year = int(catalog.first_authority.rpartition(",")[2][:4])
    return datetime(year, 1, 1, tzinfo=UTC)


def absolute_url(settings: Settings, url: str | None) -> str | None:
    """Return a URL, or a path on the site, as an absolute URL."""
    if url is None or "://" in url:
        return url
    return f"{settings.base_url}/{url.lstrip('/')}"


def _joined(page: str, url: str | None) -> str | None:
    """Return a link on a story's page as an absolute URL; None if it is not a URL."""
    try:
        return urljoin(page, url) if url else None
    except ValueError:
        return None
