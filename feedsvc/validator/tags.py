"""Where things stand in the text: start tags, attributes, lines and columns."""

import re
from array import array
from functools import cached_property

from feedsvc.validator.lines import Lines

_OPENING = re.compile(r"<[^/]")
DOCTYPE = re.compile(
    r"""<!(?i:DOCTYPE)(?:[^\[>"']++|"[^"]*+"|'[^']*+')*+"""
    r"""(?:\[(?:[^\]"'<]++|"[^"]*+"|'[^']*+'|<!--.*?-->|<\?.*?\?>|<(?!!--|\?))*+\]\s*+)?>""",
    re.DOTALL,
)
"""A DOCTYPE with its internal subset, where declarations, comments and quotes may hold a `]`."""

_ENDS = (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"))
"""What is no tag, by its first characters and its last."""
_LONGEST_TAG = 4000
_TAG_END = re.compile(r"""(?:[^"'>]|"[^"]*"|'[^']*')*>""")


class TagIndex:
    """The start tags of a text, in document order: the nth belongs to the nth element.

    libxml2 gives an element's line only, and the parser's end of the start tag at that;
    so the place of a finding is looked up in the text, once there is a finding.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def starts(self) -> "array[int]":
        """Offsets of `<` of each start tag."""
        text, starts = self._text, array("Q")
        found = _OPENING.search(text)
        while found:
            at = found.start()
            if text[at + 1] in "!?":
                at = self._after_markup(at)
            else:
                starts.append(at)
                at += 1
            found = _OPENING.search(text, at)
        return starts

    def _after_markup(self, start: int) -> int:
        for opening, closing in _ENDS:
            if self._text.startswith(opening, start):
                end = self._text.find(closing, start + len(opening))
                return end + len(closing) if end >= 0 else len(self._text)
        found = DOCTYPE.match(self._text, start)
        return found.end() if found else start + 1

    @cached_property
    def lines(self) -> Lines:
        """Where each line begins."""
        return Lines(self._text)

    def place(self, offset: int) -> tuple[int, int]:
        """Give line and column, both from 1."""
        return self.lines.place(offset)

    def attribute(self, start: int, name: str) -> int:
        """Give the offset of an attribute's name in the start tag at `start`, else `start`."""
        end = self.end(start)
        found = re.compile(rf"\s((?:[\w.-]+:)?{re.escape(name)})\s*=").search(
            self._text, start, end
        )
        return found.start(1) if found else start

    def end(self, start: int) -> int:
        """Give the offset after the start tag at `start`."""
        found = _TAG_END.match(self._text, start + 1, start + _LONGEST_TAG)
        return found.end() if found else start + _LONGEST_TAG
