"""How reports are written: text for people, JSON for programs."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import msgspec

from feedsvc.validator.finding import Finding, Report, Severity
from feedsvc.validator.registry import CODES

_WIDEST = 100


class Checked(NamedTuple):
    """A document that was checked: its name as given, its bytes, and the report."""

    name: str
    data: bytes
    report: Report


def text(checked: Iterable[Checked]) -> Iterator[str]:
    """Write findings with the source line, the place marked, why it matters and a link.

    The last line counts. Lines come without colours and line ends.
    """
    from feedsvc.validator import rules as _rules  # noqa: F401, PLC0415 - fills CODES; loads lxml

    counted: Counter[str] = Counter()
    documents = 0
    for name, data, report in checked:
        documents += 1
        lines = _source_lines(data) if report.findings else []
        for finding in report.findings:
            counted[finding.severity] += 1
            yield f"{_place(name, finding)}: {finding.severity}: {finding.message} [{finding.code}]"
            yield from _excerpt(lines, finding)
            yield f"    {CODES[finding.code].why}"
            yield f"    {finding.spec}"
            yield ""
    yield _count(documents, counted)


def to_json(checked: Iterable[Checked]) -> Iterator[str]:
    """Write one JSON object: `{"documents": [{"document", "format", "valid", "findings"}]}`."""
    documents = [
        {
            "document": name,
            "format": report.format,
            "valid": report.valid,
            "findings": [msgspec.to_builtins(finding) for finding in report.findings],
        }
        for name, _, report in checked
    ]
    yield json.dumps({"documents": documents}, ensure_ascii=False, indent=2)


REPORTERS: dict[str, Callable[[Iterable[Checked]], Iterator[str]]] = {
    "text": text,
    "json": to_json,
}
"""The formats of `--format`, each from checked documents to lines."""


def _place(name: str, finding: Finding) -> str:
    return f"{name}:{finding.line}:{finding.column}" if finding.line else name


def _source_lines(data: bytes) -> list[str]:
    from feedsvc.validator.source import Source  # noqa: PLC0415 - loads lxml

    source = Source(data, limit=len(data))
    return re.split(r"\r\n|\r|\n", source.text) if source.readable else []


def _excerpt(lines: list[str], finding: Finding) -> Iterator[str]:
    """Show the line, cut around the place where it is long, and a mark below it."""
    if not 0 < finding.line <= len(lines):
        return
    line, at = lines[finding.line - 1].replace("\t", " "), max(finding.column - 1, 0)
    start = max(0, at - _WIDEST // 2) if len(line) > _WIDEST else 0
    shown = line[start : start + _WIDEST]
    head, tail = ("…" if start else ""), ("…" if start + _WIDEST < len(line) else "")
    yield f"    {head}{shown}{tail}"
    yield f"    {' ' * (len(head) + min(at, len(line)) - start)}^"


def _count(documents: int, counted: Counter[str]) -> str:
    parts = [_number(counted[severity], severity.value) for severity in Severity]
    found = ", ".join(parts[:-1]) + (f", {parts[-1]}" if counted[Severity.INFO] else "")
    return f"{_number(documents, 'document')}: {found}"


def _number(count: int, noun: str) -> str:
    plural = "" if count == 1 or noun == "info" else "s"
    return f"{count} {noun}{plural}"
