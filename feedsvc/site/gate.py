"""The gate: what has an error is not published. It checks entries' parts and feeds' frames."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

import msgspec

from feedsvc.catalog import Catalog, DocumentState
from feedsvc.feeds import FORMATS, Document, Feed, FeedFormat, Frame, Part, needs_of
from feedsvc.site.rendered import Composition, Rendered
from feedsvc.validator import Severity, validate

HTTP_RESOLUTION = timedelta(seconds=1)
"""The resolution of Last-Modified: versions must not share a second (RFC 9110 section 8.8.2)."""


class Fault(msgspec.Struct, frozen=True, order=True):
    """An error that the validator found in what was to be published."""

    code: str
    message: str


class HeldBack(msgspec.Struct, frozen=True, kw_only=True):
    """An entry or a document that the gate holds back, and its errors.

    `place` is the entry's story file or the document's path. `replaced` says whether the last
    good version is published instead.
    """

    place: str
    title: str | None = None
    faults: tuple[Fault, ...]
    replaced: bool

    def __str__(self) -> str:
        """Return one line: what is held back, why, and what readers get instead."""
        first = self.faults[0]
        more = f" and {len(self.faults) - 1} more" if len(self.faults) > 1 else ""
        title = f" ({self.title})" if self.title else ""
        instead = "the last good version stays" if self.replaced else "there is no good version yet"
        return f"{self.place}: held back{title}, {instead}: {first.message} ({first.code}){more}"


def part_faults(feed: Feed, entries: Sequence[Mapping[str, Part]]) -> list[tuple[Fault, ...]]:
    """Return the errors of each entry's parts, given by format; those of the feed do not count.

    All entries are checked as one document in each format. Only if that has an error is each
    entry checked alone, because the validator limits how often it reports one code.
    """
    found: list[tuple[Fault, ...]] = [()] * len(entries)
    for form in FORMATS.values():
        parts = [each[form.name] for each in entries]
        if not _faults(feed, form, parts):
            continue
        of_feed = {*_faults(feed, form, ())}
        for index, part in enumerate(parts):
            of_entry = [each for each in _faults(feed, form, [part]) if each not in of_feed]
            found[index] = (*found[index], *of_entry)
    return found


class Gate:
    """Admits the documents of feeds, and records what the catalog has to remember of them.

    Entries' parts are checked when they are rendered, so only frames are checked here. Pages,
    the news sitemap and other documents that are not feeds always pass.
    """

    def __init__(self, catalog: Catalog, base_url: str, now: Callable[[], datetime]) -> None:
        self._published, self._base_url, self._now = catalog.published, base_url, now
        self._held: dict[str, HeldBack] = {}
        self._states: dict[str, DocumentState] | None = None
        self._delayed: list[tuple[DocumentState, Sequence[int]]] = []

    @property
    def held(self) -> tuple[HeldBack, ...]:
        """The documents that are held back now, by path."""
        return tuple(self._held[path] for path in sorted(self._held))

    def holds(self, path: str) -> bool:
        """Return whether the document at a path is held back."""
        return path in self._held

    def admit(self, rendered: Rendered, at: datetime, *, store: bool) -> Document | None:
        """Return the document or, if its frame has an error, one with the last good frame.

        None if that is invalid too, or if there is none. The document's modification date is
        later than that of the version before it. With `store`, it is recorded.
        """
        composition = rendered.composition
        if composition is None:
            return rendered.document
        path = rendered.document.path
        before = self._state(path)
        document, frame = rendered.document, composition.frame
        faults = self._faults(document, composition)
        if faults:
            good = self._with_good_frame(document, composition, before)
            self._held[path] = HeldBack(place=path, faults=faults, replaced=good is not None)
            if good is None:
                return None
            document, frame = good
        else:
            self._held.pop(path, None)
        document = _with_last_modified(document, before, min(at, self._now()))
        if store:
            self._record(document, frame, rendered, before)
        return document

    def is_valid(self, rendered: Rendered) -> bool:
        """Return whether a document has no error; it is not recorded."""
        return not (rendered.composition and self._faults(rendered.document, rendered.composition))

    @contextmanager
    def together(self, paths: Collection[str]) -> Iterator[None]:
        """Look up documents at once, and record those admitted in this context at its end."""
        self._states = self._published.states(paths)
        try:
            yield
            states = [state for state, _ in self._delayed]
            shown = {key for _, keys in self._delayed for key in keys}
            self._published.record_documents(states, shown)
        finally:
            self._states = None
            self._delayed.clear()

    def _state(self, path: str) -> DocumentState | None:
        states = self._published.states([path]) if self._states is None else self._states
        return states.get(path)

    def _faults(self, document: Document, composition: Composition) -> tuple[Fault, ...]:
        return _document_faults(composition.empty, self._base_url + document.path)

    def _with_good_frame(
        self, document: Document, composition: Composition, before: DocumentState | None
    ) -> tuple[Document, Frame] | None:
        """Return a document with the last good frame, unless the two do not fit."""
        if before is None or before.head is None or before.tail is None:
            return None
        frame = Frame(before.head, before.tail)
        body = composition.joined(frame)
        if _document_faults(body, self._base_url + document.path):
            return None
        return msgspec.structs.replace(document, body=body, digest=None), frame

    def _record(
        self, document: Document, frame: Frame, rendered: Rendered, before: DocumentState | None
    ) -> None:
        """Record a document, at once or at the end of `together`, unless it is the same."""
        state = DocumentState(
            path=document.path,
            etag=document.etag,
            modified=document.modified,
            head=frame.head,
            tail=frame.tail,
        )
        if state == before:
            return
        keys = rendered.composition.entries if rendered.composition else ()
        if self._states is not None:
            self._delayed.append((state, keys))
        else:
            versions = {document.path: rendered.version} if rendered.version else {}
            self._published.record_documents([state], keys, versions)


def _with_last_modified(document: Document, before: DocumentState | None, at: datetime) -> Document:
    """Return a document with a later modification date than the version before it.

    The newest change of its entries is not always later: a new story can be dated last week,
    the newest one can be withdrawn, the base URL can change. A client that relies on the date,
    as libcurl does even if the ETag differs, would then never update its copy.
    """
    if before is None:
        return document
    modified = before.modified
    if before.etag != document.etag:
        earliest = before.modified.replace(microsecond=0) + HTTP_RESOLUTION
        modified = document.modified if document.modified >= earliest else max(at, earliest)
    return msgspec.structs.replace(document, modified=modified)


def _document_faults(body: bytes, location: str) -> tuple[Fault, ...]:
    findings = validate(body, location=location, limit=len(body)).findings
    errors = (each for each in findings if each.severity is Severity.ERROR)
    return tuple(Fault(each.code, each.message) for each in errors)


def _faults(feed: Feed, form: FeedFormat, parts: Sequence[Part]) -> tuple[Fault, ...]:
    frame = form.frame(feed, needs_of(parts))
    body = form.join(frame, [part.body for part in parts])
    return _document_faults(body, feed.url(form.file_name))
