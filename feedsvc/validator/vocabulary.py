"""The vocabulary: which child and attribute may stand where, how often, with which value.

Rules that hold for every element (required, at most once, unknown, blank) read these
tables, so a format is declared once, in the words of its specification.
"""

from collections.abc import Iterable, Mapping
from enum import Enum, auto

import msgspec

from feedsvc.validator.registry import Rule


class Count(Enum):
    """How often a child may stand in its parent."""

    ONE = auto()
    OPTIONAL = auto()
    MANY = auto()
    AT_LEAST_ONE = auto()


class Attribute(msgspec.Struct, frozen=True):
    """An attribute: whether it must be there, and the rules for its value."""

    required: bool
    values: tuple[Rule, ...]


class Child(msgspec.Struct, frozen=True, kw_only=True):
    """A child: its count, the rules for its text, its attributes.

    `any_attribute` lets through what the tables do not name; `opaque` keeps the walk out
    of what is inside, which then is no feed vocabulary but markup or foreign data; `bare`
    says that here it holds nothing, whatever elements of its name hold elsewhere.
    """

    count: Count
    text: tuple[Rule, ...] = ()
    attributes: Mapping[str, Attribute] = {}
    any_attribute: bool = False
    opaque: bool = False
    bare: bool = False


COMMON_ATTRIBUTES: dict[str, tuple[Rule, ...]] = {}
"""Attributes that any element may have (`xml:lang`, `xml:base`), with the rules for them."""

CONTAINER = "(container)"
"""What a rule is `on` that runs on every element made of elements alone."""

VOCABULARY: dict[str, dict[str, Child]] = {}
"""Children by the parent's tag, then by their own; tags in lxml's `{namespace}name` form.

The parent of a root is the empty string.
"""


def declare(parents: Iterable[str], children: Mapping[str, Child], *, namespace: str = "") -> None:
    """Allow children, all of one namespace, in each of the parents.

    Raises ValueError where one was declared before: two families would contradict.
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
    """Declare a child that must stand exactly once."""
    return Child(count=Count.ONE, text=text, attributes=attributes or {}, opaque=opaque)


def optional(
    *text: Rule, attributes: Mapping[str, Attribute] | None = None, opaque: bool = False
) -> Child:
    """Declare a child that may stand once."""
    return Child(count=Count.OPTIONAL, text=text, attributes=attributes or {}, opaque=opaque)


def many(
    *text: Rule, attributes: Mapping[str, Attribute] | None = None, opaque: bool = False
) -> Child:
    """Declare a child that may stand any number of times."""
    return Child(count=Count.MANY, text=text, attributes=attributes or {}, opaque=opaque)


def some(*text: Rule, attributes: Mapping[str, Attribute] | None = None) -> Child:
    """Declare a child that must stand once or more."""
    return Child(count=Count.AT_LEAST_ONE, text=text, attributes=attributes or {})


def loose(*text: Rule, once: bool = False) -> Child:
    """Declare a child of which only the text is checked: its attributes are its own affair."""
    count = Count.OPTIONAL if once else Count.MANY
    return Child(count=count, text=text, any_attribute=True, opaque=True)


def reference(attributes: Mapping[str, Attribute]) -> Child:
    """Declare a child that stands at most once and only points at another element."""
    return Child(count=Count.OPTIONAL, attributes=attributes, bare=True)


def need(*values: Rule) -> Attribute:
    """Declare an attribute that must be there."""
    return Attribute(required=True, values=values)


def may(*values: Rule) -> Attribute:
    """Declare an attribute that may be there."""
    return Attribute(required=False, values=values)
