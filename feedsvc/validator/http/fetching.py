"""Fetching a feed with limits in time, size and redirects, and checking the server's responses."""

import asyncio
import os
import ssl
import zlib
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from feedsvc.errors import TargetError
from feedsvc.validator import validate
from feedsvc.validator.collector import Collector, finding
from feedsvc.validator.finding import Finding, Report
from feedsvc.validator.http import rules as _rules  # noqa: F401 - importing them fills the registry
from feedsvc.validator.http.exchange import (
    NONE,
    NOT_MODIFIED,
    OK,
    Exchange,
    Response,
    Visit,
    without_credentials,
)
from feedsvc.validator.http.rules.responses import is_page
from feedsvc.validator.plan import rules_of
from feedsvc.validator.registry import Form
from feedsvc.validator.source import Source

if TYPE_CHECKING:
    import httpx

MOST_REDIRECTS = 5
SECONDS = 10.0
"""How long each request may take, including its whole response."""
_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, "
    "text/x-opml, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.9, */*;q=0.1"
)
_HEADER_ENCODING = "latin-1"
"""In this encoding, any byte of a header is a character (RFC 9110 section 5.5)."""
_HIGHEST_PORT = 65535

_CODINGS = frozenset({"gzip", "x-gzip", "deflate"})
_ZLIB_OR_GZIP = 47
_MEMBER = b"\x1f\x8b"
"""The first bytes of each member of a gzip body (RFC 1952 section 2.2)."""
_MOST_MEMBERS = 1000
"""A body of empty members would cost time without ever reaching the size limit."""


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


def fetch(
    url: str,
    *,
    limit: int,
    seconds: float = SECONDS,
    total_seconds: float | None = None,
    transport: "httpx.AsyncBaseTransport | None" = None,
) -> Exchange:
    """Request a feed with a GET, a conditional GET and a HEAD.

    The first GET follows redirects. If it ends with status 200, a conditional GET and a HEAD
    are sent to the final URL. At most `limit` + 1 bytes of each body are stored, after
    decompression. `seconds` applies to each request, `total_seconds` to all of them;
    `transport` replaces that of httpx. Raises TargetError if there is no response to the first
    GET; for the other requests, a missing response has status 0.
    """
    exchange = _exchange(url, limit, seconds, transport)
    return asyncio.run(_within(total_seconds, url, exchange))


def _check(visit: Visit) -> list[Finding]:
    collector = Collector(visit.format)
    for rule in rules_of(Form.RESPONSE):
        for message in rule.check(visit):
            collector.add(rule, None, message)
    return [finding(raw) for raw in collector.found]


async def _within(seconds: float | None, url: str, exchange: Awaitable[Exchange]) -> Exchange:
    try:
        async with asyncio.timeout(seconds):
            return await exchange
    except TimeoutError as error:
        raise _NoResponseError(without_credentials(url), _too_slow(seconds or 0)) from error


async def _exchange(
    url: str, limit: int, seconds: float, transport: "httpx.AsyncBaseTransport | None"
) -> Exchange:
    import httpx  # noqa: PLC0415 - only feeds at URLs need it

    headers = {
        "User-Agent": f"feedsvc/{version('feedsvc')}",
        "Accept": _ACCEPT,
        "Accept-Encoding": "gzip",
    }
    try:
        async with httpx.AsyncClient(
            headers=headers, timeout=seconds, transport=transport
        ) as httpx_client:
            client = _Client(httpx_client, without_credentials(url), limit, seconds)
            client.check(httpx.URL(url))
            redirects, response, end = await client.follow(httpx_client.build_request("GET", url))
            if response.status != OK:
                return Exchange(redirects, response)
            conditions = _conditions(response)
            conditional = httpx_client.build_request("GET", end, headers=conditions)
            head = httpx_client.build_request("HEAD", end)
            return Exchange(
                redirects, response, await client.send(conditional), await client.send(head)
            )
    except (httpx.InvalidURL, ValueError) as error:
        raise TargetError(f"{without_credentials(url)}: invalid URL: {error}") from error


def _conditions(response: Response) -> dict[bytes, bytes]:
    """Return the headers of a conditional GET, with the exact bytes of the response's."""
    values = {
        b"If-None-Match": response.get("etag"),
        b"If-Modified-Since": response.get("last-modified"),
    }
    return {name: value.encode(_HEADER_ENCODING) for name, value in values.items() if value}


