"""Responses for documents: conditional requests, compression and deltas, without a framework."""

import re
import time
from collections.abc import Callable, Mapping
from datetime import UTC
from email.utils import formatdate, parsedate_to_datetime
from functools import lru_cache
from typing import NamedTuple

import msgspec

from feedsvc.feeds import Document
from feedsvc.feeds.codings import CODINGS, SMALLEST, Coding, accepted_coding
from feedsvc.site.deltas import Delta

Header = tuple[str, str]

_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src http: https: data:; "
    "media-src http: https:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

PAGE_HEADERS: tuple[Header, ...] = (
    ("Content-Security-Policy", _SECURITY_POLICY),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
)
"""The security headers of pages; the media of stories may come from any host."""

NO_SNIFFING: Header = ("X-Content-Type-Options", "nosniff")
FOR_ALL_ORIGINS: Header = ("Access-Control-Allow-Origin", "*")
"""Lets readers and players that run in a browser fetch public files (Fetch, section 3.2).

Podcasting 2.0 requires it for transcripts and chapters.
"""

VARY: Header = ("Vary", "Accept-Encoding")
VARY_WITH_DELTAS: Header = ("Vary", "A-IM, Accept-Encoding")

Deltas = Callable[[list[str]], Delta | None]
"""Returns the entries that are new since the newest version with one of the ETags, if known."""

NO_DELTAS = ("feedparser/", "rss2email/")
"""Programs that ask for deltas without knowing it, because feedparser does so by default.

rss2email, which identifies as feedparser, treats status 226 as an error. Programs that give
feedparser a user agent of their own are believed.
"""

_TAG = re.compile('"([^"]*)"')


class WsgiResponse(NamedTuple):
    """An HTTP response: status line without the version, headers in order, body."""

    status: str
    headers: list[Header]
    body: bytes


class Freshness(NamedTuple):
    """How many seconds a cache may keep a document, and may serve it while it revalidates."""

    max_age: int
    stale: int = 0


class Validators(NamedTuple):
    """What a client's copy of a document is compared with.

    `etags` are those of all codings, `modified` is `last_modified` in seconds since 1970.
    """

    etags: tuple[str, ...]
    modified: int
    last_modified: str


class _Prepared(NamedTuple):
    """What all responses with a document in one coding share."""

    etag: str
    headers: list[Header]
    body: bytes


def document_response(
    document: Document,
    method: str,
    headers: Mapping[str, str],
    fresh: Freshness,
    deltas: Deltas | None = None,
) -> WsgiResponse:
    """Return the response to a GET or HEAD request for a document (RFC 9110, RFC 9111).

    `headers` are the request's, with lowercase names; `if-none-match` takes precedence over
    `if-modified-since`. A client that has an earlier version and accepts deltas (`a-im`) gets
    only the new entries from `deltas` (RFC 3229).
    """
    known = known_etag(document, headers)
    if known:
        unchanged = [("ETag", known), _caching(fresh), _vary(document)]
        return WsgiResponse("304 Not Modified", unchanged, b"")
    coding = accepted_coding(headers.get("accept-encoding", ""))
    delta = _find_delta(document, headers, deltas) if deltas else None
    if delta:
        response = _delta_response(document, delta, coding, fresh)
    else:
        response = _full_response(document, coding, fresh)
    return response if method == "GET" else response._replace(body=b"")


def size_for(document: Document, accept_encoding: str) -> int:
    """Return how many bytes of a document are sent to a client that has no copy of it."""
    return len(_prepare(document, _worthwhile(accepted_coding(accept_encoding), document)).body)


def known_etag(document: Document, headers: Mapping[str, str]) -> str | None:
    """Return the ETag of the client's copy if it is current (RFC 9110 section 13.2.2).

    A copy in another coding than this request would get is current too. Dates count for
    feeds only (`Document.is_dated`). `headers` have lowercase names.
    """
    validators = validators_of(document)
    tags = headers.get("if-none-match")
    if tags is not None:
        # A quoted ETag of letters and digits cannot be part of another one in the list.
        known = next((etag for etag in validators.etags if etag in tags), None)
        return known or (validators.etags[0] if tags.strip() == "*" else None)
    since = headers.get("if-modified-since")
    if since is None or not document.is_dated:
        return None
    unchanged = since == validators.last_modified or validators.modified <= _seconds(since)
    return validators.etags[0] if unchanged else None


