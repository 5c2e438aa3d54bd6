"""The documents of a site by path, rendered when first requested and cached until they change."""

import threading
import time
from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import UTC, datetime

import msgspec

from feedsvc.catalog import Catalog
from feedsvc.feeds import Document
from feedsvc.site.deltas import Delta
from feedsvc.site.gate import Gate
from feedsvc.site.paths import ArchiveTarget, FeedTarget, Target, target_of
from feedsvc.site.recent import RecentCache
from feedsvc.site.renderer import Renderer

MAX_CACHED = 1000
"""How many documents are cached, the most recently rendered ones."""

RECHECK_SECONDS = 0.2
"""How long to assume that no other process has synced the catalog."""

ARCHIVE_SECONDS = 86_400
"""How long HTTP caches may use a settled archive page, which only a correction changes."""


class Span(msgspec.Struct, frozen=True):
    """A span of time in which neither a sync nor the clock changes anything."""

    generation: int
    since: datetime
    until: datetime | None

    def covers(self, generation: int, at: datetime) -> bool:
        """Return whether the span includes a time, and the catalog is at the same generation."""
        return self.includes(at) and self.generation == generation

    def includes(self, at: datetime) -> bool:
        """Return whether the span includes a time."""
        return self.since <= at and (self.until is None or at < self.until)


NEVER = Span(-1, datetime.max.replace(tzinfo=UTC), None)
"""A span that covers no time."""


class ChangeClock:
    """Reports when a site changes, by a sync in any process or by the clock; caches lookups."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._generation, self._checked = catalog.generation(), time.monotonic()
        self._span = NEVER

    def generation(self) -> int:
        """Return the number of syncs, by any process, that changed entries."""
        if time.monotonic() - self._checked > RECHECK_SECONDS:
            self.synced(self._catalog.generation())
        return self._generation

    def synced(self, generation: int) -> None:
        """Record that the catalog has just reached a generation."""
        self._generation, self._checked = generation, time.monotonic()

    def next(self, at: datetime) -> datetime | None:
        """Return when an entry next becomes public or expires, if one does."""
        generation = self.generation()
        if not self._span.covers(generation, at):
            self._span = Span(generation, at, self._catalog.next_change(at))
        return self._span.until


class CachedDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document and the span in which it does not change.

    An archive page outlasts its span as long as its `fingerprint` is the same. A `settled`
    one already has all its entries, so HTTP caches may keep it for longer.
    """

    document: Document
    span: Span = NEVER
    fingerprint: Hashable = None
    settled: bool = False


