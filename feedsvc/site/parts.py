"""The parts of entries: rendered and checked once a revision, and stored for all documents."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import blake2b

import msgspec

from feedsvc.catalog import Catalog, Place, StoredParts
from feedsvc.catalog.packing import packed, unpacked
from feedsvc.entry import Entry
from feedsvc.feeds import FORMATS, Feed, Part, render_parts
from feedsvc.feeds.pages.rendering import Publication
from feedsvc.feeds.pages.site_pages import list_item
from feedsvc.settings import Settings
from feedsvc.site.gate import Fault, HeldBack, part_faults
from feedsvc.site.recent import RecentCache
from feedsvc.site.rendered import complete

LIST_ITEM = "list"
"""The name of an entry's item of HTML lists among its renditions."""

DIGEST_BYTES = 8
"""The length of a rendition's digest."""

RECENT = 1000
"""How many entries are kept in memory with their renditions, about 15 KB each."""

BATCH = 50
"""How many entries are rendered and checked together."""

_encode = msgspec.msgpack.Encoder().encode
_encode_faults = msgspec.json.Encoder().encode
_decode_faults = msgspec.json.Decoder(tuple[Fault, ...]).decode


class Rendition(msgspec.Struct, frozen=True, array_like=True):
    """An entry in one format, what the frame must declare for it, and a digest of its bytes."""

    body: bytes
    needs: tuple[str, ...]
    digest: bytes


_decode = msgspec.msgpack.Decoder(dict[str, Rendition]).decode


class ShownEntry(msgspec.Struct, frozen=True):
    """An entry as feeds show it: its dates, and its renditions by name.

    While a revision is held back, these are those of the last good one.
    """

    place: Place
    published: datetime
    modified: datetime
    renditions: dict[str, Rendition]


class Parts:
    """Renders, checks and stores the parts of entries."""

    def __init__(
        self, settings: Settings, catalog: Catalog, publication: Publication, stamp: str
    ) -> None:
        """Store parts in the catalog; `stamp` changes with all that they show but entries."""
        self._settings, self._catalog, self._publication = settings, catalog, publication
        self._stamp = stamp
        self._recent: RecentCache[Hashable, ShownEntry] = RecentCache(RECENT)

    def shown(self, feed: Feed, places: Sequence[Place]) -> list[ShownEntry]:
        """Return entries as a feed shows them, without those that are held back altogether.

        The feed's own entries are ignored. New revisions are rendered, checked and stored first.
        """
        revisions = [(feed.traits, place.key, self._revision(feed, place)) for place in places]
        unknown = [
            place for place, each in zip(places, revisions, strict=True) if each not in self._recent
        ]
        stored = self.refresh(feed, unknown) if unknown else {}
        found = [
            self._recent.get(each) or _shown(place, stored[place.key])
            for place, each in zip(places, revisions, strict=True)
        ]
        for each, entry in zip(revisions, found, strict=True):
            if entry is not None:
                self._recent.store(each, entry)
        return [entry for entry in found if entry is not None]

    def refresh(
        self, feed: Feed, places: Sequence[Place], known: Mapping[int, Entry] | None = None
    ) -> dict[int, StoredParts]:
        """Render, check and store the new revisions of entries; return all parts by key.

        `known` are complete entries by key; without them, they are read from the catalog.
        """
        stored = self._catalog.parts.load(feed.traits, [place.key for place in places])
        stale = [place for place in places if not self._is_current(feed, place, stored)]
        for start in range(0, len(stale), BATCH):
            rows = list(self._rows(feed, stale[start : start + BATCH], stored, known))
            self._catalog.parts.store(rows)
            stored |= {row.entry: row for row in rows}
        return stored

    def held_back(self) -> tuple[HeldBack, ...]:
        """Return the entries whose present revision is held back, by story file.

        Parts that no feed has shown since are of an earlier revision.
        """
        held = {
            (row.file, row.position): HeldBack(
                place=row.file,
                title=row.entry.title,
                faults=_decode_faults(row.errors),
                replaced=row.replaced,
            )
            for row in self._catalog.parts.held()
            if _generation(row.revision) == row.generation
        }
        return tuple(held[key] for key in sorted(held))

    def _is_current(self, feed: Feed, place: Place, stored: Mapping[int, StoredParts]) -> bool:
        row = stored.get(place.key)
        return row is not None and row.revision == self._revision(feed, place)

    def _revision(self, feed: Feed, place: Place) -> str:
        """Return what identifies all that the parts of an entry show."""
        companions = feed.podcast.companions if feed.podcast else ()
        of_entry = [each for each in companions if each.entry_id == place.id]
        files = digest(_encode(of_entry)).hex() if of_entry else ""
        return f"{place.generation} {self._stamp} {files}"

    def _rows(
        self,
        feed: Feed,
        places: Sequence[Place],
        before: Mapping[int, StoredParts],
        known: Mapping[int, Entry] | None,
    ) -> Iterator[StoredParts]:
        """Yield the parts of entries; those of an invalid entry are the last good ones, if any."""
        by_key = known or self._read(places)
        entries = tuple(by_key[place.key] for place in places)
        rendered = render_parts(msgspec.structs.replace(feed, entries=entries), FORMATS.values())
        all_faults = part_faults(feed, rendered)
        for place, entry, parts, faults in zip(places, entries, rendered, all_faults, strict=True):
            row = StoredParts(
                traits=feed.traits, entry=place.key, revision=self._revision(feed, place)
            )
            if not faults:
                item = Part(body=list_item(self._publication, entry))
                yield msgspec.structs.replace(
                    row,
                    body=_packed({**parts, LIST_ITEM: item}),
                    published=place.published,
                    modified=place.modified,
                )
            else:
                good = before.get(place.key, row)
                yield msgspec.structs.replace(
                    good, revision=row.revision, errors=_encode_faults(faults)
                )

    def _read(self, places: Sequence[Place]) -> dict[int, Entry]:
        entries = self._catalog.read([place.key for place in places])
        return {key: complete(self._settings, entry) for key, entry in entries.items()}


def digest(data: bytes) -> bytes:
    """Return a short digest by which parts are recognized."""
    return blake2b(data, digest_size=DIGEST_BYTES).digest()


def _shown(place: Place, stored: StoredParts) -> ShownEntry | None:
    if stored.body is None:
        return None
    published, modified = stored.published or place.published, stored.modified or place.modified
    return ShownEntry(place, published, modified, _decode(unpacked(stored.body)))


def _generation(revision: str) -> int:
    return int(revision.partition(" ")[0])


def _packed(parts: Mapping[str, Part]) -> bytes:
    renditions = {
        name: Rendition(part.body, part.needs, digest(part.body)) for name, part in parts.items()
    }
    return packed(_encode(renditions))
