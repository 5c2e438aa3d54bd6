"""Checking a feed at its URL: the document, and the responses of its server."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from feedsvc.validator import validate
from feedsvc.validator.collector import Collector, finding
from feedsvc.validator.finding import Finding, Report
from feedsvc.validator.http import rules as _rules  # noqa: F401 - importing them fills the registry
from feedsvc.validator.http.exchange import Exchange, Visit
from feedsvc.validator.http.fetching import SECONDS, fetch
from feedsvc.validator.http.rules.responses import is_page
from feedsvc.validator.plan import rules_of
from feedsvc.validator.registry import Form
from feedsvc.validator.source import Source


class Validated(NamedTuple):
    """The document at a URL, decoded, and the findings in it and in the responses."""

    data: bytes
    report: Report


def validate_url(
    url: str, *, limit: int, profiles: Sequence[str] = (), seconds: float = SECONDS
) -> Validated:
    """Fetch a feed and check it along with the responses: status, headers, 304, HEAD.

    `limit` is in bytes, `seconds` applies to each request. Raises TargetError if there is no
    response, ValueError for an unknown profile.
    """
    exchange = fetch(url, limit=limit, seconds=seconds)
    return validate_exchange(exchange, limit=limit, profiles=profiles)


def validate_exchange(exchange: Exchange, *, limit: int, profiles: Sequence[str] = ()) -> Validated:
    """Check a server's responses, and the document in them.

    The feed's link to itself is compared with the URL after all redirects. If the server
    sends no document, or a web page, the document itself is not checked. Raises ValueError
    for an unknown profile.
    """
    response, report = exchange.response, Report(format="unknown")
    source = Source(response.body, limit)
    if response.has_document and not is_page(source):
        report = validate(response.body, location=response.url, limit=limit, profiles=profiles)
    findings = (*_check(Visit(exchange, source, report.format)), *report.findings)
    data = response.body if response.has_document else b""
    return Validated(data, msgspec.structs.replace(report, findings=findings))


def _check(visit: Visit) -> list[Finding]:
    collector = Collector(visit.format)
    for rule in rules_of(Form.RESPONSE):
        for message in rule.check(visit):
            collector.add(rule, None, message)
    return [finding(raw) for raw in collector.found]
