"""The pages of the validator's rules: all of them, and each with what, why and examples."""

from http import HTTPStatus

import msgspec
from flask import Blueprint, Response, request

from feedsvc.validator.examples import Example
from feedsvc.validator.registry import Rule
from feedsvc.web.guides import LONGEST_QUERY, Guide, close_to, guides, search, summary_of
from feedsvc.web.problems import problem
from feedsvc.web.responses import compress, page, wants_json
from feedsvc.web.visible import short, visible

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
    return page("rules.html", query=short(query), headings=headings, count=len(found))


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
        detail = f"There is no rule {short(name)}; /rules has all."
        names = [guide.code.name for guide in close]
        return problem(HTTPStatus.NOT_FOUND, detail, close_matches=names)
    return page("no_rule.html", HTTPStatus.NOT_FOUND, name=short(name), close=close)


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
    return "\n".join(visible(line) for line in example.shown.split("\n"))
