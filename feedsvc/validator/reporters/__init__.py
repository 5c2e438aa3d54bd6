"""Reports of checked documents: for people, for programs, and for CI services."""

import json
from collections.abc import Callable, Iterable, Iterator

import msgspec

from feedsvc.validator.reporters.checked import Checked, safe
from feedsvc.validator.reporters.ci import to_github, to_junit
from feedsvc.validator.reporters.sarif import to_sarif
from feedsvc.validator.reporters.text import to_text

__all__ = ["REPORTERS", "Checked", "safe"]


def to_json(checked: Iterable[Checked]) -> Iterator[str]:
    """Return `{"documents": [{"document", "error", "format", "valid", "findings"}]}`.

    `error` is null, or says why a document could not be read.
    """
    documents = [
        {
            "document": one.name,
            "error": one.error or None,
            "format": one.report.format,
            "valid": one.valid,
            "findings": [msgspec.to_builtins(finding) for finding in one.report.findings],
        }
        for one in checked
    ]
    yield json.dumps({"documents": documents}, ensure_ascii=False, indent=2)


REPORTERS: dict[str, Callable[[Iterable[Checked]], Iterator[str]]] = {
    "text": to_text,
    "json": to_json,
    "sarif": to_sarif,
    "github": to_github,
    "junit": to_junit,
}
"""The formats of `--format`: functions from checked documents to lines."""
