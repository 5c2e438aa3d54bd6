"""The rule of a web page that came where a feed was asked for, and of the feeds that it names."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin

from feedsvc.validator.examples import Example
from feedsvc.validator.finding import Severity
from feedsvc.validator.http.examples import answer, first
from feedsvc.validator.http.exchange import Visit, without_credentials
from feedsvc.validator.http.rules.specs import HTML, Messages
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.source import Source

_LOOKED_AT = 200_000
"""Characters of a page in which its links to feeds are looked for: they stand in its head."""
_MOST_NAMED = 3
_LINK = re.compile(r"<link\s[^<>]*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""\s(rel|type|href)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE
)
_FEEDS = re.compile(r"application/((rss|atom|rdf)\+xml|feed\+json)", re.IGNORECASE)
_PAGE = """\
<!doctype html>
<html><head><title>Harbour News</title>
<link rel="alternate" type="application/rss+xml" href="/rss.xml"></head></html>
"""
_PAGE_HEAD = answer(Content_Type="text/html; charset=utf-8")


@rule(
    "web-page",
    Severity.ERROR,
    form=Form.ANSWER,
    spec=f"{HTML}/links.html#link-type-alternate",
    bad=Example(f"{_PAGE_HEAD}\n\n{_PAGE}", first(_PAGE_HEAD, body=_PAGE).data),
    good=first(answer()),
)
def web_page(visit: Visit) -> Messages:
    """At the address is a web page, not a feed.

    Some readers look in it for the address of a feed; all others show nothing.
    """
    if visit.answer.received and is_page(visit.source):
        named = list(_feeds(visit))[:_MOST_NAMED]
        yield "this is a web page" + (f"; its feed is at {' or '.join(named)}" if named else "")


def is_page(source: Source) -> bool:
    """Whether a body is HTML."""
    return source.readable and source.root_name.rpartition(":")[2].lower() == "html"


def _feeds(visit: Visit) -> Iterator[str]:
    """Give the addresses of feeds that a page names, each once, without any password."""
    told: set[str] = set()
    for link in _LINK.finditer(visit.source.text, 0, _LOOKED_AT):
        attributes = {
            found[1].lower(): unescape(found[2] or found[3] or found[4] or "")
            for found in _ATTRIBUTE.finditer(link[0])
        }
        is_alternate = "alternate" in attributes.get("rel", "").lower().split()
        address = attributes.get("href", "").strip()
        if is_alternate and address and _FEEDS.fullmatch(attributes.get("type", "").strip()):
            try:
                url = without_credentials(urljoin(visit.answer.url, address))
            except ValueError:
                continue
            if url not in told:
                told.add(url)
                yield url
