"""Figures of the audience: what processes count, and what is told of a day."""

from collections.abc import Collection, Mapping
from datetime import date

import msgspec

Client = tuple[str, str, str]
"""A feed's folder, a program, and what tells a client from others; it is kept as a hash."""

Subscription = tuple[str, str, str]
"""A feed's folder, a program, and the program's own name of the feed."""


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """What was fetched: `unchanged` of the `fetches` were a 304; all others are bytes.

    `saved_unchanged` need not be sent by answers of 304, `saved_coded` by compression, and
    `saved_known` by telling what is new alone.
    """

    fetches: int = 0
    unchanged: int = 0
    sent: int = 0
    saved_unchanged: int = 0
    saved_coded: int = 0
    saved_known: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        """Return both together."""
        return Figures(
            **{name: getattr(self, name) + getattr(other, name) for name in FIGURES},
        )

    @property
    def saved(self) -> int:
        """The bytes that need not be sent, in any way."""
        return self.saved_unchanged + self.saved_coded + self.saved_known


FIGURES = Figures.__struct_fields__
"""The names of the figures, which are those of columns."""


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """What one process counted in some seconds.

    `feeds` is by a feed's folder and a program, `answers` by kind and status of all answers;
    `numbers` are subscribers as programs say them last.
    """

    feeds: Mapping[tuple[str, str], Figures] = {}
    answers: Mapping[tuple[str, int], Figures] = {}
    numbers: Mapping[Subscription, int] = {}
    clients: Collection[Client] = ()


class DayFigures(msgspec.Struct, frozen=True, kw_only=True):
    """All feeds on a day; `over` says whether the day is, and its subscribers are complete."""

    day: date
    figures: Figures
    subscribers: int
    over: bool = True


class NameFigures(msgspec.Struct, frozen=True, kw_only=True):
    """One program, or one feed by its folder, on a day."""

    name: str
    figures: Figures
    subscribers: int


class AnswerFigures(msgspec.Struct, frozen=True, kw_only=True):
    """All answers there ever were of one kind and status; `sent` and `saved` are bytes."""

    kind: str
    status: int
    requests: int
    sent: int
    saved: int
