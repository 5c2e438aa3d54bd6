"""The gate: a document with an error is not published; the last good one stays."""

from datetime import datetime

import msgspec

from feedsvc.catalog import Catalog, StoredDocument, Version
from feedsvc.feeds import Document
from feedsvc.validator import Finding, Severity, validate


class HeldBack(msgspec.Struct, frozen=True, kw_only=True):
    """A document that the gate holds back, and its errors.

    `replaced` says whether the last good one is published instead.
    """

    path: str
    errors: tuple[Finding, ...]
    replaced: bool

    def __str__(self) -> str:
        """Return one line: what is held back, why, and what readers get instead."""
        first = self.errors[0]
        more = f" and {len(self.errors) - 1} more" if len(self.errors) > 1 else ""
        instead = "the last good version stays" if self.replaced else "there is no good version yet"
        return (
            f"{self.path}: held back, {instead}: "
            f"line {first.line}: {first.message} ({first.code}){more}"
        )


class Gate:
    """Admits valid documents and stores them in the catalog as the last good ones."""

    def __init__(self, catalog: Catalog, base_url: str) -> None:
        self._catalog, self._published, self._base_url = catalog, catalog.published, base_url
        self._held: dict[str, HeldBack] = {}

    @property
    def held(self) -> tuple[HeldBack, ...]:
        """The documents that are held back now, by path."""
        return tuple(self._held[path] for path in sorted(self._held))

    def admit(
        self, document: Document, at: datetime, version: Version | None, *, store: bool
    ) -> Document | None:
        """Return the document or, if it has an error, the last good one of its path.

        A last good one with an entry that is no longer public is not used: a withdrawal
        matters more than an available feed. None if nothing may be published. Pages, the news
        sitemap and other documents that are not feeds always pass. With `store`, a valid
        document is stored as the last good one, with its `version`.
        """
        if not document.is_feed:
            return document
        errors = self.errors(document)
        if not errors:
            self._held.pop(document.path, None)
            if store:
                self._published.store_document(_stored(document), version)
            return document
        good = self._last_good(document, at)
        self._held[document.path] = HeldBack(
            path=document.path, errors=errors, replaced=good is not None
        )
        return good

    def holds(self, path: str) -> bool:
        """Return whether the document at a path is held back."""
        return path in self._held

    def errors(self, document: Document) -> tuple[Finding, ...]:
        """Return the errors that keep a document from being published."""
        report = validate(document.body, location=self._base_url + document.path)
        return tuple(f for f in report.findings if f.severity is Severity.ERROR)

    def _last_good(self, document: Document, at: datetime) -> Document | None:
        good = self._published.last_good(document.path)
        if good is None or set(good.entry_ids) - self._catalog.public_ids(good.entry_ids, at):
            return None
        return msgspec.structs.replace(
            document, body=good.body, entry_ids=good.entry_ids, modified=good.modified
        )


def _stored(document: Document) -> StoredDocument:
    return StoredDocument(
        path=document.path,
        etag=document.etag,
        body=document.body,
        entry_ids=document.entry_ids,
        modified=document.modified,
    )
