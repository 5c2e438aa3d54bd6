"""The engine: bytes in, findings out, in one pass over the tree."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from feedsvc.validator import formats, json_engine
from feedsvc.validator import rules as _rules  # noqa: F401 - importing them fills the registry
from feedsvc.validator.document import At, Document, Element
from feedsvc.validator.finding import Finding, Report
from feedsvc.validator.plan import Plan, plan, rules_of
from feedsvc.validator.registry import CODES, Form, Rule
from feedsvc.validator.source import Source

MOST_PER_CODE = 100
"""Findings of one code that are listed: a document of 100,000 wrong dates has one fault."""


Place = Element | At | tuple[int, int] | None
"""Where something was found; a pair is line and column, None the whole document."""


class Found(NamedTuple):
    """What a rule found."""

    rule: Rule
    place: Place
    message: str


def validate(data: bytes, *, location: str | None, limit: int) -> Report:
    """Check one document; bad input is a finding, never an exception."""
    source = Source(data, limit)
    if source.readable and json_engine.claims(source.text):
        return json_engine.validate(source, location)
    if source.readable:
        source.parse()
    found = [
        Found(rule, place, message)
        for rule in rules_of(Form.SOURCE)
        for place, message in rule.check(source)
    ]
    if source.root is None:
        form = formats.of_name(source.root_name)
        return Report(format=form.name, findings=tuple(_findings(found, None)))
    document = Document(source, source.root, location)
    found.extend(check(document))
    return Report(format=document.format.name, findings=tuple(_findings(found, document)))


def check(document: Document) -> Iterator[Found]:
    """Run every rule that applies to a well-formed document."""
    for rule in rules_of(Form.DOCUMENT):
        for place, message in rule.check(document):
            yield Found(rule, place, message)
    if document.format.family != formats.UNKNOWN:
        yield from _walk(document)


def _walk(document: Document) -> list[Found]:
    found: list[Found] = []
    stack: list[tuple[Element, Plan]] = [(document.root, plan("", document.root.tag))]
    while stack:
        element, todo = stack.pop()
        if todo.text:
            _check_text(document, element, todo, found)
        items: list[tuple[str, str]] = element.items()  # type: ignore[assignment] # the stubs tell less
        if items or todo.required:
            _check_attributes(element, todo, items, found)
        for rule in todo.checks:
            for place, message in rule.check(element, document):
                found.append(Found(rule, place, message))
        if todo.opaque or (todo.leaf and not len(element)):
            continue
        children = list(element.iterchildren("*") if document.has_entities else element)
        names = tuple([child.tag for child in children])
        for rule, index, message in todo.child_faults(names):
            found.append(Found(rule, element if index is None else children[index], message))
        known = todo.children
        plans = [known.get(name) or todo.child(name) for name in names]
        stack.extend(zip(reversed(children), reversed(plans), strict=True))
    return found


def _check_text(document: Document, element: Element, todo: Plan, found: list[Found]) -> None:
    text = document.text(element) if document.has_entities else element.text or ""
    for check, rule in todo.text:
        message = check(text)
        if message:
            found.append(Found(rule, element, f"{todo.label} {message}"))


def _check_attributes(
    element: Element, todo: Plan, items: list[tuple[str, str]], found: list[Found]
) -> None:
    if not todo.any_attribute:
        names = tuple([name for name, _ in items])
        for rule, name, message in todo.attribute_faults(names):
            found.append(Found(rule, At(element, name) if name else element, message))
    for key, value in items:
        for check, rule in todo.values.get(key, ()):
            fault = check(value)
            if fault:
                label = f"{todo.label}/@{key.rpartition('}')[2]}"
                found.append(Found(rule, At(element, key), f"{label} {fault}"))


def _findings(found: Iterable[Found], document: Document | None) -> list[Finding]:
    """Turn what was found into findings, in the document's order."""
    said: set[tuple[str, str]] = set()
    listed: dict[str, int] = {}
    findings = []
    for rule, place, message in found:
        if rule.once and (rule.code, message) in said:
            continue
        if rule.unless and document is not None and document.format.name == rule.unless:
            continue
        said.add((rule.code, message))
        listed[rule.code] = listed.get(rule.code, 0) + 1
        if listed[rule.code] <= MOST_PER_CODE:
            findings.append(_finding(rule, place, message, document))
    return sorted(findings, key=lambda finding: (finding.line, finding.column))


def _finding(rule: Rule, place: Place, message: str, document: Document | None) -> Finding:
    line, column, path = 0, 0, ""
    if isinstance(place, tuple) and not isinstance(place, At):
        line, column = place
    elif place is not None and document is not None:
        (line, column), path = document.place(place), document.path(place)
    return Finding(
        code=rule.code,
        severity=CODES[rule.code].severity,
        message=message,
        line=line,
        column=column,
        path=path,
        spec=rule.spec,
    )
