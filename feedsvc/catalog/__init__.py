"""Entries kept, found and remembered between runs, on SQLite or PostgreSQL."""

from feedsvc.catalog.catalog import Catalog
from feedsvc.catalog.model import (
    TERM_KINDS,
    Built,
    FileState,
    KeptDocument,
    Output,
    Placed,
    Selection,
    Story,
    SyncOutcome,
    TermKey,
    TermKind,
    TermName,
    Touched,
)

__all__ = [
    "TERM_KINDS",
    "Built",
    "Catalog",
    "FileState",
    "KeptDocument",
    "Output",
    "Placed",
    "Selection",
    "Story",
    "SyncOutcome",
    "TermKey",
    "TermKind",
    "TermName",
    "Touched",
]
