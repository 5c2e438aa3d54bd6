"""Lines and columns of a text."""

from array import array

_BLOCK = 4096


class Lines:
    """Tells the line and column of offsets into a text.

    A text may be line ends alone, so that a list of them would be many times its size: they
    are counted by blocks.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._before = array("Q", [0])
        self._begins = array("Q", [0])
        for start in range(0, len(text), _BLOCK):
            end = start + _BLOCK
            last = text.rfind("\n", start, end) + 1
            self._before.append(self._before[-1] + text.count("\n", start, end))
            self._begins.append(last or self._begins[-1])

    def place(self, offset: int) -> tuple[int, int]:
        """Give line and column, both from 1."""
        block = min(offset // _BLOCK, len(self._before) - 1)
        start = block * _BLOCK
        line = self._before[block] + self._text.count("\n", start, offset) + 1
        begins = self._text.rfind("\n", start, offset) + 1 or self._begins[block]
        return line, offset - begins + 1
