"""The selection of findings, and errors for unknown names."""

import pytest

from feedsvc.errors import FeedsvcError
from feedsvc.validator import Finding, Report, Severity
from feedsvc.validator.finding import Selection, patterns, unknown

FINDINGS = {
    "missing-link": Severity.ERROR,
    "itunes-explicit": Severity.ERROR,
    "itunes-image": Severity.WARNING,
    "missing-etag": Severity.INFO,
}
REPORT = Report(
    format="rss 2.0",
    findings=tuple(
        Finding(code=code, severity=severity, message="m") for code, severity in FINDINGS.items()
    ),
)


def codes(**options):
    return [finding.code for finding in Selection(**options).apply(REPORT).findings]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, list(FINDINGS)),
        ({"select": ("missing-link",)}, ["missing-link"]),
        ({"select": ("missing-*",)}, ["missing-link", "missing-etag"]),
        ({"select": ("missing-link", "itunes-*")}, list(FINDINGS)[:3]),
        ({"ignore": ("itunes-*",)}, ["missing-link", "missing-etag"]),
        ({"select": ("itunes-*",), "ignore": ("*-image",)}, ["itunes-explicit"]),
        ({"severity": Severity.WARNING}, list(FINDINGS)[:3]),
        ({"severity": Severity.ERROR}, list(FINDINGS)[:2]),
        ({"select": ("missing-*",), "severity": Severity.ERROR}, ["missing-link"]),
    ],
)
def test_findings_are_selected_by_code_pattern_and_severity(options, expected):
    assert codes(**options) == expected


def test_a_report_is_valid_if_no_error_is_selected():
    assert not REPORT.valid
    chosen = Selection(ignore=("missing-link", "itunes-explicit")).apply(REPORT)
    assert chosen.valid
    assert chosen.format == REPORT.format


def test_patterns_are_split_at_commas():
    assert patterns(["missing-link, itunes-*", "missing-etag,"], FINDINGS) == (
        "missing-link",
        "itunes-*",
        "missing-etag",
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("missing-lnik", "unknown rule 'missing-lnik'; did you mean missing-link"),
        ("Missing-Link", "unknown rule 'Missing-Link'; did you mean missing-link"),
        ("missing-link,podcast-*", "unknown rule 'podcast-*'"),
        (
            "itunes",
            "unknown rule 'itunes'; write 'itunes-*' for all rules whose names begin with itunes",
        ),
    ],
)
def test_the_error_for_a_pattern_without_matches_suggests_similar_codes(text, message):
    with pytest.raises(FeedsvcError) as caught:
        patterns([text], FINDINGS)
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


def test_a_few_known_names_are_listed_if_none_is_similar():
    error = unknown("profile", "zzz", ["msn", "podcast"])
    assert str(error) == "unknown profile 'zzz'; choose from msn, podcast"


def test_many_known_names_are_not_listed():
    error = str(unknown("rule", "zzz", [f"rule-{n}" for n in range(99)]))
    assert error == "unknown rule 'zzz'; 'feedsvc validate --list-rules' lists all"
