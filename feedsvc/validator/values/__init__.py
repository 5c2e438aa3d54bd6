"""The syntax of values: functions from text to what is wrong with it, independent of rules."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

LONGEST_CACHED = 1000
"""The longest value in characters that is cached: a few longer ones could fill the memory."""

_Result = TypeVar("_Result")


def cached(size: int) -> Callable[[Callable[[str], _Result]], Callable[[str], _Result]]:
    """Cache a function's results for its last `size` short values, which feeds often repeat."""

    def decorate(function: Callable[[str], _Result]) -> Callable[[str], _Result]:
        cache = lru_cache(maxsize=size)(function)

        @wraps(function)
        def lookup(value: str) -> _Result:
            return cache(value) if len(value) <= LONGEST_CACHED else function(value)

        return lookup

    return decorate
