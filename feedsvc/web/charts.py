"""Charts of figures a day as a few shapes of SVG; their words and numbers are HTML around them."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

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
