"""feedgen extensions, one class for each XML namespace and kind of element.

feedgen creates one instance of an extension for the feed and one for each entry, stores it
under the name it was registered with (`item.dc`), and calls it after writing its own
elements. In between, the values to write are set on the instance.
"""

from typing import ClassVar

from lxml import etree


class Extension:
    """The interface that feedgen requires, and a method to write elements of the namespace."""

    prefix: ClassVar[str]
    namespace: ClassVar[str]

    def extend_ns(self) -> dict[str, str]:
        """Return the namespace to declare on the document's root."""
        return {self.prefix: self.namespace}

    def extend_rss(self, element: etree._Element) -> None:
        """Add elements to an RSS item; for the feed's instance, `element` is the root, `rss`."""

    def extend_atom(self, element: etree._Element) -> None:
        """Add elements to an Atom entry; for the feed's instance, `element` is the feed."""

    def add(
        self, parent: etree._Element, name: str, text: str | None = None, /, **attributes: str
    ) -> etree._Element:
        """Append an element of the extension's namespace and return it."""
        element = etree.SubElement(parent, f"{{{self.namespace}}}{name}", attributes)
        element.text = text
        return element
