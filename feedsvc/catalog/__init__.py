"""Entries kept, found and remembered between runs, on SQLite or PostgreSQL."""

from feedsvc.catalog.audience import AudienceStore
from feedsvc.catalog.audiencefigures import (
    AnswerFigures,
    Client,
    Counts,
    DayFigures,
    Figures,
    NameFigures,
    Subscription,
)
from feedsvc.catalog.audiencewriting import KEPT_DAYS
from feedsvc.catalog.catalog import Catalog
from feedsvc.catalog.desk import Desk, Filed
from feedsvc.catalog.model import (
    TERM_KINDS,
    ArchivePage,
    Built,
    Current,
    FileState,
    KeptDocument,
    Numbers,
    Output,
    Placed,
    Selection,
    Story,
    SyncOutcome,
    TermKey,
    TermKind,
    TermName,
    Touched,
    Version,
    Withdrawn,
)

__all__ = [
    "KEPT_DAYS",
    "TERM_KINDS",
    "AnswerFigures",
    "ArchivePage",
    "AudienceStore",
    "Built",
    "Catalog",
    "Client",
    "Counts",
    "Current",
    "DayFigures",
    "Desk",
    "Figures",
    "FileState",
    "Filed",
    "KeptDocument",
    "NameFigures",
    "Numbers",
    "Output",
    "Placed",
    "Selection",
    "Story",
    "Subscription",
    "SyncOutcome",
    "TermKey",
    "TermKind",
    "TermName",
    "Touched",
    "Version",
    "Withdrawn",
]
