"""Findings, the report that holds them, and the selection of those a user asks for."""

import re
from collections.abc import Collection, Iterable
from difflib import get_close_matches
from enum import StrEnum
from fnmatch import fnmatchcase

import msgspec

from feedsvc.errors import FeedsvcError

_MOST_LISTED = 20
"""How many names an error message lists on one line."""

# the path of an only item has no number: `/rss/channel/item/guid`
_ITEM = re.compile(
    r"/(?:(?:rss/channel|rdf:RDF)/item|feed/entry|items/(?P<index>\d+))(?:\[(?P<number>\d+)\])?(?:/|$)"
)


class Severity(StrEnum):
    """How serious a finding is: an error breaks feed readers, a warning some of them, info none."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


_ORDER = list(Severity)


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One problem that the validator reports.

    `line` and `column` count from 1 (0 for the document as a whole), `path` is an XPath or
    JSON Pointer to the place, `spec` the URL of the section that the document violates.
    """

    code: str
    severity: Severity
    message: str
    line: int = 0
    column: int = 0
    path: str = ""
    spec: str = ""

    @property
    def item(self) -> int | None:
        """The index of the item or entry that the problem is in, from 0; None for the feed."""
        found = _ITEM.match(self.path)
        if found is None:
            return None
        return int(found["index"]) if found["index"] else int(found["number"] or 1) - 1


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The findings of one document; `format` is its name (`rss 2.0`, `atom 1.0`, ...)."""

    format: str
    findings: tuple[Finding, ...] = ()

    @property
    def valid(self) -> bool:
        """Whether no finding is an error."""
        return not any(finding.severity is Severity.ERROR for finding in self.findings)


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """Codes or patterns such as `itunes-*`, and the lowest severity to report.

    An empty `select` selects every code; `ignore` takes precedence over `select`.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Severity = Severity.INFO

    def wants(self, code: str, severity: Severity) -> bool:
        """Whether findings of a code and a severity are selected."""
        if _ORDER.index(severity) > _ORDER.index(self.severity) or _matches(code, self.ignore):
            return False
        return not self.select or _matches(code, self.select)

    def apply(self, report: Report) -> Report:
        """Return the report with only the selected findings, which then decide `valid`."""
        selected = (one for one in report.findings if self.wants(one.code, one.severity))
        return msgspec.structs.replace(report, findings=tuple(selected))


def patterns(lists: Iterable[str], known: Collection[str]) -> tuple[str, ...]:
    """Return the codes and patterns in lists such as `missing-link,itunes-*`.

    Raises FeedsvcError for one that matches no known code.
    """
    parts = [part.strip() for text in lists for part in text.split(",")]
    wanted = tuple(part for part in parts if part)
    for pattern in wanted:
        if not any(fnmatchcase(code, pattern) for code in known):
            raise _unmatched(pattern, known)
    return wanted


def unknown(kind: str, name: str, known: Collection[str]) -> FeedsvcError:
    """Return the error for an unknown name; it suggests similar names, or where to find all."""
    if close := get_close_matches(name.lower(), known, n=3):
        hint = f"did you mean {' or '.join(close)}?"
    elif len(known) <= _MOST_LISTED:
        hint = f"choose from {', '.join(known)}"
    else:
        hint = "'feedsvc validate --list-rules' lists all"
    return FeedsvcError(f"unknown {kind} {name!r}; {hint}")


def _unmatched(pattern: str, known: Collection[str]) -> FeedsvcError:
    if any(code.startswith(f"{pattern}-") for code in known):
        hint = f"write '{pattern}-*' for all rules whose names begin with {pattern}"
        return FeedsvcError(f"unknown rule {pattern!r}; {hint}")
    return unknown("rule", pattern, known)


def _matches(code: str, wanted: Iterable[str]) -> bool:
    return any(fnmatchcase(code, pattern) for pattern in wanted)
