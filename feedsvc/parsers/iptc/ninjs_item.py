"""An object of ninjs, with keys compared without case and underscores."""

from collections.abc import Iterable, Mapping
from typing import Any

from feedsvc.parsers.values import text_of


class Item:
    """An item or a nested object: its values, and the lines of its keys.

    Names are passed in lower case without underscores. Of several names, the first one with a
    value other than null counts.
    """

    def __init__(
        self, values: Mapping[str, Any], lines: Mapping[str, int] | None = None, line: int = 1
    ) -> None:
        self.values: dict[str, Any] = {}
        for key, value in values.items():
            if value is not None:
                self.values.setdefault(normal(key), value)
        self._lines = {normal(key): at for key, at in (lines or {}).items()}
        self._line = line

    def has(self, name: str) -> bool:
        """Return whether a key has a value other than null."""
        return name in self.values

    def get(self, *names: str) -> Any:  # noqa: ANN401 - any value of JSON
        """Return the first value of some keys, or None."""
        return next((self.values[name] for name in names if name in self.values), None)

    def text(self, *names: str) -> str:
        """Return the first text of some keys as one line without markup, or an empty string."""
        return next((text for name in names if (text := plain(self.values.get(name)))), "")

    def line(self, *names: str) -> int:
        """Return the line of the first key that exists, or that of the object."""
        return next((self._lines[name] for name in names if name in self._lines), self._line)

    def objects(self, *names: str) -> list["Item"]:
        """Return the objects in a list or in an object by name, or a single object.

        In an object by name, each name is added under `key`. A string becomes an object with that
        name.
        """
        found: list[Item] = []
        for name in names:
            value, line = self.values.get(name), self.line(name)
            if isinstance(value, dict) and value and all(map(_is_object, value.values())):
                keyed = ((key, each) for key, each in value.items())
                found += [Item({**each, "key": key}, line=line) for key, each in keyed]
            else:
                found += [Item(each, line=line) for each in _objects(value)]
        return found

    @property
    def role(self) -> str:
        """The role of a text or a person, in lower case and without a prefix."""
        return self.text("role", "rel").rpartition(":")[2].rpartition("/")[2].lower()


def normal(key: str) -> str:
    """Return a key as spelled in all versions of ninjs."""
    return key.lower().replace("_", "")


def plain(value: object) -> str:
    """Return a text or a number as one line without markup; empty for other values."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return text_of(value) or ""


def _is_object(value: object) -> bool:
    return isinstance(value, dict)


def _objects(value: object) -> Iterable[dict[str, Any]]:
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            yield each
        elif isinstance(each, str) and each.strip():
            yield {"name": each}
