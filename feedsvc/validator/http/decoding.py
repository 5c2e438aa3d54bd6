"""Decodes the body of an answer as it arrives, and no more of it than is wanted."""

import zlib
from collections.abc import AsyncIterator

_CODINGS = frozenset({"gzip", "x-gzip", "deflate"})
_ZLIB_OR_GZIP = 47
_MEMBER = b"\x1f\x8b"
"""What each member of a gzip body begins with (RFC 1952 section 2.2)."""
_MOST_MEMBERS = 1000
"""A body of empty ones would cost time and never reach the limit."""


async def decoded(pieces: AsyncIterator[bytes], coding: str, limit: int) -> tuple[bytes, str]:
    """Give a body, a byte more than the limit at most, and why it could not be decoded.

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
