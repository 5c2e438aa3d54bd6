"""How much memory a document takes once it is read, so that this has a bound.

Figures are what libxml2 and CPython were seen to take on 64 bits: within a tenth for feeds,
for lists of feeds and for documents of one piece repeated.
"""

import re
import sys
from typing import NamedTuple

TIMES = 6
"""What a document may take, as a multiple of its bytes; the bytes and the text are in it."""

ALLOWANCE = 40 * 1024 * 1024
"""Bytes that a document of any size may take, less than Python and lxml take without one."""

_NODE, _TEXT, _ATTRIBUTE, _NEW_NAME = 128, 128, 240, 250
"""Bytes that libxml2 takes for an element, for a text beside its characters, for an attribute."""

_SMALL = 100
"""A document of which so many times the length finds room does so whatever it holds."""

_WITHIN_NODE = 15
"""Characters of a text that its node holds itself."""

_GROWTH = 1.5
"""What a long text takes for each of its characters: its room is doubled as it grows."""

_CUT_AT = 0.6
"""Which part of the room is filled where a document is cut: names and places take some, too."""

_OBJECT, _KEY, _NEW_KEY, _LIST, _NUMBER, _COMMA = 64, 24, 290, 88, 32, 10
"""Bytes that CPython takes for what JSON holds; of a key it keeps one string for all objects."""

# what never ends goes to the end of the text, so that it is looked for once
_PIECE = re.compile(
    r"<!--(?:.*?-->|.*)|<!\[CDATA\[(?:.*?\]\]>|.*)|<\?(?:.*?\?>|.*)|</[^<>]*+>?|&[^#;&\s]{1,200}+;"
    r"""|<(?P<name>[^!?/<>\s][^<>"'/\s]*+)[^<>"']*+(?:"[^"]*+"[^<>"']*+|'[^']*+'[^<>"']*+)*+>?""",
    re.DOTALL,
)
_VALUE = re.compile(r"""=\s*+["']""")
_TOKEN = re.compile(
    r'"(?P<string>(?:[^"\\]|\\.)*+)(?:"(?P<key>\s*+:)?)?|[{\[,]|\d[\d.eE+-]*+', re.DOTALL
)
_COSTS = {"{": _OBJECT, "[": _LIST, ",": _COMMA}


class Cut(NamedTuple):
    """Where a text is cut, before a start tag, and the names of the elements open there."""

    offset: int
    names: tuple[str, ...]


def room(size: int, text: str) -> int:
    """Give how many bytes are left for what a document of `size` bytes is read into."""
    return max(TIMES * size, ALLOWANCE) - size - sys.getsizeof(text)


def cut(text: str, length: int, most: int, *, entities: bool) -> Cut | None:
    """Tell where an XML text has to be cut for its tree to find room; None where it has it all.

    `length` is that of the text in UTF-8 and `most` the room, both in bytes. Where `entities`
    may be declared, each reference to one is a node of the tree.
    """
    if _SMALL * length <= most or _at_most(text, length, entities=entities) <= most:
        return None
    tree = _Tree(entities=entities)
    found: Cut | None = None
    for piece in _PIECE.finditer(text):
        depth = len(tree.names)
        tree.add(piece)
        if found is None and piece["name"] and tree.taken > _CUT_AT * most:
            found = Cut(piece.start(), tuple(tree.names[:depth]))
        if tree.taken > most:
            return found or Cut(piece.start(), tuple(tree.names[:depth]))
    return None


def finds_room(text: str, most: int) -> bool:
    """Tell whether what a JSON text holds takes at most so many bytes."""
    marks = {**_COSTS, ",": _COMMA + _NUMBER, ":": _NEW_KEY, '"': sys.getsizeof("é")}
    upper = sys.getsizeof(text) + sum(text.count(mark) * cost for mark, cost in marks.items())
    if upper <= most:
        return True
    taken, keys = 0, set[str]()
    for token in _TOKEN.finditer(text):
        string = token["string"]
        if string is None:
            taken += _COSTS.get(token.group(), _NUMBER)
        elif not token["key"]:
            taken += sys.getsizeof(string)
        elif string in keys:
            taken += _KEY
        else:
            keys.add(string)
            taken += _NEW_KEY
        if taken > most:
            return False
    return True


class _Tree:
    """What libxml2 keeps of a text, one piece of markup after the other."""

    def __init__(self, *, entities: bool) -> None:
        self.taken = 0.0
        self.names: list[str] = []
        """The elements that are open."""
        self._known: set[str] = set()
        self._entities = entities
        self._end = 0
        self._length = 0

    def add(self, piece: re.Match[str]) -> None:
        """Add a piece, and the text before it."""
        markup, name = piece.group(), piece["name"]
        self._length += piece.start() - self._end
        self._end = piece.end()
        if name:
            self._end_text()
            self._add_tag(markup, name)
        elif markup.startswith("</"):
            self._end_text()
            del self.names[-1:]
        elif markup[0] == "&" and self._entities:
            self._end_text()
            self.taken += _NODE
        elif not markup.startswith(("<?", "<!--")):
            # CDATA and characters by number are one text with what stands around them
            self._length += len(markup)

    def _end_text(self) -> None:
        if self._length:
            self.taken += _TEXT
        if self._length > _WITHIN_NODE:
            self.taken += _GROWTH * self._length
        self._length = 0

    def _add_tag(self, markup: str, name: str) -> None:
        if name not in self._known:
            self._known.add(name)
            self.taken += _NEW_NAME
        values = sum(1 for _ in _VALUE.finditer(markup))
        self.taken += _NODE + (values * _ATTRIBUTE + len(markup) if values else 0)
        if not markup.endswith("/>"):
            self.names.append(name)


def _at_most(text: str, length: int, *, entities: bool) -> float:
    """Give an upper bound without looking at what stands where: markup in CDATA is counted, too."""
    nodes = text.count("<") + (text.count("&") if entities else 0)
    values = text.count('="') + text.count("='") + text.count("= ") + text.count("=\n")
    return nodes * (_NODE + _TEXT + _NEW_NAME) + values * _ATTRIBUTE + _GROWTH * length
