"""Reports as JUnit XML, in the form that Jenkins, GitLab and others read."""

import re
from collections.abc import Iterable, Iterator

from feedsvc.validator.finding import Finding, Severity
from feedsvc.validator.reporters.checked import Checked

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_junit(checked: Iterable[Checked]) -> Iterator[str]:
    """Return a test suite for each document, with a test case for each code found in it.

    Errors fail their test cases; warnings and infos are the output of test cases that pass,
    since they do not make a document invalid. A document without findings is one passing case.
    """
    from lxml import etree  # noqa: PLC0415 - takes a while to load

    root = etree.Element("testsuites", name="feedsvc validate")
    counts = {"tests": 0, "failures": 0, "errors": 0}
    for one in checked:
        suite = etree.SubElement(root, "testsuite", name=_clean(one.name))
        cases = list(_cases(one))
        for name, kind, message, text in cases:
            attributes = {"classname": _clean(one.name), "name": name}
            case = etree.SubElement(suite, "testcase", attributes)
            if kind in {"failure", "error"}:
                etree.SubElement(case, kind, type=name, message=_clean(message)).text = _clean(text)
            elif text:
                etree.SubElement(case, kind).text = _clean(text)
        kinds = [kind for _, kind, _, _ in cases]
        numbers = {
            "tests": len(kinds),
            "failures": kinds.count("failure"),
            "errors": kinds.count("error"),
        }
        for key, number in numbers.items():
            suite.set(key, str(number))
            counts[key] += number
    for key, number in counts.items():
        root.set(key, str(number))
    etree.indent(root)
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield etree.tostring(root, encoding="unicode")


def _cases(one: Checked) -> Iterator[tuple[str, str, str, str]]:
    """Yield the name, kind, message and text of each test case of a document."""
    if one.error:
        yield "readable", "error", one.error, one.error
        return
    if not one.report.findings:
        yield "valid", "system-out", "", ""
    by_code: dict[str, list[Finding]] = {}
    for finding in one.report.findings:
        by_code.setdefault(finding.code, []).append(finding)
    for code, findings in by_code.items():
        failed = any(finding.severity is Severity.ERROR for finding in findings)
        text = "\n".join(_line(one.name, finding) for finding in findings)
        yield code, "failure" if failed else "system-out", findings[0].message, text


def _line(name: str, finding: Finding) -> str:
    place = f"{name}:{finding.line}:{finding.column}" if finding.line else name
    return f"{place}: {finding.severity}: {finding.message} ({finding.spec})"


def _clean(text: str) -> str:
    """Replace characters that XML does not allow, which a document may contain."""
    return _NOT_XML.sub("\ufffd", text)
