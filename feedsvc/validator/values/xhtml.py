"""XHTML inside of a feed: the same faults as in HTML, seen in the tree."""

from lxml import etree

from feedsvc.validator import namespaces as ns
from feedsvc.validator.values import css, html
from feedsvc.validator.values.html import Faults
from feedsvc.validator.values.html_names import (
    ATTRIBUTES,
    ELEMENTS,
    MATHML_ATTRIBUTES,
    MATHML_ELEMENTS,
    RISKY_ELEMENTS,
    SVG_ATTRIBUTES,
    SVG_ELEMENTS,
)

_KNOWN = frozenset(f"{{{ns.XHTML}}}{name}" for name in ELEMENTS - RISKY_ELEMENTS)
_RISKY = frozenset(f"{{{ns.XHTML}}}{name}" for name in RISKY_ELEMENTS)
_FOREIGN = frozenset(
    {f"{{{ns.SVG}}}{name}" for name in SVG_ELEMENTS}
    | {f"{{{ns.MATHML}}}{name}" for name in MATHML_ELEMENTS | {"mathml"}}
)


def faults(holder: etree._Element) -> Faults:
    """Look through the elements inside of `holder`, which is none of them."""
    elements = list(holder.iterdescendants("*"))
    tags = {element.tag for element in elements}
    attributes = [
        (element.tag, [(str(name), str(value)) for name, value in element.items()])
        for element in elements
        if element.attrib
    ]
    return Faults(
        risky_element=_risky(tags),
        risky_attribute=_risky_attribute(attributes),
        style=_style(attributes),
        not_html=_not_html(tags),
        relative=_relative(attributes),
    )


def _risky(tags: set[str]) -> str:
    risky = tags & _RISKY
    for tag in tags - _KNOWN - _RISKY - _FOREIGN:
        if tag.startswith((f"{{{ns.SVG}}}", f"{{{ns.MATHML}}}")):
            risky.add(tag)
    return f"<{min(ns.split(tag)[1] for tag in risky)}>" if risky else ""


def _not_html(tags: set[str]) -> str:
    for tag in sorted(tags - _KNOWN - _RISKY - _FOREIGN):
        namespace, local = ns.split(tag)
        if namespace == ns.XHTML:
            return f"<{local}> is no element of HTML"
        if namespace == ns.ATOM and local in ELEMENTS:
            return f'<{local}> is in the namespace of Atom; write <{local} xmlns="{ns.XHTML}">'
    return ""


def _risky_attribute(attributes: list[tuple[str, list[tuple[str, str]]]]) -> str:
    for tag, items in attributes:
        names = {name for name, _ in items if name[:1] != "{"}
        if tag.startswith(f"{{{ns.XHTML}}}"):
            risky = html.risky_attribute(names - ATTRIBUTES)
        elif tag.startswith(f"{{{ns.SVG}}}"):
            risky = min(names - SVG_ATTRIBUTES - ATTRIBUTES, default="")
        elif tag.startswith(f"{{{ns.MATHML}}}"):
            risky = min(names - MATHML_ATTRIBUTES - {"style"}, default="")
        else:
            risky = ""
        unsafe = (
            f"{name}={value[:40]!r}" for name, value in items if html.runs_script(name, value)
        )
        risky = risky or next(unsafe, "")
        if risky:
            return risky
    return ""


def _style(attributes: list[tuple[str, list[tuple[str, str]]]]) -> str:
    for _, items in attributes:
        for name, value in items:
            if name == "style" and (fault := css.fault(value)):
                return fault
    return ""


def _relative(attributes: list[tuple[str, list[tuple[str, str]]]]) -> str:
    for _, items in attributes:
        for name, value in items:
            if html.is_relative(name, value):
                return value[:80]
    return ""
