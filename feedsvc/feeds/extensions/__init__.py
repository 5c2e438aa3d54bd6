"""feedgen extensions, one XML namespace each.

feedgen makes one instance of an extension for the feed and one for each entry, names it
after the key under which it was registered (`item.dc`), and calls it when it has written
its own elements. The values to write are set on the instance in between.
"""

from typing import ClassVar

from lxml import etree


class Extension:
    """What feedgen asks of an extension, and how ours write elements of their namespace."""

    prefix: ClassVar[str]
    namespace: ClassVar[str]

    def extend_ns(self) -> dict[str, str]:
        """Return the namespace to declare on the document's root."""
        return {self.prefix: self.namespace}

    def extend_rss(self, element: etree._Element) -> None:
        """Add to an RSS item; the feed's own instance gets the root, `rss`."""

    def extend_atom(self, element: etree._Element) -> None:
        """Add to an Atom entry; the feed's own instance gets the root, `feed`."""

    def add(
        self, parent: etree._Element, name: str, text: str | None = None, /, **attributes: str
    ) -> etree._Element:
        """Append an element of the extension's namespace and return it."""
        element = etree.SubElement(parent, f"{{{self.namespace}}}{name}", attributes)
        element.text = text
        return element
