"""The format of a document, detected from its root alone."""

from collections.abc import Iterable, Mapping

import msgspec
from lxml import etree

from feedsvc.validator import namespaces as ns

RSS, RSS1, ATOM, OPML, JSON, UNKNOWN = "rss", "rss 1.0", "atom", "opml", "json feed", ""


class Format(msgspec.Struct, frozen=True):
    """A format: its name in reports (`rss 2.0`), its family, and its version."""

    name: str
    family: str
    version: str = ""


NO_FORMAT = Format("unknown", UNKNOWN)


def of_tree(root: etree._Element) -> Format:
    """Return the format by the root, whose namespace `normalize` has corrected."""
    namespace, local = ns.split(root.tag)
    if root.tag == "rss":
        version = (root.get("version") or "").strip()
        return Format(f"rss {version}".strip(), RSS, version)
    if namespace == ns.ATOM and local in {"feed", "entry"}:
        return Format("atom 1.0" if local == "feed" else "atom 1.0 entry", ATOM, "1.0")
    if root.tag == f"{{{ns.RDF}}}RDF":
        old = any(child.tag.startswith(f"{{{ns.RSS090}}}") for child in root.iterchildren("*"))
        return Format("rss 0.90", UNKNOWN, "0.90") if old else Format("rss 1.0", RSS1, "1.0")
    if root.tag in {"opml", "outlineDocument"}:
        version = (root.get("version") or "").strip()
        return Format(f"opml {version}".strip(), OPML, version)
    return NO_FORMAT


def of_name(name: str) -> Format:
    """Return the likely format of a document that is not well-formed, by its root's name."""
    local = name.rpartition(":")[2]
    return {
        "rss": Format("rss", RSS),
        "feed": Format("atom 1.0", ATOM),
        "RDF": Format("rss 1.0", RSS1),
        "opml": Format("opml", OPML),
    }.get(local, NO_FORMAT)


def normalize(root: etree._Element, declared: Iterable[str]) -> tuple[str, dict[str, str]]:
    """Correct misspelled namespaces in the tree, so that rules find their elements.

    Returns the root's tag as written, and a map from misspelled namespaces to the right ones.
    """
    written = root.tag
    namespace, local = ns.split(written)
    corrected: dict[str, str] = {}
    if local == "rss" and namespace:
        corrected[namespace] = ""
    elif local in {"feed", "entry"} and namespace not in {ns.ATOM, ns.ATOM03}:
        corrected[namespace] = ns.ATOM
    for uri in declared:
        right = ns.intended(uri)
        if right and uri not in corrected:
            corrected[uri] = right
    if corrected:
        rename(root, corrected)
    return written, corrected


def rename(root: etree._Element, corrected: Mapping[str, str]) -> None:
    """Move elements from some namespaces into others, in one pass."""
    for element in root.iter("{*}*"):
        namespace, name = ns.split(element.tag)
        right = corrected.get(namespace)
        if right is not None:
            element.tag = f"{{{right}}}{name}" if right else name
