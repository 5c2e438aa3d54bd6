"""What reporters are given, and the plain text that is safe to print of it."""

from collections import Counter
from typing import NamedTuple

from feedsvc.validator.collector import MOST_PER_CODE
from feedsvc.validator.finding import Report, Severity


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


class Tally:
    """Counts documents and findings as they are written."""

    def __init__(self) -> None:
        self._documents = self._unread = 0
        self._capped = False
        self._found: Counter[Severity] = Counter()

    def add(self, one: Checked) -> None:
        """Count a document, and what was found in it."""
        self._documents += 1
        self._unread += bool(one.error)
        codes = Counter(finding.code for finding in one.report.findings)
        self._capped |= any(count >= MOST_PER_CODE for count in codes.values())
        self._found.update(finding.severity for finding in one.report.findings)

    def line(self) -> str:
        """Return `3 documents: 1 error, 2 warnings`, and infos and unread ones if any.

        Where there may be more findings of a code than are kept, it says so.
        """
        parts = [_number(self._found[each], each.value) for each in list(Severity)[:2]]
        if self._found[Severity.INFO]:
            parts.append(_number(self._found[Severity.INFO], Severity.INFO.value))
        if self._unread:
            parts.append(f"{self._unread} not read")
        capped = f"; of one code, {MOST_PER_CODE} at most are listed" if self._capped else ""
        return f"{_number(self._documents, 'document')}: {', '.join(parts)}{capped}"


def _number(count: int, noun: str) -> str:
    plural = "" if count == 1 or noun == "info" else "s"
    return f"{count} {noun}{plural}"
