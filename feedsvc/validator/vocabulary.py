"""The vocabulary: which elements may have which children and attributes, with which values.

The rules that apply to every element (required, at most once, unknown, blank) read these
tables, so a format is declared once, in the terms of its specification.
"""

from collections.abc import Iterable, Mapping
from enum import Enum, auto

import msgspec

from feedsvc.validator.registry import Rule


class Count(Enum):
    """How often a child may occur in its parent."""

    ONE = auto()
    OPTIONAL = auto()
    MANY = auto()
    AT_LEAST_ONE = auto()


class Attribute(msgspec.Struct, frozen=True):
    """An attribute: whether it is required, and the rules for its value."""

    required: bool
    values: tuple[Rule, ...]


class Child(msgspec.Struct, frozen=True, kw_only=True):
    """A child: its count, the rules for its text, its attributes.

    `any_attribute` allows attributes that the vocabulary does not know. The content of an
    `opaque` child is markup or foreign data, and is not checked. A `bare` child is empty
    here, whatever elements of the same name contain elsewhere.
    """

    count: Count
    text: tuple[Rule, ...] = ()
    attributes: Mapping[str, Attribute] = {}
    any_attribute: bool = False
    opaque: bool = False
    bare: bool = False


COMMON_ATTRIBUTES: dict[str, tuple[Rule, ...]] = {}
"""Attributes that any element may have (`xml:lang`, `xml:base`), with their rules."""

CONTAINER = "(container)"
"""For `on`: every element that contains only elements."""

VOCABULARY: dict[str, dict[str, Child]] = {}
"""Children by the parent's tag, then by their own; tags in lxml's `{namespace}name` form.

The parent of a root is the empty string.
"""


def declare(parents: Iterable[str], children: Mapping[str, Child], *, namespace: str = "") -> None:
    """Allow children, all of one namespace, in each of the parents.

    Raises ValueError for a child that is already declared there, maybe differently.
    """
    for parent in parents:
        known = VOCABULARY.setdefault(parent, {})
        for name, child in children.items():
            tag = f"{{{namespace}}}{name}" if namespace else name
            if tag in known:
                raise ValueError(f"{tag} in {parent} is declared twice")
            known[tag] = child


def one(
    *text: Rule, attributes: Mapping[str, Attribute] | None = None, opaque: bool = False
) -> Child:
    """Declare a child that must occur exactly once."""
    return Child(count=Count.ONE, text=text, attributes=attributes or {}, opaque=opaque)


def optional(
    *text: Rule, attributes: Mapping[str, Attribute] | None = None, opaque: bool = False
) -> Child:
    """Declare a child that may occur once."""
    return Child(count=Count.OPTIONAL, text=text, attributes=attributes or {}, opaque=opaque)


def many(
    *text: Rule, attributes: Mapping[str, Attribute] | None = None, opaque: bool = False
) -> Child:
    """Declare a child that may occur any number of times."""
    return Child(count=Count.MANY, text=text, attributes=attributes or {}, opaque=opaque)


def some(*text: Rule, attributes: Mapping[str, Attribute] | None = None) -> Child:
    """Declare a child that must occur at least once."""
    return Child(count=Count.AT_LEAST_ONE, text=text, attributes=attributes or {})


def loose(*text: Rule, once: bool = False) -> Child:
    """Declare a child whose text is checked, but not its attributes and children."""
    count = Count.OPTIONAL if once else Count.MANY
    return Child(count=count, text=text, any_attribute=True, opaque=True)


def reference(attributes: Mapping[str, Attribute]) -> Child:
    """Declare a child that occurs at most once and only refers to another element."""
    return Child(count=Count.OPTIONAL, attributes=attributes, bare=True)


def need(*values: Rule) -> Attribute:
    """Declare a required attribute."""
    return Attribute(required=True, values=values)


def may(*values: Rule) -> Attribute:
    """Declare an optional attribute."""
    return Attribute(required=False, values=values)
