"""One object of ninjs, by keys without case and underscores, whatever the version."""

from collections.abc import Iterable, Mapping
from typing import Any

from feedsvc.parsers.values import text_of


class Item:
    """An item, or an object in one: its values, and the lines on which its keys stand.

    Names are asked for in small letters without underscores; the first that has a value
    that is not null counts.
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
        """Tell whether a key has a value that is not null."""
        return name in self.values

    def get(self, *names: str) -> Any:  # noqa: ANN401 - any value of JSON
        """Return the value of the first name that has one, else None."""
        return next((self.values[name] for name in names if name in self.values), None)

    def text(self, *names: str) -> str:
        """Return the first text in one line that is not empty, without markup; else nothing."""
        return next((text for name in names if (text := plain(self.values.get(name)))), "")

    def line(self, *names: str) -> int:
        """Return the line of the first of some keys, else that of the object."""
        return next((self._lines[name] for name in names if name in self._lines), self._line)

    def objects(self, *names: str) -> list["Item"]:
        """Return the objects of a list, of an object by name, or one alone.

        Those of an object by name have its keys as their names; a text stands for its name.
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
        """The role of a text or a person, in small letters and without a prefix."""
        return self.text("role", "rel").rpartition(":")[2].rpartition("/")[2].lower()


def normal(key: str) -> str:
    """Return a key as all versions of ninjs share it."""
    return key.lower().replace("_", "")


def plain(value: object) -> str:
    """Return a text or a number in one line, without markup; nothing for any other value."""
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
