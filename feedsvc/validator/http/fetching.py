"""One GET, one conditional GET and one HEAD, with a limit on time, size and redirects."""

import asyncio
import os
import ssl
import zlib
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING

from feedsvc.errors import TargetError
from feedsvc.validator.http.exchange import (
    NONE,
    NOT_MODIFIED,
    OK,
    Exchange,
    Response,
    without_credentials,
)

if TYPE_CHECKING:
    import httpx

MOST_REDIRECTS = 5
SECONDS = 10.0
"""How long each request may take, its whole answer included."""
_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, "
    "text/x-opml, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.9, */*;q=0.1"
)
_HEADERS = "latin-1"
"""How headers are read: any byte is a character (RFC 9110 section 5.5)."""
_HIGHEST_PORT = 65535


def fetch(
    url: str,
    *,
    limit: int,
    seconds: float = SECONDS,
    in_all: float | None = None,
    transport: "httpx.AsyncBaseTransport | None" = None,
) -> Exchange:
    """Ask a server for a feed: its document, whether it knows 304, and whether HEAD agrees.

    Redirects are followed for the first GET; the others go to where it ended, and only if
    that was a 200. No more than `limit` bytes and one are kept of a body, compressed or not.
    `seconds` holds for each request, `in_all` for all of them; `transport` carries them, as
    httpx's own does where none is given. Raises TargetError where no answer comes to the first
    GET; that none comes to another is an answer of status 0.
    """
    return asyncio.run(_in_time(url, _exchange(url, limit, seconds, transport), in_all))


async def _in_time(url: str, asked: Awaitable[Exchange], seconds: float | None) -> Exchange:
    try:
        async with asyncio.timeout(seconds):
            return await asked
    except TimeoutError as error:
        reason = f"no whole answer within {seconds:g} seconds"
        raise _NoAnswerError(without_credentials(url), reason) from error


async def _exchange(
    url: str, limit: int, seconds: float, transport: "httpx.AsyncBaseTransport | None"
) -> Exchange:
    import httpx  # noqa: PLC0415 - only feeds at an address need it

    headers = {
        "User-Agent": f"feedsvc/{version('feedsvc')}",
        "Accept": _ACCEPT,
        "Accept-Encoding": "gzip",
    }
    try:
        async with httpx.AsyncClient(
            headers=headers, timeout=seconds, transport=transport
        ) as client:
            asker = _Asker(client, without_credentials(url), limit, seconds)
            asker.refuse(httpx.URL(url))
            hops, answer, end = await asker.follow(client.build_request("GET", url))
            if answer.status != OK:
                return Exchange(hops, answer)
            conditional = client.build_request("GET", end, headers=_validators(answer))
            again = await asker.ask(conditional)
            head = await asker.ask(client.build_request("HEAD", end))
            return Exchange(hops, answer, again, head)
    except (httpx.InvalidURL, ValueError) as error:
        reason = f"is no address that can be fetched: {error}"
        raise TargetError(f"{without_credentials(url)}: {reason}") from error


def _validators(answer: Response) -> dict[bytes, bytes]:
    """Give the headers that ask whether an answer still holds, with the bytes it came with."""
    told = {b"If-None-Match": answer.get("etag"), b"If-Modified-Since": answer.get("last-modified")}
    return {name: value.encode(_HEADERS) for name, value in told.items() if value}


