"""The engine for JSON Feed: parses a feed, and runs the rules on its values."""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from feedsvc.validator import bounds
from feedsvc.validator import rules as _rules  # noqa: F401 - importing them fills the registry
from feedsvc.validator.collector import Collector, finding, in_document_order
from feedsvc.validator.finding import Finding, Report
from feedsvc.validator.json_document import KEYS, OBJECT, TYPES, JsonFeed, JsonValue, Key
from feedsvc.validator.plan import check_source, rules_of
from feedsvc.validator.positions import JsonPositions, duplicate_keys, escape_key
from feedsvc.validator.registry import CODES, Form, Rule
from feedsvc.validator.source import Source

_VERSION = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/(\d+(?:\.\d+)?)/?$")


def claims(text: str) -> bool:
    """Whether the first character of a text is that of a JSON object or array."""
    return text.lstrip()[:1] in {"{", "["}


def validate(source: Source, location: str | None) -> Report:
    """Check a JSON Feed."""
    source.too_dense = not bounds.json_fits(source.text, bounds.room(len(source.data), source.text))
    findings = check_source(source, "json feed")
    if source.too_dense:
        return Report(format="json feed", findings=in_document_order(findings))
    objects = _Objects()
    try:
        root = json.loads(
            source.text,
            object_pairs_hook=objects.build,
            parse_constant=lambda name: _refuse_constant(name, source.text),
        )
    except (ValueError, RecursionError) as error:
        return Report(format="json feed", findings=(*findings, _unreadable(error)))
    duplicates = duplicate_keys(source.text) if objects.have_duplicates else ()
    feed = JsonFeed(root, _version(root), location, duplicates)
    collector = Collector("json feed")
    _walk(feed, collector)
    positions = JsonPositions(source.text, [raw.place for raw in collector.found])
    for raw in collector.found:
        findings.append(finding(raw, *positions.position(raw.place), raw.place or "/"))
    return Report(format=f"json feed {feed.version}".strip(), findings=in_document_order(findings))


def _refuse_constant(name: str, text: str) -> None:
    raise json.JSONDecodeError(f"{name} is not a JSON number", text, text.find(name))


class _Objects:
    """A hook for `json.loads` that detects objects with duplicate keys.

    Where those keys are is looked up only then: that takes longer than parsing the JSON.
    """

    have_duplicates = False

    def build(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = dict(pairs)
        self.have_duplicates = self.have_duplicates or len(keys) < len(pairs)
        return keys


def _version(root: object) -> str:
    version = root.get("version") if isinstance(root, dict) else None
    match = _VERSION.match(version) if isinstance(version, str) else None
    return {"1": "1.0"}.get(match.group(1), match.group(1)) if match else ""


@cache
def _on(place: str) -> tuple[Rule, ...]:
    names = {place, OBJECT} if place in KEYS else {place}
    return tuple(rule for rule in rules_of(Form.JSON) if names.intersection(rule.on))


def _walk(feed: JsonFeed, collector: Collector) -> None:
    """Run the rules on every value that the vocabulary knows, in document order."""
    levels: list[Iterator[tuple[str, str, Any]]] = [iter([("", "", feed.root)])]
    while levels:
        step = next(levels[-1], None)
        if step is None:
            levels.pop()
            continue
        place, pointer, value = step
        checked = JsonValue(value, place, feed)
        for rule in _on(place):
            if rule.code not in collector.full:
                for below, message in rule.check(checked):
                    collector.add(rule, pointer + below, message)
        if isinstance(value, dict | list):
            levels.append(_below(place, pointer, value, collector))


def _below(
    place: str, pointer: str, value: dict[str, Any] | list[Any], collector: Collector
) -> Iterator[tuple[str, str, Any]]:
    """Yield the values to check in a value, each with its place and its pointer."""
    if isinstance(value, list):
        for at, child in enumerate(value):
            yield f"{place}/*", f"{pointer}/{at}", child
        return
    known = KEYS.get(place, {})
    for name, child in value.items() if known else ():
        key = known.get(name)
        if key is not None and isinstance(child, TYPES[key.type]):
            below = f"{pointer}/{escape_key(name)}"
            _check_value(key, name, below, child, collector)
            yield f"{place}/{name}", below, child


def _check_value(key: Key, name: str, pointer: str, value: object, collector: Collector) -> None:
    if isinstance(value, str):
        for rule in key.values:
            message = rule.check(value)
            if message:
                collector.add(rule, pointer, f"{name} {message}")


def _unreadable(error: Exception) -> Finding:
    code = CODES["invalid-json"]
    if isinstance(error, json.JSONDecodeError):
        line, column, message = error.lineno, error.colno, error.msg
    else:
        line, column, message = (
            1,
            1,
            "it is nested too deeply, or has a number with too many digits",
        )
    return Finding(
        code=code.name,
        severity=code.severity,
        message=f"invalid JSON: {message}",
        line=line,
        column=column,
        spec=code.spec,
    )
