"""The audience as the catalog keeps it: figures added up by any number of processes.

What tells clients apart is kept for its day alone, and nothing of it is an address.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from feedsvc.catalog.audience.figures import (
    FIGURES,
    AnswerFigures,
    Counts,
    DayFigures,
    Figures,
    NameFigures,
)
from feedsvc.catalog.audience.tables import days, feed_days, totals
from feedsvc.catalog.audience.writing import add, close_before, open_subscribers
from feedsvc.catalog.database import Database


class AudienceStore:
    """What is kept of the audience. Every method raises CatalogError, as those of Catalog."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, counts: Counts, today: Callable[[], date]) -> None:
        """Add what was counted to the figures of the day, and close the days before it.

        `today` is asked when no other process writes any more, so that a day once closed stays
        so.
        """
        with self._database.writing() as connection:
            day = today()
            close_before(connection, day)
            add(connection, day.isoformat(), counts)

    def days(self, since: date) -> list[DayFigures]:
        """Return each day from one on that had a fetch, the oldest first."""
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
        """Return the programs that fetched on a day, those with most subscribers first."""
        return self._by_name("program", day, most)

    def feeds(self, day: date, most: int | None = None) -> list[NameFigures]:
        """Return the feeds that were fetched on a day, those with most subscribers first."""
        return self._by_name("feed", day, most)

    def answers(self) -> list[AnswerFigures]:
        """Return all answers there ever were, by kind and status."""
        with self._database.reading() as connection:
            rows = connection.execute(select(totals).order_by(totals.c.kind, totals.c.status))
            return [
                AnswerFigures(
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
            select(name.label("name"), func.sum(feed_days.c.subscribers).label("told"), *sums)
            .where(feed_days.c.day == day.isoformat())
            .group_by(name)
        )
        with self._database.reading() as connection:
            live = open_subscribers(connection, day.isoformat())
            rows = connection.execute(query).all()
        so_far: dict[str, int] = defaultdict(int)
        for (feed, program), subscribers in live.items():
            so_far[program if column == "program" else feed] += subscribers
        found = [
            NameFigures(
                name=row.name,
                figures=_figures(row),
                subscribers=int(row.told or 0) + so_far[row.name],
            )
            for row in rows
        ]
        found.sort(key=lambda each: (-each.subscribers, -each.figures.fetches, each.name))
        return found[:most]


def _figures(row: Any) -> Figures:  # noqa: ANN401 -- a row with these columns
    return Figures(**{name: int(getattr(row, name)) for name in FIGURES})


def _subscribers_of(connection: Connection, row: Any) -> int:  # noqa: ANN401 -- as above
    if row.subscribers is not None:
        return int(row.subscribers)
    return sum(open_subscribers(connection, row.day).values())
