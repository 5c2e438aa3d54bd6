"""What the validator says: findings, and the report that holds them."""

from enum import StrEnum

import msgspec


class Severity(StrEnum):
    """How much a finding matters: an error breaks readers, a warning some, info none."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing the validator says.

    `line` and `column` count from 1 (0 where the place is the whole document), `path` is
    an XPath or JSON Pointer to the place, `spec` the URL of the section that asks for it.
    """

    code: str
    severity: Severity
    message: str
    line: int = 0
    column: int = 0
    path: str = ""
    spec: str = ""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What was found in one document; `format` is its name (`rss 2.0`, `atom 1.0`, ...)."""

    format: str
    findings: tuple[Finding, ...] = ()

    @property
    def valid(self) -> bool:
        """Whether no finding is an error."""
        return not any(finding.severity is Severity.ERROR for finding in self.findings)
