"""Reports for CI services: GitHub's workflow commands, and JUnit XML for Jenkins and GitLab.

https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
"""

import re
from collections.abc import Iterable, Iterator

from feedsvc.validator.finding import Finding, Severity
from feedsvc.validator.reporters.checked import Checked, Tally, safe

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_github(checked: Iterable[Checked]) -> Iterator[str]:
    """Return one workflow command for each finding, then the counts."""
    from feedsvc.validator.rulebook import codes  # noqa: PLC0415 - loads lxml

    tally = Tally()
    for one in checked:
        tally.add(one)
        if one.error:
            yield _command("error", one.name, {"title": "cannot be read"}, one.error)
        for finding in one.report.findings:
            message = f"{finding.message}\n{codes()[finding.code].why}\n{finding.spec}"
            yield _command(_COMMANDS[finding.severity], one.name, _properties(finding), message)
    yield tally.line()


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


def _properties(finding: Finding) -> dict[str, str]:
    place = {"line": str(finding.line), "col": str(finding.column)} if finding.line else {}
    return place | {"title": finding.code}


def _command(command: str, name: str, properties: dict[str, str], message: str) -> str:
    if name != "-" and "://" not in name:
        properties = {"file": name, **properties}
    else:
        message = f"{name}: {message}"
    arguments = ",".join(f"{key}={_escape_property(value)}" for key, value in properties.items())
    return f"::{command} {arguments}::{safe(_escape(message))}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")


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
