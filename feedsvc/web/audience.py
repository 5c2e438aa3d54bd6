"""The page of the audience: subscribers and fetches by day, by program and by feed."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from flask import Blueprint, Response, request

from feedsvc.audience import KEPT_DAYS, Audience, DayFigures, NameFigures
from feedsvc.site.naming import MAIN, FeedKey
from feedsvc.web.charts import Chart, bar_chart, line_chart
from feedsvc.web.newsroom import current_newsroom
from feedsvc.web.responses import current_site, page

blueprint = Blueprint("audience", __name__, url_prefix="/desk")

RANGES = (30, 90, KEPT_DAYS)
"""For how many days the page shows figures; the first unless another is asked for."""

MOST_NAMES = 50
"""How many programs, and how many feeds, are shown: those with most subscribers."""


class Shown(NamedTuple):
    """What the page shows of some days, and of the last that is complete, `day`."""

    days: Sequence[DayFigures]
    subscribers: Chart
    fetches: Chart
    settled: DayFigures | None
    day: date
    programs: Sequence[NameFigures]
    feeds: Sequence[NameFigures]


@blueprint.get("/audience")
def audience() -> Response:
    """Show who reads, or that nobody is counted."""
    asked = request.args.get("days", type=int)
    length = asked if asked in RANGES else RANGES[0]
    counting = current_newsroom().audience if current_newsroom().tally else None
    return page(
        "desk_audience.html",
        ranges=RANGES,
        length=length,
        shown=None if counting is None else _shown(counting, length),
        names=_feed_names(),
    )


def _shown(counting: Audience, length: int) -> Shown | None:
    counting.flush()
    today = counting.today()
    days = counting.store.days(today - timedelta(days=length - 1))
    if not days:
        return None
    first, settled = days[0].day, counting.settled()
    whole = next((each for each in days if each.day == settled), None)
    subscribers = {each.day: each.subscribers for each in days if each.over} or {
        each.day: each.subscribers for each in days
    }
    fetches = {each.day: _parts(each) for each in days}
    return Shown(
        days=days[::-1],
        subscribers=line_chart(subscribers, first, today),
        fetches=bar_chart(fetches, first, today),
        settled=whole,
        day=settled,
        programs=counting.store.programs(settled, MOST_NAMES),
        feeds=counting.store.feeds(settled, MOST_NAMES),
    )


def _parts(each: DayFigures) -> list[tuple[str, int]]:
    figures = each.figures
    return [("unchanged", figures.unchanged), ("sent", figures.fetches - figures.unchanged)]


def _feed_names() -> dict[str, str]:
    """Return the titles of the feeds that have one beside their path."""
    settings = current_site().settings
    return {MAIN.path: settings.title} | {
        FeedKey("custom", feed.name).path: feed.title or feed.name for feed in settings.public_feeds
    }
