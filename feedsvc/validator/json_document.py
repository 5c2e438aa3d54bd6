"""A JSON Feed as rules see it, and the vocabulary: which keys an object can have."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

import msgspec

from feedsvc.validator.registry import Rule

JsonFaults = Iterator[tuple[str, str]]
"""What rules of JSON yield: a pointer below the value they check, and a message."""

OBJECT = "(object)"
"""For `on`: every object that the vocabulary knows.

Its rules depend only on the keys, the types of their values, and the contents of extensions: an
object with the keys and types of a correct one is not checked again.
"""


class JsonFeed(NamedTuple):
    """The whole feed; `duplicate_keys` are pointers to the second of two equal keys."""

    root: Any
    version: str
    location: str | None
    duplicate_keys: tuple[str, ...]

    @property
    def items(self) -> list[Any]:
        """The items, empty if they are missing or not a list."""
        items = self.root.get("items") if isinstance(self.root, dict) else None
        return items if isinstance(items, list) else []


class JsonValue(NamedTuple):
    """One value; `place` is its pointer with * for each index: `/items/*/attachments/*`."""

    value: Any
    place: str
    feed: JsonFeed

    @property
    def keys(self) -> dict[str, Any]:
        """The keys of an object, empty if the value is not an object."""
        return self.value if isinstance(self.value, dict) else {}


JsonType = Literal["string", "number", "boolean", "array", "object", "id"]

TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "id": (str, int, float),
}
"""Python's types for those of JSON; feed readers convert a number as an id into a string."""


class Key(msgspec.Struct, frozen=True):
    """A key: its type, whether it is required, the rules for its value, its first version."""

    type: JsonType
    required: bool = False
    values: tuple[Rule, ...] = ()
    since: str = "1.0"


KEYS: dict[str, dict[str, Key]] = {}
"""Keys by the place of their object: empty for the feed, `/items/*` for each item."""


def declare_keys(places: tuple[str, ...], keys: Mapping[str, Key]) -> None:
    """Allow keys in the objects at each of the places.

    Raises ValueError for a key that is already declared there.
    """
    for place in places:
        known = KEYS.setdefault(place, {})
        for name, key in keys.items():
            if name in known:
                raise ValueError(f"{name} in {place or 'the feed'} is declared twice")
            known[name] = key


def text(*values: Rule, required: bool = False, since: str = "1.0") -> Key:
    """Declare a key whose value is a string."""
    return Key("string", required, values, since)


def of_type(kind: JsonType, *, required: bool = False, since: str = "1.0") -> Key:
    """Declare a key whose value has another type."""
    return Key(kind, required, (), since)
