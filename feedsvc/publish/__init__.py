"""The documents of a site, published as files."""

from feedsvc.publish.folder import PublishReport, file_of, publish

__all__ = ["PublishReport", "file_of", "publish"]
