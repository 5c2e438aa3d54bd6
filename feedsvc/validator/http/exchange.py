"""The requests for a feed and their responses, as rules see them."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import NamedTuple

from feedsvc.validator.source import Source

RFC9110 = "https://www.rfc-editor.org/rfc/rfc9110"

Messages = Iterator[str]
"""What rules of HTTP yield: messages about the exchange as a whole."""

OK, NOT_MODIFIED = 200, 304
NONE = 0
"""The status if no complete response arrived."""
TEMPORARY, PERMANENT = frozenset({302, 303, 307}), frozenset({301, 308})


class Response(NamedTuple):
    """A server's response; header names are in lower case, repeated headers joined by commas.

    `body` is decoded, and one byte longer than the limit if it was cut. `fault` says why it
    could not be decoded, or why no response arrived.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    fault: str = ""

    def __repr__(self) -> str:
        """Omit the body: asyncio formats results into strings that are never shown."""
        return f"Response({self.url!r}, {self.status}, {len(self.body)} bytes)"

    def get(self, name: str) -> str:
        """Return a header's value, empty if it is missing."""
        return self.headers.get(name, "").strip()

    def date(self, name: str) -> datetime | None:
        """Return a header as a date (RFC 9110 section 5.6.7), None if it is not one."""
        value = self.get(name)
        try:
            date = parsedate_to_datetime(value)
        except ValueError:
            return None
        return date if date.tzinfo is not None and value.endswith("GMT") else None

    @property
    def has_document(self) -> bool:
        """Whether the body is a document that could be decoded."""
        return self.status == OK and not self.fault

    @property
    def media_type(self) -> str:
        """The media type of Content-Type, in lower case and without parameters."""
        return self.get("content-type").partition(";")[0].strip().lower()

    @property
    def coding(self) -> str:
        """The content coding of the body in lower case, empty if there is none."""
        return self.get("content-encoding").lower().removesuffix("identity")

    @property
    def charset(self) -> str:
        """The `charset` parameter of Content-Type, empty if there is none."""
        found = re.search(
            r';\s*charset\s*=\s*"?([^\s";]+)', self.get("content-type"), re.IGNORECASE
        )
        return found.group(1) if found else ""

    def directives(self) -> Iterator[tuple[str, str]]:
        """Yield the name and value of each directive of Cache-Control (RFC 9111 section 5.2)."""
        for part in self.get("cache-control").split(","):
            name, _, value = part.strip().partition("=")
            if name:
                yield name.lower(), value.strip('" ')


class Exchange(NamedTuple):
    """The responses of a server to the requests for one feed.

    `redirects` lead to `response`. If its status is 200, two more requests follow:
    `conditional` is the response to a GET with its ETag and date, `head` that to a HEAD.
    """

    redirects: tuple[Response, ...]
    response: Response
    conditional: Response | None = None
    head: Response | None = None


class Visit:
    """An exchange, its document and the document's format, under check."""

    def __init__(self, exchange: Exchange, source: Source, format_name: str) -> None:
        self.redirects, self.response, self.conditional, self.head = exchange
        self.source = source
        self.format = format_name

    @cached_property
    def changed(self) -> bool:
        """Whether the document changed between the two GETs, so that they cannot be compared."""
        second = self.conditional
        return second is not None and second.status == OK and second.body != self.response.body


def without_credentials(url: str) -> str:
    """Return a URL without its user name and password, safe to report."""
    return re.sub(r"(?<=://)[^/?#]*@", "", url)
