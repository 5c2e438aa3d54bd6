"""The gate: a document with an error is not published; the last good one stays."""

from datetime import datetime

import msgspec

from feedsvc.catalog import Catalog, KeptDocument, Version
from feedsvc.feeds import Document
from feedsvc.validator import Finding, Severity, validate


class HeldBack(msgspec.Struct, frozen=True, kw_only=True):
    """A document that the gate did not let through, and the errors that were found in it.

    `replaced` says whether the last good one is published in its place.
    """

    path: str
    errors: tuple[Finding, ...]
    replaced: bool

    def __str__(self) -> str:
        """Say in one line what is held back, why, and what readers get meanwhile."""
        first = self.errors[0]
        more = f" and {len(self.errors) - 1} more" if len(self.errors) > 1 else ""
        meanwhile = "the last good one stays" if self.replaced else "there is no good one before it"
        return (
            f"{self.path}: held back, {meanwhile}: "
            f"line {first.line}: {first.message} ({first.code}){more}"
        )


class Gate:
    """Lets valid documents through and remembers them in the catalog as the last good ones."""

    def __init__(self, catalog: Catalog, base_url: str) -> None:
        self._catalog, self._published, self._base_url = catalog, catalog.published, base_url
        self._held: dict[str, HeldBack] = {}

    @property
    def held(self) -> tuple[HeldBack, ...]:
        """The documents that are held back now, by path."""
        return tuple(self._held[path] for path in sorted(self._held))

    def admit(
        self, document: Document, at: datetime, version: Version | None, *, keep: bool
    ) -> Document | None:
        """Return the document, or the last good one at its path where it has an error.

        A last good one that shows an entry which is no longer public is not shown again:
        a withdrawal weighs more than a feed that stays up. None where there is nothing
        that may be published. Pages, the news sitemap and the like are no feeds, and pass.
        `version` is what the document shows. One that is not of this moment is not to `keep`.
        """
        if not document.is_feed:
            return document
        errors = self.errors(document)
        if not errors:
            self._held.pop(document.path, None)
            if keep:
                self._published.keep_document(_kept(document), version)
            return document
        good = self._last_good(document, at)
        self._held[document.path] = HeldBack(
            path=document.path, errors=errors, replaced=good is not None
        )
        return good

    def holds(self, path: str) -> bool:
        """Tell whether the document of a path is held back."""
        return path in self._held

    def errors(self, document: Document) -> tuple[Finding, ...]:
        """Return what keeps a document from being published."""
        report = validate(document.body, location=self._base_url + document.path)
        return tuple(f for f in report.findings if f.severity is Severity.ERROR)

    def _last_good(self, document: Document, at: datetime) -> Document | None:
        kept = self._published.last_good(document.path)
        if kept is None or set(kept.entry_ids) - self._catalog.public_ids(kept.entry_ids, at):
            return None
        return msgspec.structs.replace(
            document, body=kept.body, entry_ids=kept.entry_ids, modified=kept.modified
        )


def _kept(document: Document) -> KeptDocument:
    return KeptDocument(
        path=document.path,
        etag=document.etag,
        body=document.body,
        entry_ids=document.entry_ids,
        modified=document.modified,
    )
