"""Publishing: the documents of a site as files in a folder."""

from feedsvc.publish.folder import PublishReport, file_of, publish

__all__ = ["PublishReport", "file_of", "publish"]
