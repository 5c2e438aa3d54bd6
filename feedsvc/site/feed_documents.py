"""The documents of feeds and of their archives, joined from a frame and the entries' parts."""

from collections.abc import Hashable, Iterable, Sequence
from datetime import datetime
from hashlib import blake2b

import msgspec

from feedsvc.catalog import ArchiveExtent, Catalog, Selection, Version
from feedsvc.feeds import Document, Feed, FeedFormat, FeedInfo, Frame, count_within
from feedsvc.feeds.pages.rendering import HTML, Publication
from feedsvc.feeds.pages.site_pages import archive_page, feed_page
from feedsvc.settings import FeedSettings
from feedsvc.site.deltas import SYNC_MARGIN, new_entries, new_tombstones, version_of
from feedsvc.site.feeds import MAX_TOMBSTONES, FeedBuilder, FeedDefinitions
from feedsvc.site.parts import LIST_ITEM, Parts, ShownEntry
from feedsvc.site.paths import ArchiveTarget, FeedKey, FeedTarget
from feedsvc.site.rendered import Composition, Rendered, epoch

ETAG_BYTES = 12
"""The length of a document's digest."""


class _Shown(msgspec.Struct, frozen=True):
    """A feed without its entries, and these as it shows them, newest first.

    The clock changes it at `until`, although no entry opens or expires.
    """

    definition: FeedSettings
    feed: Feed
    entries: Sequence[ShownEntry]
    until: datetime | None


class FeedDocuments:
    """Renders the documents of feeds and archives from the parts of entries."""

    def __init__(
        self,
        catalog: Catalog,
        publication: Publication,
        definitions: FeedDefinitions,
        builder: FeedBuilder,
        parts: Parts,
    ) -> None:
        self._catalog, self._publication = catalog, publication
        self._definitions, self._builder, self._parts = definitions, builder, parts
        self._epoch = epoch(catalog)
        self._last: tuple[Hashable, _Shown | None] = None, None

    def feed(self, path: str, target: FeedTarget, at: datetime, generation: int) -> Rendered | None:
        """Return the current document of a feed in a format; None if there is no such feed."""
        shown, form = self._current(target.key, at, generation), target.format
        if shown is None:
            return None
        entries = self._fitting(shown, form)
        rendered = self._rendered(path, form, shown, entries)
        if not form.has_deltas or shown.definition.private:
            return rendered
        tombstones = _in_format(shown.feed, form).tombstones
        document = msgspec.structs.replace(rendered.document, has_deltas=True)
        version = version_of(form, entries, tombstones, document.etag, at)
        return msgspec.structs.replace(rendered, document=document, version=version)

    def page(
        self,
        path: str,
        key: FeedKey,
        languages: Sequence[FeedInfo],
        at: datetime,
        generation: int,
    ) -> Rendered | None:
        """Return the HTML page of a feed; `languages` are the feeds that it links to as such."""
        shown = self._current(key, at, generation)
        if shown is None:
            return None
        feed = self._dated(shown.feed, shown.entries)
        body = feed_page(self._publication, feed, _items(shown), languages=languages)
        return Rendered(_document(path, HTML, body, shown.entries, feed.updated), shown.until)

    def archive_page(
        self, path: str, target: ArchiveTarget, at: datetime, generation: int
    ) -> Rendered | None:
        """Return a page of a feed's archive, in a format or in HTML; None if there is none."""
        shown = self._archive_page(target, at, generation)
        if shown is None or _is_missing(target, shown.feed):
            return None
        # An empty page disappears with its feed's last entry, which is on another page.
        settled = target.page < shown.feed.pages and bool(shown.entries)
        if target.format is not None:
            rendered = self._rendered(path, target.format, shown, shown.entries)
        else:
            feed = self._dated(shown.feed, shown.entries)
            body = archive_page(self._publication, feed, _items(shown))
            document = _document(path, HTML, body, shown.entries, feed.updated)
            rendered = Rendered(document, shown.until)
        return msgspec.structs.replace(rendered, settled=settled)

    def delta(
        self, path: str, target: FeedTarget, known: Version, at: datetime, generation: int
    ) -> Rendered | None:
        """Return the feed document at a path with only what is new since a version of it.

        None if an entry was withdrawn since and the document has no tombstone for it.
        """
        shown, form = self._current(target.key, at, generation), target.format
        if shown is None:
            return None
        feed = _in_format(shown.feed, form)
        listed = {tombstone.id for tombstone in feed.tombstones}
        selection = self._definitions.selection(shown.definition, at)
        since = known.rendered - SYNC_MARGIN
        withdrawn = self._catalog.withdrawn(selection, since, at, most=MAX_TOMBSTONES + 1)
        if any(each.id not in listed for each in withdrawn):
            return None
        entries = self._fitting(shown, form)
        news = new_entries(form, entries, known)
        dated = self._dated(feed, entries)
        changed = msgspec.structs.replace(dated, tombstones=new_tombstones(feed.tombstones, known))
        composition = _composed(changed, news, form)
        document = _document(path, form.media_type, composition.body, news, dated.updated)
        document = msgspec.structs.replace(document, has_deltas=True, digest=composition.digest)
        return Rendered(document, composition=composition)

    def render_entries(self, key: FeedKey, at: datetime) -> None:
        """Render, check and store the entries of a feed that are new."""
        definition = self._definitions.get(key, at)
        if definition is not None:
            content = self._builder.current(key, definition, at)
            self._parts.refresh(content.feed, content.places)

    def archive_fingerprint(self, target: ArchiveTarget, at: datetime) -> Hashable:
        """Return a key that changes whenever the archive page changes; None without a page."""
        archived = self._archived(target.key, at)
        if archived is None:
            return None
        _, selection, size = archived
        return self._catalog.archives.page_fingerprint(selection, target.page, size, at)

    def archive_extent(self, key: FeedKey, at: datetime) -> ArchiveExtent | None:
        """Return the extent of a feed's archive; None without an archive.

        A term without public entries has neither a feed nor an archive.
        """
        archived = self._archived(key, at)
        if archived is None:
            return None
        _, selection, size = archived
        return self._catalog.archives.extent(selection, size, at)

    def _current(self, key: FeedKey, at: datetime, generation: int) -> _Shown | None:
        """Return a feed as of a time; None if there is none.

        The documents of a feed share it, except those of podcasts: new transcripts change no
        generation.
        """
        last, shown = self._last
        if shown is not None and last == (key, None, at, generation):
            return shown
        definition = self._definitions.get(key, at)
        if definition is None:
            return None
        content = self._builder.current(key, definition, at)
        until = self._builder.until(content, definition, at)
        entries = self._parts.shown(content.feed, content.places)
        shown = _Shown(definition, content.feed, entries, until)
        if not definition.podcast:
            self._last = (key, None, at, generation), shown
        return shown

    def _archive_page(self, target: ArchiveTarget, at: datetime, generation: int) -> _Shown | None:
        identity = target.key, target.page, at, generation
        last, shown = self._last
        if shown is not None and last == identity:
            return shown
        archived = self._archived(target.key, at)
        if archived is None:
            return None
        definition, selection, size = archived
        page = self._catalog.archives.page(selection, target.page, size, at)
        if page is None:
            return None
        content = self._builder.page(target.key, definition, target.page, page)
        entries = self._parts.shown(content.feed, content.places)
        shown = _Shown(definition, content.feed, entries, page.until)
        self._last = identity, shown
        return shown

    def _archived(self, key: FeedKey, at: datetime) -> tuple[FeedSettings, Selection, int] | None:
        """Return a feed's definition, selection and page size; None if it has no archive."""
        definition = self._definitions.get(key, at)
        size = self._definitions.archive_size(key, definition) if definition else 0
        if definition is None or not size:
            return None
        return definition, self._definitions.selection(definition, at), size

    def _rendered(
        self, path: str, form: FeedFormat, shown: _Shown, entries: Sequence[ShownEntry]
    ) -> Rendered:
        """Return the document of a feed with some entries.

        It changed when an entry was withdrawn, even if the format cannot say so.
        """
        feed = self._dated(_in_format(shown.feed, form), entries)
        composition = _composed(feed, entries, form)
        modified = self._dated(shown.feed, entries).updated
        document = _document(path, form.media_type, composition.body, entries, modified)
        document = msgspec.structs.replace(document, digest=composition.digest)
        return Rendered(document, shown.until, composition=composition)

    def _fitting(self, shown: _Shown, form: FeedFormat) -> Sequence[ShownEntry]:
        """Return the newest entries with which a document is within its feed's size limit.

        One entry always remains, whatever its size.
        """
        limit = self._definitions.max_bytes(shown.definition)
        if limit is None or not shown.entries:
            return shown.entries
        feed = _in_format(shown.feed, form)
        bodies = [entry.renditions[form.name].body for entry in shown.entries]

        def frame(count: int) -> Frame:
            first = shown.entries[:count]
            return form.frame(self._dated(feed, first), _needs(first, form))

        return shown.entries[: count_within(limit, bodies, form, frame)]

    def _dated(self, feed: Feed, entries: Sequence[ShownEntry]) -> Feed:
        """Return a feed with the times of its newest entry and of its last change."""
        changes = [entry.modified for entry in entries]
        changes += [tombstone.when for tombstone in feed.tombstones]
        return msgspec.structs.replace(
            feed,
            updated=max(changes, default=self._epoch),
            published=max((entry.published for entry in entries), default=None),
        )


