"""How reports are written: for people, for programs, and for those that run programs."""

from collections.abc import Callable, Iterable, Iterator

from feedsvc.validator.reporters.checked import Checked, safe
from feedsvc.validator.reporters.github import to_github
from feedsvc.validator.reporters.junit import to_junit
from feedsvc.validator.reporters.plain_json import to_json
from feedsvc.validator.reporters.sarif import to_sarif
from feedsvc.validator.reporters.text import to_text

__all__ = ["REPORTERS", "Checked", "safe"]

REPORTERS: dict[str, Callable[[Iterable[Checked]], Iterator[str]]] = {
    "text": to_text,
    "json": to_json,
    "sarif": to_sarif,
    "github": to_github,
    "junit": to_junit,
}
"""The formats of `--format`, each from checked documents to lines."""
