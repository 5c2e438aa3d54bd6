"""The answer to a request for a document: status, headers and body, with no framework in it."""

import time
from collections.abc import Mapping
from datetime import UTC
from email.utils import formatdate, parsedate_to_datetime
from functools import lru_cache
from typing import NamedTuple

from feedsvc.feeds import Document

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


class Answer(NamedTuple):
    """An HTTP response: status line without the version, headers in order, body."""

    status: str
    headers: list[Header]
    body: bytes


class _Prepared(NamedTuple):
    """What is the same in all answers for one document."""

    etag: str
    modified: int
    last_modified: str
    headers: list[Header]


def answer(document: Document, method: str, headers: Mapping[str, str], *, max_age: int) -> Answer:
    """Return the response to a request for a document: RFC 9110 and RFC 9111.

    `headers` are the request's, with small letters; `if-none-match` wins over
    `if-modified-since`. `max_age` is seconds that a cache may keep the document.
    """
    if method not in ("GET", "HEAD"):
        return _not_allowed()
    prepared = _prepare(document)
    caching = ("Cache-Control", f"public, max-age={max_age}")
    if _is_known(prepared, headers):
        return Answer("304 Not Modified", [("ETag", prepared.etag), caching], b"")
    body = document.body if method == "GET" else b""
    return Answer("200 OK", [*prepared.headers, caching], body)


@lru_cache(maxsize=128)
def _prepare(document: Document) -> _Prepared:
    """Hash the body and write the headers once, not at each request."""
    modified = int(document.modified.timestamp())
    last_modified = formatdate(modified, usegmt=True)
    etag = document.etag
    headers = [
        ("Content-Type", document.media_type),
        ("Content-Length", str(len(document.body))),
        ("ETag", etag),
        ("Last-Modified", last_modified),
        NO_SNIFFING,
    ]
    if document.media_type.startswith("text/html"):
        headers += PAGE_HEADERS
    return _Prepared(etag, modified, last_modified, headers)


def _is_known(prepared: _Prepared, headers: Mapping[str, str]) -> bool:
    """Tell whether the client's copy is the document as it is: RFC 9110 section 13.2.2."""
    tags = headers.get("if-none-match")
    if tags is not None:
        # The ETag is quoted letters and digits: it stands in a list, after W/ or not, or
        # it is not there.
        return prepared.etag in tags or tags.strip() == "*"
    since = headers.get("if-modified-since")
    if since is None:
        return False
    return since == prepared.last_modified or prepared.modified <= _seconds(since)


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
