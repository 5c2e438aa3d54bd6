"""Checked documents, the line that counts their findings, and text that is safe to print."""

from collections import Counter
from typing import NamedTuple

from feedsvc.validator.collector import MOST_PER_CODE
from feedsvc.validator.finding import Report, Severity


class Checked(NamedTuple):
    """A checked document: its name as given, its bytes, and the report.

    `error` says why it could not be read; its report is then empty. `data` is used to show
    source lines, and may be empty if there are no findings.
    """

    name: str
    data: bytes
    report: Report
    error: str = ""

    @property
    def valid(self) -> bool:
        """Whether it could be read and no finding is an error."""
        return not self.error and self.report.valid


class Tally:
    """Counts documents and findings as they are reported."""

    def __init__(self) -> None:
        self._documents = self._unread = 0
        self._capped = False
        self._found: Counter[Severity] = Counter()

    def add(self, one: Checked) -> None:
        """Count a document and its findings."""
        self._documents += 1
        self._unread += bool(one.error)
        codes = Counter(finding.code for finding in one.report.findings)
        self._capped |= any(count >= MOST_PER_CODE for count in codes.values())
        self._found.update(finding.severity for finding in one.report.findings)

    def line(self) -> str:
        """Return `3 documents: 1 error, 2 warnings`, with infos and unread documents if any.

        The line says so if there may be more findings of a code than are listed.
        """
        parts = [_number(self._found[each], each.value) for each in list(Severity)[:2]]
        if self._found[Severity.INFO]:
            parts.append(_number(self._found[Severity.INFO], Severity.INFO.value))
        if self._unread:
            parts.append(f"{self._unread} not read")
        capped = f"; at most {MOST_PER_CODE} of each rule are listed" if self._capped else ""
        return f"{_number(self._documents, 'document')}: {', '.join(parts)}{capped}"


def _number(count: int, noun: str) -> str:
    plural = "" if count == 1 or noun == "info" else "s"
    return f"{count} {noun}{plural}"


_CONTROL_PICTURES = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}
_DIRECTIONS = [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_UNSAFE = _CONTROL_PICTURES | dict.fromkeys((*range(0x80, 0xA0), *_DIRECTIONS), 0xFFFD)


def safe(text: str) -> str:
    """Return a line without characters that terminals interpret, of the same length.

    A document can contain escape sequences, and marks that change the text direction. Control
    characters become their Unicode pictures (U+2400 and following), the others U+FFFD.
    """
    return text.translate(_UNSAFE)
