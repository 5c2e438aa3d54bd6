"""Where the values of a JSON text stand, by JSON Pointer; looked up only when asked."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from feedsvc.validator.collected import MOST_PER_CODE
from feedsvc.validator.lines import Lines

_TOKEN = re.compile(r'[{}\[\],:]|"(?:[^"\\]|\\.)*"|[^\s{}\[\],:"]+', re.DOTALL)
_SPACE = re.compile(r"\s*")


class _Step:
    """A step of the pointers that are looked up; `offset` is None until it is found."""

    __slots__ = ("below", "offset")

    def __init__(self) -> None:
        self.below: dict[str, _Step] = {}
        self.offset: int | None = None


class JsonPlaces:
    """The places of some values of a well-formed JSON text.

    Those that are asked for are told before: all pointers of a deep text together may be
    longer than any memory.
    """

    def __init__(self, text: str, pointers: Iterable[str]) -> None:
        self._text = text
        self._root = _Step()
        for pointer in pointers:
            step = self._root
            for part in pointer.split("/")[1:]:
                step = step.below.setdefault(part, _Step())
        self._find()

    def place(self, pointer: str) -> tuple[int, int]:
        """Give line and column, from 1, of a value; of its key where it has one.

        Of a value that is not there, those of the innermost that is.
        """
        step, offset = self._root, 0
        for part in pointer.split("/")[1:]:
            below = step.below.get(part)
            if below is None or below.offset is None:
                break
            step, offset = below, below.offset
        return self._lines.place(offset)

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self._text)

    def _find(self) -> None:
        steps: list[_Step | None] = [self._root]
        for depth, part, offset in _values(self._text):
            del steps[depth:]
            above = steps[-1]
            step = above.below.get(part) if above else None
            if step:
                step.offset = offset
            steps.append(step)


def keys_twice(text: str) -> tuple[str, ...]:
    """Give pointers to keys that stand twice in one object: readers keep one of the values.

    No more of them are given than are shown.
    """
    twice: list[str] = []
    path: list[str] = []
    known: list[set[str]] = []
    for depth, part, _offset in _values(text):
        del path[depth - 1 :], known[depth:]
        if len(known) < depth:
            known.append(set())
        if part in known[-1]:
            twice.append("/" + "/".join([*path, part]))
            if len(twice) == MOST_PER_CODE:
                break
        known[-1].add(part)
        path.append(part)
    return tuple(twice)


def _values(text: str) -> Iterator[tuple[int, str, int]]:
    """Give each value below the top: its depth, its part of the pointer, where it begins."""
    counts: list[int] = []  # the next index in a list, -1 in an object
    key_due = False
    for found in _TOKEN.finditer(text):
        sign = found.group(0)
        if sign in "{[":
            counts.append(-1 if sign == "{" else 0)
            key_due = sign == "{"
            if sign == "[":
                yield len(counts), "0", _after(text, found.end())
        elif sign in "}]":
            counts.pop()
            key_due = False
        elif sign == ",":
            key_due = counts[-1] < 0
            if not key_due:
                counts[-1] += 1
                yield len(counts), str(counts[-1]), _after(text, found.end())
        elif key_due and sign[0] == '"':
            yield len(counts), _pointer_part(sign), found.start()
            key_due = False


def _after(text: str, offset: int) -> int:
    found = _SPACE.match(text, offset)
    return found.end() if found else offset


def _pointer_part(sign: str) -> str:
    name = sign[1:-1]
    if "\\" in name:
        import json  # noqa: PLC0415 - keys with escapes are rare

        name = json.loads(sign)
    return name.replace("~", "~0").replace("/", "~1")
