"""A document under check: its tree, its URL, and the positions and paths of its elements."""

import html
import re
from collections.abc import Collection, Iterator
from functools import cached_property
from typing import NamedTuple

from lxml import etree

from feedsvc.validator import formats
from feedsvc.validator import namespaces as ns
from feedsvc.validator.collector import MOST_PER_CODE
from feedsvc.validator.source import Source

Element = etree._Element  # noqa: SLF001 - lxml's own name for its element type

_CDATA = re.compile(r"<!\[CDATA\[.*?\]\]>", re.DOTALL)
_ATTRIBUTE_PREFIX = re.compile(r""" ([^\s:=<>"']++):""")

HEX_AMPERSANDS = "ampersands as &#x26;"
"""A trait of documents that write ampersands as `&#x26;`: references in plain text are intended."""


class Attr(NamedTuple):
    """An attribute of an element, as the place of a fault."""

    element: Element
    attribute: str


def element_of(place: Element | Attr) -> Element:
    """Return the element of a place."""
    return place.element if isinstance(place, Attr) else place


def child(element: Element, *tags: str) -> Element | None:
    """Return the first child with one of some tags; lxml's `find` takes longer."""
    return next(element.iterchildren(*tags), None)


Faults = Iterator[tuple[Element | Attr | None, str]]
"""What rules of elements and documents yield: a place, and a message."""


