"""Charts as plain shapes: numbers in, coordinates out; the templates draw them as SVG. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 600, 220
LEFT, BOTTOM, TOP, RIGHT = 52, 26, 12, 12
SAID_WIDTH = 130  # of the longest word beside a line


@dataclass(frozen=True)
class Tick:
    at: float
    label: str


@dataclass(frozen=True)
class Note:
    """A word beside its line; ``anchor`` as SVG's text-anchor."""

    x: float
    y: float
    anchor: str


@dataclass(frozen=True)
class LineChart:
    """A running total with its goal and the futures drawn for it, in the coordinates of one SVG. ``bands``: the widest
    first, so that the narrower ones lie on top."""

    line: str
    area: str
    goal: str
    bands: tuple[str, ...]
    projection: str
    last: tuple[float, float]
    said_now: Note
    said_goal: Note | None
    said_expected: Note | None
    y_ticks: tuple[Tick, ...]
    x_ticks: tuple[Tick, ...]


@dataclass(frozen=True)
class Futures:
    """Running totals of the coming days, today first: the middle one, and (low, high) bands, the widest first."""

    median: Sequence[float]
    bands: Sequence[tuple[Sequence[float], Sequence[float]]]


def line_chart(
    totals: Sequence[float], *, days: int, goal: float, futures: Futures | None, day_labels: Sequence[tuple[int, str]]
) -> LineChart:
    """``totals`` per day from day 0 to today; the axis runs over ``days``. Raises ValueError without a point."""
    if not totals:
        raise ValueError("a line needs a point")
    expected = futures.median[-1] if futures else None
    highest = max((max(high) for _low, high in futures.bands), default=0) if futures else 0
    top = nice_top(max(goal, expected or 0, highest, *totals))

    def place(day: float, value: float) -> tuple[float, float]:
        x = LEFT + (WIDTH - LEFT - RIGHT) * day / max(1, days)
        return round(x, 1), round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / top, 1)

    points = [place(day, value) for day, value in enumerate(totals)]
    now, today = points[-1], len(totals) - 1
    ground = place(0, 0)[1]

    def ahead(values: Sequence[float]) -> list[tuple[float, float]]:
        """From where we are; what today still brings shows with tomorrow."""
        return [now, *(place(today + offset, value) for offset, value in enumerate(values) if offset)]

    return LineChart(
        line=path(points),
        area=f"{path(points)} L{now[0]} {ground} L{points[0][0]} {ground} Z",
        goal=path([place(0, 0), place(days, goal)]) if goal else "",
        bands=tuple(f"{path([*ahead(high), *reversed(ahead(low))])} Z" for low, high in futures.bands)
        if futures
        else (),
        projection=path(ahead(futures.median)) if futures else "",
        last=now,
        said_now=_beside(now),
        said_goal=_on_the_line(place(0, 0), place(days, goal), above=goal >= (expected or 0)) if goal else None,
        said_expected=_at_the_end(now, place(days, expected), above=expected > goal) if expected is not None else None,
        y_ticks=tuple(Tick(place(0, top * step / 4)[1], thousands(top * step / 4)) for step in range(5)),
        x_ticks=tuple(Tick(place(day, 0)[0], label) for day, label in day_labels),
    )


def _beside(point: tuple[float, float]) -> Note:
    """Right of the last point and below its line, or left of it where the edge is near."""
    x, y = point
    near_edge = x > WIDTH - RIGHT - SAID_WIDTH
    return Note(
        x - 10 if near_edge else x + 10, round(min(y + 22, HEIGHT - BOTTOM - 6), 1), "end" if near_edge else "start"
    )


def _on_the_line(start: tuple[float, float], end: tuple[float, float], *, above: bool) -> Note:
    """Over the second third of a rising line, on the side where the other line is not."""
    x = start[0] + (end[0] - start[0]) * 0.55
    y = start[1] + (end[1] - start[1]) * 0.55
    return Note(round(x - 8, 1), round(y - 8, 1), "end") if above else Note(round(x + 8, 1), round(y + 18, 1), "start")


def _at_the_end(start: tuple[float, float], end: tuple[float, float], *, above: bool) -> Note:
    """Right-aligned with the end of a rising line, clear of it over the width of the words."""
    fall = (start[1] - end[1]) / max(1.0, end[0] - start[0]) * SAID_WIDTH
    return Note(
        end[0], round(max(end[1] - 10, 12) if above else min(end[1] + fall + 14, HEIGHT - BOTTOM - 24), 1), "end"
    )


def sparkline(values: Sequence[float], width: float = 80, height: float = 24) -> str:
    """A small line without axes; empty for fewer than two values."""
    if len(values) < 2:
        return ""
    low, high = min(values), max(values)
    span = (high - low) or 1
    step = width / (len(values) - 1)
    return path(
        [(round(i * step, 1), round(height - 2 - (height - 4) * (v - low) / span, 1)) for i, v in enumerate(values)]
    )


def path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + " L".join(f"{x} {y}" for x, y in points)


def nice_top(value: float) -> float:
    """The next round number that four equal steps reach: 1, 2, 4, 6, 8 or 10 times a power of ten, and so on."""
    if value <= 4:
        return 4
    power = 1.0
    while power * 10 <= value:
        power *= 10
    return next(step * power for step in (1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10) if step * power >= value)


def thousands(value: float) -> str:
    """« 12 000 », with a narrow no-break space."""
    return f"{round(value):,}".replace(",", "\u202f")
