"""What rules found in one document, until it is made into findings."""

from typing import Any, NamedTuple

from feedsvc.validator.finding import Finding
from feedsvc.validator.registry import CODES, Rule

MOST_PER_CODE = 100
"""Findings of one code that are kept: a document of 100,000 wrong dates has one fault."""

LONGEST_MESSAGE = 600
"""Characters of a message: a value that it quotes may be as long as the document."""


class RawFinding(NamedTuple):
    """One thing found; `place` is what its engine can turn into line, column and path."""

    rule: Rule
    place: Any
    message: str


class Collector:
    """Things found, no more of each code than people can use, so that memory has a bound."""

    def __init__(self, *traits: str) -> None:
        """Make an empty collection for a document, of which rules may ask its format's name."""
        self.found: list[RawFinding] = []
        self.full: set[str] = set()
        """Codes of which enough was found: no need to look for more."""
        self._traits = frozenset(traits)
        self._counts: dict[str, int] = {}
        self._said: set[tuple[str, str]] = set()

    def add(self, rule: Rule, place: object, message: str) -> None:
        """Keep what was found, unless enough of it is kept or the rule does not hold here."""
        count = self._counts.get(rule.code, 0)
        if count >= MOST_PER_CODE or (rule.unless and rule.unless in self._traits):
            return
        if rule.once:
            said = (rule.code, _shortened(message))
            if said in self._said:
                return
            self._said.add(said)
        self._counts[rule.code] = count + 1
        if count + 1 == MOST_PER_CODE:
            self.full.add(rule.code)
        self.found.append(RawFinding(rule, place, _shortened(message)))


def finding(found: RawFinding, line: int = 0, column: int = 0, path: str = "") -> Finding:
    """Make a finding of what was found, at a place."""
    return Finding(
        code=found.rule.code,
        severity=CODES[found.rule.code].severity,
        message=found.message,
        line=line,
        column=column,
        path=path,
        spec=found.rule.spec,
    )


def _shortened(message: str) -> str:
    if len(message) <= LONGEST_MESSAGE:
        return message
    half = LONGEST_MESSAGE // 2
    return f"{message[:half]} … {message[-half:]}"


def in_document_order(findings: list[Finding]) -> tuple[Finding, ...]:
    """Put findings into the order of the document."""
    return tuple(sorted(findings, key=lambda one: (one.line, one.column)))
