"""The pages of the validator's rules: the list with its search, and a page for each code."""

import re
from difflib import get_close_matches
from functools import cache
from http import HTTPStatus
from typing import NamedTuple

import msgspec
from flask import Blueprint, Response, request

from feedsvc.validator import rules as rule_modules
from feedsvc.validator.examples import Example
from feedsvc.validator.profiles import PROFILES
from feedsvc.validator.profiles.profile import ProfileCode
from feedsvc.validator.registry import Code, Form, Rule
from feedsvc.validator.rulebook import codes, remarks, rules_of_code
from feedsvc.web.printable import printable, shorten
from feedsvc.web.responses import compress, page, problem, wants_json

blueprint = Blueprint("rules", __name__)
blueprint.after_request(compress)

LONGEST_QUERY = 100

FORMS = {Form.RESPONSE: "Server responses", Form.CHANGE: "Changes to a feed"}
"""The headings of codes that concern more than a single document."""

_HEADINGS = {
    f"{rule_modules.__name__}.{name}": heading
    for heading, names in rule_modules.FAMILIES.items()
    for name in names
}


class Guide(NamedTuple):
    """The documentation of a code: its heading in the list, and the rules that report it.

    `remarks` are about a partner's rule: when it was documented, and which partners contradict it.
    """

    code: Code
    heading: str
    rules: tuple[Rule, ...]
    remarks: tuple[str, ...] = ()


class RuleExample(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule reports, with a fragment that has the fault and one that does not."""

    summary: str
    spec: str
    bad: str
    good: str


@blueprint.get("/rules")
def rules() -> Response:
    """List all codes, or those that match a search."""
    query = request.args.get("q", "").strip()[:LONGEST_QUERY]
    matches = search(query)
    if wants_json():
        body = {"rules": [_facts(guide) for guide in matches]}
        return Response(msgspec.json.encode(body), mimetype="application/json")
    headings: dict[str, list[Guide]] = {}
    for guide in matches:
        headings.setdefault(guide.heading, []).append(guide)
    return page("rules.html", query=shorten(query), headings=headings, count=len(matches))


@blueprint.get("/rules/<name>")
def rule(name: str) -> Response:
    """Show the documentation of a code, or the codes with similar names if it is unknown."""
    guide = guides().get(name)
    if guide is None:
        return _unknown(name)
    examples = [_example(each) for each in guide.rules]
    if wants_json():
        body = _facts(guide) | {"examples": examples}
        return Response(msgspec.json.encode(body), mimetype="application/json")
    return page("rule.html", guide=guide, examples=examples)


@cache
def guides() -> dict[str, Guide]:
    """Return the documentation of all codes, in the order of the headings, then by name."""
    unsorted = [_guide(code, tuple(rules_of_code(code.name))) for code in codes().values()]
    order = [*rule_modules.FAMILIES, *FORMS.values(), *map(_partner_heading, PROFILES)]
    return {
        guide.code.name: guide
        for guide in sorted(
            unsorted, key=lambda guide: (order.index(guide.heading), guide.code.name)
        )
    }


def search(query: str) -> list[Guide]:
    """Return the codes with every word of the query in their name, heading or documentation.

    Names can also be written as in the W3C feed validator: `DuplicateIds`.
    """
    words = query[:LONGEST_QUERY].casefold().split()
    return [guide for guide in guides().values() if all(word in _text(guide) for word in words)]


def close_to(name: str) -> list[Guide]:
    """Return the codes with the names most similar to an unknown one, closest first."""
    kebab = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[\s_]+", "-", name[:LONGEST_QUERY]).lower()
    known = guides()
    return [known[match] for match in get_close_matches(kebab, known, n=5)]


def _unknown(name: str) -> Response:
    close = close_to(name)
    if wants_json():
        detail = f"There is no rule {shorten(name)}; see /rules for all of them"
        names = [guide.code.name for guide in close]
        return problem(HTTPStatus.NOT_FOUND, detail, close_matches=names)
    return page("rule_not_found.html", HTTPStatus.NOT_FOUND, name=shorten(name), close=close)


def _facts(guide: Guide) -> dict[str, object]:
    code = guide.code
    return {
        "code": code.name,
        "severity": code.severity,
        "group": guide.heading,
        "summary": code.summary,
        "why": code.why,
        "spec": code.spec,
        "remarks": guide.remarks,
    }


def _example(rule: Rule) -> RuleExample:
    return RuleExample(
        summary=_summary_of(rule),
        spec=rule.spec,
        bad=_fragment(rule.bad),
        good=_fragment(rule.good),
    )


def _fragment(example: Example) -> str:
    return "\n".join(printable(line) for line in example.shown.split("\n"))


def _guide(code: Code, rules: tuple[Rule, ...]) -> Guide:
    if isinstance(code, ProfileCode):
        return Guide(code, _partner_heading(code.profile), rules, remarks(code.name))
    heading = FORMS.get(rules[0].form) or _HEADINGS[rules[0].check.__module__]
    return Guide(code, heading, rules)


def _partner_heading(profile: str) -> str:
    return f"For {PROFILES[profile].title}"


def _summary_of(rule: Rule) -> str:
    """Return the first sentence of a rule's documentation."""
    return " ".join((rule.check.__doc__ or "").partition("\n\n")[0].split())


def _text(guide: Guide) -> str:
    code = guide.code
    name = f"{code.name} {code.name.replace('-', '')}"
    summaries = " ".join(map(_summary_of, guide.rules))
    return f"{name} {guide.heading} {summaries} {code.why}".casefold()