@lru_cache(maxsize=512)
def validators_of(document: Document) -> Validators:
    """Return the validators of a document, computed once rather than for each request."""
    modified = int(document.modified.timestamp())
    etags = tuple(etag_in(document, coding) for coding in (None, *CODINGS.values()))
    return Validators(etags, modified, formatdate(modified, usegmt=True))


def etag_in(document: Document, coding: Coding | None) -> str:
    """Return the strong ETag of the document in a coding; each coding has its own."""
    return f'{document.etag[:-1]}-{coding.token}"' if coding else document.etag


def plain_tag(tag: str) -> str:
    """Return the ETag, without quotes, of the uncompressed version."""
    stem, _, token = tag.rpartition("-")
    return stem if token in CODINGS else tag


def _seconds(date: str) -> float:
    """Return an HTTP date in seconds since 1970; minus infinity if it is invalid or in the future.

    A client whose clock is fast would otherwise get 304 until that time has come.
    """
    try:
        at = parsedate_to_datetime(date)
        seconds = at.replace(tzinfo=at.tzinfo or UTC).timestamp()
    except (ValueError, OverflowError):
        return float("-inf")
    return seconds if seconds <= time.time() else float("-inf")


def _full_response(document: Document, coding: Coding | None, fresh: Freshness) -> WsgiResponse:
    prepared = _prepare(document, _worthwhile(coding, document))
    headers = [*prepared.headers, _caching(fresh), *_last_modified(document)]
    return WsgiResponse("200 OK", headers, prepared.body)


def _delta_response(
    document: Document, delta: Delta, coding: Coding | None, fresh: Freshness
) -> WsgiResponse:
    """Return the new entries, with the ETag of the full document that the client then has.

    A cache that does not know deltas must not store the response, since clients with other
    versions lack other entries; `im` lets a cache that does know them store it (RFC 3229
    section 10.8). Delta-Base says which of the client's versions it applies to (section
    10.5.1).
    """
    coding = _worthwhile(coding, delta.document)
    prepared = _prepare(delta.document, coding)
    etag = etag_in(document, coding)
    headers = [(name, etag if name == "ETag" else value) for name, value in prepared.headers]
    headers += [("IM", "feed"), ("Delta-Base", delta.base)]
    headers.append(("Cache-Control", f"no-store, im, max-age={fresh.max_age}"))
    return WsgiResponse("226 IM Used", [*headers, *_last_modified(document)], prepared.body)


def _find_delta(document: Document, headers: Mapping[str, str], deltas: Deltas) -> Delta | None:
    """Return the delta for a client that accepts one and says which versions it has.

    Its base is the ETag as the client sent it, including the coding.
    """
    tags = headers.get("if-none-match")
    if not (document.has_deltas and tags and _accepts_deltas(headers.get("a-im", ""))):
        return None
    if headers.get("user-agent", "").startswith(NO_DELTAS):
        return None
    sent = {f'"{plain_tag(tag)}"': f'"{tag}"' for tag in _TAG.findall(tags)}
    delta = deltas(list(sent))
    return delta and msgspec.structs.replace(delta, base=sent[delta.base])


def _caching(fresh: Freshness) -> Header:
    value = f"public, max-age={fresh.max_age}, stale-while-revalidate={fresh.stale}"
    return "Cache-Control", value


def _last_modified(document: Document) -> list[Header]:
    """Return the Last-Modified header of a dated document, unless its date is in the future.

    Versions made within one second get later dates, and Last-Modified must not be later than
    the response itself (RFC 9110 section 8.8.2.1).
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
def _accepts_deltas(a_im: str) -> bool:
    """Return whether a list of instance manipulations contains `feed`, with a quality above 0."""
    for each in a_im.lower().split(","):
        name, _, quality = each.replace(" ", "").partition(";q=")
        if name.strip() == "feed":
            return quality.strip("0.") != "" or not quality
    return False


@lru_cache(maxsize=512)
def _prepare(document: Document, coding: Coding | None) -> _Prepared:
    """Compress the body and build the headers, once rather than for each request."""
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
