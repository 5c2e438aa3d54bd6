"""Limits on the memory that a parsed document takes, estimated before it is parsed.

The figures were measured with libxml2 and CPython on 64-bit machines. The estimates are
within 10 % for feeds, for lists of feeds, and for documents of one repeated piece.
"""

import re
import sys
from typing import NamedTuple

TIMES = 6
"""The memory that a document may take as a multiple of its size, bytes and text included."""

ALLOWANCE = 40 * 1024 * 1024
"""Bytes that a document of any size may take: fewer than Python and lxml take on their own."""

_NODE, _TEXT, _ATTRIBUTE, _NEW_NAME = 128, 128, 240, 250
"""Bytes that libxml2 takes for an element, a text node without its characters, an attribute."""

_SMALL = 100
"""Any document fits if this many times its length does."""

_WITHIN_NODE = 15
"""How many characters of a text are stored in its node."""

_GROWTH = 1.5
"""Bytes for each character of a long text: its buffer is doubled as it grows."""

_CUT_AT = 0.6
"""The share of the memory to fill before a cut: names and positions need some as well."""

_OBJECT, _KEY, _NEW_KEY, _LIST, _NUMBER, _COMMA = 64, 24, 290, 88, 32, 10
"""Bytes that CPython takes for JSON values; all objects share the string of a key."""

# a construct without an end extends to the end of the text, so that it is searched once
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
    """Where a text is cut, before a start tag, and the names of the open elements."""

    offset: int
    names: tuple[str, ...]


def room(size: int, text: str) -> int:
    """Return how many bytes are left for the tree of a document of `size` bytes."""
    return max(TIMES * size, ALLOWANCE) - size - sys.getsizeof(text)


def cut(text: str, length: int, most: int, *, entities: bool) -> Cut | None:
    """Return where to cut an XML text so that its tree fits in memory; None if all of it does.

    `length` is the text's in UTF-8 and `most` the memory available, both in bytes. If
    `entities` may be declared, each reference to one becomes a node of the tree.
    """
    if _SMALL * length <= most or _at_most(text, length, entities=entities) <= most:
        return None
    tree = _Tree(entities=entities)
    place: Cut | None = None
    for piece in _PIECE.finditer(text):
        depth = len(tree.names)
        tree.add(piece)
        if place is None and piece["name"] and tree.size > _CUT_AT * most:
            place = Cut(piece.start(), tuple(tree.names[:depth]))
        if tree.size > most:
            return place or Cut(piece.start(), tuple(tree.names[:depth]))
    return None


def json_fits(text: str, most: int) -> bool:
    """Whether the values of a JSON text take at most `most` bytes."""
    # nothing but a key, which a colon follows, takes more for each character than a list
    if sys.getsizeof(text) + _LIST * len(text) + _NEW_KEY * text.count(":") <= most:
        return True
    costs = {**_COSTS, ",": _COMMA + _NUMBER, ":": _NEW_KEY, '"': sys.getsizeof("é")}
    upper = sys.getsizeof(text) + sum(text.count(char) * cost for char, cost in costs.items())
    if upper <= most:
        return True
    size, keys = 0, set[str]()
    for token in _TOKEN.finditer(text):
        string = token["string"]
        if string is None:
            size += _COSTS.get(token.group(), _NUMBER)
        elif not token["key"]:
            size += sys.getsizeof(string)
        elif string in keys:
            size += _KEY
        else:
            keys.add(string)
            size += _NEW_KEY
        if size > most:
            return False
    return True


class _Tree:
    """The size of libxml2's tree, summed up over the pieces of markup in a text."""

    def __init__(self, *, entities: bool) -> None:
        self.size = 0.0
        self.names: list[str] = []
        """The names of the open elements."""
        self._known: set[str] = set()
        self._entities = entities
        self._end = 0
        self._length = 0

    def add(self, piece: re.Match[str]) -> None:
        """Add a piece of markup, and the text before it."""
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
            self.size += _NODE
        elif not markup.startswith(("<?", "<!--")):
            # CDATA and numeric references are in one node with the text around them
            self._length += len(markup)

    def _end_text(self) -> None:
        if self._length:
            self.size += _TEXT
        if self._length > _WITHIN_NODE:
            self.size += _GROWTH * self._length
        self._length = 0

    def _add_tag(self, markup: str, name: str) -> None:
        # an element with a namespace of its own has a name of its own
        name_key = markup if "xmlns" in markup else name
        if name_key not in self._known:
            self._known.add(name_key)
            self.size += _NEW_NAME
        values = sum(1 for _ in _VALUE.finditer(markup))
        self.size += _NODE + (values * _ATTRIBUTE + len(markup) if values else 0)
        if not markup.endswith("/>"):
            self.names.append(name)


def _at_most(text: str, length: int, *, entities: bool) -> float:
    """Return an upper bound from counts alone, which include markup in CDATA."""
    nodes = text.count("<") + (text.count("&") if entities else 0)
    values = text.count("=")
    return nodes * (_NODE + _TEXT + _NEW_NAME) + values * _ATTRIBUTE + _GROWTH * length
