"""A JSON Feed under check, and one value of it, as rules see them."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

import msgspec

from feedsvc.validator.registry import Rule

JsonFaults = Iterator[tuple[str, str]]
"""What rules of JSON give: a pointer below the value they looked at, and a message."""

OBJECT = "(object)"
"""What a rule is `on` that runs on every object the vocabulary knows."""


class JsonFeed(NamedTuple):
    """The whole feed; `duplicate_keys` are pointers to keys that were told before."""

    root: Any
    version: str
    location: str | None
    duplicate_keys: tuple[str, ...]

    @property
    def items(self) -> list[Any]:
        """The items, empty where there are none or they are no list."""
        items = self.root.get("items") if isinstance(self.root, dict) else None
        return items if isinstance(items, list) else []


class JsonValue(NamedTuple):
    """One value; `place` names its kind, with * for any index: `/items/*/attachments/*`."""

    value: Any
    place: str
    feed: JsonFeed

    @property
    def keys(self) -> dict[str, Any]:
        """The keys of an object, none where the value is no object."""
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
