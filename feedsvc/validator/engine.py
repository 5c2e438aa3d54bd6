"""The engine: bytes in, findings out, in one pass over the tree."""

from collections.abc import Iterator, Sequence
from sys import intern
from typing import cast

from feedsvc.validator import formats, json_engine
from feedsvc.validator import rules as _rules  # noqa: F401 - importing them fills the registry
from feedsvc.validator.collector import Collector, finding, in_document_order
from feedsvc.validator.document import Attr, Document, Element, element_of
from feedsvc.validator.finding import Finding, Report
from feedsvc.validator.plan import ChildResults, Plan, plan, rules_of
from feedsvc.validator.registry import Form
from feedsvc.validator.source import Source

_MOST_ATTRIBUTES = 200


def validate(
    data: bytes, *, location: str | None, limit: int, profiles: Sequence[str] = ()
) -> Report:
    """Check one document; bad input is a finding, never an exception."""
    source = Source(data, limit)
    if source.readable and json_engine.claims(source.text):
        return _with_profiles(json_engine.validate(source, location), None, profiles)
    if source.readable:
        source.parse()
    findings = check_source(source)
    if source.root is None:
        form = formats.of_name(source.root_name)
        return Report(format=form.name, findings=in_document_order(findings))
    document = Document(source, source.root, location)
    findings += check(document)
    report = Report(format=document.format.name, findings=in_document_order(findings))
    # what partners ask of a whole feed cannot be said of its first part
    return _with_profiles(report, document, () if source.cut else profiles)


def _with_profiles(report: Report, document: Document | None, names: Sequence[str]) -> Report:
    if not names:
        return report
    from feedsvc.validator.profiles import chosen_profiles  # noqa: PLC0415 - only if chosen
    from feedsvc.validator.profiles.profile import extend  # noqa: PLC0415 - only if chosen

    return extend(report, document, chosen_profiles(names))


def check_source(source: Source) -> list[Finding]:
    """Run the rules of the bytes."""
    collected = Collector("")
    for rule in rules_of(Form.SOURCE):
        for place, message in rule.check(source):
            collected.add(rule, place or (0, 0), message)
    return [finding(found, *found.place) for found in collected.found]


def check(document: Document) -> list[Finding]:
    """Run every rule that applies to a well-formed document."""
    collected = Collector(*document.traits)
    for rule in rules_of(Form.DOCUMENT):
        for place, message in rule.check(document):
            collected.add(rule, place, message)
    if document.format.family != formats.UNKNOWN:
        _walk(document, collected)
    told = [
        found for found in collected.found if element_of(found.place) not in document.unfinished
    ]
    if told:
        document.count([element_of(found.place) for found in told])
    return [
        finding(found, *document.position(found.place), document.path(found.place))
        for found in told
    ]


def _walk(document: Document, collected: Collector) -> None:
    """Go through the tree in its order; lxml keeps no object of an element that was passed."""
    levels: list[tuple[Iterator[Element], Plan | None]] = [(iter([document.root]), None)]
    while levels:
        elements, above = levels[-1]
        element = next(elements, None)
        if element is None:
            levels.pop()
            continue
        name = element.tag
        todo = (above.children.get(name) or above.child(name)) if above else plan("", name)
        _check_element(document, element, todo, collected)
        if todo.opaque or (todo.leaf and not len(element)):
            continue
        names = tuple([intern(child.tag) for child in _children(document, element)])
        if faults := todo.child_faults(names):
            _tell_children(document, element, faults, collected)
        levels.append((_children(document, element), todo))


def _children(document: Document, element: Element) -> Iterator[Element]:
    return element.iterchildren("*") if document.has_entities else iter(element)


def _check_element(document: Document, element: Element, todo: Plan, collected: Collector) -> None:
    if todo.text:
        _check_text(document, element, todo, collected)
    attributes = cast("list[str]", element.keys())
    if attributes or todo.required:
        _check_attributes(element, todo, attributes, collected)
    for rule in todo.checks:
        if rule.code in collected.full:
            continue
        for place, message in rule.check(element, document):
            collected.add(rule, place, message)


def _tell_children(
    document: Document, element: Element, faults: ChildResults, collected: Collector
) -> None:
    told = [fault for fault in faults if fault[0].code not in collected.full]
    if not told:
        return
    wanted = {index for _, index, _ in told if index is not None}
    places = {
        index: child
        for index, child in enumerate(_children(document, element) if wanted else ())
        if index in wanted
    }
    for rule, index, message in told:
        collected.add(rule, element if index is None else places[index], message)


def _check_text(document: Document, element: Element, todo: Plan, collected: Collector) -> None:
    text = document.text(element) if document.has_entities else element.text or ""
    full = collected.full
    for check_value, rule in todo.text:
        message = None if rule.code in full else check_value(text)
        if message:
            collected.add(rule, element, f"{todo.label} {message}")


def _check_attributes(element: Element, todo: Plan, names: list[str], collected: Collector) -> None:
    if not todo.any_attribute:
        for rule, name, message in todo.attribute_faults(tuple(names)):
            collected.add(rule, Attr(element, name) if name else element, message)
    # lxml goes over all names to find one value, and no element has need of so many
    for key in names[:_MOST_ATTRIBUTES]:
        for check_value, rule in todo.values.get(key, ()):
            fault = check_value(element.get(key, ""))
            if fault:
                label = f"{todo.label}/@{key.rpartition('}')[2]}"
                collected.add(rule, Attr(element, key), f"{label} {fault}")
