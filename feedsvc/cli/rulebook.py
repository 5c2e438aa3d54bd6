"""The rules of the validator, explained or listed by `feedsvc validate`."""

import textwrap
from collections.abc import Iterator
from typing import Any

import click
import msgspec

from feedsvc.cli.console import line_width
from feedsvc.validator.examples import Example
from feedsvc.validator.finding import Selection, unknown
from feedsvc.validator.profiles import ProfileCode
from feedsvc.validator.registry import Code, Rule
from feedsvc.validator.reporters import safe
from feedsvc.validator.rulebook import codes, remarks, rules_of_code

WIDTH = 80
"""Columns of an explanation, except for the examples."""
_SEVERITY_WIDTH, _NARROWEST_SUMMARY = 7, 20
"""Columns of the list of rules."""
EXAMPLE_LINES = 30
"""How many lines of an example are printed."""


def explain(name: str, style: str) -> None:
    """Print a rule: what is wrong, why it matters, two examples, and links to specifications.

    Raises FeedsvcError if there is no such rule.
    """
    if name not in codes():
        raise unknown("rule", name, codes())
    code, rules = codes()[name], rules_of_code(name)
    if style == "json":
        _print_json(_as_json(code, rules))
    else:
        click.echo("\n".join(_explanation(code, rules)))


def list_rules(selection: Selection, profiles: tuple[str, ...], style: str) -> None:
    """Print the selected rules, including those of all profiles or of the given ones."""
    known = [code for _, code in sorted(codes().items()) if _is_in_profiles(code, profiles)]
    shown = [code for code in known if selection.wants(code.name, code.severity)]
    if style == "json":
        _print_json([_as_json(code, ()) for code in shown])
        return
    widest = max((len(code.name) for code in shown), default=0)
    width = line_width()
    for code in shown:
        head = f"{code.name:<{widest}}  {code.severity.value:<{_SEVERITY_WIDTH}}  "
        room = max(width - len(head), _NARROWEST_SUMMARY) if width else len(code.summary)
        for line in textwrap.wrap(code.summary, room):
            click.echo(head + line)
            head = " " * len(head)


def _is_in_profiles(code: Code, profiles: tuple[str, ...]) -> bool:
    profile = getattr(code, "profile", None)
    return profile is None or not profiles or profile in profiles


def _explanation(code: Code, rules: list[Rule]) -> Iterator[str]:
    rule = rules[0]
    yield f"{code.name} ({code.severity.value})"
    yield ""
    yield from _paragraph(code.summary)
    yield from _paragraph(code.why)
    yield ""
    if isinstance(code, ProfileCode):
        yield f"Checked with --profile {code.profile}."
        for remark in remarks(code.name):
            yield from _paragraph(remark)
        yield ""
    yield from _example("Wrong", rule.bad)
    yield from _example("Right", rule.good)
    yield from dict.fromkeys(rule.spec for rule in rules)


def _paragraph(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False)


def _example(title: str, example: Example) -> Iterator[str]:
    lines = example.shown.strip().splitlines()
    yield f"{title}:"
    for line in lines[:EXAMPLE_LINES]:
        yield f"    {safe(line)}".rstrip()
    if len(lines) > EXAMPLE_LINES:
        yield "    …"
    yield ""


def _as_json(code: Code, rules: tuple[()] | list[Rule]) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(code)
    plain = {"code": plain.pop("name"), **plain}
    if rules:
        plain |= {"bad": rules[0].bad.shown, "good": rules[0].good.shown}
        plain["remarks"] = remarks(code.name)
    return plain


def _print_json(value: object) -> None:
    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2))
