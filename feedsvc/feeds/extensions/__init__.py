"""Elements of other namespaces, one class for each namespace and kind of element.

The elements of an extension follow those that feedgen writes. An extension without values
writes nothing: a feed has one to declare the namespace that its entries use.
"""

from typing import ClassVar

import msgspec
from lxml import etree


class Extension(msgspec.Struct, frozen=True, kw_only=True):
    """The values of some elements, and how to write them."""

    prefix: ClassVar[str]
    namespace: ClassVar[str]

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
