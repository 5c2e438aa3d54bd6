"""The site: one facade over stories, catalog, feeds and documents."""

from feedsvc.catalog import BuildResult, DeskEntry
from feedsvc.site.attachments import Attachment
from feedsvc.site.builds import BuildPlan
from feedsvc.site.facade import Site, SyncReport, utc_now
from feedsvc.site.gate import HeldBack
from feedsvc.site.paths import PRIVATE
from feedsvc.site.scan import parser_options

__all__ = [
    "PRIVATE",
    "Attachment",
    "BuildPlan",
    "BuildResult",
    "DeskEntry",
    "HeldBack",
    "Site",
    "SyncReport",
    "parser_options",
    "utc_now",
]
