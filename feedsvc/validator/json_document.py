"""A JSON Feed under check, and one value of it, as rules see them."""

from collections.abc import Iterator
from typing import Any, NamedTuple

Pointers = Iterator[tuple[str, str]]
"""What rules of JSON give: a pointer below the value they looked at, and a message."""

OBJECT = "(object)"
"""What a rule is `on` that runs on every object the vocabulary knows."""


class JsonFeed(NamedTuple):
    """The whole feed; `keys_twice` are pointers to keys that were told before."""

    root: Any
    version: str
    location: str | None
    keys_twice: tuple[str, ...]

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