def _is_missing(target: ArchiveTarget, feed: Feed) -> bool:
    return target.format is not None and target.format.file_name not in feed.archived


def _in_format(feed: Feed, form: FeedFormat) -> Feed:
    """Return a feed as a format can show it."""
    return feed if form.has_tombstones else msgspec.structs.replace(feed, tombstones=())


def _composed(feed: Feed, entries: Sequence[ShownEntry], form: FeedFormat) -> Composition:
    renditions = [entry.renditions[form.name] for entry in entries]
    frame = form.frame(feed, _needs(entries, form))
    return Composition(
        frame,
        form,
        tuple(each.body for each in renditions),
        tuple(entry.place.key for entry in entries),
        _digest((frame.head, frame.tail, *(each.digest for each in renditions))),
    )


def _digest(texts: Iterable[bytes]) -> bytes:
    """Return a digest of some texts that shows where each ends."""
    return blake2b(msgspec.msgpack.encode(tuple(texts)), digest_size=ETAG_BYTES).digest()


def _needs(entries: Sequence[ShownEntry], form: FeedFormat) -> set[str]:
    return {need for entry in entries for need in entry.renditions[form.name].needs}


def _document(
    path: str, media_type: str, body: bytes, entries: Sequence[ShownEntry], modified: datetime
) -> Document:
    ids = tuple(entry.place.id for entry in entries)
    return Document(path=path, media_type=media_type, body=body, modified=modified, entry_ids=ids)


def _items(shown: _Shown) -> list[bytes]:
    return [entry.renditions[LIST_ITEM].body for entry in shown.entries]
