"""Collecting what rules find in one document, until it is turned into findings."""

from typing import Any, NamedTuple

from feedsvc.validator.finding import Finding
from feedsvc.validator.registry import CODES, Rule

MOST_PER_CODE = 100
"""How many findings of one code are stored: 100,000 wrong dates in a feed have one cause."""

LONGEST_MESSAGE = 600
"""The most characters of a message: a value that it quotes can be as long as the document."""


class RawFinding(NamedTuple):
    """A rule's result; its engine can turn `place` into a line, a column and a path."""

    rule: Rule
    place: Any
    message: str


class Collector:
    """The raw findings of a document, limited for each code to bound the memory they take."""

    def __init__(self, *traits: str) -> None:
        """Create an empty collector; `traits` are those of the document, which rules can exempt."""
        self.found: list[RawFinding] = []
        self.full: set[str] = set()
        """Codes with as many findings as are stored: their rules need not run any more."""
        self._traits = frozenset(traits)
        self._counts: dict[str, int] = {}
        self._reported: set[tuple[str, str]] = set()

    def add(self, rule: Rule, place: object, message: str) -> None:
        """Store a result, unless the code is full or the rule exempts the document."""
        count = self._counts.get(rule.code, 0)
        if count >= MOST_PER_CODE or (rule.unless and rule.unless in self._traits):
            return
        message = _shortened(message)
        if rule.once:
            if (rule.code, message) in self._reported:
                return
            self._reported.add((rule.code, message))
        self._counts[rule.code] = count + 1
        if count + 1 == MOST_PER_CODE:
            self.full.add(rule.code)
        self.found.append(RawFinding(rule, place, message))


def finding(raw: RawFinding, line: int = 0, column: int = 0, path: str = "") -> Finding:
    """Return the finding for a rule's result at a position and path."""
    return Finding(
        code=raw.rule.code,
        severity=CODES[raw.rule.code].severity,
        message=raw.message,
        line=line,
        column=column,
        path=path,
        spec=raw.rule.spec,
    )


def in_document_order(findings: list[Finding]) -> tuple[Finding, ...]:
    """Return findings sorted by line and column."""
    return tuple(sorted(findings, key=lambda one: (one.line, one.column)))


def _shortened(message: str) -> str:
    if len(message) <= LONGEST_MESSAGE:
        return message
    half = LONGEST_MESSAGE // 2
    return f"{message[:half]} … {message[-half:]}"
