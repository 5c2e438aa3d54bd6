"""What the makers of documents share: entries made complete, and documents with their ends."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin

import msgspec

from feedsvc.catalog import Catalog, Version
from feedsvc.entry import Entry
from feedsvc.errors import SettingsError
from feedsvc.feeds import Branding, Document, newest_change
from feedsvc.feeds.pages.rendering import Theme
from feedsvc.settings import Settings
from feedsvc.site.naming import story_path


class Composed(msgspec.Struct, frozen=True):
    """A document, and when it changes by age alone: when its oldest entry is too old for it.

    `version` is what it shows, where clients may ask for what is new. A document that is
    `settled` changes at that moment by the clock, and at no other.
    """

    document: Document
    until: datetime | None = None
    version: Version | None = None
    settled: bool = False


def document(
    path: str, media_type: str, body: bytes, entries: Sequence[Entry], modified: datetime
) -> Document:
    """Return the document of a path that shows some entries."""
    ids = tuple(entry.id for entry in entries if entry.id)
    return Document(path=path, media_type=media_type, body=body, modified=modified, entry_ids=ids)


def complete(settings: Settings, entry: Entry) -> Entry:
    """Give an entry its address here where it has no other, and make addresses absolute."""
    page = settings.base_url + story_path(entry.slug or "")
    link = _joined(page, entry.link) or page
    media = tuple(
        msgspec.structs.replace(item, url=_joined(page, item.url)) for item in entry.media
    )
    return msgspec.structs.replace(entry, link=link, media=media)


def newest(catalog: Catalog, entries: Sequence[Entry]) -> datetime:
    """Return the latest change of some entries; of none, when the site's ids began."""
    return newest_change(entries, (), beginning(catalog))


def beginning(catalog: Catalog) -> datetime:
    """Return the first day of the year that the site's ids name."""
    year = int(catalog.first_authority.rpartition(",")[2][:4])
    return datetime(year, 1, 1, tzinfo=UTC)


def look_of(settings: Settings) -> Branding:
    """Return how all feeds of a site look."""
    return Branding(
        icon=address(settings, settings.icon),
        logo=address(settings, settings.logo),
        cover=address(settings, settings.cover),
        banner=address(settings, settings.banner),
        accent_color=settings.accent_color and settings.accent_color.lstrip("#"),
        stylesheet=address(settings, settings.stylesheet),
    )


def theme_of(settings: Settings) -> Theme:
    """Return how the pages of a site look; raises SettingsError where its theme is no folder."""
    folder = None if settings.theme is None else Path(settings.theme)
    if folder is not None and not folder.is_dir():
        raise SettingsError(
            f"theme: there is no folder {settings.theme}; make one with 'feedsvc init --theme'"
        )
    return Theme(folder)


def address(settings: Settings, place: str | None) -> str | None:
    """Return an address, or a path below the site's, as an address."""
    if place is None or "://" in place:
        return place
    return f"{settings.base_url}/{place.lstrip('/')}"


def _joined(page: str, url: str | None) -> str | None:
    """Return a link of a story's page as an absolute one; None for one that is no address."""
    try:
        return urljoin(page, url) if url else None
    except ValueError:
        return None
