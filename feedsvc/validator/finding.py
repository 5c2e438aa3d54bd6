"""What the validator says: findings, and the report that holds them."""

from collections.abc import Collection, Iterable
from difflib import get_close_matches
from enum import StrEnum
from fnmatch import fnmatchcase

import msgspec

from feedsvc.errors import FeedsvcError


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


_ORDER = list(Severity)
_FEW = 20
"""Names that one line can list."""


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """What is wanted: codes or patterns such as `itunes-*`, and the lowest severity.

    With no `select` every code is wanted; `ignore` goes before `select`.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Severity = Severity.INFO

    def wants(self, code: str, severity: Severity) -> bool:
        """Whether findings of a code and a severity are wanted."""
        if _ORDER.index(severity) > _ORDER.index(self.severity) or _matches(code, self.ignore):
            return False
        return not self.select or _matches(code, self.select)

    def apply(self, report: Report) -> Report:
        """Return the report with the findings that are wanted; `valid` goes by these."""
        return msgspec.structs.replace(report, findings=tuple(self._wanted(report.findings)))

    def _wanted(self, findings: Iterable[Finding]) -> Iterable[Finding]:
        return (one for one in findings if self.wants(one.code, one.severity))


def patterns(told: Iterable[str], known: Collection[str]) -> tuple[str, ...]:
    """Return the codes and patterns of lists such as `missing-link,itunes-*`.

    Raises FeedsvcError for one that no known code matches.
    """
    parts = [part.strip() for text in told for part in text.split(",")]
    wanted = tuple(part for part in parts if part)
    for pattern in wanted:
        if not any(fnmatchcase(code, pattern) for code in known):
            raise _unmatched(pattern, known)
    return wanted


def unknown(kind: str, name: str, known: Collection[str]) -> FeedsvcError:
    """Return the error for a name that is not known, with those that are most like it."""
    close = get_close_matches(name.lower(), known, n=3)
    cure = f"did you mean {' or '.join(close)}?" if close else ""
    if not close and len(known) <= _FEW:
        cure = f"there are {', '.join(known)}"
    return FeedsvcError(f"no {kind} is called {name!r}" + (f"; {cure}" if cure else ""))


def _unmatched(pattern: str, known: Collection[str]) -> FeedsvcError:
    if any(code.startswith(f"{pattern}-") for code in known):
        cure = f"'{pattern}-*' stands for all that begin so"
        return FeedsvcError(f"no rule is called {pattern!r}; {cure}")
    return unknown("rule", pattern, known)


def _matches(code: str, wanted: Iterable[str]) -> bool:
    return any(fnmatchcase(code, pattern) for pattern in wanted)
