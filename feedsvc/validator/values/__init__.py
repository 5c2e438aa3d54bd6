"""Syntaxes of values: pure functions from text to what is wrong with it, knowing no rules."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

LONGEST_CACHED = 1000
"""Characters of a value that is kept; a few longer ones would fill a server's memory."""

_Answer = TypeVar("_Answer")


def cached(size: int) -> Callable[[Callable[[str], _Answer]], Callable[[str], _Answer]]:
    """Keep the answers of a function about the last values, `size` of them, but for long ones."""

    def decorated(function: Callable[[str], _Answer]) -> Callable[[str], _Answer]:
        kept = lru_cache(maxsize=size)(function)

        @wraps(function)
        def answer(value: str) -> _Answer:
            return kept(value) if len(value) <= LONGEST_CACHED else function(value)

        return answer

    return decorated
