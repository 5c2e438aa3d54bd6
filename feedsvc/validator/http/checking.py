"""Checks a feed at its address: the document, and the answers that it came with."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from feedsvc.validator import validate
from feedsvc.validator.collector import Collector, finding
from feedsvc.validator.finding import Finding, Report
from feedsvc.validator.http import rules as _rules  # noqa: F401 - importing them fills the registry
from feedsvc.validator.http.exchange import Exchange, Visit
from feedsvc.validator.http.fetching import SECONDS, fetch
from feedsvc.validator.http.rules.content import is_page
from feedsvc.validator.plan import rules_of
from feedsvc.validator.registry import Form
from feedsvc.validator.source import Source


class Validated(NamedTuple):
    """What an address gave: the document, decoded, and what was found in it and around it."""

    data: bytes
    report: Report


def validate_url(
    url: str, *, limit: int, profiles: Sequence[str] = (), seconds: float = SECONDS
) -> Validated:
    """Fetch a feed and check it with the answers: status, headers, 304, HEAD.

    `limit` is in bytes, `seconds` holds for each request. Raises TargetError where no answer
    comes, ValueError for a profile that there is none of.
    """
    return validate_exchange(
        fetch(url, limit=limit, seconds=seconds), limit=limit, profiles=profiles
    )


def validate_exchange(exchange: Exchange, *, limit: int, profiles: Sequence[str] = ()) -> Validated:
    """Check what a server answered, and the document in it.

    The feed's link to itself is compared with the address after all redirects. Where the
    server sends no document, or a web page, that is all that is told. Raises ValueError for a
    profile that there is none of.
    """
    response, report = exchange.response, Report(format="unknown")
    source = Source(response.body, limit)
    if response.has_document and not is_page(source):
        report = validate(response.body, location=response.url, limit=limit, profiles=profiles)
    visit = Visit(exchange, source, report.format)
    findings = (*check(visit), *report.findings)
    data = response.body if response.has_document else b""
    return Validated(data, msgspec.structs.replace(report, findings=findings))


def check(visit: Visit) -> list[Finding]:
    """Run the rules of answers."""
    collected = Collector(visit.format)
    for rule in rules_of(Form.RESPONSE):
        for message in rule.check(visit):
            collected.add(rule, None, message)
    return [finding(found) for found in collected.found]