class Documents:
    """Returns documents as of a time, from the cache while nothing can have changed them.

    All have passed the gate and have a Last-Modified date. Safe to use from many threads.
    """

    def __init__(
        self,
        catalog: Catalog,
        renderer: Renderer,
        gate: Gate,
        clock: ChangeClock,
    ) -> None:
        self._published, self._renderer, self._gate = catalog.published, renderer, gate
        self._clock = clock
        self._cache: RecentCache[str, CachedDocument] = RecentCache(MAX_CACHED)
        self._private_cache: RecentCache[str, CachedDocument] = RecentCache(MAX_CACHED)
        self._deltas: RecentCache[tuple[str, str, str, datetime], Delta | None] = RecentCache(
            MAX_CACHED
        )
        self._lock = threading.RLock()

    def at_path(self, path: str, at: datetime, *, preview: bool = False) -> Document | None:
        """Return the document at a path; a `preview` of another time is not stored anywhere."""
        cached = None if preview else self._cache.get(path)
        if cached and cached.span.covers(self._clock.generation(), at):
            return cached.document
        target = target_of(path)
        if target is None:
            return None
        return self._document(path, target, at, self._cache, preview=preview)

    def private(self, target: FeedTarget, at: datetime) -> Document | None:
        """Return the document of a private feed: the same for all tokens, with no token in it."""
        path = target.key.path + target.format.file_name
        return self._document(path, target, at, self._private_cache)

    def at_paths(
        self, paths: Iterable[str], at: datetime, *, preview: bool = False
    ) -> Iterator[tuple[str, Document | None]]:
        """Yield the document at each path, for a build: none is cached, all are recorded together.

        The documents of one feed should come one after another, because they share its entries.
        """
        paths, generation = list(paths), self._clock.generation()
        with self._gate.together(paths):
            for path in paths:
                yield path, self._for_build(path, at, generation, preview=preview)

    def delta(self, path: str, etags: Sequence[str], at: datetime) -> Delta | None:
        """Return the feed at a path with only what is new since one of its versions (RFC 3229).

        `etags` are those of the client's versions. None if all of them are unknown, or if the
        format has no deltas.
        """
        target = target_of(path)
        document = self.at_path(path, at)
        if document is None or not isinstance(target, FeedTarget) or self._gate.holds(path):
            return None
        known = self._published.version(path, etags) if target.format.has_deltas else None
        if known is None:
            return None
        key = path, document.etag, known.etag, known.rendered
        with self._lock:
            if key not in self._deltas:
                generation = self._clock.generation()
                rendered = self._renderer.feed_documents.delta(path, target, known, at, generation)
                if rendered is not None and self._gate.is_valid(rendered):
                    self._deltas.store(key, Delta(base=known.etag, document=rendered.document))
                else:
                    self._deltas.store(key, None)
            return self._deltas.get(key)

    def freshness(self, path: str | None, at: datetime, max_age: int) -> tuple[int, int]:
        """Return how many seconds a document is fresh, and how many more it may be served stale.

        Neither reaches past the next change: that of the document at `path` if it is cached,
        else that of the site. Both are at most `max_age`, or a day for a settled archive page.
        """
        cached = self._cache.get(path) if path else None
        change = cached.span.until if cached and cached.span.includes(at) else self._clock.next(at)
        if cached and cached.settled and max_age:
            max_age = ARCHIVE_SECONDS
        left = 2 * max_age if change is None else int((change - at).total_seconds())
        fresh = min(max_age, left)
        return fresh, min(max_age, left - fresh)

    def _for_build(
        self, path: str, at: datetime, generation: int, *, preview: bool
    ) -> Document | None:
        target = target_of(path)
        if target is None:
            return None
        rendered = self._renderer.render(path, target, at, generation)
        return self._gate.admit(rendered, at, store=not preview) if rendered else None

    def _document(
        self,
        path: str,
        target: Target,
        at: datetime,
        cache: RecentCache[str, CachedDocument],
        *,
        preview: bool = False,
    ) -> Document | None:
        """Return a target's document as of a time, from the cache or newly rendered."""
        generation = self._clock.generation()
        cached = None if preview else cache.get(path)
        if cached and cached.span.covers(generation, at):
            return cached.document
        with self._lock:
            fingerprint = self._fingerprint(target, at)
            is_same = fingerprint is not None and cached and cached.fingerprint == fingerprint
            if cached and is_same and cached.span.includes(at):
                return self._store(cache, cached, generation, at, cached.span.until)
            rendered = self._renderer.render(path, target, at, generation)
            if rendered is None:
                return None
            document = self._gate.admit(rendered, at, store=not preview)
            if document is None or preview:
                return document
            new = CachedDocument(
                document=document, fingerprint=fingerprint, settled=rendered.settled
            )
            return self._store(cache, new, generation, at, rendered.until)

    def _fingerprint(self, target: Target, at: datetime) -> Hashable:
        if isinstance(target, ArchiveTarget):
            return self._renderer.feed_documents.archive_fingerprint(target, at)
        return None

    def _store(
        self,
        cache: RecentCache[str, CachedDocument],
        cached: CachedDocument,
        generation: int,
        at: datetime,
        until: datetime | None,
    ) -> Document:
        """Cache a document until the clock changes it, or the site unless it is settled."""
        if not cached.settled:
            until = min(filter(None, (self._clock.next(at), until)), default=None)
        span = Span(generation, at, until)
        cache.store(cached.document.path, msgspec.structs.replace(cached, span=span))
        return cached.document
