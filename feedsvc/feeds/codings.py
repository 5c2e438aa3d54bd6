"""Content codings: a document's bytes compressed, as RFC 9110 section 8.4.1 names them."""

import gzip
import sys
from collections.abc import Callable
from functools import lru_cache

import brotli
import msgspec

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

SMALLEST = 256
"""Fewer bytes than these are not worth a coding."""


class Coding(msgspec.Struct, frozen=True):
    """A content coding: its token, the suffix of its files, and how to encode.

    `encode` takes bytes, and whether to take the time that the smallest result needs:
    worth it for a file that is written once, not for an answer that somebody waits for.
    """

    token: str
    suffix: str
    encode: Callable[[bytes, bool], bytes]


CODINGS: dict[str, Coding] = {
    coding.token: coding
    for coding in (
        Coding("zstd", ".zst", lambda data, small: zstd.compress(data, level=19 if small else 9)),
        Coding("br", ".br", lambda data, small: brotli.compress(data, quality=11 if small else 5)),
        Coding(
            "gzip",
            ".gz",
            # Without a time in its header, so that the same bytes give the same bytes.
            lambda data, small: gzip.compress(data, compresslevel=9 if small else 6, mtime=0),
        ),
    )
}
"""The codings that are offered; their order is the server's own liking."""


@lru_cache(maxsize=256)
def accepted_coding(accept_encoding: str) -> Coding | None:
    """Return the coding that a client likes best, or None where it wants none.

    By quality values (RFC 9110 section 12.5.3), then by our order. A client that names
    nothing, or likes the bytes as they are best, gets them so.
    """
    liked = dict(_quality(part) for part in accept_encoding.split(",") if part.strip())
    rest = liked.get("*", 0.0)
    plain = liked.get("identity", 0.0)
    best = max(CODINGS.values(), key=lambda coding: liked.get(coding.token, rest))
    quality = liked.get(best.token, rest)
    return best if quality > 0 and quality >= plain else None


def _quality(part: str) -> tuple[str, float]:
    token, _, parameters = part.partition(";")
    name, _, value = parameters.strip().partition("=")
    try:
        quality = float(value) if name.strip().lower() == "q" else 1.0
    except ValueError:
        quality = 0.0
    return token.strip().lower().replace("x-gzip", "gzip"), quality
