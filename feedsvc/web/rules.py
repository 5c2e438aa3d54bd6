"""The pages of the validator's rules: all of them, and each with what, why and examples."""

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

LONGEST_QUERY = 100

FORMS = {Form.RESPONSE: "Answers of a server", Form.CHANGE: "Changes of a feed"}
"""Headings of the codes that are about no document alone."""

_HEADINGS = {
    f"{rule_modules.__name__}.{name}": heading
    for heading, names in rule_modules.FAMILIES.items()
    for name in names
}


class Guide(NamedTuple):
    """A code with the heading that it stands below, and the rules that give it.

    `remarks` tell of a partner's demand when it was known, who contradicts, and what else it asks.
    """

    code: Code
    heading: str
    rules: tuple[Rule, ...]
    remarks: tuple[str, ...] = ()


@cache
def guides() -> dict[str, Guide]:
    """Return what is told about every code, in the order of the headings, then of names."""
    made = [_guide(code, tuple(rules_of_code(code.name))) for code in codes().values()]
    known = [*rule_modules.FAMILIES, *FORMS.values()]
    partners = [_partner(name) for name in PROFILES]
    order = [*known, *partners]
    made.sort(key=lambda guide: (order.index(guide.heading), guide.code.name))
    return {guide.code.name: guide for guide in made}


def search(query: str) -> list[Guide]:
    """Return the codes with every word of the query in their name, heading or documentation.

    A name may be given as the W3C feed validator writes it: `DuplicateIds`.
    """
    words = query[:LONGEST_QUERY].casefold().split()
    return [guide for guide in guides().values() if all(word in _text(guide) for word in words)]


def close_to(name: str) -> list[Guide]:
    """Return the codes whose names are most like one that is not known, the closest first."""
    kebab = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[\s_]+", "-", name[:LONGEST_QUERY]).lower()
    known = guides()
    return [known[match] for match in get_close_matches(kebab, known, n=5)]


def summary_of(rule: Rule) -> str:
    """Return the first sentence of a rule's documentation."""
    return " ".join((rule.check.__doc__ or "").partition("\n\n")[0].split())


def _guide(code: Code, given_by: tuple[Rule, ...]) -> Guide:
    first = given_by[0]
    if isinstance(code, ProfileCode):
        return Guide(code, _partner(code.profile), given_by, remarks(code.name))
    heading = FORMS.get(first.form) or _HEADINGS[first.check.__module__]
    return Guide(code, heading, given_by)


def _partner(name: str) -> str:
    """Return the heading of a profile's rules."""
    return f"For {PROFILES[name].title}"


def _text(guide: Guide) -> str:
    code = guide.code
    name = f"{code.name} {code.name.replace('-', '')}"
    summaries = " ".join(map(summary_of, guide.rules))
    return f"{name} {guide.heading} {summaries} {code.why}".casefold()


blueprint = Blueprint("rules", __name__)
blueprint.after_request(compress)


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule finds, and a document's part that has the fault beside one that has not."""

    summary: str
    spec: str
    bad: str
    good: str


@blueprint.get("/rules")
def rules() -> Response:
    """Show every code, or those that a search finds."""
    query = request.args.get("q", "").strip()[:LONGEST_QUERY]
    found = search(query)
    if wants_json():
        body = {"rules": [_facts(guide) for guide in found]}
        return Response(msgspec.json.encode(body), mimetype="application/json")
    headings: dict[str, list[Guide]] = {}
    for guide in found:
        headings.setdefault(guide.heading, []).append(guide)
    return page("rules.html", query=shorten(query), headings=headings, count=len(found))


@blueprint.get("/rules/<name>")
def rule(name: str) -> Response:
    """Show what is told about a code; of one that is not known, those like it."""
    guide = guides().get(name)
    if guide is None:
        return _unknown(name)
    shown = [_shown(each) for each in guide.rules]
    if wants_json():
        body = _facts(guide) | {"examples": shown}
        return Response(msgspec.json.encode(body), mimetype="application/json")
    return page("rule.html", guide=guide, shown=shown)


def _unknown(name: str) -> Response:
    close = close_to(name)
    if wants_json():
        detail = f"There is no rule {shorten(name)}; /rules has all."
        names = [guide.code.name for guide in close]
        return problem(HTTPStatus.NOT_FOUND, detail, close_matches=names)
    return page("no_rule.html", HTTPStatus.NOT_FOUND, name=shorten(name), close=close)


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


def _shown(rule: Rule) -> Shown:
    return Shown(
        summary=summary_of(rule),
        spec=rule.spec,
        bad=_fragment(rule.bad),
        good=_fragment(rule.good),
    )


def _fragment(example: Example) -> str:
    return "\n".join(printable(line) for line in example.shown.split("\n"))
