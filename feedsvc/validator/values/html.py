"""HTML fragments: what feed readers strip, invalid markup, and relative references.

A tokenizer made of two regular expressions reads them: libxml2's HTML parser takes three
times as long, and silently fixes the faults that should be reported.
"""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from feedsvc.validator import namespaces as ns
from feedsvc.validator.values import cached, remember
from feedsvc.validator.values.names import (
    ATTRIBUTES,
    ELEMENTS,
    MATHML_ATTRIBUTES,
    MATHML_ELEMENTS,
    OPTIONAL_END,
    RISKY_ATTRIBUTES,
    RISKY_ELEMENTS,
    SAFE_CSS_PROPERTIES,
    SVG_ATTRIBUTES,
    SVG_ELEMENTS,
    URL_ATTRIBUTES,
    VOID,
)

if TYPE_CHECKING:
    from lxml import etree

# Possessive, and names end at the next tag: unclosed tags cost linear time.
_INSIDE = r"""[^<>"']*+(?:(?:"[^"]*+"|'[^']*+')[^<>"']*+)*+"""
_TAG = re.compile(rf"<(/?[A-Za-z][^\s/<>]*+)({_INSIDE})>")
_NAME = re.compile(r"<(/?[A-Za-z][^\s/<>]*+|[!?])")
_WITH_ATTRIBUTES = re.compile(rf"<[A-Za-z][^\s/<>]*+\s({_INSIDE})>")
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_INSTRUCTION = re.compile(r"<\?[^<>]*>")
_DECLARATION = re.compile(r"<![^<>]*>")
_RAW = re.compile(r"<(script|style|textarea|title)\b[^<>]*>", re.IGNORECASE)
_UNSAFE_SCHEME = re.compile(
    r"[\s\x00-\x1f]*(?:javascript|vbscript|data(?!:image/)|file|about)\s*:", re.IGNORECASE
)
_ABSOLUTE = re.compile(r"\s*(?:[A-Za-z][A-Za-z0-9+.-]*:|#|$)")
_KNOWN_ELEMENTS = ELEMENTS | SVG_ELEMENTS | MATHML_ELEMENTS
_KNOWN_ATTRIBUTES = ATTRIBUTES | SVG_ATTRIBUTES | MATHML_ATTRIBUTES
_CLOSES: dict[str, str | None] = {
    **{f"/{name}": name for name in ELEMENTS - RISKY_ELEMENTS - VOID},
    **dict.fromkeys(ELEMENTS - RISKY_ELEMENTS - VOID),
    **dict.fromkeys(VOID - RISKY_ELEMENTS, ""),
}
"""What a tag closes: a name for an end tag, None for a start tag, "" for a void element."""
_DANGEROUS_VALUE = re.compile(
    r"url\s*\(|expression|behaviou?r|-moz-binding|javascript|@import|\\|<|/\*|"
    r"position\s*:\s*(?:absolute|fixed|sticky)|(?:margin|text-indent)[a-z-]*\s*:[^;]*(?<!\w)-\.?\d|"
    r"(?:margin|padding)[a-z-]*\s*:[^;]*\d{4}",
    re.IGNORECASE,
)
_XHTML_KNOWN = frozenset(f"{{{ns.XHTML}}}{name}" for name in ELEMENTS - RISKY_ELEMENTS)
_XHTML_RISKY = frozenset(f"{{{ns.XHTML}}}{name}" for name in RISKY_ELEMENTS)
_XHTML_FOREIGN = frozenset(
    {f"{{{ns.SVG}}}{name}" for name in SVG_ELEMENTS}
    | {f"{{{ns.MATHML}}}{name}" for name in MATHML_ELEMENTS | {"mathml"}}
)
_LONGEST = 1_000_000
"""How many characters of a fragment are checked."""
_PLAIN_NAMES = frozenset(_CLOSES)
_CHECKED_ATTRIBUTES = frozenset(
    spelling
    for name in (*URL_ATTRIBUTES, "style", "srcset")
    for spelling in (name, name.upper(), name.title())
)


class HtmlFaults(NamedTuple):
    """The faults of a fragment, the first of each kind; empty if there are none."""

    risky_element: str = ""
    risky_attribute: str = ""
    style: str = ""
    not_html: str = ""
    relative: str = ""


_NONE = HtmlFaults()
_FAULTLESS: set[tuple[int, int]] = set()
"""Hashes and lengths of fragments without faults: the feeds of a site share their content."""


@lru_cache(maxsize=8)
def faults(fragment: str) -> HtmlFaults:
    """Return the faults of a fragment, or of the first million characters of a longer one."""
    key = (hash(fragment), len(fragment))
    if "<" not in fragment or key in _FAULTLESS:
        return _NONE
    found = _examine(fragment)
    if found == _NONE:
        remember(_FAULTLESS, key)
    return found


