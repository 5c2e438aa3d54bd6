"""The line that counts, which ends what people read."""

from collections import Counter

from feedsvc.validator.collected import MOST_PER_CODE
from feedsvc.validator.finding import Severity
from feedsvc.validator.reporters.checked import Checked


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
