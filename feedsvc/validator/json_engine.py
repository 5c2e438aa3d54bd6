"""JSON Feed: reads the JSON, finds the places of its values, and runs the rules on them."""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from feedsvc.validator import rules as _rules  # noqa: F401 - importing them fills the registry
from feedsvc.validator.finding import Finding, Report
from feedsvc.validator.json_document import OBJECT, JsonFeed, JsonValue
from feedsvc.validator.json_places import JsonPlaces
from feedsvc.validator.json_vocabulary import KEYS, TYPES, Key
from feedsvc.validator.registry import CODES, RULES, Form, Rule
from feedsvc.validator.source import Source

MOST_PER_CODE = 100
_VERSION = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/(\d+(?:\.\d+)?)/?$")


class _Found(NamedTuple):
    rule: Rule
    pointer: str
    message: str


def claims(text: str) -> bool:
    """Whether a text is JSON by its first character."""
    return text.lstrip()[:1] in {"{", "["}


def validate(source: Source, location: str | None) -> Report:
    """Check a JSON Feed, as `engine.validate` does an XML one."""
    text = source.text
    found = [
        _source_finding(rule, place, message)
        for rule in _of(Form.SOURCE)
        for place, message in rule.check(source)
    ]
    places = JsonPlaces(text)
    try:
        root = json.loads(text)
    except (ValueError, RecursionError) as error:
        found.append(_unreadable(error))
        return Report(format="json feed", findings=tuple(found))
    feed = JsonFeed(root, _version(root), location, places.keys_twice)
    faults = list(_check(feed))
    found += _findings(faults, places)
    name = f"json feed {feed.version}".strip()
    return Report(
        format=name, findings=tuple(sorted(found, key=lambda one: (one.line, one.column)))
    )


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


def _check(feed: JsonFeed) -> Iterator[_Found]:
    """Walk over the values that the vocabulary knows; `/items/*` stands for each item."""
    stack: list[tuple[str, str, Any]] = [("", "", feed.root)]
    while stack:
        place, pointer, value = stack.pop()
        for rule in _on(place):
            for below, message in rule.check(JsonValue(value, place, feed)):
                yield _Found(rule, pointer + below, message)
        if isinstance(value, dict):
            keys = KEYS.get(place, {})
            for name, child in value.items():
                key = keys.get(name)
                if key is None or not isinstance(child, TYPES[key.type]):
                    continue
                yield from _values(key, name, f"{pointer}/{escape(name)}", child)
                stack.append((f"{place}/{name}", f"{pointer}/{escape(name)}", child))
        elif isinstance(value, list):
            stack.extend((f"{place}/*", f"{pointer}/{at}", child) for at, child in enumerate(value))


def _values(key: Key, name: str, pointer: str, value: object) -> Iterator[_Found]:
    if isinstance(value, str):
        for rule in key.values:
            message = rule.check(value)
            if message:
                yield _Found(rule, pointer, f"{name} {message}")


def escape(name: str) -> str:
    """Write a key as a JSON Pointer has it (RFC 6901 section 3)."""
    return name.replace("~", "~0").replace("/", "~1")


def _findings(faults: list[_Found], places: JsonPlaces) -> list[Finding]:
    listed: dict[str, int] = {}
    findings = []
    for rule, pointer, message in faults:
        listed[rule.code] = listed.get(rule.code, 0) + 1
        if listed[rule.code] > MOST_PER_CODE:
            continue
        line, column = places.place(pointer)
        findings.append(
            Finding(
                code=rule.code,
                severity=CODES[rule.code].severity,
                message=message,
                line=line,
                column=column,
                path=pointer or "/",
                spec=rule.spec,
            )
        )
    return findings


def _source_finding(rule: Rule, place: tuple[int, int] | None, message: str) -> Finding:
    line, column = place or (0, 0)
    return Finding(
        code=rule.code,
        severity=CODES[rule.code].severity,
        message=message,
        line=line,
        column=column,
        spec=rule.spec,
    )


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
