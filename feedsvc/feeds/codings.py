"""Content codings, the compression of responses (RFC 9110 section 8.4.1)."""

import gzip
from collections.abc import Callable
from functools import lru_cache

import brotli
import msgspec
import zstandard

SMALLEST = 256
"""The size in bytes from which compression is worthwhile."""


class Coding(msgspec.Struct, frozen=True):
    """A content coding: its token, the suffix of its files, and the function that encodes.

    `encode` takes the bytes, and whether to compress as much as possible: that takes long, so
    it is for files written once, not for responses.
    """

    token: str
    suffix: str
    encode: Callable[[bytes, bool], bytes]


CODINGS: dict[str, Coding] = {
    coding.token: coding
    for coding in (
        Coding(
            "zstd",
            ".zst",
            lambda data, small: zstandard.ZstdCompressor(level=19 if small else 9).compress(data),
        ),
        Coding("br", ".br", lambda data, small: brotli.compress(data, quality=11 if small else 5)),
        Coding(
            "gzip",
            ".gz",
            # No time in the header, so that equal input gives equal output.
            lambda data, small: gzip.compress(data, compresslevel=9 if small else 6, mtime=0),
        ),
    )
}
"""The supported codings, in the server's order of preference."""


@lru_cache(maxsize=256)
def accepted_coding(accept_encoding: str) -> Coding | None:
    """Return the coding that a client prefers, or None for no coding.

    Quality values decide (RFC 9110 section 12.5.3), then the server's order. A client that
    accepts no coding, or prefers `identity`, gets none.
    """
    accepted = dict(_quality(part) for part in accept_encoding.split(",") if part.strip())
    others = accepted.get("*", 0.0)
    plain = accepted.get("identity", 0.0)
    best = max(CODINGS.values(), key=lambda coding: accepted.get(coding.token, others))
    quality = accepted.get(best.token, others)
    return best if quality > 0 and quality >= plain else None


def _quality(part: str) -> tuple[str, float]:
    token, _, parameters = part.partition(";")
    name, _, value = parameters.strip().partition("=")
    try:
        quality = float(value) if name.strip().lower() == "q" else 1.0
    except ValueError:
        quality = 0.0
    return token.strip().lower().replace("x-gzip", "gzip"), quality
