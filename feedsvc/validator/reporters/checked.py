"""What reporters are given, and the plain text that is safe to print of it."""

from typing import NamedTuple

from feedsvc.validator.finding import Report


class Checked(NamedTuple):
    """A document that was checked: its name as given, its bytes, and the report.

    `error` says why it could not be read; its report is then empty. `data` may be empty
    where nothing was found: it is there to show places.
    """

    name: str
    data: bytes
    report: Report
    error: str = ""

    @property
    def valid(self) -> bool:
        """Whether it was read and no finding is an error."""
        return not self.error and self.report.valid


_PICTURES = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}
_DIRECTIONS = dict.fromkeys(
    [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
_UNSAFE = _PICTURES | dict.fromkeys(range(0x80, 0xA0), 0xFFFD) | dict.fromkeys(_DIRECTIONS, 0xFFFD)


def safe(text: str) -> str:
    """Return a line that no terminal takes for commands, as long as it was.

    A document can hold escape sequences and marks that turn the direction of what follows;
    controls become the pictures that Unicode has of them, the rest U+FFFD.
    """
    return text.translate(_UNSAFE)
