"""Counts of the audience, added to what the catalog has; days that are over, closed."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from feedsvc.catalog.audience.figures import Counts, Figures
from feedsvc.catalog.audience.tables import clients, days, feed_days, numbers, salts, totals

KEPT_DAYS = 400
"""For how long figures are kept: a year, and the same weeks of the year before."""

MOST_PER_DAY = 200_000
"""How many rows of clients, and of numbers, one day has at most; a flood adds no more."""


def add(connection: Connection, day: str, counts: Counts) -> None:
    """Add what a process counted to a day that is not closed."""
    _add_figures(connection, day, counts)
    _add_subscribers(connection, day, counts)


def close_before(connection: Connection, today: date) -> None:
    """Keep the subscribers of days that are over as numbers, and forget what told them apart."""
    over = connection.scalars(select(salts.c.day).where(salts.c.day < today.isoformat())).all()
    for day in over:
        _close(connection, day)
    if over:
        first = (today - timedelta(days=KEPT_DAYS)).isoformat()
        connection.execute(delete(days).where(days.c.day < first))
        connection.execute(delete(feed_days).where(feed_days.c.day < first))


def open_subscribers(connection: Connection, day: str) -> dict[tuple[str, str], int]:
    """Return the subscribers of a day that is not closed, by feed and program.

    A program that says numbers is taken at its word; of others, each client counts as one.
    """
    told = (
        select(numbers.c.feed, numbers.c.program, func.sum(numbers.c.subscribers))
        .where(numbers.c.day == day)
        .group_by(numbers.c.feed, numbers.c.program)
    )
    seen = (
        select(clients.c.feed, clients.c.program, func.count())
        .where(clients.c.day == day)
        .group_by(clients.c.feed, clients.c.program)
    )
    found = {(feed, program): number for feed, program, number in connection.execute(seen)}
    found |= {(feed, program): int(sum_) for feed, program, sum_ in connection.execute(told)}
    return found


def _close(connection: Connection, day: str) -> None:
    found = open_subscribers(connection, day)
    known = func.coalesce(feed_days.c.subscribers, 0)
    if found:
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
                for (feed, program), number in found.items()
            ],
        )
    whole = func.coalesce(days.c.subscribers, 0) + sum(found.values())
    connection.execute(update(days).where(days.c.day == day).values(subscribers=whole))
    if connection.dialect.name == "sqlite":  # else the bytes stay in free pages of the file
        connection.exec_driver_sql("PRAGMA secure_delete = ON")
    for table in (numbers, clients, salts):
        connection.execute(delete(table).where(table.c.day == day))


def _add_figures(connection: Connection, day: str, counts: Counts) -> None:
    of_feeds = [
        {"day": day, "feed": feed, "program": program, **msgspec.structs.asdict(figures)}
        for (feed, program), figures in counts.feeds.items()
    ]
    _put(connection, feed_days, ("day", "feed", "program"), of_feeds, adding=True)
    if of_feeds:
        whole = sum(counts.feeds.values(), Figures())
        all_feeds = {"day": day, **msgspec.structs.asdict(whole)}
        _put(connection, days, ("day",), [all_feeds], adding=True)
    _put(
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
            for (kind, status), figures in counts.answers.items()
        ],
        adding=True,
    )


def _add_subscribers(connection: Connection, day: str, counts: Counts) -> None:
    if not counts.feeds:
        return
    salt = _salt(connection, day)
    told = [
        {"day": day, "feed": feed, "program": program, "feed_id": feed_id, "subscribers": number}
        for (feed, program, feed_id), number in counts.numbers.items()
    ]
    seen = [
        {
            "day": day,
            "feed": feed,
            "program": program,
            "client": hashlib.blake2b(client.encode(), key=salt, digest_size=12).digest(),
        }
        for feed, program, client in counts.clients
    ]
    key = ("day", "feed", "program")
    _put(connection, numbers, (*key, "feed_id"), _within(connection, numbers, day, told))
    _put(connection, clients, (*key, "client"), _within(connection, clients, day, seen))


def _salt(connection: Connection, day: str) -> bytes:
    """Return what clients of a day are hashed with: the same in all processes, then gone."""
    query = select(salts.c.salt).where(salts.c.day == day)
    salt = connection.scalar(query)
    if salt is None:
        salt = secrets.token_bytes(32)
        connection.execute(insert(salts).values(day=day, salt=salt))
    return salt


def _within(
    connection: Connection, table: Table[Any], day: str, rows: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return those of the rows for which a day has room."""
    there = connection.execute(
        select(func.count()).select_from(table).where(table.c.day == day)
    ).scalar_one()
    return rows[: max(0, MOST_PER_DAY - there)]


def _put(
    connection: Connection,
    table: Table[Any],
    key: Collection[str],
    rows: list[dict[str, Any]],
    *,
    adding: bool = False,
) -> None:
    """Put rows in the place of those with the same key, or add their figures to those."""
    if not rows:
        return
    postgres = connection.dialect.name == "postgresql"
    statement = postgresql.insert(table) if postgres else sqlite.insert(table)
    new = {name: statement.excluded[name] for name in rows[0] if name not in key}
    if adding:
        new = {name: table.c[name] + value for name, value in new.items()}
    if new:
        query = statement.on_conflict_do_update(index_elements=list(key), set_=new)
    else:
        query = statement.on_conflict_do_nothing(index_elements=list(key))
    connection.execute(query, rows)
