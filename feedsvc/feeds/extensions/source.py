"""The source namespace: the text of an item as it was written (http://source.scripting.com/)."""

from lxml import etree

from feedsvc.feeds.extensions import Extension


class SourceText(Extension):
    """The Markdown of which the content was made, for programs that edit what they read."""

    prefix = "source"
    namespace = "http://source.scripting.com/"

    markdown: str | None = None

    def extend_rss(self, element: etree._Element) -> None:
        """Add `source:markdown`."""
        if self.markdown:
            self.add(element, "markdown", self.markdown)
