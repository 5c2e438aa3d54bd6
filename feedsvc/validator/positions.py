"""Positions in a text: lines and columns, start tags of XML, values of JSON."""

import json
import re
from array import array
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice

from feedsvc.validator.collector import MOST_PER_CODE

_BLOCK = 4096

_OPENING = re.compile(r"<[^/]")
DOCTYPE = re.compile(
    r"""<!(?i:DOCTYPE)(?:[^\[>"']++|"[^"]*+"|'[^']*+')*+"""
    r"""(?:\[(?:[^\]"'<]++|"[^"]*+"|'[^']*+'|<!--.*?-->|<\?.*?\?>|<(?!!--|\?))*+\]\s*+)?>""",
    re.DOTALL,
)
"""A DOCTYPE with its internal subset, where declarations, comments and quotes can hold a `]`."""
_ENDS = (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"))
"""How markup other than tags begins and ends."""
_LONGEST_TAG = 4000
_TAG_END = re.compile(r"""(?:[^"'>]|"[^"]*"|'[^']*')*>""")

_TOKEN = re.compile(r'[{}\[\],:]|"(?:[^"\\]|\\.)*"|[^\s{}\[\],:"]+', re.DOTALL)
_SPACE = re.compile(r"\s*")


class Lines:
    """The line and column of offsets into a text.

    Line ends are counted by blocks, as far as needed: a list of all of them could be many times the
    text's size.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._before = array("Q", [0])
        self._begins = array("Q", [0])

    def position(self, offset: int) -> tuple[int, int]:
        """Return the line and column of an offset, both from 1."""
        block = min(offset, len(self._text)) // _BLOCK
        self._count(block)
        start = block * _BLOCK
        line = self._before[block] + self._text.count("\n", start, offset) + 1
        begins = self._text.rfind("\n", start, offset) + 1 or self._begins[block]
        return line, offset - begins + 1

    def _count(self, blocks: int) -> None:
        for start in range((len(self._before) - 1) * _BLOCK, blocks * _BLOCK, _BLOCK):
            end = start + _BLOCK
            last = self._text.rfind("\n", start, end) + 1
            self._before.append(self._before[-1] + self._text.count("\n", start, end))
            self._begins.append(last or self._begins[-1])


class TagIndex:
    """The start tags of a text, in document order: the nth belongs to the nth element.

    libxml2 knows only an element's line, and it is that of the end of the start tag. So the
    position of a finding is looked up in the text, and only if there is a finding.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: array[int] = array("Q")
        self._later = self._find()

    def __len__(self) -> int:
        """Return the number of start tags."""
        self._starts.extend(self._later)
        return len(self._starts)

    def start(self, number: int) -> int:
        """Return the offset of the `<` of a start tag, by its number from 0."""
        self._starts.extend(islice(self._later, max(number + 1 - len(self._starts), 0)))
        return self._starts[number]

    def position(self, offset: int) -> tuple[int, int]:
        """Return the line and column of an offset, both from 1."""
        return self._lines.position(offset)

    def attribute(self, start: int, name: str) -> int:
        """Return the offset of an attribute's name in the start tag at `start`, else `start`."""
        found = _TAG_END.match(self._text, start + 1, start + _LONGEST_TAG)
        end = found.end() if found else start + _LONGEST_TAG
        pattern = re.compile(rf"\s((?:[\w.-]+:)?{re.escape(name)})\s*=")
        found = pattern.search(self._text, start, end)
        return found.start(1) if found else start

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self._text)

    def _find(self) -> Iterator[int]:
        found = _OPENING.search(self._text)
        while found:
            at = found.start()
            if self._text[at + 1] in "!?":
                at = self._after_markup(at)
            else:
                yield at
                at += 1
            found = _OPENING.search(self._text, at)

    def _after_markup(self, start: int) -> int:
        for opening, closing in _ENDS:
            if self._text.startswith(opening, start):
                end = self._text.find(closing, start + len(opening))
                return end + len(closing) if end >= 0 else len(self._text)
        found = DOCTYPE.match(self._text, start)
        return found.end() if found else start + 1


class JsonPositions:
    """The positions of some values of a well-formed JSON text, by JSON Pointer.

    The pointers are given in advance: all pointers of a deeply nested text together could
    exceed any memory.
    """

    def __init__(self, text: str, pointers: Iterable[str]) -> None:
        self._text = text
        self._root = _Step()
        for pointer in pointers:
            step = self._root
            for part in pointer.split("/")[1:]:
                step = step.below.setdefault(part, _Step())
        if self._root.below:
            self._find()

    def position(self, pointer: str) -> tuple[int, int]:
        """Return the line and column of a value, or of its key if it has one, both from 1.

        For a missing value, they are those of the innermost value above it.
        """
        step, offset = self._root, 0
        for part in pointer.split("/")[1:]:
            below = step.below.get(part)
            if below is None or below.offset is None:
                break
            step, offset = below, below.offset
        return self._lines.position(offset)

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


class _Step:
    """A step of the pointers; `offset` is None until its value is found."""

    __slots__ = ("below", "offset")

    def __init__(self) -> None:
        self.below: dict[str, _Step] = {}
        self.offset: int | None = None


def duplicate_keys(text: str) -> tuple[str, ...]:
    """Return pointers to keys that occur twice in one object, at most as many as are reported."""
    duplicates: list[str] = []
    path: list[str] = []
    known: list[set[str]] = []
    for depth, part, _offset in _values(text):
        del path[depth - 1 :], known[depth:]
        if len(known) < depth:
            known.append(set())
        if part in known[-1]:
            duplicates.append("/" + "/".join([*path, part]))
            if len(duplicates) == MOST_PER_CODE:
                break
        known[-1].add(part)
        path.append(part)
    return tuple(duplicates)


def _values(text: str) -> Iterator[tuple[int, str, int]]:
    """Yield each value below the top: its depth, its part of the pointer, its offset."""
    counts: list[int] = []  # the next index in a list, -1 in an object
    key_due = False
    for found in _TOKEN.finditer(text):
        sign = found.group(0)
        if sign in "{[":
            counts.append(-1 if sign == "{" else 0)
            key_due = sign == "{"
            if sign == "[":
                yield len(counts), "0", _after_space(text, found.end())
        elif sign in "}]":
            counts.pop()
            key_due = False
        elif sign == ",":
            key_due = counts[-1] < 0
            if not key_due:
                counts[-1] += 1
                yield len(counts), str(counts[-1]), _after_space(text, found.end())
        elif key_due and sign[0] == '"':
            yield len(counts), escape_key(_key(sign)), found.start()
            key_due = False


def _after_space(text: str, offset: int) -> int:
    found = _SPACE.match(text, offset)
    return found.end() if found else offset


def _key(token: str) -> str:
    return str(json.loads(token)) if "\\" in token else token[1:-1]


def escape_key(name: str) -> str:
    """Write a key as a part of a JSON Pointer (RFC 6901 section 3)."""
    return name.replace("~", "~0").replace("/", "~1")
