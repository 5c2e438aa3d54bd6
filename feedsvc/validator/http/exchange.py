"""What was asked of a server and what it answered, as rules see it."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from feedsvc.validator.source import Source

OK, NOT_MODIFIED = 200, 304
NONE = 0
"""The status where no whole answer came."""
TEMPORARY, PERMANENT = frozenset({302, 303, 307}), frozenset({301, 308})


class Answer(NamedTuple):
    """A server's answer; names of headers are in lower case, repeated ones joined by commas.

    `body` is decoded, and a byte longer than the limit where it was cut; `fault` says why it
    could not be decoded, or why no answer came.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    fault: str = ""

    def __repr__(self) -> str:
        """Show no body: asyncio writes what it returns into texts that nobody sees."""
        return f"Answer({self.url!r}, {self.status}, {len(self.body)} bytes)"

    def get(self, name: str) -> str:
        """Return a header's value, empty where it is not there."""
        return self.headers.get(name, "").strip()

    @property
    def received(self) -> bool:
        """Whether it brings a document."""
        return self.status == OK and not self.fault

    @property
    def media_type(self) -> str:
        """The media type of Content-Type, in lower case and without parameters."""
        return self.get("content-type").partition(";")[0].strip().lower()

    @property
    def coding(self) -> str:
        """The coding of the body, in lower case; empty where it is sent as it is."""
        return self.get("content-encoding").lower().removesuffix("identity")

    @property
    def charset(self) -> str:
        """The parameter `charset` of Content-Type, empty where there is none."""
        found = re.search(
            r';\s*charset\s*=\s*"?([^\s";]+)', self.get("content-type"), re.IGNORECASE
        )
        return found.group(1) if found else ""

    def directives(self) -> Iterator[tuple[str, str]]:
        """Yield name and value of each part of Cache-Control (RFC 9111 section 5.2)."""
        for part in self.get("cache-control").split(","):
            name, _, value = part.strip().partition("=")
            if name:
                yield name.lower(), value.strip('" ')


class Exchange(NamedTuple):
    """One look at an address: the answers on the way, the GET, and if that is 200 two more.

    `again` answers a GET with the ETag and the date of the first answer, `head` a HEAD.
    """

    hops: tuple[Answer, ...]
    answer: Answer
    again: Answer | None = None
    head: Answer | None = None


class Visit:
    """An exchange and what its document turned out to be, under check."""

    def __init__(self, exchange: Exchange, source: Source, format_name: str) -> None:
        self.hops, self.answer, self.again, self.head = exchange
        self.source = source
        self.format = format_name

    @cached_property
    def changed(self) -> bool:
        """Whether the document changed between the two GETs, so that they tell nothing."""
        again = self.again
        return again is not None and again.status == OK and again.body != self.answer.body


def without_credentials(url: str) -> str:
    """Return an address without the name and password in it, fit for a report."""
    return re.sub(r"(?<=://)[^/?#]*@", "", url)