class Document:
    """A well-formed XML document, as rules see it."""

    def __init__(self, source: Source, root: Element, location: str | None) -> None:
        self.source = source
        self.root = root
        self.location = location
        self.has_entities = bool(source.doctype)
        """Whether the text may contain entity references, which lxml represents as children."""
        self.prefixes = sorted(self._prefixes())
        self.declared = dict(self.prefixes)
        misspelled = [uri for uri in self.declared if ns.intended(uri)]
        self.used = self._in_use().intersection(misspelled) if misspelled else set()
        self.root_tag, self.corrected = formats.normalize(root, self.declared)
        self.format = formats.of_tree(root)
        self._order: dict[Element, int] = {}
        self._steps: dict[Element, str] = {}
        self._elements = 0
        self._last: Element | None = None
        self._last_text = ""

    @property
    def traits(self) -> tuple[str, ...]:
        """The traits by which rules exempt documents: the format, and how plain text is escaped."""
        text = self.source.text
        # finding one character is forty times as fast as finding several
        if "#" in text and "&#x26;" in text and "&#x26;" in _CDATA.sub("", text):
            return self.format.name, HEX_AMPERSANDS
        return (self.format.name,)

    def declares(self, namespace: str) -> bool:
        """Whether a namespace is declared, spelled correctly or not."""
        return namespace in self.declared or namespace in self.corrected.values()

    @cached_property
    def unknown(self) -> list[str]:
        """The namespaces in use that the vocabulary does not know, in alphabetical order.

        A namespace is in use if an element has it, or an attribute may have its prefix.
        """
        strange = self.declared.keys() - {*ns.PREFIXES, *self.corrected, *ns.MARKUP}
        if not strange:
            return []
        prefixes = {found.group(1) for found in _ATTRIBUTE_PREFIX.finditer(self.source.text)}
        by_prefix = {uri for uri, prefix in self.prefixes if uri in strange and prefix in prefixes}
        return sorted(by_prefix | (strange & self._in_use()))

    @cached_property
    def repeats_ids(self) -> bool:
        """Whether two entries of an Atom feed have the same id, or none."""
        count, ids = 0, set[str]()
        for entry in self.root.iterchildren(f"{{{ns.ATOM}}}entry"):
            found = child(entry, f"{{{ns.ATOM}}}id")
            ids.add("" if found is None else self.text(found).strip())
            count += 1
        return len(ids) < count

    @cached_property
    def unfinished(self) -> set[Element]:
        """The elements that are incomplete because the document was cut inside them."""
        found: set[Element] = set()
        element: Element | None = self.root if self.source.cut else None
        while element is not None and self.source.cut and len(found) < len(self.source.cut.names):
            found.add(element)
            element = next(element.iterchildren("*", reversed=True), None)
        return found

    def text(self, element: Element) -> str:
        """Return an element's own text.

        References to HTML entities, which Netscape's DTD declares, are replaced by their
        characters; other references remain as written.
        """
        if element is self._last:
            return self._last_text
        text = element.text or ""
        if self.has_entities:
            text += "".join(
                f"{html.unescape(child.text or '')}{child.tail or ''}"
                for child in element
                if child.tag is etree.Entity
            )
        self._last, self._last_text = element, text
        return text

    def base(self, element: Element) -> str:
        """Return the base URL for an element's relative references, empty if unknown."""
        from urllib.parse import urljoin  # noqa: PLC0415 - few documents have a base

        base = self.location or ""
        bases = [
            ancestor.get(f"{{{ns.XML}}}base")
            for ancestor in (element, *element.iterancestors())
            if f"{{{ns.XML}}}base" in ancestor.attrib
        ]
        for part in reversed(bases):
            try:
                base = urljoin(base, (part or "").strip())
            except ValueError:
                continue
        return base

    def count(self, elements: Collection[Element]) -> None:
        """Find the start tags of some elements; call this before `position` and `path`.

        Only those elements are stored, because each element of a large document would
        otherwise become an lxml object that stays in memory.
        """
        wanted = set(elements)
        left = len(wanted)
        for number, element in enumerate(self.root.iter("*")):
            if element in wanted:
                self._order[element] = number
                left -= 1
                if not left and not self.has_entities:
                    break
        self._elements = number + 1
        for parent, children in _on_paths(wanted).items():
            self._name_steps(parent, children)

    def position(self, place: Element | Attr) -> tuple[int, int]:
        """Return the line and column of an element's start tag or of an attribute, from 1."""
        element = element_of(place)
        tags = self.source.tags
        if self.has_entities and len(tags) != self._elements:
            # entities that contain markup shift the count: fall back on the parser's line
            line = element.sourceline
            return (line if isinstance(line, int) else 0), 1
        start = tags.start(self._order[element])
        if isinstance(place, Attr):
            start = tags.attribute(start, ns.split(place.attribute)[1])
        return tags.position(start)

    def path(self, place: Element | Attr) -> str:
        """Return an XPath-like path with the usual prefixes: `/rss/channel/item[3]/guid`."""
        element = element_of(place)
        steps = [f"@{ns.label(place.attribute)}"] if isinstance(place, Attr) else []
        here: Element | None = element
        while here is not None:
            steps.append(self._steps.get(here) or ns.label(here.tag))
            here = here.getparent()
        return "/" + "/".join(reversed(steps))

    def _prefixes(self) -> set[tuple[str, str]]:
        """Return each declared namespace with its prefix; nested ones only if used."""
        at_root = {(uri, prefix or "") for prefix, uri in self.root.nsmap.items()}
        if self.source.text.count("xmlns") <= len(at_root):
            return at_root
        written = {(element.tag, element.prefix) for element in self.root.iter("*")}
        found = at_root | {
            (ns.split(tag)[0], prefix or "") for tag, prefix in written if tag[0] == "{"
        }
        return found | self._attribute_prefixes({uri for uri, _ in found} | {ns.XML})

    def _attribute_prefixes(self, known: set[str]) -> set[tuple[str, str]]:
        """Return the namespaces that only attributes use, each with the first of its prefixes.

        At most as many as can be reported are returned: to find a prefix, lxml collects all
        declarations of the ancestors.
        """
        found: dict[str, str] = {}
        for element in self.root.iter("*"):
            for name in map(str, element.keys()):
                uri = ns.split(name)[0]
                if uri and uri not in known and uri not in found:
                    prefixes = {named: prefix for prefix, named in element.nsmap.items()}
                    found[uri] = prefixes.get(uri) or ""
                    if len(found) == MOST_PER_CODE:
                        return set(found.items())
        return set(found.items())

    def _in_use(self) -> set[str]:
        return {ns.split(element.tag)[0] for element in self.root.iter("{*}*")}

    def _name_steps(self, parent: Element, children: set[Element]) -> None:
        """Name some children of a parent as in a path: `item[3]`, or `link` for the only one."""
        for tag in {child.tag for child in children}:
            named = [child for child in children if child.tag == tag]
            name = ns.label(tag)
            first = named[0]
            before = sum(1 for _ in first.itersiblings(tag, preceding=True))
            if not before and next(first.itersiblings(tag), None) is None:
                self._steps[first] = name
            elif len(named) == 1:
                self._steps[first] = f"{name}[{before + 1}]"
            else:
                for number, child in enumerate(parent.iterchildren(tag), 1):
                    if child in children:
                        self._steps[child] = f"{name}[{number}]"


def _on_paths(elements: Collection[Element]) -> dict[Element, set[Element]]:
    """Return the elements on the paths to some elements, by their parents."""
    found: dict[Element, set[Element]] = {}
    for element in elements:
        here, parent = element, element.getparent()
        while parent is not None and here not in found.setdefault(parent, set()):
            found[parent].add(here)
            here, parent = parent, parent.getparent()
    return found