class _NoAnswerError(TargetError):
    """No whole answer came to a request, for a reason."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"{url}: cannot be fetched: {reason}")
        self.reason = reason


class _Asker:
    """Asks one thing after the other, each with its limits."""

    def __init__(self, client: "httpx.AsyncClient", url: str, limit: int, seconds: float) -> None:
        self._client, self._url = client, url
        self._limit, self._seconds = limit, seconds

    def refuse(self, url: "httpx.URL") -> None:
        """Raise TargetError for an address of sound form that leads nowhere."""
        fault = ""
        if url.scheme in {"http", "https"} and not url.host:
            fault = "it names no host"
        elif (port := url.port or 0) > _HIGHEST_PORT:
            fault = f"there is no port {port}"
        if fault:
            raise TargetError(f"{self._url}: is no address that can be fetched: {fault}")

    async def follow(
        self, request: "httpx.Request"
    ) -> tuple[tuple[Response, ...], Response, "httpx.URL"]:
        """Give the answers on the way, the last one, and the address that gave it."""
        hops: list[Response] = []
        while True:
            async with self._answer(request) as response:
                answer = await self._read(response)
            if response.next_request is None:
                return tuple(hops), answer, request.url
            hops.append(answer)
            request = response.next_request
            if len(hops) > MOST_REDIRECTS:
                raise TargetError(f"{self._url}: redirects more than {MOST_REDIRECTS} times")

    async def ask(self, request: "httpx.Request") -> Response:
        """Give the answer to a request, whatever it is, also none."""
        try:
            async with self._answer(request) as response:
                return await self._read(response)
        except _NoAnswerError as error:
            return Response(without_credentials(str(request.url)), NONE, {}, fault=error.reason)

    @asynccontextmanager
    async def _answer(self, request: "httpx.Request") -> "AsyncIterator[httpx.Response]":
        import httpx  # noqa: PLC0415 - only feeds at an address need it

        self.refuse(request.url)
        try:
            async with asyncio.timeout(self._seconds):
                response = await self._client.send(request, stream=True)
                try:
                    yield response
                finally:
                    await response.aclose()
        except (TimeoutError, httpx.TimeoutException) as error:
            reason = f"no whole answer within {self._seconds:g} seconds"
            raise _NoAnswerError(self._url, reason) from error
        except httpx.InvalidURL as error:
            reason = f"redirects to what is no address: {error}"
            raise TargetError(f"{self._url}: {reason}") from error
        except httpx.TransportError as error:
            raise _NoAnswerError(self._url, _reason(error)) from error
        except httpx.HTTPError as error:
            raise TargetError(f"{self._url}: cannot be fetched: {_reason(error)}") from error

    async def _read(self, response: "httpx.Response") -> Response:
        response.headers.encoding = _HEADERS
        body, fault = b"", ""
        has_body = response.request.method != "HEAD" and response.status_code != NOT_MODIFIED
        if has_body and not response.is_redirect:
            coding = response.headers.get("content-encoding", "").strip().lower()
            body, fault = await decode(response.aiter_raw(), coding, self._limit)
        headers = {name.lower(): value for name, value in response.headers.items()}
        url = without_credentials(str(response.url))
        return Response(url, response.status_code, headers, body, fault)


def _reason(error: BaseException) -> str:
    """Give the system's own words, which the libraries wrap in some of theirs."""
    reason, cause = str(error) or type(error).__name__, error.__cause__ or error.__context__
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            reason = f"its certificate is refused: {cause.verify_message}"
        elif isinstance(cause, ConnectionError) and cause.errno:
            reason = os.strerror(cause.errno)  # asyncio has the address for its own
        elif isinstance(cause, OSError) and cause.strerror:
            reason = cause.strerror
        cause = cause.__cause__ or cause.__context__
    return reason


_CODINGS = frozenset({"gzip", "x-gzip", "deflate"})
_ZLIB_OR_GZIP = 47
_MEMBER = b"\x1f\x8b"
"""What each member of a gzip body begins with (RFC 1952 section 2.2)."""
_MOST_MEMBERS = 1000
"""A body of empty ones would cost time and never reach the limit."""


async def decode(pieces: AsyncIterator[bytes], coding: str, limit: int) -> tuple[bytes, str]:
    """Give a body, a byte more than the limit at most, and why it could not be decode.

    `coding` is the Content-Encoding, in lower case. Decoded here and not by httpx, which would
    make 64 MB of one piece of a gzip bomb.
    """
    if coding not in _CODINGS | {"identity", ""}:
        return b"", f"it is coded as {coding}, which was not asked for"
    unzip = _Unzip() if coding in _CODINGS else None
    body = bytearray()
    async for piece in pieces:
        try:
            body += unzip(piece, limit + 1 - len(body)) if unzip else piece
        except zlib.error as error:
            return b"", f"it is no {coding}: {error}"
        if len(body) > limit:
            break
    if unzip and not unzip.complete and len(body) <= limit:
        return b"", f"its {coding} breaks off"
    return bytes(body[: limit + 1]), ""


class _Unzip:
    """Decodes a gzip or zlib body piece by piece, its members joined (RFC 1952 section 2.2)."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(_ZLIB_OR_GZIP)
        self._left, self._members = b"", 1

    @property
    def complete(self) -> bool:
        """Whether the last member that began is whole."""
        return self._member.eof

    def __call__(self, piece: bytes, most: int) -> bytes:
        """Decode what a piece adds, no more than `most` bytes of it.

        What follows the members and is none, such as padding, counts for nothing. Raises
        zlib.error where the body is not coded so.
        """
        piece, self._left, decode = self._left + piece, b"", bytearray()
        while piece and len(decode) < most:
            if self.complete:
                if len(piece) < len(_MEMBER):
                    self._left = piece
                    break
                if not piece.startswith(_MEMBER):
                    break
                self._begin()
            decode += self._member.decompress(piece, most - len(decode))
            piece = self._member.unused_data
        return bytes(decode)

    def _begin(self) -> None:
        self._member, self._members = zlib.decompressobj(_ZLIB_OR_GZIP), self._members + 1
        if self._members > _MOST_MEMBERS:
            raise zlib.error(f"it has more than {_MOST_MEMBERS:,} members")
