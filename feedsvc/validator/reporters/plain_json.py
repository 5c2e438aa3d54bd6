"""Reports as JSON, with the findings as the library gives them."""

import json
from collections.abc import Iterable, Iterator

import msgspec

from feedsvc.validator.reporters.checked import Checked


def to_json(checked: Iterable[Checked]) -> Iterator[str]:
    """Write `{"documents": [{"document", "error", "format", "valid", "findings"}]}`.

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
