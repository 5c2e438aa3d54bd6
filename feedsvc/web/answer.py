"""The answer to a request for a document: status, headers and body, with no framework in it."""

import re
import time
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

import msgspec

from feedsvc.feeds import Document
from feedsvc.feeds.codings import SMALLEST, Coding, accepted_coding
from feedsvc.site.deltas import Delta
from feedsvc.web.conditional import etag_in, known_etag, plain_tag, validators_of

Header = tuple[str, str]

_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src http: https: data:; "
    "media-src http: https:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

PAGE_HEADERS: tuple[Header, ...] = (
    ("Content-Security-Policy", _SECURITY_POLICY),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
)
"""What every page says to a browser; pictures, sound and film of stories come from anywhere."""

NO_SNIFFING: Header = ("X-Content-Type-Options", "nosniff")
FOR_ALL_ORIGINS: Header = ("Access-Control-Allow-Origin", "*")
"""Lets readers and players that run in a browser read what is public (Fetch, section 3.2).

Podcasting 2.0 asks for it where transcripts and chapters are served.
"""

VARY: Header = ("Vary", "Accept-Encoding")
VARY_WITH_DELTAS: Header = ("Vary", "A-IM, Accept-Encoding")

Deltas = Callable[[list[str]], Delta | None]
"""Gives a document with only what is new since one of the versions with some ETags, if it can."""

NO_DELTAS = ("feedparser/", "rss2email/")
"""Programs that ask for deltas and do not know it, for feedparser does so by itself.

rss2email, which calls itself feedparser, takes the answer 226 for an error. Programs that
give feedparser a name of their own are taken at their word.
"""

_TAG = re.compile('"([^"]*)"')


class Answer(NamedTuple):
    """An HTTP response: status line without the version, headers in order, body."""

    status: str
    headers: list[Header]
    body: bytes


class _Prepared(NamedTuple):
    """What is the same in all answers that carry a document in one coding."""

    etag: str
    headers: list[Header]
    body: bytes


class Freshness(NamedTuple):
    """For how many seconds a cache may keep a document, and go on showing it while it asks anew."""

    max_age: int
    stale: int = 0


def answer(
    document: Document,
    method: str,
    headers: Mapping[str, str],
    fresh: Freshness,
    deltas: Deltas | None = None,
) -> Answer:
    """Return the response to a request for a document: RFC 9110 and RFC 9111.

    `headers` are the request's, with small letters; `if-none-match` wins over
    `if-modified-since`. A client that has an earlier version, and says with `a-im` that it
    takes one, gets what is new alone from `deltas` (RFC 3229).
    """
    if method not in ("GET", "HEAD"):
        return _not_allowed()
    known = known_etag(document, headers)
    if known:
        unchanged = [("ETag", known), _caching(fresh), _vary(document)]
        return Answer("304 Not Modified", unchanged, b"")
    coding = accepted_coding(headers.get("accept-encoding", ""))
    news = _news(document, headers, deltas) if deltas else None
    found = _delta(document, news, coding, fresh) if news else _whole(document, coding, fresh)
    return found if method == "GET" else found._replace(body=b"")


def size_for(document: Document, accept_encoding: str) -> int:
    """Return how many bytes of a document are sent to a client that has none of it."""
    return len(_prepare(document, _worthwhile(accepted_coding(accept_encoding), document)).body)


def _whole(document: Document, coding: Coding | None, fresh: Freshness) -> Answer:
    prepared = _prepare(document, _worthwhile(coding, document))
    headers = [*prepared.headers, _caching(fresh), *_last_modified(document)]
    return Answer("200 OK", headers, prepared.body)


def _delta(document: Document, news: Delta, coding: Coding | None, fresh: Freshness) -> Answer:
    """Return what is new, under the ETag of the whole that the client has from then on.

    A cache that does not know deltas must not keep it: another client, with another version,
    lacks other entries. One that does may: `im` says so (RFC 3229 section 10.8). A client with
    several versions is told which of them this adds to (section 10.5.1).
    """
    coding = _worthwhile(coding, news.document)
    prepared = _prepare(news.document, coding)
    etag = etag_in(document, coding)
    headers = [(name, etag if name == "ETag" else value) for name, value in prepared.headers]
    headers += [("IM", "feed"), ("Delta-Base", news.base)]
    headers.append(("Cache-Control", f"no-store, im, max-age={fresh.max_age}"))
    return Answer("226 IM Used", [*headers, *_last_modified(document)], prepared.body)


def _news(document: Document, headers: Mapping[str, str], deltas: Deltas) -> Delta | None:
    """Return what is new to a client that asks for that and says which versions it has.

    Its base is named as the client named it: with the coding that it came in.
    """
    tags = headers.get("if-none-match")
    if not (document.has_deltas and tags and _takes_feed_deltas(headers.get("a-im", ""))):
        return None
    if headers.get("user-agent", "").startswith(NO_DELTAS):
        return None
    sent = {f'"{plain_tag(tag)}"': f'"{tag}"' for tag in _TAG.findall(tags)}
    news = deltas(list(sent))
    return news and msgspec.structs.replace(news, base=sent[news.base])


def _caching(fresh: Freshness) -> Header:
    value = f"public, max-age={fresh.max_age}, stale-while-revalidate={fresh.stale}"
    return "Cache-Control", value


def _last_modified(document: Document) -> list[Header]:
    """Return the date of the document's version, where it has one that is not still to come.

    Of versions within one second, the later are dated ahead; RFC 9110 section 8.8.2.1 lets
    no date be later than the answer's own.
    """
    validators = validators_of(document)
    if not document.is_dated or validators.modified > time.time():
        return []
    return [("Last-Modified", validators.last_modified)]


def _vary(document: Document) -> Header:
    return VARY_WITH_DELTAS if document.has_deltas else VARY


def _worthwhile(coding: Coding | None, document: Document) -> Coding | None:
    return None if len(document.body) < SMALLEST else coding


@lru_cache(maxsize=64)
def _takes_feed_deltas(a_im: str) -> bool:
    """Tell whether a list of instance manipulations has `feed`, and not as one that is refused."""
    for each in a_im.lower().split(","):
        name, _, quality = each.replace(" ", "").partition(";q=")
        if name.strip() == "feed":
            return quality.strip("0.") != "" or not quality
    return False


@lru_cache(maxsize=512)
def _prepare(document: Document, coding: Coding | None) -> _Prepared:
    """Compress the body and write the headers once, not at each request."""
    body = coding.encode(document.body, False) if coding else document.body
    etag = etag_in(document, coding)
    headers = [
        ("Content-Type", document.media_type),
        ("Content-Length", str(len(body))),
        ("ETag", etag),
        _vary(document),
        NO_SNIFFING,
    ]
    if coding:
        headers.append(("Content-Encoding", coding.token))
    if document.media_type.startswith("text/html"):
        headers += PAGE_HEADERS
    else:
        headers.append(FOR_ALL_ORIGINS)
    return _Prepared(etag, headers, body)


def _not_allowed() -> Answer:
    body = b"This document can only be read: use GET or HEAD.\n"
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Allow", "GET, HEAD"),
        NO_SNIFFING,
    ]
    return Answer("405 Method Not Allowed", headers, body)
