"""The engine for JSON Feed: parses a feed, and runs the rules on its values."""

import json
import re
from functools import cache
from typing import Any

from feedsvc.validator import bounds
from feedsvc.validator import rules as _rules  # noqa: F401 - importing them fills the registry
from feedsvc.validator.collector import Collector, finding, in_document_order
from feedsvc.validator.finding import Finding, Report
from feedsvc.validator.json_document import KEYS, OBJECT, TYPES, JsonFeed, JsonValue, Key
from feedsvc.validator.plan import check_source, rules_of, values_of
from feedsvc.validator.positions import JsonPositions, duplicate_keys, escape_key
from feedsvc.validator.registry import CODES, Form, Rule
from feedsvc.validator.source import Source
from feedsvc.validator.values import remember

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
    _Checker(feed, collector).check(_root(), root, "")
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


class _Place:
    """The checks for the values at a place."""

    def __init__(self, name: str) -> None:
        rules = rules_of(Form.JSON)
        self.name = name
        self.rules = tuple(rule for rule in rules if name in rule.on)
        self.object_rules = tuple(rule for rule in rules if OBJECT in rule.on and name in KEYS)
        self.correct: set[tuple[object, ...]] = set()
        """The keys and types of objects in which the rules for every object found nothing."""
        self.keys = {key: _Key(f"{name}/{key}", one) for key, one in KEYS.get(name, {}).items()}
        self.elements = _place(f"{name}/*")


class _Key:
    """The checks for a key: the types of its value, the rules for text, and what is below it."""

    def __init__(self, place: str, key: Key) -> None:
        self.types = TYPES[key.type]
        self.values = values_of(key.values)
        self.below = _place(place)


@cache
def _place(name: str) -> _Place | None:
    """Return the checks at a place; None if nothing is checked there or below."""
    checked = {*KEYS, *(place for rule in rules_of(Form.JSON) for place in rule.on)}
    known = any(f"{place}/".startswith(f"{name}/") for place in checked)
    return _Place(name) if known else None


@cache
def _root() -> _Place:
    return _Place("")


class _Checker:
    """Runs the rules on the values that the vocabulary knows, in document order."""

    def __init__(self, feed: JsonFeed, collector: Collector) -> None:
        self._feed = feed
        self._collector = collector

    def check(self, place: _Place, value: object, pointer: str) -> None:
        """Check a value and all that is below it."""
        checked = JsonValue(value, place.name, self._feed)
        self._run(place.rules, checked, pointer)
        if isinstance(value, dict):
            self._check_object(place, checked, pointer)
            for name, child in value.items():
                key = place.keys.get(name)
                if key is not None and isinstance(child, key.types):
                    self._check_key(key, name, child, pointer)
            return
        self._run(place.object_rules, checked, pointer)
        if isinstance(value, list) and place.elements:
            for at, child in enumerate(value):
                self.check(place.elements, child, f"{pointer}/{at}")

    def _check_key(self, key: _Key, name: str, value: object, above: str) -> None:
        if key.values and isinstance(value, str):
            for rule, message in key.values.faults(value, self._collector.full):
                self._collector.add(rule, f"{above}/{escape_key(name)}", f"{name} {message}")
        if key.below:
            self.check(key.below, value, f"{above}/{escape_key(name)}")

    def _check_object(self, place: _Place, checked: JsonValue, pointer: str) -> None:
        """Run the rules for every object, unless they found nothing in a similar one."""
        keys = checked.keys
        shape = (self._feed.version, *keys, *map(type, keys.values()))
        if shape in place.correct:
            return
        is_correct = self._run(place.object_rules, checked, pointer)
        # of extensions, rules check more than their types
        if is_correct and not any(name.startswith("_") for name in keys):
            remember(place.correct, shape)

    def _run(self, rules: tuple[Rule, ...], checked: JsonValue, pointer: str) -> bool:
        """Run rules on a value; return whether all of them ran and found nothing."""
        is_correct = True
        for rule in rules:
            if rule.code in self._collector.full:
                is_correct = False
                continue
            for below, message in rule.check(checked):
                is_correct = False
                self._collector.add(rule, pointer + below, message)
        return is_correct


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
