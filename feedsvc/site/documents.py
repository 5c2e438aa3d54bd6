"""The documents of a site by path: each made when it is first asked for, and then kept."""

import threading
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from datetime import datetime

import msgspec

from feedsvc.catalog import Catalog
from feedsvc.feeds import Document
from feedsvc.site.cache import Kept, Latest, Memory, Span
from feedsvc.site.changes import Changes
from feedsvc.site.composing import Composer
from feedsvc.site.dating import dated
from feedsvc.site.deltas import Delta
from feedsvc.site.gate import Gate
from feedsvc.site.naming import ArchiveTarget, FeedTarget, StoryTarget, Target, target_of

ARCHIVE_SECONDS = 86_400
"""How long a cache may keep a page of an archive that changes no more but by correction."""

MANY_STORIES = 100
"""From how many pages of stories on it is quicker to walk through all entries."""


class Documents:
    """Gives documents as of a moment, from memory while nothing can have changed them.

    They come through the gate, dated, and are safe to ask for from many threads.
    """

    def __init__(
        self,
        catalog: Catalog,
        composer: Composer,
        gate: Gate,
        changes: Changes,
        now: Callable[[], datetime],
    ) -> None:
        self._published, self._composer, self._gate = catalog.published, composer, gate
        self._changes, self._now = changes, now
        self._memory, self._private_memory = Memory(), Memory()
        self._deltas: Latest[tuple[str, str, str, datetime], Delta | None] = Latest()
        self._lock = threading.RLock()

    def at_path(self, path: str, at: datetime, *, preview: bool = False) -> Document | None:
        """Return the document at a path; a `preview` is of another moment, and leaves no trace."""
        kept = None if preview else self._memory.get(path)
        if kept and kept.span.covers(self._changes.generation(), at):
            return kept.document
        target = target_of(path)
        if target is None:
            return None
        return self._document(path, target, at, self._memory, preview=preview)

    def private(self, target: FeedTarget, at: datetime) -> Document | None:
        """Return the document of a private feed: the same for all tokens, with a path of none."""
        shared = target.key.path + target.format.file_name
        return self._document(shared, target, at, self._private_memory)

    def at_paths(
        self, paths: Iterable[str], at: datetime, *, preview: bool = False
    ) -> Iterator[tuple[str, Document | None]]:
        """Yield the document at each of the paths, in any order; many pages of stories quickly."""
        wanted = dict.fromkeys(paths)
        stories = {path for path in wanted if isinstance(target_of(path), StoryTarget)}
        if len(stories) > MANY_STORIES:
            for document in self._composer.stories(at):
                if document.path in stories:
                    del wanted[document.path]
                    yield document.path, document
        for path in wanted:
            yield path, self.at_path(path, at, preview=preview)

    def delta(self, path: str, etags: Sequence[str], at: datetime) -> Delta | None:
        """Return the feed at a path with only what is new since one of its versions.

        `etags` are those of the versions that a client has. None where none of them is known
        any more, or where the format knows no deltas (RFC 3229).
        """
        target = target_of(path)
        document = self.at_path(path, at)
        if document is None or not isinstance(target, FeedTarget) or self._gate.holds(path):
            return None
        known = self._published.version(path, etags) if target.format.has_deltas else None
        if known is None:
            return None
        asked = path, document.etag, known.etag, known.made
        with self._lock:
            if asked not in self._deltas:
                made = self._composer.delta(path, target, known, at)
                valid = made is not None and not self._gate.errors(made)
                delta = Delta(base=known.etag, document=made) if made and valid else None
                self._deltas.keep(asked, delta)
            return self._deltas.get(asked)

    def freshness(self, path: str | None, at: datetime, longest: int) -> tuple[int, int]:
        """Return for how many seconds a document is fresh, and may then be shown while stale.

        Neither reaches past the next change: that of the document at `path` where it was asked
        for, that of the site otherwise. `longest` is for how long documents are fresh at most,
        but for a page of an archive that is settled, which is so for a day.
        """
        kept = self._memory.get(path) if path else None
        change = kept.span.until if kept and kept.span.lasts(at) else self._changes.next(at)
        if kept and kept.settled and longest:
            longest = ARCHIVE_SECONDS
        left = 2 * longest if change is None else int((change - at).total_seconds())
        fresh = min(longest, left)
        return fresh, min(longest, left - fresh)

    def _document(
        self, path: str, target: Target, at: datetime, memory: Memory, *, preview: bool = False
    ) -> Document | None:
        """Return a target's document as of a moment: that in memory, or a new one for it."""
        generation = self._changes.generation()
        kept = None if preview else memory.get(path)
        if kept and kept.span.covers(generation, at):
            return kept.document
        with self._lock:
            mark = self._mark(target, at)
            if kept and mark is not None and kept.mark == mark and kept.span.lasts(at):
                return self._keep(memory, kept, generation, at, kept.span.until)
            composed = self._composer.compose(path, target, at)
            if composed is None:
                return None
            before = self._published.last_good(path)
            changed = dated(composed.document, before, min(at, self._now()))
            document = self._gate.admit(changed, at, composed.version, keep=not preview)
            if document is None or preview:
                return document
            made = Kept(document=document, mark=mark, settled=composed.settled)
            return self._keep(memory, made, generation, at, composed.until)

    def _mark(self, target: Target, at: datetime) -> Hashable:
        """Return what a page of an archive is known by; None for any other document."""
        if isinstance(target, ArchiveTarget):
            return self._composer.archive_mark(target, at)
        return None

    def _keep(
        self, memory: Memory, kept: Kept, generation: int, at: datetime, until: datetime | None
    ) -> Document:
        """Keep a document until the clock changes it; only a settled one outlasts the site's."""
        if not kept.settled:
            until = min(filter(None, (self._changes.next(at), until)), default=None)
        span = Span(generation, at, until)
        memory.keep(kept.document.path, msgspec.structs.replace(kept, span=span))
        return kept.document