def xhtml_faults(holder: "etree._Element") -> HtmlFaults:
    """Return the faults of the XHTML inside an element."""
    elements = list(holder.iterdescendants("*"))
    tags = {element.tag for element in elements}
    attributes = [
        (element.tag, [(str(name), str(value)) for name, value in element.items()])
        for element in elements
        if element.attrib
    ]
    return HtmlFaults(
        risky_element=_risky_in_tree(tags),
        risky_attribute=_risky_attribute_in_tree(attributes),
        style=_style_in_tree(attributes),
        not_html=_not_html_in_tree(tags),
        relative=_relative_in_tree(attributes),
    )


@cached(1024)
def style_fault(style: str) -> str:
    """Return the CSS declaration that feed readers strip because it could break their layout."""
    text = style.replace("&quot;", '"').replace("&#39;", "'").replace("&amp;", "&")
    if _DANGEROUS_VALUE.search(text):
        return text.strip()[:80]
    for declaration in text.split(";"):
        name, colon, _ = declaration.partition(":")
        if not declaration.strip():
            continue
        if not colon or name.strip().lower() not in SAFE_CSS_PROPERTIES:
            return declaration.strip()[:80]
    return ""


def _examine(fragment: str) -> HtmlFaults:
    if len(fragment) > _LONGEST:
        # the cut leaves tags open
        end = max(fragment.rfind("<", 0, _LONGEST), 0)
        return _exact(fragment[:end])._replace(not_html="")
    names = _NAME.findall(fragment)
    even = fragment.count('"') % 2 == 0  # else a value may be unclosed, and hide its tag
    if even and _PLAIN_NAMES.issuperset(names) and _balanced(names):
        # the usual case: the tags are balanced, so that only attributes need checking
        attributes = _ATTRIBUTE.findall(" ".join(_WITH_ATTRIBUTES.findall(fragment)))
        style, relative, unsafe = _values(attributes)
        return HtmlFaults(
            "",
            unsafe or _risky_attribute({attribute[0] for attribute in attributes}),
            style,
            "",
            relative,
        )
    return _exact(fragment)


def _balanced(names: list[str]) -> bool:
    """Whether each end tag closes the innermost element; a fast check that may be too strict."""
    opened: list[str] = []
    for name in names:
        closed = _CLOSES[name]
        if closed is None:
            opened.append(name)
        elif closed and (not opened or opened.pop() != closed):
            return False
    return not opened


def _exact(fragment: str) -> HtmlFaults:
    fragment = _without(_without(fragment, "<!--", "-->"), "<![CDATA[", "]]>")
    found = _INSTRUCTION.search(fragment)
    instruction = found.group(0)[:60] if found else ""
    fragment = _DECLARATION.sub("", _INSTRUCTION.sub("", fragment))
    tags = _TAG.findall(fragment)
    unfinished = len(_NAME.findall(fragment)) > len(tags)
    names = {name.lower() for name, _ in tags if name[0] != "/"}
    if names & RISKY_ELEMENTS:
        # their content is not markup
        tags = _TAG.findall(_without_raw_text(fragment))
    attributes = _ATTRIBUTE.findall(" ".join([rest for _, rest in tags if len(rest) > 1]))
    style, relative, unsafe = _values(attributes)
    broken = "a tag is not closed by >" if unfinished else ""
    if instruction:
        broken = broken or f"{instruction} is not HTML"
    return HtmlFaults(
        risky_element=instruction or _risky_element(names),
        risky_attribute=unsafe or _risky_attribute({attribute[0] for attribute in attributes}),
        style=style,
        not_html=_not_html(tags, names) or broken,
        relative=relative,
    )


def _without(text: str, opening: str, closing: str) -> str:
    """Remove everything between two delimiters; an unclosed one removes the rest."""
    first, *parts = text.split(opening)
    return first + "".join([part.partition(closing)[2] for part in parts])


def _without_raw_text(fragment: str) -> str:
    """Remove the content of scripts and other elements without markup."""
    lower = fragment.lower()
    parts, at = [], 0
    for found in _RAW.finditer(fragment):
        if found.start() < at:
            continue
        end = lower.find(f"</{found.group(1).lower()}", found.end())
        if end < 0:
            break
        parts.append(fragment[at : found.end()])
        at = end
    return "".join([*parts, fragment[at:]])


def _values(attributes: list[tuple[str, str, str, str]]) -> tuple[str, str, str]:
    style = relative = unsafe = ""
    for name, double, single, bare in attributes:
        if name not in _CHECKED_ATTRIBUTES or double.startswith(("https://", "http://")):
            continue
        value = double or single or bare
        if name.lower() == "style":
            style = style or style_fault(value)
        elif _UNSAFE_SCHEME.match(value):
            unsafe = unsafe or f"{name}={value[:40]!r}"
        elif not relative and not _ABSOLUTE.match(value):
            relative = value[:80]
    return style, relative, unsafe


