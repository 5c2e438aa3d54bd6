"""Every rule of the validator, tested with its own examples."""

import pytest

from feedsvc.validator import engine as _engine  # noqa: F401 - loads all rules
from feedsvc.validator import validate
from feedsvc.validator.registry import CODES, RULES, Form, Rule, rule

DOCUMENT_RULES = [made for made in RULES if made.form not in {Form.ANSWER, Form.CHANGE}]
"""The rules for a single document; rules for responses and changes have their own tests."""
LOCATION = "https://news.example/rss.xml"
LOCATIONS = {"feed_elsewhere": "https://news.example/feed.json"}


def codes_of(data: bytes, made: Rule) -> set[str]:
    report = validate(data, location=LOCATIONS.get(made.name, LOCATION))
    return {finding.code for finding in report.findings}


@pytest.mark.parametrize("made", DOCUMENT_RULES, ids=lambda made: f"{made.code}-{made.name}")
def test_code_is_reported_for_the_bad_example(made):
    found = codes_of(made.bad.data, made)
    assert made.code in found, (
        f"for its bad example, {found or 'nothing'} is reported: check `on`, or, for a rule for "
        "values, whether an element or attribute is declared with it"
    )


@pytest.mark.parametrize("made", DOCUMENT_RULES, ids=lambda made: f"{made.code}-{made.name}")
def test_code_is_not_reported_for_the_good_example(made):
    assert made.code not in codes_of(made.good.data, made), (
        "it is also reported for its good example"
    )


@pytest.mark.parametrize("code", CODES.values(), ids=lambda code: code.name)
def test_code_has_a_summary_a_reason_and_a_specification(code):
    assert code.summary.endswith(".")
    assert len(code.why) > 20
    assert code.spec.startswith("http")
    assert code.name == code.name.lower()


def checking(*_args):
    """What is wrong.

    Why it matters.
    """


def undocumented(*_args):
    pass


def test_registry_rejects_a_repeated_code_and_place():
    first = next(made for made in DOCUMENT_RULES if made.form is Form.ELEMENT)
    with pytest.raises(ValueError, match="already given"):
        rule(first.code, on=first.on, spec=first.spec, bad=first.bad, good=first.good)(checking)


@pytest.mark.parametrize(
    ("check", "spec", "on", "message"),
    [
        (undocumented, "https://spec.example/", ("item",), "no docstring"),
        (checking, "", ("item",), "no link"),
        (checking, "https://spec.example/", (), "runs on nothing"),
    ],
)
def test_registry_rejects_an_incomplete_rule(check, spec, on, message):
    example = RULES[0].good
    with pytest.raises(ValueError, match=message):
        rule("new-code", on=on, spec=spec, bad=example, good=example)(check)
