"""Comparing a feed with its earlier version: stories that feed readers repeat, miss or confuse."""

from feedsvc.errors import TargetError
from feedsvc.validator.collector import Collector, finding, in_document_order
from feedsvc.validator.comparing import rules as _rules  # noqa: F401 - importing them fills RULES
from feedsvc.validator.comparing.change import Change, read
from feedsvc.validator.finding import Finding
from feedsvc.validator.plan import rules_of
from feedsvc.validator.registry import Form

__all__ = ["compare"]


def compare(data: bytes, previous: bytes, *, name: str, limit: int) -> tuple[Finding, ...]:
    """Return the faults in how a feed changed, at places in its new version.

    There are none if the new version cannot be read, which `validate` reports. Raises
    TargetError with the `name` of the earlier version if that is not a readable feed.
    """
    before, now = read(previous, limit), read(data, limit)
    if before is None:
        raise TargetError(f"{name}: not a readable feed; the new version cannot be compared")
    if now is None:
        return ()
    change, collector = Change(before, now), Collector(now.format)
    for rule in rules_of(Form.CHANGE):
        for place, message in rule.check(change):
            collector.add(rule, place, message)
    places = now.places([raw.place for raw in collector.found])
    return in_document_order(
        [finding(raw, *place) for raw, place in zip(collector.found, places, strict=True)]
    )
