"""The syntax of values: functions from text to what is wrong with it, independent of rules."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

LONGEST_CACHED = 1000
"""The longest value in characters that is cached: a few longer ones could fill the memory."""

_MOST_REMEMBERED = 2000

_Result = TypeVar("_Result")
_Item = TypeVar("_Item")


def cached(size: int) -> Callable[[Callable[[str], _Result]], Callable[[str], _Result]]:
    """Cache a function's results for its last `size` short values, which feeds often repeat."""

    def decorate(function: Callable[[str], _Result]) -> Callable[[str], _Result]:
        cache = lru_cache(maxsize=size)(function)

        @wraps(function)
        def lookup(value: str) -> _Result:
            return cache(value) if len(value) <= LONGEST_CACHED else function(value)

        return lookup

    return decorate


def remember(known: set[_Item], item: _Item) -> None:
    """Add an item to a set of those seen before, which is emptied when it is large."""
    if len(known) >= _MOST_REMEMBERED:
        known.clear()
    known.add(item)
