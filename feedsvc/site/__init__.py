"""The site: one facade over stories, catalog, feeds and documents."""

from feedsvc.catalog import Built, Filed
from feedsvc.site.attachments import Attachment
from feedsvc.site.facade import Site, SyncReport, utc_now
from feedsvc.site.gate import HeldBack
from feedsvc.site.naming import PRIVATE
from feedsvc.site.outputs import OutputPlan
from feedsvc.site.scan import parser_options

__all__ = [
    "PRIVATE",
    "Attachment",
    "Built",
    "Filed",
    "HeldBack",
    "OutputPlan",
    "Site",
    "SyncReport",
    "parser_options",
    "utc_now",
]
