"""An effect drawn on what was expected of it: a bell for the prior, a bar for the result, one for both."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.formats import number_format

from campaigns.reports.effects.pooling import Belief
from canvass.desk.charts import Tick, path

WIDTH, HEIGHT = 600, 236
LEFT, RIGHT = 16, 16
BELL_TOP, BELL_FOOT = 14, 112
FIRST_BAR, BETWEEN = 142, 32
AXIS = 212
STEPS = (0.5, 1, 2, 5, 10, 20, 50)
MOST_TICKS = 9
POINTS_OF_BELL = 61
REACH = 3.2  # standard deviations of the prior that are drawn


@dataclass(frozen=True)
class Bar:
    """An interval and its middle; ``y`` of the line."""

    low: float
    high: float
    middle: float
    y: float
    name: str


@dataclass(frozen=True)
class EffectChart:
    """In the coordinates of one SVG. Whatever was found has the same size and colour."""

    bell: str
    bars: tuple[Bar, ...]
    zero: float
    ticks: tuple[Tick, ...]


def draw(prior: Belief, bars: Sequence[tuple[str, float, tuple[float, float]]]) -> EffectChart:
    """``bars``: name, effect and ends of its interval, in points, under the bell of the prior."""
    ends = [prior.mean - REACH * prior.error, prior.mean + REACH * prior.error, 0.0]
    ends += [end for _name, _effect, interval in bars for end in interval]
    low, high = min(ends), max(ends)
    margin = 0.03 * (high - low)
    low, high = low - margin, high + margin

    def across(points: float) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (points - low) / (high - low), 1)

    return EffectChart(
        bell=_bell(prior, across),
        bars=tuple(
            Bar(across(interval[0]), across(interval[1]), across(effect), FIRST_BAR + BETWEEN * number, name)
            for number, (name, effect, interval) in enumerate(bars)
        ),
        zero=across(0.0),
        ticks=tuple(Tick(across(value), _signed(value)) for value in _round_values(low, high)),
    )


def _bell(prior: Belief, across: Callable[[float], float]) -> str:
    points = []
    for number in range(POINTS_OF_BELL):
        z = -REACH + 2 * REACH * number / (POINTS_OF_BELL - 1)
        height = math.exp(-z * z / 2)
        points.append((across(prior.mean + z * prior.error), round(BELL_FOOT - (BELL_FOOT - BELL_TOP) * height, 1)))
    return f"{path(points)} Z"


def _round_values(low: float, high: float) -> list[float]:
    step = next((step for step in STEPS if (high - low) / step <= MOST_TICKS), STEPS[-1])
    return [number * step for number in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _signed(value: float) -> str:
    sign = "+" if value > 0 else "\u2212" if value < 0 else ""
    return sign + str(number_format(abs(value)))
