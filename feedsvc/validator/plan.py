"""Plans: the checks for an element, given its parent; each plan is built once.

Rules of structure depend only on the names of children or attributes. Those are mostly the
same for all items of a feed, so a plan caches their results.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from itertools import islice
from typing import TypeVar

from feedsvc.validator import namespaces as ns
from feedsvc.validator.collector import MOST_PER_CODE, Collector, finding
from feedsvc.validator.finding import Finding
from feedsvc.validator.registry import RULES, Form, Rule
from feedsvc.validator.source import Source
from feedsvc.validator.values import remember
from feedsvc.validator.values.text import declared_type
from feedsvc.validator.vocabulary import (
    COMMON_ATTRIBUTES,
    CONTAINER,
    VOCABULARY,
    Attribute,
    Child,
    Count,
)

ChildFaults = Iterator[tuple[int | None, str]]
"""What rules of children yield: the index of a child, or None for the parent, and a message."""
AttributeFaults = Iterator[tuple[str | None, str]]
"""What rules of attributes yield: a name, or None for the element, and a message."""

ROOT = Child(count=Count.ONE)
_FOREIGN = Child(count=Count.MANY, any_attribute=True, opaque=True)
_MOST_CACHED, _MOST_NAMES = 200, 60
_LONGEST_REMEMBERED = 100

ChildResults = list[tuple[Rule, int | None, str]]
AttributeResults = list[tuple[Rule, str | None, str]]
_Names = TypeVar("_Names", str, tuple[str, ...])
_Results = TypeVar("_Results")


class Model:
    """An element's name and what it may contain, for the rules of structure."""

    def __init__(self, tag: str, declared: Child) -> None:
        self.tag = tag
        self.label = ns.label(tag)
        # RSS 1.0 allows markup if it is declared a literal, and has a rule of its own for that
        self.holds_text = bool(declared.text) and ns.split(tag)[0] != ns.RSS1
        self.children: Mapping[str, Child] = _children(tag, declared)
        self.required = tuple(
            name
            for name, child in self.children.items()
            if child.count in {Count.ONE, Count.AT_LEAST_ONE}
        )
        self.spellings = {name.lower(): name for name in self.children}
        self.attributes: Mapping[str, Attribute] = declared.attributes


class Values:
    """The rules for a value, and short values in which they find nothing: feeds repeat those."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.checks = tuple((rule.check, rule) for rule in rules)
        self._correct: set[str] = set()

    def faults(self, value: str, full: Collection[str]) -> Iterable[tuple[Rule, str]]:
        """Return the faults of a value; rules whose codes are in `full` are skipped."""
        if value in self._correct:
            return ()
        found = [
            (rule, message)
            for check, rule in self.checks
            if rule.code not in full and (message := check(value))
        ]
        if not found and not full and len(value) <= _LONGEST_REMEMBERED:
            remember(self._correct, value)
        return found


class Plan:
    """The checks for elements of one tag in parents of one tag."""

    def __init__(self, parent: str, tag: str, declared: Child) -> None:
        self.tag = tag
        self._parent = parent
        self.label = ns.label(tag)
        self.text = values_of(declared.text)
        self.opaque = declared.opaque
        self.any_attribute = declared.any_attribute
        self.required = any(attribute.required for attribute in declared.attributes.values())
        values = {name: known.values for name, known in declared.attributes.items()}
        self.values = {
            name: values_of(rules) for name, rules in (COMMON_ATTRIBUTES | values).items()
        }
        self.leaf = not _children(tag, declared)
        self.children: dict[str, Plan] = {}
        self.model = Model(tag, declared)
        self.checks = self._checks()
        self.is_typed = tag in _typed()
        self._typed_checks: dict[str, tuple[Rule, ...]] = {}
        self._child_rules = tuple(rules_on(Form.CHILDREN, parent, tag))
        self._attribute_rules = tuple(rules_on(Form.ATTRIBUTES, parent, tag))
        self._child_results: dict[tuple[str, ...], ChildResults] = {}
        self._attribute_results: dict[tuple[str, ...], AttributeResults] = {}

    def child(self, tag: str) -> "Plan":
        """Return the plan for a child; those of the vocabulary's children are cached."""
        if tag not in self.model.children:
            return foreign()
        self.children[tag] = plan(self.tag, tag)
        return self.children[tag]

    def typed_checks(self, value: str) -> tuple[Rule, ...]:
        """Return the checks for an element whose attribute `type` has a value."""
        declared = declared_type(value)
        checks = self._typed_checks.get(declared)
        if checks is None:
            checks = self._checks(declared)
            _cache(self._typed_checks, declared, checks)
        return checks

    def child_results(self, names: tuple[str, ...]) -> ChildResults:
        """Return the results of the rules of structure for the children's names."""
        results = self._child_results.get(names)
        if results is None:
            results = [
                (rule, index, message)
                for rule in self._child_rules
                for index, message in islice(rule.check(self.model, names), MOST_PER_CODE)
            ]
            _cache(self._child_results, names, results)
        return results

    def attribute_results(self, names: tuple[str, ...]) -> AttributeResults:
        """Return the results of the rules of structure for the attributes' names."""
        results = self._attribute_results.get(names)
        if results is None:
            results = [
                (rule, name, message)
                for rule in self._attribute_rules
                for name, message in islice(rule.check(self.model, names), MOST_PER_CODE)
            ]
            _cache(self._attribute_results, names, results)
        return results

    def _checks(self, declared: str = "") -> tuple[Rule, ...]:
        rules = rules_on(Form.ELEMENT, self._parent, self.tag, declared)
        is_container = self.model.children and not self.text
        return (*rules, *(rules_on(Form.ELEMENT, "", CONTAINER) if is_container else ()))