def _risky_element(names: set[str]) -> str:
    risky = names & RISKY_ELEMENTS
    return f"<{min(risky)}>" if risky else ""


def _risky_attribute(names: set[str]) -> str:
    """Return an attribute that feed readers strip: an event handler, or one unknown to HTML."""
    for name in names - _KNOWN_ATTRIBUTES:
        lower = name.lower()
        if lower in RISKY_ATTRIBUTES or lower.startswith("on"):
            return name
        if lower not in _KNOWN_ATTRIBUTES and not lower.startswith(
            ("data-", "aria-", "xmlns", "xml:")
        ):
            return name
    return ""


def _not_html(tags: list[tuple[str, str]], names: set[str]) -> str:
    unknown = names - _KNOWN_ELEMENTS
    # a hyphen marks a custom element
    strange = [name for name in unknown if "-" not in name]
    if strange:
        return f"<{min(strange)}> is not an HTML element"
    open_tags: list[str] = []
    for name, rest in tags:
        if name[0] != "/":
            if name not in VOID and rest[-1:] != "/":
                open_tags.append(name)
        elif open_tags and open_tags[-1] == name[1:]:
            open_tags.pop()
        else:
            fault = _close(open_tags, name[1:].lower())
            if fault:
                return fault
    for name in open_tags:
        if name.lower() not in OPTIONAL_END and name.lower() not in VOID:
            return f"<{name}> is not closed"
    return ""


def _close(open_tags: list[str], name: str) -> str:
    """Close an element that is not the innermost; return what is wrong with that, if anything."""
    if name in VOID:
        # HTML parsers treat </br> as <br>
        return "" if name == "br" else f"<{name}> cannot have an end tag"
    while open_tags:
        last = open_tags.pop().lower()
        if last == name:
            return ""
        if last not in OPTIONAL_END and last not in VOID:
            return f"</{name}> comes before </{last}>"
    return f"</{name}> has no start tag"


def _risky_in_tree(tags: set[str]) -> str:
    risky = tags & _XHTML_RISKY
    for tag in tags - _XHTML_KNOWN - _XHTML_RISKY - _XHTML_FOREIGN:
        if tag.startswith((f"{{{ns.SVG}}}", f"{{{ns.MATHML}}}")):
            risky.add(tag)
    return f"<{min(ns.split(tag)[1] for tag in risky)}>" if risky else ""


def _not_html_in_tree(tags: set[str]) -> str:
    for tag in sorted(tags - _XHTML_KNOWN - _XHTML_RISKY - _XHTML_FOREIGN):
        namespace, local = ns.split(tag)
        if namespace == ns.XHTML:
            return f"<{local}> is not an HTML element"
        if namespace == ns.ATOM and local in ELEMENTS:
            return f'<{local}> is in the Atom namespace; write <{local} xmlns="{ns.XHTML}">'
    return ""


def _risky_attribute_in_tree(attributes: list[tuple[str, list[tuple[str, str]]]]) -> str:
    for tag, items in attributes:
        names = {name for name, _ in items if name[:1] != "{"}
        if tag.startswith(f"{{{ns.XHTML}}}"):
            risky = _risky_attribute(names - ATTRIBUTES)
        elif tag.startswith(f"{{{ns.SVG}}}"):
            risky = min(names - SVG_ATTRIBUTES - ATTRIBUTES, default="")
        elif tag.startswith(f"{{{ns.MATHML}}}"):
            risky = min(names - MATHML_ATTRIBUTES - {"style"}, default="")
        else:
            risky = ""
        unsafe = (f"{name}={value[:40]!r}" for name, value in items if _runs_script(name, value))
        risky = risky or next(unsafe, "")
        if risky:
            return risky
    return ""


def _style_in_tree(attributes: list[tuple[str, list[tuple[str, str]]]]) -> str:
    for _, items in attributes:
        for name, value in items:
            if name == "style" and (fault := style_fault(value)):
                return fault
    return ""


def _relative_in_tree(attributes: list[tuple[str, list[tuple[str, str]]]]) -> str:
    for _, items in attributes:
        for name, value in items:
            if _is_relative(name, value):
                return value[:80]
    return ""


def _runs_script(name: str, value: str) -> bool:
    """Whether a URL attribute contains a script, or refers to a local file."""
    return name in URL_ATTRIBUTES and bool(_UNSAFE_SCHEME.match(value))


def _is_relative(name: str, value: str) -> bool:
    """Whether a URL attribute contains a relative reference."""
    return name in URL_ATTRIBUTES and not _ABSOLUTE.match(value)
