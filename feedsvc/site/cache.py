"""Documents kept in memory, each for as long as it is certain to stay as it is."""

from collections import OrderedDict
from collections.abc import Hashable
from datetime import UTC, datetime
from typing import Generic, TypeVar

import msgspec

from feedsvc.feeds import Document

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

KEPT_DOCUMENTS = 1000
"""How many documents are kept, the last made."""


class Span(msgspec.Struct, frozen=True):
    """How long something is certain to stay as it is: no story and no clock changes it."""

    generation: int
    since: datetime
    until: datetime | None

    def covers(self, generation: int, at: datetime) -> bool:
        """Tell whether it is certain at a moment."""
        return self.lasts(at) and self.generation == generation

    def lasts(self, at: datetime) -> bool:
        """Tell whether at least the clock has changed nothing."""
        return self.since <= at and (self.until is None or at < self.until)


NEVER = Span(-1, datetime.max.replace(tzinfo=UTC), None)
"""The span of what is certain at no time."""


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A document with its span; that of a page of an archive is outlived by its `mark`.

    The page is as it was while its mark is the same. One that is `settled` has all that it
    will ever have: of it, caches need not ask soon.
    """

    document: Document
    span: Span = NEVER
    mark: Hashable = None
    settled: bool = False


class Latest(Generic[Key, Value]):
    """What was made last, as much as may be kept."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, Value] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def __contains__(self, key: Key) -> bool:
        return key in self._kept

    def get(self, key: Key) -> Value | None:
        """Return what is kept by a key, whether it holds or not."""
        return self._kept.get(key)

    def keep(self, key: Key, value: Value) -> None:
        """Keep something, and forget what was made first where there is too much."""
        self._kept[key] = value
        self._kept.move_to_end(key)
        while len(self._kept) > KEPT_DOCUMENTS:
            self._kept.popitem(last=False)


class Memory(Latest[str, Kept]):
    """The documents that were made last, by path."""
