"""The answer to a request for a document: status, headers and body, with no framework in it."""

import time
from collections.abc import Mapping
from datetime import UTC
from email.utils import formatdate, parsedate_to_datetime
from functools import lru_cache
from typing import NamedTuple

from feedsvc.feeds import Document
from feedsvc.feeds.codings import CODINGS, SMALLEST, Coding, accepted_coding

Header = tuple[str, str]

_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src http: https: data:; media-src http: https:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

PAGE_HEADERS: tuple[Header, ...] = (
    ("Content-Security-Policy", _SECURITY_POLICY),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
)
"""What every page says to a browser; pictures, sound and film of stories come from anywhere."""

NO_SNIFFING: Header = ("X-Content-Type-Options", "nosniff")
VARY: Header = ("Vary", "Accept-Encoding")


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


class _Validators(NamedTuple):
    """What tells whether a client's copy is the document as it is."""

    etags: tuple[str, ...]
    modified: int
    last_modified: str


def answer(
    document: Document, method: str, headers: Mapping[str, str], *, max_age: int, stale: int = 0
) -> Answer:
    """Return the response to a request for a document: RFC 9110 and RFC 9111.

    `headers` are the request's, with small letters; `if-none-match` wins over
    `if-modified-since`. `max_age` is seconds that a cache may keep the document, `stale`
    seconds that it may go on showing it while it asks anew (RFC 5861).
    """
    if method not in ("GET", "HEAD"):
        return _not_allowed()
    caching = ("Cache-Control", f"public, max-age={max_age}, stale-while-revalidate={stale}")
    validators = _validators(document)
    known = _known_etag(validators, headers)
    if known:
        return Answer("304 Not Modified", [("ETag", known), caching, VARY], b"")
    coding = accepted_coding(headers.get("accept-encoding", ""))
    if coding and len(document.body) < SMALLEST:
        coding = None
    prepared = _prepare(document, coding)
    body = prepared.body if method == "GET" else b""
    found = [*prepared.headers, caching]
    # Of versions within one second, the later are dated ahead; RFC 9110 section 8.8.2.1 lets
    # no date be later than the answer's own.
    if validators.modified <= time.time():
        found.append(("Last-Modified", validators.last_modified))
    return Answer("200 OK", found, body)


@lru_cache(maxsize=512)
def _validators(document: Document) -> _Validators:
    """Hash the body and write the date once, not at each request."""
    modified = int(document.modified.timestamp())
    etags = tuple(_etag(document, coding) for coding in (None, *CODINGS.values()))
    return _Validators(etags, modified, formatdate(modified, usegmt=True))


@lru_cache(maxsize=512)
def _prepare(document: Document, coding: Coding | None) -> _Prepared:
    """Compress the body and write the headers once, not at each request."""
    body = coding.encode(document.body, False) if coding else document.body
    etag = _etag(document, coding)
    headers = [
        ("Content-Type", document.media_type),
        ("Content-Length", str(len(body))),
        ("ETag", etag),
        VARY,
        NO_SNIFFING,
    ]
    if coding:
        headers.append(("Content-Encoding", coding.token))
    if document.media_type.startswith("text/html"):
        headers += PAGE_HEADERS
    return _Prepared(etag, headers, body)


def _etag(document: Document, coding: Coding | None) -> str:
    """Return the strong validator of the document in a coding: other bytes, another one."""
    return f'{document.etag[:-1]}-{coding.token}"' if coding else document.etag


def _known_etag(validators: _Validators, headers: Mapping[str, str]) -> str | None:
    """Return the ETag of the client's copy where that is the document: RFC 9110 section 13.2.2.

    A copy in another coding than this request would get is as good.
    """
    tags = headers.get("if-none-match")
    if tags is not None:
        # An ETag is quoted letters and digits: it stands in a list, after W/ or not, or it
        # is not there.
        known = next((etag for etag in validators.etags if etag in tags), None)
        return known or (validators.etags[0] if tags.strip() == "*" else None)
    since = headers.get("if-modified-since")
    if since is None:
        return None
    unchanged = since == validators.last_modified or validators.modified <= _seconds(since)
    return validators.etags[0] if unchanged else None


def _seconds(date: str) -> float:
    """Return an HTTP date in seconds; minus infinity for nonsense and for a moment to come.

    A client whose clock runs ahead would otherwise be told that nothing is new until then.
    """
    try:
        moment = parsedate_to_datetime(date)
        seconds = moment.replace(tzinfo=moment.tzinfo or UTC).timestamp()
    except (ValueError, OverflowError):
        return float("-inf")
    return seconds if seconds <= time.time() else float("-inf")


def _not_allowed() -> Answer:
    body = b"This document can only be read: use GET or HEAD.\n"
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Allow", "GET, HEAD"),
        NO_SNIFFING,
    ]
    return Answer("405 Method Not Allowed", headers, body)
