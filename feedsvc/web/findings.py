"""A report as people read it: grouped by rule, errors first, no longer than useful."""

from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from feedsvc.validator import Finding, Report, Severity
from feedsvc.validator.collected import MOST_PER_CODE
from feedsvc.validator.registry import Code
from feedsvc.validator.rulebook import codes
from feedsvc.web.visible import short

SHOWN_PER_RULE, SHOWN = 50, 500
"""How many findings are shown of one rule, and of all."""


class Note(NamedTuple):
    """A finding as shown; `number` counts from 1, line and column as in `Finding`."""

    number: int
    code: str
    severity: Severity
    message: str
    line: int
    column: int
    path: str


class Group(NamedTuple):
    """The findings of one code; `hidden` is how many of the `total` are not in `notes`."""

    code: Code
    spec: str
    notes: tuple[Note, ...]
    total: int
    hidden: int

    @property
    def capped(self) -> bool:
        """Whether the validator stopped counting: it keeps so many findings of a code."""
        return self.total >= MOST_PER_CODE


def group(report: Report) -> list[Group]:
    """Return the findings by code: errors first, then in the order of the document."""
    found: dict[str, list[Finding]] = {}
    for finding in sorted(report.findings, key=lambda finding: rank(finding.severity)):
        found.setdefault(finding.code, []).append(finding)
    known = codes()
    groups: list[Group] = []
    shown = 0
    for code, findings in found.items():
        most = min(SHOWN_PER_RULE, SHOWN - shown)
        notes = tuple(
            _note(number, finding)
            for number, finding in enumerate(islice(findings, most), shown + 1)
        )
        shown += len(notes)
        groups.append(_group(known[code], findings, notes))
    return groups


def tally(report: Report) -> list[tuple[Severity, int]]:
    """Return how many findings there are of each severity that there is."""
    counts = Counter(finding.severity for finding in report.findings)
    return [(severity, counts[severity]) for severity in Severity if counts[severity]]


def rank(severity: Severity) -> int:
    """Return 0 for what matters most."""
    return list(Severity).index(severity)


def _group(code: Code, findings: Sequence[Finding], notes: tuple[Note, ...]) -> Group:
    first = findings[0]
    return Group(code, first.spec, notes, len(findings), len(findings) - len(notes))


def _note(number: int, finding: Finding) -> Note:
    return Note(
        number,
        finding.code,
        finding.severity,
        short(finding.message),
        finding.line,
        finding.column,
        short(finding.path),
    )
