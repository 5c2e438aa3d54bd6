"""Reports as SARIF 2.1.0, which code scanning services and editors read.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from feedsvc.validator.finding import Finding, Severity
from feedsvc.validator.registry import Code
from feedsvc.validator.reporters.checked import Checked

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_URL_CHARACTERS = "%:/?#[]@!$&'()*+,;=~"
"""Characters of URLs that stay unquoted (RFC 3986 section 2), and % of those already quoted."""
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def to_sarif(checked: Iterable[Checked]) -> Iterator[str]:
    """Return one run with the findings and the rules that they violate."""
    from importlib.metadata import version  # noqa: PLC0415 - slow to load

    from feedsvc.validator.rulebook import codes  # noqa: PLC0415 - loads lxml

    documents = list(checked)
    known = codes()
    found = sorted({finding.code for one in documents for finding in one.report.findings})
    index = {code: number for number, code in enumerate(found)}
    unread = [one for one in documents if one.error]
    run = {
        "tool": {
            "driver": {
                "name": "feedsvc validate",
                "semanticVersion": version("feedsvc"),
                "rules": [_rule(known[code]) for code in found],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not unread,
                "toolExecutionNotifications": [_notification(one) for one in unread],
            }
        ],
        "results": [
            _result(one.name, finding, index[finding.code])
            for one in documents
            for finding in one.report.findings
        ],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    yield json.dumps(log, ensure_ascii=False, indent=2)


def _rule(code: Code) -> dict[str, Any]:
    return {
        "id": code.name,
        "shortDescription": {"text": code.summary},
        "fullDescription": {"text": f"{code.summary} {code.why}"},
        "help": {"text": f"{code.why}\n{code.spec}"},
        "helpUri": code.spec,
        "defaultConfiguration": {"level": _LEVELS[code.severity]},
    }


def _result(name: str, finding: Finding, index: int) -> dict[str, Any]:
    location = _location(name)
    if finding.line:
        location["physicalLocation"]["region"] = {
            "startLine": finding.line,
            "startColumn": max(finding.column, 1),
        }
    if finding.path:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.path}]
    return {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [location],
    }


def _notification(one: Checked) -> dict[str, Any]:
    return {
        "level": "error",
        "message": {"text": one.error},
        "locations": [_location(one.name)],
    }


def _location(name: str) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(name)}}}


def _uri(name: str) -> str:
    """Return a URI: relative for a file below the working folder (SARIF section 3.4.3)."""
    if "://" in name:
        return quote(name, safe=_URL_CHARACTERS)
    if name == "-":
        return "stdin"
    path = PurePath(name)
    return path.as_uri() if path.is_absolute() else quote(os.fsencode(path.as_posix()))
