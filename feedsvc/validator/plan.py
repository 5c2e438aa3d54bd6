"""Plans: what is to be checked at an element, given its parent; each is made once.

Rules of structure depend on the names of children or attributes alone. Fifty items mostly
have the same, so a plan keeps its answers.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import islice
from typing import TypeVar

from feedsvc.validator import namespaces as ns
from feedsvc.validator.collector import MOST_PER_CODE
from feedsvc.validator.registry import RULES, Form, Rule
from feedsvc.validator.vocabulary import (
    COMMON_ATTRIBUTES,
    CONTAINER,
    VOCABULARY,
    Attribute,
    Child,
    Count,
)

ChildFaults = Iterator[tuple[int | None, str]]
"""What rules of children give: the index of a child, or None for the parent, and a message."""
AttributeFaults = Iterator[tuple[str | None, str]]
"""What rules of attributes give: a name, or None for the element, and a message."""

ROOT = Child(count=Count.ONE)
_FOREIGN = Child(count=Count.MANY, any_attribute=True, opaque=True)
_KEPT_ANSWERS, _KEPT_NAMES = 200, 60

ChildResults = list[tuple[Rule, int | None, str]]
AttributeResults = list[tuple[Rule, str | None, str]]
_Faults = TypeVar("_Faults")


def _children(tag: str, declared: Child) -> Mapping[str, Child]:
    return VOCABULARY.get(tag, {}) if tag and not declared.bare else {}


class Model:
    """What rules of structure are told: an element's name and what may stand in it."""

    def __init__(self, tag: str, declared: Child) -> None:
        self.tag = tag
        self.label = ns.label(tag)
        # RSS 1.0 lets markup in where it is said to be a literal, and has its own rule for it
        self.holds_text = bool(declared.text) and ns.split(tag)[0] != ns.RSS1
        self.children: Mapping[str, Child] = _children(tag, declared)
        self.required = tuple(
            name
            for name, child in self.children.items()
            if child.count in {Count.ONE, Count.AT_LEAST_ONE}
        )
        self.spellings = {name.lower(): name for name in self.children}
        self.attributes: Mapping[str, Attribute] = declared.attributes


class Plan:
    """The checks for elements of one tag in parents of one tag."""

    def __init__(self, parent: str, tag: str, declared: Child) -> None:
        self.tag = tag
        self.label = ns.label(tag)
        self.text = _checks(declared.text)
        self.opaque = declared.opaque
        self.any_attribute = declared.any_attribute
        self.required = any(attribute.required for attribute in declared.attributes.values())
        values = {name: known.values for name, known in declared.attributes.items()}
        self.values = {name: _checks(rules) for name, rules in (COMMON_ATTRIBUTES | values).items()}
        self.leaf = not _children(tag, declared)
        self.children: dict[str, Plan] = {}
        self.model = Model(tag, declared)
        self.checks = tuple(rules_on(Form.ELEMENT, parent, tag))
        if self.model.children and not self.text:
            self.checks += tuple(rules_on(Form.ELEMENT, "", CONTAINER))
        self._child_rules = tuple(rules_on(Form.CHILDREN, parent, tag))
        self._attribute_rules = tuple(rules_on(Form.ATTRIBUTES, parent, tag))
        self._child_faults: dict[tuple[str, ...], ChildResults] = {}
        self._attribute_faults: dict[tuple[str, ...], AttributeResults] = {}

    def child(self, tag: str) -> "Plan":
        """Give the plan for a child, and remember it where the vocabulary knows the child."""
        if tag not in self.model.children:
            return foreign()
        self.children[tag] = plan(self.tag, tag)
        return self.children[tag]

    def child_faults(self, names: tuple[str, ...]) -> ChildResults:
        """Ask the rules of structure about the children's names."""
        faults = self._child_faults.get(names)
        if faults is None:
            faults = [
                (rule, index, message)
                for rule in self._child_rules
                for index, message in islice(rule.check(self.model, names), MOST_PER_CODE)
            ]
            _keep(self._child_faults, names, faults)
        return faults

    def attribute_faults(self, names: tuple[str, ...]) -> AttributeResults:
        """Ask the rules of structure about the attributes' names."""
        faults = self._attribute_faults.get(names)
        if faults is None:
            faults = [
                (rule, name, message)
                for rule in self._attribute_rules
                for name, message in islice(rule.check(self.model, names), MOST_PER_CODE)
            ]
            _keep(self._attribute_faults, names, faults)
        return faults


def _checks(rules: tuple[Rule, ...]) -> tuple[tuple[Callable[[str], str | None], Rule], ...]:
    return tuple((rule.check, rule) for rule in rules)


@cache
def plan(parent: str, tag: str) -> Plan:
    """Give the plan for a tag the vocabulary knows in that parent, or for a root."""
    return Plan(parent, tag, VOCABULARY.get(parent, {}).get(tag, ROOT))


@cache
def foreign() -> Plan:
    """Give the plan for what no vocabulary knows: nothing in it is checked."""
    return Plan("", "", _FOREIGN)


@cache
def rules_of(form: Form) -> tuple[Rule, ...]:
    """Give all rules of a form, in the order of their declaration."""
    return tuple(rule for rule in RULES if rule.form is form)


def rules_on(form: Form, parent: str, tag: str) -> list[Rule]:
    """Give the rules of a form for a tag: on it, on `parent > tag`, or on every element."""
    names = {tag, f"{parent} > {tag}"}
    return [
        rule
        for rule in rules_of(form)
        if names.intersection(rule.on) or (not rule.on and (parent or tag in VOCABULARY))
    ]


def _keep(answers: dict[tuple[str, ...], _Faults], names: tuple[str, ...], faults: _Faults) -> None:
    # bounded: a document made to fill memory has endlessly many shapes
    if len(names) <= _KEPT_NAMES:
        if len(answers) >= _KEPT_ANSWERS:
            answers.clear()
        answers[names] = faults
