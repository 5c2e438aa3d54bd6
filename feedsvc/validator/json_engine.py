"""JSON Feed: reads the JSON, finds the places of its values, and runs the rules on them."""

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
from feedsvc.validator.positions import JsonPositions, duplicate_keys, escape_key
from feedsvc.validator.registry import CODES, RULES, Form, Rule
from feedsvc.validator.source import Source

_VERSION = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/(\d+(?:\.\d+)?)/?$")


def claims(text: str) -> bool:
    """Whether a text is JSON by its first character."""
    return text.lstrip()[:1] in {"{", "["}


def validate(source: Source, location: str | None) -> Report:
    """Check a JSON Feed, as `engine.validate` does an XML one."""
    source.too_dense = not bounds.finds_room(
        source.text, bounds.room(len(source.data), source.text)
    )
    findings = _check_source(source)
    if source.too_dense:
        return Report(format="json feed", findings=in_document_order(findings))
    objects = _Objects()
    try:
        root = json.loads(
            source.text,
            object_pairs_hook=objects.make,
            parse_constant=lambda name: _refuse_constant(name, source.text),
        )
    except (ValueError, RecursionError) as error:
        return Report(format="json feed", findings=(*findings, _unreadable(error)))
    twice = duplicate_keys(source.text) if objects.lost_keys else ()
    feed = JsonFeed(root, _version(root), location, twice)
    collected = Collector("json feed")
    _walk(feed, collected)
    places = JsonPositions(source.text, [found.place for found in collected.found])
    for found in collected.found:
        findings.append(finding(found, *places.position(found.place), found.place or "/"))
    return Report(format=f"json feed {feed.version}".strip(), findings=in_document_order(findings))


def _refuse_constant(name: str, text: str) -> None:
    raise json.JSONDecodeError(f"{name} is no number of JSON", text, text.find(name))


class _Objects:
    """Makes objects as `json` does, and notes whether one had a key twice.

    Where such a key stands is looked up only then: that takes longer than reading the JSON.
    """

    lost_keys = False

    def make(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        self.lost_keys = self.lost_keys or len(made) < len(pairs)
        return made


def _check_source(source: Source) -> list[Finding]:
    collected = Collector("json feed")
    for rule in _of(Form.SOURCE):
        for place, message in rule.check(source):
            collected.add(rule, place or (0, 0), message)
    return [finding(found, *found.place) for found in collected.found]


def _version(root: object) -> str:
    told = root.get("version") if isinstance(root, dict) else None
    match = _VERSION.match(told) if isinstance(told, str) else None
    return {"1": "1.0"}.get(match.group(1), match.group(1)) if match else ""


@cache
def _of(form: Form) -> tuple[Rule, ...]:
    return tuple(rule for rule in RULES if rule.form is form)


@cache
def _on(place: str) -> tuple[Rule, ...]:
    names = {place, OBJECT} if place in KEYS else {place}
    return tuple(rule for rule in _of(Form.JSON) if names.intersection(rule.on))


def _walk(feed: JsonFeed, collected: Collector) -> None:
    """Walk over the values that the vocabulary knows; `/items/*` stands for each item."""
    levels: list[Iterator[tuple[str, str, Any]]] = [iter([("", "", feed.root)])]
    while levels:
        step = next(levels[-1], None)
        if step is None:
            levels.pop()
            continue
        place, pointer, value = step
        looked_at = JsonValue(value, place, feed)
        for rule in _on(place):
            if rule.code not in collected.full:
                for below, message in rule.check(looked_at):
                    collected.add(rule, pointer + below, message)
        if isinstance(value, dict | list):
            levels.append(_below(place, pointer, value, collected))


def _below(
    place: str, pointer: str, value: dict[str, Any] | list[Any], collected: Collector
) -> Iterator[tuple[str, str, Any]]:
    """Give what is to be looked at in a value, each with its place and its pointer."""
    if isinstance(value, list):
        for at, child in enumerate(value):
            yield f"{place}/*", f"{pointer}/{at}", child
        return
    known = KEYS.get(place, {})
    for name, child in value.items() if known else ():
        key = known.get(name)
        if key is not None and isinstance(child, TYPES[key.type]):
            below = f"{pointer}/{escape_key(name)}"
            _check_value(key, name, below, child, collected)
            yield f"{place}/{name}", below, child


def _check_value(key: Key, name: str, pointer: str, value: object, collected: Collector) -> None:
    if isinstance(value, str):
        for rule in key.values:
            message = rule.check(value)
            if message:
                collected.add(rule, pointer, f"{name} {message}")


def _unreadable(error: Exception) -> Finding:
    code = CODES["invalid-json"]
    if isinstance(error, json.JSONDecodeError):
        line, column, message = error.lineno, error.colno, error.msg
    else:
        line, column, message = 1, 1, "it is nested too deeply, or holds a number of no end"
    return Finding(
        code=code.name,
        severity=code.severity,
        message=f"this is no JSON: {message}",
        line=line,
        column=column,
        spec=code.spec,
    )
