"""Answers about short values are kept: fifty items mostly repeat them."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

LONGEST = 1000
"""Characters of a value that is kept; a few longer ones would fill a server's memory."""

_Answer = TypeVar("_Answer")


def remembered(size: int) -> Callable[[Callable[[str], _Answer]], Callable[[str], _Answer]]:
    """Keep the answers of a function about the last values, `size` of them, but for long ones."""

    def decorated(function: Callable[[str], _Answer]) -> Callable[[str], _Answer]:
        kept = lru_cache(maxsize=size)(function)

        @wraps(function)
        def answer(value: str) -> _Answer:
            return kept(value) if len(value) <= LONGEST else function(value)

        return answer

    return decorated
