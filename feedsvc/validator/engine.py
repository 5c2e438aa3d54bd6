"""The engine: runs the rules on a document, in one pass over its tree."""

from collections.abc import Iterator, Sequence
from sys import intern
from typing import cast

from feedsvc.validator import formats, json_engine
from feedsvc.validator import rules as _rules  # noqa: F401 - importing them fills the registry
from feedsvc.validator.collector import Collector, finding, in_document_order
from feedsvc.validator.document import Attr, Document, Element, element_of
from feedsvc.validator.finding import Finding, Report
from feedsvc.validator.plan import ChildResults, Plan, check_source, plan, rules_of
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
    findings += _check(document)
    report = Report(format=document.format.name, findings=in_document_order(findings))
    # partners' requirements are for a whole feed, and cannot be checked on its beginning
    return _with_profiles(report, document, () if source.cut else profiles)


def _with_profiles(report: Report, document: Document | None, names: Sequence[str]) -> Report:
    if not names:
        return report
    from feedsvc.validator.profiles import chosen_profiles  # noqa: PLC0415 - only if chosen
    from feedsvc.validator.profiles.profile import extend  # noqa: PLC0415 - only if chosen

    return extend(report, document, chosen_profiles(names))


def _check(document: Document) -> list[Finding]:
    """Run every rule that applies to a well-formed document."""
    collector = Collector(*document.traits)
    for rule in rules_of(Form.DOCUMENT):
        for place, message in rule.check(document):
            collector.add(rule, place, message)
    if document.format.family != formats.UNKNOWN:
        root, todo = document.root, plan("", document.root.tag)
        _check_element(document, root, todo, collector)
        if not todo.opaque and (len(root) or not todo.leaf):
            _check_below(document, root, todo, collector)
    found = [raw for raw in collector.found if element_of(raw.place) not in document.unfinished]
    if found:
        document.count([element_of(raw.place) for raw in found])
    return [finding(raw, *document.position(raw.place), document.path(raw.place)) for raw in found]


def _check_below(document: Document, parent: Element, above: Plan, collector: Collector) -> None:
    """Check what an element contains, in document order.

    lxml's objects of earlier elements are not kept. The parser refuses more than 256 levels.
    """
    names = tuple([intern(child.tag) for child in _children(document, parent)])
    if results := above.child_results(names):
        _add_child_results(document, parent, results, collector)
    for name, child in zip(names, _children(document, parent), strict=True):
        todo = above.children.get(name) or above.child(name)
        _check_element(document, child, todo, collector)
        if not todo.opaque and (len(child) or not todo.leaf):
            _check_below(document, child, todo, collector)


def _children(document: Document, element: Element) -> Iterator[Element]:
    return element.iterchildren("*") if document.has_entities else iter(element)


def _check_element(document: Document, element: Element, todo: Plan, collector: Collector) -> None:
    full = collector.full
    if todo.text:
        for rule, message in todo.text.faults(document.text(element), full):
            collector.add(rule, element, f"{todo.label} {message}")
    attributes = element.keys()
    if attributes or todo.required:
        _check_attributes(element, todo, cast("list[str]", attributes), collector)
    checks = todo.typed_checks(element.get("type", "text")) if todo.is_typed else todo.checks
    for rule in checks:
        if rule.code not in full:
            for place, message in rule.check(element, document):
                collector.add(rule, place, message)


def _add_child_results(
    document: Document, element: Element, results: ChildResults, collector: Collector
) -> None:
    wanted = [result for result in results if result[0].code not in collector.full]
    if not wanted:
        return
    indexes = {index for _, index, _ in wanted if index is not None}
    places = {
        index: child
        for index, child in enumerate(_children(document, element) if indexes else ())
        if index in indexes
    }
    for rule, index, message in wanted:
        collector.add(rule, element if index is None else places[index], message)


def _check_attributes(element: Element, todo: Plan, names: list[str], collector: Collector) -> None:
    if not todo.any_attribute:
        for rule, name, message in todo.attribute_results(tuple(names)):
            collector.add(rule, Attr(element, name) if name else element, message)
    # lxml scans all names to find one value, and no element needs this many
    for key in names[:_MOST_ATTRIBUTES]:
        values = todo.values.get(key)
        for rule, fault in values.faults(element.get(key, ""), collector.full) if values else ():
            label = f"{todo.label}/@{key.rpartition('}')[2]}"
            collector.add(rule, Attr(element, key), f"{label} {fault}")
