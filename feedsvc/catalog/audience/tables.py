"""The tables of the audience: figures a day, and for one day alone what tells clients apart."""

from sqlalchemy import BigInteger, Column, LargeBinary, Named, Table, TypedColumns

from feedsvc.catalog.schema import TEXT, metadata


class FigureColumns(TypedColumns):
    """What was fetched; the three `saved_` are bytes that need not be sent.

    That is by answers of 304, by compression, and by telling what is new alone (RFC 3229).
    """

    fetches: Named[int] = Column(BigInteger)
    unchanged: Named[int] = Column(BigInteger)
    sent: Named[int] = Column(BigInteger)
    saved_unchanged: Named[int] = Column(BigInteger)
    saved_coded: Named[int] = Column(BigInteger)
    saved_known: Named[int] = Column(BigInteger)


class DayColumns(FigureColumns):
    """All feeds on a day, `2026-11-24`; `subscribers` is null until the day is over."""

    day: Named[str] = Column(TEXT, primary_key=True)
    subscribers: Named[int | None] = Column(BigInteger)


class FeedDayColumns(FigureColumns):
    """One feed on a day, by the folder of its documents, for one program."""

    day: Named[str] = Column(TEXT, primary_key=True)
    feed: Named[str] = Column(TEXT, primary_key=True)
    program: Named[str] = Column(TEXT, primary_key=True)
    subscribers: Named[int | None] = Column(BigInteger)


class NumberColumns(TypedColumns):
    """How many people a program said last that it fetches for, by its own name of the feed."""

    day: Named[str] = Column(TEXT, primary_key=True)
    feed: Named[str] = Column(TEXT, primary_key=True)
    program: Named[str] = Column(TEXT, primary_key=True)
    feed_id: Named[str] = Column(TEXT, primary_key=True)
    subscribers: Named[int] = Column(BigInteger)


class ClientColumns(TypedColumns):
    """Clients that say no number, each by a hash that nobody can make again after its day."""

    day: Named[str] = Column(TEXT, primary_key=True)
    feed: Named[str] = Column(TEXT, primary_key=True)
    program: Named[str] = Column(TEXT, primary_key=True)
    client: Named[bytes] = Column(LargeBinary, primary_key=True)


class SaltColumns(TypedColumns):
    """What the hashes of a day are made with; a day that has one is not over yet."""

    day: Named[str] = Column(TEXT, primary_key=True)
    salt: Named[bytes] = Column(LargeBinary)


class TotalColumns(TypedColumns):
    """All answers there ever were, by the kind of what was asked for and by status."""

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

TABLES = (days, feed_days, numbers, clients, salts, totals)