def _children(tag: str, declared: Child) -> Mapping[str, Child]:
    return VOCABULARY.get(tag, {}) if tag and not declared.bare else {}


@cache
def values_of(rules: tuple[Rule, ...]) -> Values | None:
    """Return the checks of some rules for values; None if there are no rules."""
    return Values(rules) if rules else None


@cache
def plan(parent: str, tag: str) -> Plan:
    """Return the plan for a tag that the vocabulary knows in that parent, or for a root."""
    return Plan(parent, tag, VOCABULARY.get(parent, {}).get(tag, ROOT))


@cache
def foreign() -> Plan:
    """Return the plan for unknown elements: nothing in them is checked."""
    return Plan("", "", _FOREIGN)


@cache
def rules_of(form: Form) -> tuple[Rule, ...]:
    """Return all rules of a form, in the order of their declaration."""
    return tuple(rule for rule in RULES if rule.form is form)


def check_source(source: Source, format_name: str = "") -> list[Finding]:
    """Run the rules of the bytes on a source."""
    collector = Collector(format_name)
    for rule in rules_of(Form.SOURCE):
        for position, message in rule.check(source):
            collector.add(rule, position or (0, 0), message)
    return [finding(raw, *raw.place) for raw in collector.found]


@cache
def _typed() -> frozenset[str]:
    """Return the tags on which some rules run only if they have certain types."""
    names = (name for rule in rules_of(Form.ELEMENT) for name in rule.on if "[@type" in name)
    return frozenset(name.rpartition("[@type")[0].rpartition(" ")[2] for name in names)


def rules_on(form: Form, parent: str, tag: str, declared: str = "") -> list[Rule]:
    """Return the rules of a form for a tag: on it, on `parent > tag`, or on every element.

    Rules on elements of a type are included if the type is `declared`.
    """
    names = {tag, f"{parent} > {tag}"}
    if declared:
        conditions = [f"[@type='{declared}']", *(["[@type!='text']"] if declared != "text" else [])]
        names |= {f"{name}{condition}" for name in names for condition in conditions}
    return [
        rule
        for rule in rules_of(form)
        if names.intersection(rule.on) or (not rule.on and (parent or tag in VOCABULARY))
    ]


def _cache(cached: dict[_Names, _Results], names: _Names, results: _Results) -> None:
    # bounded: a hostile document can have any number of shapes
    if len(names) <= _MOST_NAMES:
        if len(cached) >= _MOST_CACHED:
            cached.clear()
        cached[names] = results
