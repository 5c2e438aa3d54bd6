"""Checks a feed at its address: the document, and the answers that it came with."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from feedsvc.validator import validate
from feedsvc.validator.collected import Collected, finding
from feedsvc.validator.finding import Finding, Report
from feedsvc.validator.http import rules as _rules  # noqa: F401 - importing them fills the registry
from feedsvc.validator.http.exchange import Exchange, Visit
from feedsvc.validator.http.fetching import SECONDS, fetch
from feedsvc.validator.http.rules.pages import is_page
from feedsvc.validator.plan import rules_of
from feedsvc.validator.registry import Form
from feedsvc.validator.source import Source


class Visited(NamedTuple):
    """What an address gave: the document, decoded, and what was found in it and around it."""

    data: bytes
    report: Report


def validate_address(
    url: str, *, limit: int, profiles: Sequence[str] = (), seconds: float = SECONDS
) -> Visited:
    """Fetch a feed and check it with the answers: status, headers, 304, HEAD.

    `limit` is in bytes, `seconds` holds for each request. Raises TargetError where no answer
    comes, ValueError for a profile that there is none of.
    """
    return checked(fetch(url, limit=limit, seconds=seconds), limit=limit, profiles=profiles)


def checked(exchange: Exchange, *, limit: int, profiles: Sequence[str] = ()) -> Visited:
    """Check what a server answered, and the document in it.

    The feed's link to itself is compared with the address after all redirects. Where the
    server sends no document, or a web page, that is all that is told. Raises ValueError for a
    profile that there is none of.
    """
    answer, report = exchange.answer, Report(format="unknown")
    source = Source(answer.body, limit)
    if answer.received and not is_page(source):
        report = validate(answer.body, location=answer.url, limit=limit, profiles=profiles)
    visit = Visit(exchange, source, report.format)
    findings = (*check(visit), *report.findings)
    data = answer.body if answer.received else b""
    return Visited(data, msgspec.structs.replace(report, findings=findings))


def check(visit: Visit) -> list[Finding]:
    """Run the rules of answers."""
    collected = Collected(visit.format)
    for rule in rules_of(Form.ANSWER):
        for message in rule.check(visit):
            collected.add(rule, None, message)
    return [finding(found) for found in collected.found]
