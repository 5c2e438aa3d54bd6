"""Every rule of the validator, tested with its own examples."""

import pytest

from feedsvc.validator import engine as _engine  # noqa: F401 - loads all rules
from feedsvc.validator import validate
from feedsvc.validator.registry import CODES, RULES, Form, Rule, rule

DOCUMENT_RULES = [tested for tested in RULES if tested.form not in {Form.RESPONSE, Form.CHANGE}]
"""The rules for a single document; rules for responses and changes have their own tests."""
LOCATION = "https://news.example/rss.xml"
LOCATIONS = {"feed_url_mismatch": "https://news.example/feed.json"}


def codes_of(data: bytes, tested: Rule) -> set[str]:
    report = validate(data, location=LOCATIONS.get(tested.name, LOCATION))
    return {finding.code for finding in report.findings}


@pytest.mark.parametrize(
    "tested", DOCUMENT_RULES, ids=lambda tested: f"{tested.code}-{tested.name}"
)
def test_code_is_reported_for_the_bad_example(tested):
    found = codes_of(tested.bad.data, tested)
    assert tested.code in found, (
        f"the bad example reports {found or 'nothing'}: check `on`, or, for a rule on values, "
        "whether an element or attribute is declared with it"
    )


@pytest.mark.parametrize(
    "tested", DOCUMENT_RULES, ids=lambda tested: f"{tested.code}-{tested.name}"
)
def test_code_is_not_reported_for_the_good_example(tested):
    assert tested.code not in codes_of(tested.good.data, tested), (
        "the code is also reported for its good example"
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
    first = next(tested for tested in DOCUMENT_RULES if tested.form is Form.ELEMENT)
    with pytest.raises(ValueError, match="already reports"):
        rule(first.code, on=first.on, spec=first.spec, bad=first.bad, good=first.good)(checking)


@pytest.mark.parametrize(
    ("check", "spec", "on", "message"),
    [
        (undocumented, "https://spec.example/", ("item",), "no docstring"),
        (checking, "", ("item",), "no link"),
        (checking, "https://spec.example/", (), "has nothing to run on"),
    ],
)
def test_registry_rejects_an_incomplete_rule(check, spec, on, message):
    example = RULES[0].good
    with pytest.raises(ValueError, match=message):
        rule("new-code", on=on, spec=spec, bad=example, good=example)(check)


@pytest.mark.parametrize("value", ["", "9" * 5_000, "-1", "\u00b2", "\x00", "a b", "%", "//["])
def test_every_rule_on_values_accepts_any_value(value):
    for tested in RULES:
        if tested.form is Form.VALUE:
            message = tested.check(value)
            assert message is None or isinstance(message, str), tested.code
