"""Figures of the audience, and the tables that store them.

Clients are stored as hashes, and only for their day: no IP address is stored.
"""

from collections.abc import Collection, Mapping
from datetime import date

import msgspec
from sqlalchemy import BigInteger, Column, LargeBinary, Named, Table, TypedColumns

from feedsvc.catalog.schema import TEXT, metadata

Client = tuple[str, str, str]
"""A feed's folder, a program, and what identifies the client; it is stored as a hash."""

Subscription = tuple[str, str, str]
"""A feed's folder, a program, and the program's own id for the feed."""


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Numbers of fetches, of which `unchanged` were answered with a 304, and of bytes.

    `sent` are bytes; so are those saved by 304 responses (`saved_unchanged`), by compression
    (`saved_coded`) and by sending only what is new, RFC 3229 (`saved_known`).
    """

    fetches: int = 0
    unchanged: int = 0
    sent: int = 0
    saved_unchanged: int = 0
    saved_coded: int = 0
    saved_known: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        """Return the sum of both."""
        return Figures(
            **{name: getattr(self, name) + getattr(other, name) for name in FIGURES},
        )

    @property
    def saved(self) -> int:
        """All bytes saved."""
        return self.saved_unchanged + self.saved_coded + self.saved_known


FIGURES = Figures.__struct_fields__
"""The names of the figures, which are also column names."""


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """What one process counted in a few seconds.

    `feeds` is by a feed's folder and a program, `responses` by kind and status of all responses;
    `numbers` are the subscribers last stated by programs.
    """

    feeds: Mapping[tuple[str, str], Figures] = {}
    responses: Mapping[tuple[str, int], Figures] = {}
    numbers: Mapping[Subscription, int] = {}
    clients: Collection[Client] = ()


class DayFigures(msgspec.Struct, frozen=True, kw_only=True):
    """All feeds on a day; `over` says that the day has ended and its subscribers are final."""

    day: date
    figures: Figures
    subscribers: int
    over: bool = True


class NameFigures(msgspec.Struct, frozen=True, kw_only=True):
    """One program, or one feed by its folder, on a day."""

    name: str
    figures: Figures
    subscribers: int


class ResponseFigures(msgspec.Struct, frozen=True, kw_only=True):
    """All responses ever of one kind and status; `sent` and `saved` are bytes."""

    kind: str
    status: int
    requests: int
    sent: int
    saved: int


class FigureColumns(TypedColumns):
    """The columns of `Figures`."""

    fetches: Named[int] = Column(BigInteger)
    unchanged: Named[int] = Column(BigInteger)
    sent: Named[int] = Column(BigInteger)
    saved_unchanged: Named[int] = Column(BigInteger)
    saved_coded: Named[int] = Column(BigInteger)
    saved_known: Named[int] = Column(BigInteger)


class DayColumns(FigureColumns):
    """All feeds on a day, `2026-11-24`; `subscribers` is null until the day has ended."""

    day: Named[str] = Column(TEXT, primary_key=True)
    subscribers: Named[int | None] = Column(BigInteger)


class FeedDayColumns(FigureColumns):
    """One feed on a day, by the folder of its documents, for one program."""

    day: Named[str] = Column(TEXT, primary_key=True)
    feed: Named[str] = Column(TEXT, primary_key=True)
    program: Named[str] = Column(TEXT, primary_key=True)
    subscribers: Named[int | None] = Column(BigInteger)


class NumberColumns(TypedColumns):
    """The subscribers that a program last stated, by its own id for the feed."""

    day: Named[str] = Column(TEXT, primary_key=True)
    feed: Named[str] = Column(TEXT, primary_key=True)
    program: Named[str] = Column(TEXT, primary_key=True)
    feed_id: Named[str] = Column(TEXT, primary_key=True)
    subscribers: Named[int] = Column(BigInteger)


class ClientColumns(TypedColumns):
    """Clients that state no number, as hashes that cannot be recomputed after their day."""

    day: Named[str] = Column(TEXT, primary_key=True)
    feed: Named[str] = Column(TEXT, primary_key=True)
    program: Named[str] = Column(TEXT, primary_key=True)
    client: Named[bytes] = Column(LargeBinary, primary_key=True)


class SaltColumns(TypedColumns):
    """The salts of the hashes; a day that has one is not closed yet."""

    day: Named[str] = Column(TEXT, primary_key=True)
    salt: Named[bytes] = Column(LargeBinary)


class TotalColumns(TypedColumns):
    """All responses ever, by kind and status."""

    kind: Named[str] = Column(TEXT, primary_key=True)
    status: Named[int] = Column(primary_key=True, autoincrement=False)
    requests: Named[int] = Column(BigInteger)
    sent: Named[int] = Column(BigInteger)
    saved: Named[int] = Column(BigInteger)


days = Table("audience_days", metadata, DayColumns)
feed_days = Table("audience_feed_days", metadata, FeedDayColumns, sqlite_with_rowid=False)
numbers = Table("audience_numbers", metadata, NumberColumns, sqlite_with_rowid=False)
clients = Table("audience_clients", metadata, ClientColumns, sqlite_with_rowid=False)
salts = Table("audience_salts", metadata, SaltColumns)
totals = Table("audience_totals", metadata, TotalColumns, sqlite_with_rowid=False)
