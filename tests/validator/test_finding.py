"""The selection of findings, and errors for unknown names."""

import pytest

from feedsvc.errors import FeedsvcError
from feedsvc.validator import Finding, Report, Severity, validate
from feedsvc.validator.examples import channel, feed, json_feed, json_item
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


@pytest.mark.parametrize(
    ("path", "index"),
    [
        ("", None),
        ("/", None),
        ("/rss", None),
        ("/rss/channel", None),
        ("/rss/channel/image/link", None),
        ("/rss/channel/items[2]", None),
        ("/rss/channel/item", 0),
        ("/rss/channel/item/guid/@isPermaLink", 0),
        ("/rss/channel/item[3]", 2),
        ("/rss/channel/item[12]/category[2]", 11),
        ("/rdf:RDF/channel/items", None),
        ("/rdf:RDF/item[2]/title", 1),
        ("/feed/id", None),
        ("/feed/entry", 0),
        ("/feed/entry[2]/link[3]/@href", 1),
        ("/feed/at:deleted-entry[2]", None),
        ("/items", None),
        ("/items/0", 0),
        ("/items/21/attachments/1/url", 21),
        ("/authors/1/url", None),
    ],
)
def test_a_finding_knows_the_item_that_it_is_in(path, index):
    assert Finding(code="c", severity=Severity.ERROR, message="m", path=path).item == index


@pytest.mark.parametrize(
    ("example", "expected"),
    [
        (channel("<item><title>Crane</title></item><item/><item/>"), {1, 2}),
        (channel("<item/>"), {0}),
        (feed("<title>News</title><entry/><entry/>"), {None, 0, 1}),
        (feed("<title>News</title><entry/>"), {None, 0}),
        (json_item('"id": "", "content_text": "It stays."'), {0}),
        (json_feed('"icon": "/quay.png"'), {None}),
    ],
)
def test_the_errors_of_a_document_know_their_items(example, expected):
    errors = [one for one in validate(example.data).findings if one.severity is Severity.ERROR]
    assert {error.item for error in errors} == expected


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
