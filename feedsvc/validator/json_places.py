"""Where the values of a JSON text stand, by JSON Pointer; made only when asked."""

import re
from bisect import bisect_right
from functools import cached_property

_TOKEN = re.compile(r'[{}\[\],:]|"(?:[^"\\]|\\.)*"|[^\s{}\[\],:"]+', re.DOTALL)


class JsonPlaces:
    """The places of a well-formed JSON text."""

    def __init__(self, text: str) -> None:
        self._text = text

    def place(self, pointer: str) -> tuple[int, int]:
        """Give line and column, from 1, of a value; of its key where it has one."""
        while pointer and pointer not in self._offsets:
            pointer = pointer.rpartition("/")[0]
        offset = self._offsets.get(pointer, 0)
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self._text))]

    @property
    def keys_twice(self) -> tuple[str, ...]:
        """Pointers to keys that stand twice in one object: readers keep one of the values."""
        return tuple(self._scanned[1])

    @property
    def _offsets(self) -> dict[str, int]:
        return self._scanned[0]

    @cached_property
    def _scanned(self) -> tuple[dict[str, int], list[str]]:
        """Go over the signs with a stack of pointers."""
        offsets, twice = {"": 0}, []
        path: list[str] = []
        counts: list[int] = []  # the next index in a list, -1 in an object
        key_due = False
        for found in _TOKEN.finditer(self._text):
            sign = found.group(0)
            if sign in "{[":
                counts.append(-1 if sign == "{" else 0)
                path.append("")
                key_due = sign == "{"
                if sign == "[":
                    path[-1] = "0"
                    offsets.setdefault("/" + "/".join(path), _after(self._text, found.end()))
            elif sign in "}]":
                counts.pop()
                path.pop()
                key_due = False
            elif sign == ",":
                if counts and counts[-1] >= 0:
                    counts[-1] += 1
                    path[-1] = str(counts[-1])
                    offsets["/" + "/".join(path)] = _after(self._text, found.end())
                else:
                    key_due = True
            elif key_due and sign[0] == '"':
                path[-1] = _pointer_part(sign)
                pointer = "/" + "/".join(path)
                if pointer in offsets:
                    twice.append(pointer)
                offsets[pointer] = found.start()
                key_due = False
        return offsets, twice


def _after(text: str, offset: int) -> int:
    found = re.compile(r"\s*").match(text, offset)
    return found.end() if found else offset


def _pointer_part(sign: str) -> str:
    name = sign[1:-1]
    if "\\" in name:
        import json  # noqa: PLC0415 - keys with escapes are rare

        name = json.loads(sign)
    return name.replace("~", "~0").replace("/", "~1")
