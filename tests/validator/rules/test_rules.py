import pytest

from feedsvc.validator import engine as _engine  # noqa: F401 - loads all rules
from feedsvc.validator import validate
from feedsvc.validator.registry import CODES, RULES, Form, Rule, rule

DOCUMENT_RULES = [made for made in RULES if made.form not in {Form.RESPONSE, Form.CHANGE}]
"""The rules of one document; those of answers and changes have tests of their own."""
LOCATION = "https://news.example/rss.xml"
ELSEWHERE = {"feed_elsewhere": "https://news.example/feed.json"}


def codes_of(data: bytes, made: Rule) -> set[str]:
    report = validate(data, location=ELSEWHERE.get(made.name, LOCATION))
    return {finding.code for finding in report.findings}


@pytest.mark.parametrize("made", DOCUMENT_RULES, ids=lambda made: f"{made.code}-{made.name}")
def test_bad_example_gives_the_code(made):
    found = codes_of(made.bad.data, made)
    assert made.code in found, (
        f"its bad example gives {found or 'no code'}: is its place the one of `on`, or, for a rule "
        "of a value, is it in the vocabulary where such values are due?"
    )


@pytest.mark.parametrize("made", DOCUMENT_RULES, ids=lambda made: f"{made.code}-{made.name}")
def test_good_example_does_not_give_the_code(made):
    assert made.code not in codes_of(made.good.data, made), "its good example gives it, too"


@pytest.mark.parametrize("code", CODES.values(), ids=lambda code: code.name)
def test_code_tells_what_why_and_where(code):
    assert code.summary.endswith(".")
    assert len(code.why) > 20
    assert code.spec.startswith("http")
    assert code.name == code.name.lower()


def checking(*_args):
    """What is wrong.

    Why it matters.
    """


def bare(*_args):
    pass


def test_registry_refuses_a_repeated_code_and_place():
    first = next(made for made in DOCUMENT_RULES if made.form is Form.ELEMENT)
    with pytest.raises(ValueError, match="already given"):
        rule(first.code, on=first.on, spec=first.spec, bad=first.bad, good=first.good)(checking)


@pytest.mark.parametrize(
    ("check", "spec", "on", "message"),
    [
        (bare, "https://spec.example/", ("item",), "no docstring"),
        (checking, "", ("item",), "no link"),
        (checking, "https://spec.example/", (), "runs on nothing"),
    ],
)
def test_registry_refuses_an_incomplete_rule(check, spec, on, message):
    example = RULES[0].good
    with pytest.raises(ValueError, match=message):
        rule("new-code", on=on, spec=spec, bad=example, good=example)(check)
