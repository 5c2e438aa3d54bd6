"""The settings of a site, read once at the edge and frozen."""

from feedsvc.settings.loading import FILE_NAME, load_settings
from feedsvc.settings.model import (
    AuthorSettings,
    FeedSettings,
    LimitSettings,
    ReadingSettings,
    Settings,
    WebSettings,
)

__all__ = [
    "FILE_NAME",
    "AuthorSettings",
    "FeedSettings",
    "LimitSettings",
    "ReadingSettings",
    "Settings",
    "WebSettings",
    "load_settings",
]
