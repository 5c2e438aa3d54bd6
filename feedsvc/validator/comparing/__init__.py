"""A feed and its earlier version: what readers show twice, miss, or take for something else."""

from feedsvc.errors import TargetError
from feedsvc.validator.collector import Collector, finding, in_document_order
from feedsvc.validator.comparing import rules as _rules  # noqa: F401 - importing them fills RULES
from feedsvc.validator.comparing.change import Change
from feedsvc.validator.comparing.reading import read
from feedsvc.validator.finding import Finding
from feedsvc.validator.plan import rules_of
from feedsvc.validator.registry import Form

__all__ = ["compare"]


def compare(data: bytes, previous: bytes, *, name: str, limit: int) -> tuple[Finding, ...]:
    """Return what is wrong with how a feed changed, at places in its new version.

    Nothing where the new version cannot be read, of which `validate` tells. Raises TargetError
    with the `name` of the earlier version where that is no feed.
    """
    before, now = read(previous, limit), read(data, limit)
    if before is None:
        raise TargetError(f"{name}: is no feed that can be read, so nothing compares with it")
    if now is None:
        return ()
    change, collected = Change(before, now), Collector(now.format)
    for rule in rules_of(Form.CHANGE):
        for place, message in rule.check(change):
            collected.add(rule, place, message)
    places = now.places([found.place for found in collected.found])
    made = [finding(found, *place) for found, place in zip(collected.found, places, strict=True)]
    return in_document_order(made)