class _NoResponseError(TargetError):
    """No complete response arrived, for a reason."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"{url}: cannot be fetched: {reason}")
        self.reason = reason


class _Client:
    """An HTTP client with limits for each request."""

    def __init__(self, client: "httpx.AsyncClient", url: str, limit: int, seconds: float) -> None:
        self._client, self._url = client, url
        self._limit, self._seconds = limit, seconds

    def check(self, url: "httpx.URL") -> None:
        """Raise TargetError for a URL without a host, or with an impossible port."""
        fault = ""
        if url.scheme in {"http", "https"} and not url.host:
            fault = "it has no host"
        elif (port := url.port or 0) > _HIGHEST_PORT:
            fault = f"port {port} does not exist"
        if fault:
            raise TargetError(f"{self._url}: invalid URL: {fault}")

    async def follow(
        self, request: "httpx.Request"
    ) -> tuple[tuple[Response, ...], Response, "httpx.URL"]:
        """Return the redirects, the last response, and its URL."""
        redirects: list[Response] = []
        while True:
            async with self._stream(request) as stream:
                response = await self._read(stream)
            if stream.next_request is None:
                return tuple(redirects), response, request.url
            redirects.append(response)
            request = stream.next_request
            if len(redirects) > MOST_REDIRECTS:
                raise TargetError(f"{self._url}: redirects more than {MOST_REDIRECTS} times")

    async def send(self, request: "httpx.Request") -> Response:
        """Return the response to a request, with status `NONE` if there is none."""
        try:
            async with self._stream(request) as stream:
                return await self._read(stream)
        except _NoResponseError as error:
            return Response(without_credentials(str(request.url)), NONE, {}, fault=error.reason)

    @asynccontextmanager
    async def _stream(self, request: "httpx.Request") -> "AsyncIterator[httpx.Response]":
        import httpx  # noqa: PLC0415 - only feeds at URLs need it

        self.check(request.url)
        try:
            async with asyncio.timeout(self._seconds):
                stream = await self._client.send(request, stream=True)
                try:
                    yield stream
                finally:
                    await stream.aclose()
        except (TimeoutError, httpx.TimeoutException) as error:
            raise _NoResponseError(self._url, _too_slow(self._seconds)) from error
        except httpx.InvalidURL as error:
            raise TargetError(f"{self._url}: redirects to an invalid URL: {error}") from error
        except httpx.TransportError as error:
            raise _NoResponseError(self._url, _reason(error)) from error
        except httpx.HTTPError as error:
            raise TargetError(f"{self._url}: cannot be fetched: {_reason(error)}") from error

    async def _read(self, stream: "httpx.Response") -> Response:
        stream.headers.encoding = _HEADER_ENCODING
        body, fault = b"", ""
        has_body = stream.request.method != "HEAD" and stream.status_code != NOT_MODIFIED
        if has_body and not stream.is_redirect:
            coding = stream.headers.get("content-encoding", "").strip().lower()
            body, fault = await _decode(stream.aiter_raw(), coding, self._limit)
        headers = {name.lower(): value for name, value in stream.headers.items()}
        url = without_credentials(str(stream.url))
        return Response(url, stream.status_code, headers, body, fault)


def _too_slow(seconds: float) -> str:
    return f"no complete response within {seconds:g} seconds"


def _reason(error: BaseException) -> str:
    """Return the operating system's message, which libraries wrap in their own."""
    reason, cause = str(error) or type(error).__name__, error.__cause__ or error.__context__
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            reason = f"invalid certificate: {cause.verify_message}"
        elif isinstance(cause, ConnectionError) and cause.errno:
            reason = os.strerror(cause.errno)  # asyncio's message includes the IP address
        elif isinstance(cause, OSError) and cause.strerror:
            reason = cause.strerror
        cause = cause.__cause__ or cause.__context__
    return reason


async def _decode(pieces: AsyncIterator[bytes], coding: str, limit: int) -> tuple[bytes, str]:
    """Return a body, at most one byte longer than the limit, and why it cannot be decoded.

    `coding` is the Content-Encoding in lower case. httpx does not decode bodies here, because
    it would decompress one piece of a gzip bomb to 64 MB.
    """
    if coding not in _CODINGS | {"identity", ""}:
        return b"", f"its Content-Encoding is {coding}, which was not requested"
    unzip = _Unzip() if coding in _CODINGS else None
    body = bytearray()
    async for piece in pieces:
        try:
            body += unzip(piece, limit + 1 - len(body)) if unzip else piece
        except zlib.error as error:
            return b"", f"it is not {coding}: {error}"
        if len(body) > limit:
            break
    if unzip and not unzip.complete and len(body) <= limit:
        return b"", f"its {coding} data is truncated"
    return bytes(body[: limit + 1]), ""


class _Unzip:
    """A decoder for gzip and zlib bodies that joins their members (RFC 1952 section 2.2)."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(_ZLIB_OR_GZIP)
        self._left, self._members = b"", 1

    @property
    def complete(self) -> bool:
        """Whether the last member is complete."""
        return self._member.eof

    def __call__(self, piece: bytes, most: int) -> bytes:
        """Return the bytes that a piece adds, at most `most` of them.

        Padding after the last member is ignored. Raises zlib.error for invalid data.
        """
        piece, self._left, decoded = self._left + piece, b"", bytearray()
        while piece and len(decoded) < most:
            if self.complete:
                if len(piece) < len(_MEMBER):
                    self._left = piece
                    break
                if not piece.startswith(_MEMBER):
                    break
                self._begin()
            decoded += self._member.decompress(piece, most - len(decoded))
            piece = self._member.unused_data
        return bytes(decoded)

    def _begin(self) -> None:
        self._member, self._members = zlib.decompressobj(_ZLIB_OR_GZIP), self._members + 1
        if self._members > _MOST_MEMBERS:
            raise zlib.error(f"it has more than {_MOST_MEMBERS:,} members")
