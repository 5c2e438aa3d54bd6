"""The child elements of feed items, by short names that depend on namespaces, not on prefixes."""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from feedsvc.parsers.feedfile.urls import absolute_url
from feedsvc.parsers.reading.xml import XML_LANG, Element, local_name

NAMESPACES: Final = {
    "http://www.w3.org/2005/atom": "atom",
    "http://purl.org/atom/ns#": "atom",
    "http://purl.org/dc/elements/1.1": "dc",
    "http://purl.org/dc/terms": "dcterms",
    "http://purl.org/rss/1.0/modules/content": "content",
    "http://search.yahoo.com/mrss": "media",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://www.georss.org/georss": "georss",
    "http://www.w3.org/2003/01/geo/wgs84_pos#": "geo",
    "http://www.w3.org/2007/app": "app",
    "http://purl.org/atom/app#": "app",
    "http://purl.org/atompub/tombstones/1.0": "at",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
}
"""Short names of namespaces; URIs are compared in lower case and without a final slash."""

RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
XML_BASE: Final = "{http://www.w3.org/XML/1998/namespace}base"

_WORDPRESS: Final = re.compile(r"http://wordpress\.org/export/[\d.]+(?:/(excerpt))?")


class Children:
    """The children of an element, by names such as `title` and `dc:creator`.

    The names of children in the namespace of the element have no prefix. Names that were requested
    count as read.
    """

    def __init__(self, element: Element) -> None:
        self.element = element
        self._found: dict[str, list[Element]] = {}
        self._read: set[str] = set()
        default = namespace(element)
        for child in element.iterchildren("*"):
            name = local_name(child)
            if (uri := namespace(child)) != default:
                name = f"{short_name(uri)}:{name}"
            self._found.setdefault(name, []).append(child)

    def all(self, *names: str) -> list[Element]:
        """Return the elements with the first name, then with the next, each in document order."""
        self._read.update(names)
        if not self._found:
            return []
        return [element for name in names for element in self._found.get(name, ())]

    def first(self, *names: str) -> Element | None:
        """Return the first element that is not empty, trying the names in order."""
        return next(filter(has_content, self.all(*names)), None)

    def text(self, *names: str) -> str:
        """Return the text of the first element that has text, stripped, or an empty string."""
        return next((text for each in self.all(*names) if (text := leading_text(each))), "")

    def unread(self) -> Iterator[tuple[str, Element]]:
        """Yield the names and elements that were never requested."""
        for name, elements in self._found.items():
            if name not in self._read:
                yield from ((name, element) for element in elements)


def namespace(element: Element) -> str:
    """Return the URI of an element's namespace, empty if it has none."""
    tag = element.tag
    return tag[1:].partition("}")[0] if isinstance(tag, str) and tag.startswith("{") else ""


def short_name(uri: str) -> str:
    """Return the short name of a namespace; for WordPress of any version, `wp` or `excerpt`."""
    uri = uri.rstrip("/").lower()
    wordpress = _WORDPRESS.fullmatch(uri)
    if wordpress:
        return wordpress[1] or "wp"
    return NAMESPACES.get(uri, uri)


def leading_text(element: Element) -> str:
    """Return the text of an element before its first child, stripped."""
    return (element.text or "").strip()


def has_content(element: Element) -> bool:
    """Return whether an element has text or child elements."""
    return bool(len(element)) or bool(leading_text(element))


def markup_in(element: Element) -> str:
    """Return the content of an element as HTML: its text, or its child elements serialized.

    Child elements lose their prefixes: `<xhtml:p>` becomes `<p>`.
    """
    if not len(element):
        return leading_text(element)
    for inner in element.iter("*"):
        inner.tag = local_name(inner)
    etree.cleanup_namespaces(element)
    outer = etree.tostring(element, method="html", encoding="unicode", with_tail=False)
    begin, end = outer.find(">") + 1, outer.rfind("</")
    return outer[begin:end].strip()


def base_of(element: Element, base: str = "") -> str:
    """Return the base URL of relative URLs in an element (XML Base)."""
    for each in (element, *element.iterancestors()):
        found = (each.get(XML_BASE) or "").strip()
        if found:
            outer = each.getparent()
            return absolute_url(found, "" if outer is None else base_of(outer, base)) or base
    return base


def inherited_language(element: Element) -> str:
    """Return the `xml:lang` of an element or of its nearest ancestor that has one."""
    tags = (each.get(XML_LANG) for each in (element, *element.iterancestors()))
    return next(filter(None, tags), "")
