"""The figures of the audience: fetches and subscribers, stored by day.

Any number of processes add to them. Clients are stored as hashes, and only for their day: no
IP address is stored.
"""

import hashlib
import secrets
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    LargeBinary,
    Named,
    Table,
    TypedColumns,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import sqlite

from feedsvc.catalog.database import Database
from feedsvc.catalog.schema import TEXT, metadata

if TYPE_CHECKING:
    from sqlalchemy.dialects.postgresql import Insert as PostgresInsert

RETENTION_DAYS = 400
"""How long figures are stored: a year, plus some weeks to compare with the year before."""

MAX_PER_DAY = 200_000
"""The maximum number of rows of clients, and of stated numbers, for one day."""

Client = tuple[str, str, str]
"""A feed's folder, a program, and a text that identifies the client, stored as a hash."""

Subscription = tuple[str, str, str]
"""A feed's folder, a program, and the program's own id for the feed."""


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Numbers of fetches, including those with a 304 response (`unchanged`), and of bytes.

    The bytes are those sent, and those saved by 304 responses (`saved_unchanged`), by compression
    (`saved_coded`) and by deltas as in RFC 3229 (`saved_known`).
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
    `numbers` are the numbers of subscribers that programs last stated.
    """

    feeds: Mapping[tuple[str, str], Figures] = {}
    responses: Mapping[tuple[str, int], Figures] = {}
    numbers: Mapping[Subscription, int] = {}
    clients: Collection[Client] = ()


class DayFigures(msgspec.Struct, frozen=True, kw_only=True):
    """All feeds on a day; `over` says whether it has ended and its subscribers are final."""

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
    """All responses so far of one kind and status; `sent` and `saved` are bytes."""

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
    """All responses so far, by kind and status."""

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


class AudienceStore:
    """The figures of the audience. Every method raises CatalogError, like those of Catalog."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, counts: Counts, today: Callable[[], date]) -> None:
        """Add counts to the figures of the day, and close the days before it.

        `today` is called when no other process can write, so that a closed day stays closed.
        """
        with self._database.writing() as connection:
            day = today()
            _close_before(connection, day)
            _add_figures(connection, day.isoformat(), counts)
            _add_subscribers(connection, day.isoformat(), counts)

    def days(self, since: date) -> list[DayFigures]:
        """Return the days with a fetch since a given day, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                select(days).where(days.c.day >= since.isoformat()).order_by(days.c.day)
            ).all()
            return [
                DayFigures(
                    day=date.fromisoformat(row.day),
                    figures=_figures(row),
                    subscribers=_subscribers_of(connection, row),
                    over=row.subscribers is not None,
                )
                for row in rows
            ]

    def programs(self, day: date, most: int | None = None) -> list[NameFigures]:
        """Return the programs that fetched feeds on a day, most subscribers first."""
        return self._by_name("program", day, most)

    def feeds(self, day: date, most: int | None = None) -> list[NameFigures]:
        """Return the feeds that were fetched on a day, most subscribers first."""
        return self._by_name("feed", day, most)

    def responses(self) -> list[ResponseFigures]:
        """Return the figures of all responses so far, by kind and status."""
        with self._database.reading() as connection:
            rows = connection.execute(select(totals).order_by(totals.c.kind, totals.c.status))
            return [
                ResponseFigures(
                    kind=row.kind,
                    status=row.status,
                    requests=row.requests,
                    sent=row.sent,
                    saved=row.saved,
                )
                for row in rows
            ]

    def _by_name(self, column: str, day: date, most: int | None) -> list[NameFigures]:
        name = feed_days.c[column]
        sums = [func.sum(feed_days.c[each]).label(each) for each in FIGURES]
        query = (
            select(name.label("name"), func.sum(feed_days.c.subscribers).label("closed"), *sums)
            .where(feed_days.c.day == day.isoformat())
            .group_by(name)
        )
        with self._database.reading() as connection:
            current = _open_subscribers(connection, day.isoformat())
            rows = connection.execute(query).all()
        so_far: dict[str, int] = defaultdict(int)
        for (feed, program), subscribers in current.items():
            so_far[program if column == "program" else feed] += subscribers
        figures_by_name = [
            NameFigures(
                name=row.name,
                figures=_figures(row),
                subscribers=int(row.closed or 0) + so_far[row.name],
            )
            for row in rows
        ]
        figures_by_name.sort(key=lambda each: (-each.subscribers, -each.figures.fetches, each.name))
        return figures_by_name[:most]


def _figures(row: Any) -> Figures:  # noqa: ANN401 -- a row with these columns
    return Figures(**{name: int(getattr(row, name)) for name in FIGURES})


def _subscribers_of(connection: Connection, row: Any) -> int:  # noqa: ANN401 -- as above
    if row.subscribers is not None:
        return int(row.subscribers)
    return sum(_open_subscribers(connection, row.day).values())


def _open_subscribers(connection: Connection, day: str) -> dict[tuple[str, str], int]:
    """Return the subscribers of a day that is not closed, by feed and program.

    The numbers that programs state are used; otherwise each client counts as one.
    """
    stated = (
        select(numbers.c.feed, numbers.c.program, func.sum(numbers.c.subscribers))
        .where(numbers.c.day == day)
        .group_by(numbers.c.feed, numbers.c.program)
    )
    counted = (
        select(clients.c.feed, clients.c.program, func.count())
        .where(clients.c.day == day)
        .group_by(clients.c.feed, clients.c.program)
    )
    sums = {(feed, program): number for feed, program, number in connection.execute(counted)}
    sums |= {(feed, program): int(sum_) for feed, program, sum_ in connection.execute(stated)}
    return sums


def _close_before(connection: Connection, today: date) -> None:
    """Close the days before today: store their subscribers, and delete what identifies clients."""
    over = connection.scalars(select(salts.c.day).where(salts.c.day < today.isoformat())).all()
    for day in over:
        _close(connection, day)
    if over:
        first = (today - timedelta(days=RETENTION_DAYS)).isoformat()
        connection.execute(delete(days).where(days.c.day < first))
        connection.execute(delete(feed_days).where(feed_days.c.day < first))


def _close(connection: Connection, day: str) -> None:
    final = _open_subscribers(connection, day)
    known = func.coalesce(feed_days.c.subscribers, 0)
    if final:
        connection.execute(
            update(feed_days)
            .where(
                feed_days.c.day == day,
                feed_days.c.feed == bindparam("of_feed"),
                feed_days.c.program == bindparam("of_program"),
            )
            .values(subscribers=known + bindparam("number")),
            [
                {"of_feed": feed, "of_program": program, "number": number}
                for (feed, program), number in final.items()
            ],
        )
    total = func.coalesce(days.c.subscribers, 0) + sum(final.values())
    connection.execute(update(days).where(days.c.day == day).values(subscribers=total))
    if connection.dialect.name == "sqlite":  # otherwise the bytes stay in free pages of the file
        connection.exec_driver_sql("PRAGMA secure_delete = ON")
    for table in (numbers, clients, salts):
        connection.execute(delete(table).where(table.c.day == day))


def _add_figures(connection: Connection, day: str, counts: Counts) -> None:
    of_feeds = [
        {"day": day, "feed": feed, "program": program, **msgspec.structs.asdict(figures)}
        for (feed, program), figures in counts.feeds.items()
    ]
    _upsert(connection, feed_days, ("day", "feed", "program"), of_feeds, adding=True)
    if of_feeds:
        total = sum(counts.feeds.values(), Figures())
        all_feeds = {"day": day, **msgspec.structs.asdict(total)}
        _upsert(connection, days, ("day",), [all_feeds], adding=True)
    _upsert(
        connection,
        totals,
        ("kind", "status"),
        [
            {
                "kind": kind,
                "status": status,
                "requests": figures.fetches,
                "sent": figures.sent,
                "saved": figures.saved,
            }
            for (kind, status), figures in counts.responses.items()
        ],
        adding=True,
    )


def _add_subscribers(connection: Connection, day: str, counts: Counts) -> None:
    if not counts.feeds:
        return
    salt = _salt(connection, day)
    stated = [
        {"day": day, "feed": feed, "program": program, "feed_id": feed_id, "subscribers": number}
        for (feed, program, feed_id), number in counts.numbers.items()
    ]
    counted = [
        {
            "day": day,
            "feed": feed,
            "program": program,
            "client": hashlib.blake2b(client.encode(), key=salt, digest_size=12).digest(),
        }
        for feed, program, client in counts.clients
    ]
    key = ("day", "feed", "program")
    _upsert(connection, numbers, (*key, "feed_id"), _capped(connection, numbers, day, stated))
    _upsert(connection, clients, (*key, "client"), _capped(connection, clients, day, counted))


def _salt(connection: Connection, day: str) -> bytes:
    """Return the salt for a day's clients, shared by all processes and deleted afterwards."""
    query = select(salts.c.salt).where(salts.c.day == day)
    salt = connection.scalar(query)
    if salt is None:
        salt = secrets.token_bytes(32)
        connection.execute(insert(salts).values(day=day, salt=salt))
    return salt


def _capped(
    connection: Connection, table: Table[Any], day: str, rows: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return as many of the rows as a day still has room for."""
    existing = connection.execute(
        select(func.count()).select_from(table).where(table.c.day == day)
    ).scalar_one()
    return rows[: max(0, MAX_PER_DAY - existing)]


def _upsert(
    connection: Connection,
    table: Table[Any],
    key: Collection[str],
    rows: list[dict[str, Any]],
    *,
    adding: bool = False,
) -> None:
    """Insert rows; rows with an existing key replace those or, if `adding`, add their figures."""
    if not rows:
        return
    statement = _insert(connection, table)
    new = {name: statement.excluded[name] for name in rows[0] if name not in key}
    if adding:
        new = {name: table.c[name] + value for name, value in new.items()}
    if new:
        query = statement.on_conflict_do_update(index_elements=list(key), set_=new)
    else:
        query = statement.on_conflict_do_nothing(index_elements=list(key))
    connection.execute(query, rows)


def _insert(connection: Connection, table: Table[Any]) -> "sqlite.Insert | PostgresInsert":
    """Return an insert of the database's own dialect, which can update existing rows."""
    if connection.dialect.name != "postgresql":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - slow, and seldom used

    return postgresql.insert(table)
