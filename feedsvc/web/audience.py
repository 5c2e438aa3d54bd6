"""The page of the audience: subscribers and fetches by day, by program and by feed."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from flask import Blueprint, Response, request

from feedsvc.audience import KEPT_DAYS, Audience, DayFigures, NameFigures
from feedsvc.site.naming import MAIN, FeedKey
from feedsvc.web.context import current_services, current_site
from feedsvc.web.responses import page

HEIGHT = 100
"""How high a chart is, in its own units; a day is one unit wide."""

BAR = 0.8
"""How much of a day its bar takes."""


class Bar(NamedTuple):
    """A bar of a day, from below; `name` is that of its part."""

    x: float
    y: float
    width: float
    height: float
    name: str


class Chart(NamedTuple):
    """Shapes in a box of `width` by `HEIGHT`; `top` is the figure at its upper edge.

    `line` is the path of a line, empty where the chart has bars.
    """

    first: date
    last: date
    top: int
    width: int
    line: str = ""
    bars: tuple[Bar, ...] = ()


def line_chart(figures: Mapping[date, int], first: date, last: date) -> Chart:
    """Return a line through the figures of days; a day without one is passed over."""
    top = round_above(max(figures.values(), default=0))
    points = [
        f"{(day - first).days + 0.5:g} {HEIGHT - HEIGHT * figures[day] / top:.2f}"
        for day in sorted(figures)
        if first <= day <= last
    ]
    # A line of one point is not seen: it gets the width of its bar.
    line = "M" + "L".join(points) + ("h0.5" if len(points) == 1 else "") if points else ""
    return Chart(first, last, top, _width(first, last), line=line)


def bar_chart(figures: Mapping[date, Sequence[tuple[str, int]]], first: date, last: date) -> Chart:
    """Return a bar for each day, of parts one upon another; each part has a name."""
    sums = [sum(number for _, number in parts) for parts in figures.values()]
    top = round_above(max(sums, default=0))
    bars = [
        bar
        for day, parts in sorted(figures.items())
        if first <= day <= last
        for bar in _bars((day - first).days, parts, top)
    ]
    return Chart(first, last, top, _width(first, last), bars=tuple(bars))


def round_above(number: int) -> int:
    """Return a figure of one digit and zeros that is no less than a number."""
    power: int = 10 ** max(0, len(str(number)) - 1)
    return next(step * power for step in (1, 2, 3, 4, 5, 6, 8, 10) if step * power >= number)


def _bars(number: int, parts: Sequence[tuple[str, int]], top: int) -> list[Bar]:
    edges = [0]
    for _, value in parts:
        edges.append(edges[-1] + value)
    scaled = [HEIGHT * edge / top for edge in edges]
    return [
        Bar(number + (1 - BAR) / 2, round(HEIGHT - upper, 2), BAR, round(upper - lower, 2), name)
        for (name, _), (lower, upper) in zip(parts, pairwise(scaled), strict=True)
    ]


def _width(first: date, last: date) -> int:
    return (last - first).days + 1


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
    counting = current_services().audience if current_services().tally else None
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
