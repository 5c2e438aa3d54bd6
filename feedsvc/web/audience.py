"""The desk's audience page: subscribers and fetches by day, by program and by feed."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from flask import Blueprint, Response, request

from feedsvc.audience import RETENTION_DAYS, Audience, DayFigures, NameFigures
from feedsvc.site.paths import MAIN, FeedKey
from feedsvc.web.context import current_services, current_site
from feedsvc.web.responses import page

blueprint = Blueprint("audience", __name__, url_prefix="/desk")

RANGES = (30, 90, RETENTION_DAYS)
"""The numbers of days that the page can show; the first is the default."""

MOST_NAMES = 50
"""How many programs and feeds are listed: those with the most subscribers."""

HEIGHT = 100
"""The height of a chart in its own units; a day is one unit wide."""

BAR = 0.8
"""The width of a bar, in days."""


class Bar(NamedTuple):
    """One segment of a day's stacked bar; `name` says what it counts."""

    x: float
    y: float
    width: float
    height: float
    name: str


class Chart(NamedTuple):
    """SVG shapes in a box of `width` by `HEIGHT`; `top` is the figure at its upper edge.

    `line` is the path data of a line chart, empty in a bar chart. Labels are HTML around it.
    """

    first: date
    last: date
    top: int
    width: int
    line: str = ""
    bars: tuple[Bar, ...] = ()


class AudienceFigures(NamedTuple):
    """The figures that the page shows; `settled` are those of `day`, the last complete one."""

    days: Sequence[DayFigures]
    subscribers: Chart
    fetches: Chart
    settled: DayFigures | None
    day: date
    programs: Sequence[NameFigures]
    feeds: Sequence[NameFigures]


@blueprint.get("/audience")
def audience() -> Response:
    """Show the audience, or why there are no figures."""
    requested = request.args.get("days", type=int)
    length = requested if requested in RANGES else RANGES[0]
    counting = current_services().audience if current_services().tally else None
    return page(
        "desk_audience.html",
        ranges=RANGES,
        length=length,
        counted=counting is not None,
        shown=None if counting is None else _figures(counting, length),
        names=_feed_names(),
    )


def line_chart(figures: Mapping[date, int], first: date, last: date) -> Chart:
    """Return a line through the figures by day; days without a figure are skipped."""
    top = round_up(max(figures.values(), default=0))
    points = [
        f"{(day - first).days + 0.5:g} {HEIGHT - HEIGHT * figures[day] / top:.2f}"
        for day in sorted(figures)
        if first <= day <= last
    ]
    # A line with a single point is invisible, so it gets some length.
    line = "M" + "L".join(points) + ("h0.5" if len(points) == 1 else "") if points else ""
    return Chart(first, last, top, _width(first, last), line=line)


def bar_chart(figures: Mapping[date, Sequence[tuple[str, int]]], first: date, last: date) -> Chart:
    """Return a stacked bar for each day, from the names and figures of its segments."""
    sums = [sum(number for _, number in segments) for segments in figures.values()]
    top = round_up(max(sums, default=0))
    bars = [
        bar
        for day, segments in sorted(figures.items())
        if first <= day <= last
        for bar in _bars((day - first).days, segments, top)
    ]
    return Chart(first, last, top, _width(first, last), bars=tuple(bars))


def round_up(number: int) -> int:
    """Return the smallest number with one nonzero digit that is at least as large."""
    power: int = 10 ** max(0, len(str(number)) - 1)
    return next(step * power for step in (1, 2, 3, 4, 5, 6, 8, 10) if step * power >= number)


def _figures(counting: Audience, length: int) -> AudienceFigures | None:
    counting.flush()
    today = counting.today()
    days = counting.store.days(today - timedelta(days=length - 1))
    if not days:
        return None
    first, last_complete = days[0].day, counting.last_complete_day()
    settled = next((each for each in days if each.day == last_complete), None)
    subscribers = {each.day: each.subscribers for each in days if each.over} or {
        each.day: each.subscribers for each in days
    }
    fetches = {each.day: _segments(each) for each in days}
    return AudienceFigures(
        days=days[::-1],
        subscribers=line_chart(subscribers, first, today),
        fetches=bar_chart(fetches, first, today),
        settled=settled,
        day=last_complete,
        programs=counting.store.programs(last_complete, MOST_NAMES),
        feeds=counting.store.feeds(last_complete, MOST_NAMES),
    )


def _segments(each: DayFigures) -> list[tuple[str, int]]:
    figures = each.figures
    return [("unchanged", figures.unchanged), ("sent", figures.fetches - figures.unchanged)]


def _feed_names() -> dict[str, str]:
    """Return the titles, by path, of the main feed and those in the settings."""
    settings = current_site().settings
    return {MAIN.path: settings.title} | {
        FeedKey("custom", feed.name).path: feed.title or feed.name for feed in settings.public_feeds
    }


def _bars(number: int, segments: Sequence[tuple[str, int]], top: int) -> list[Bar]:
    edges = [0]
    for _, value in segments:
        edges.append(edges[-1] + value)
    scaled = [HEIGHT * edge / top for edge in edges]
    return [
        Bar(number + (1 - BAR) / 2, round(HEIGHT - upper, 2), BAR, round(upper - lower, 2), name)
        for (name, _), (lower, upper) in zip(segments, pairwise(scaled), strict=True)
    ]


def _width(first: date, last: date) -> int:
    return (last - first).days + 1
