"""The vocabulary of JSON Feed: keys by place, with type and the rules for their values."""

from collections.abc import Mapping
from typing import Literal

import msgspec

from feedsvc.validator.registry import Rule

JsonType = Literal["string", "number", "boolean", "array", "object", "id"]

TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "id": (str, int, float),
}
"""Python's types for those of JSON; an id may be a number, which readers turn into text."""


class Key(msgspec.Struct, frozen=True):
    """A key: its type, whether it must be there, the rules for its value, since which version."""

    type: JsonType
    required: bool = False
    values: tuple[Rule, ...] = ()
    since: str = "1.0"


KEYS: dict[str, dict[str, Key]] = {}
"""Keys by the place of their object: empty for the top, `/items/*` for each item."""


def declare_keys(places: tuple[str, ...], keys: Mapping[str, Key]) -> None:
    """Allow keys in the objects at each of the places.

    Raises ValueError where one was declared before.
    """
    for place in places:
        known = KEYS.setdefault(place, {})
        for name, key in keys.items():
            if name in known:
                raise ValueError(f"{name} in {place or 'the top'} is declared twice")
            known[name] = key


def text(*values: Rule, required: bool = False, since: str = "1.0") -> Key:
    """Declare a string."""
    return Key("string", required, values, since)


def of_type(kind: JsonType, *, required: bool = False, since: str = "1.0") -> Key:
    """Declare a value that is no string."""
    return Key(kind, required, (), since)
