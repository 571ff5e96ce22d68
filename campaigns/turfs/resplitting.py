"""Cutting neighbours anew: two walks side by side are taken as one ground and parted by a better line. Pure.

Bisection never sees the walks that a line leads to. Here the best few of the lines through two neighbours are tried out
by walking both halves; the parts keep straight edges, so walks stay as compact as bisection made them.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from campaigns.turfs import bisection, ordering
from campaigns.turfs.aim import Aim
from campaigns.turfs.metric import Nearby
from campaigns.turfs.neighbourhood import bonds
from campaigns.turfs.outlines import outline, shared
from campaigns.turfs.stops import Stop, Walk

TRIED = 5  # lines through a pair, those that part the fewest neighbours first
TOUCHING = 10  # near pairs of doors that make two walks neighbours
WORTHWHILE = 5.0  # felt metres; less is not worth a change
OVER = 1_500.0  # square metres that outlines may come to share by one change: a front garden of each neighbour


def resplit(walks: list[Walk], nearby: Nearby, aim: Aim) -> list[Walk]:
    """The walks after one round over all neighbours. Never costs more."""
    walks = list(walks)
    shapes = [outline(walk.stops) for walk in walks]
    pairs = neighbours(walks, nearby)
    for done, (one, other) in enumerate(pairs):
        if not aim.go_on(done, len(pairs)):
            break
        found = _best(walks[one], walks[other], nearby, aim)
        if found is None:
            continue
        rest = [shape for index, shape in enumerate(shapes) if index not in (one, other)]
        new = [outline(walk.stops) for walk in found]
        if shared(new, rest) <= shared([shapes[one], shapes[other]], rest) + OVER:
            walks[one], walks[other] = found
            shapes[one], shapes[other] = new
    return walks


def neighbours(walks: list[Walk], nearby: Nearby) -> list[tuple[int, int]]:
    """Pairs of walks whose doors stand side by side, the closest first."""
    of = np.empty(len(nearby.rows), dtype=np.intp)
    for index, walk in enumerate(walks):
        of[[nearby.rows[stop.address] for stop in walk.stops]] = index
    pairs = nearby.pairs.tocoo()
    one, other = of[pairs.row], of[pairs.col]
    counted = Counter(zip(one[one < other].tolist(), other[one < other].tolist(), strict=True))
    return [pair for pair, count in sorted(counted.items(), key=lambda each: (-each[1], each[0])) if count >= TOUCHING]


def bother(walk: Walk) -> float:
    """What a walk costs whoever walks it: felt metres, and turning into other streets."""
    turns = sum(a.street != b.street for a, b in pairwise(walk.stops))
    return walk.metres + turns * ordering.TURNING_METRES


def _best(one: Walk, other: Walk, nearby: Nearby, aim: Aim) -> tuple[Walk, Walk] | None:
    """The cheapest two walks of the same ground that are even; None when none is cheaper."""
    least, best = bother(one) + bother(other) - WORTHWHILE, None
    for here, there in _halves(one, other, nearby):
        pair = tuple(ordering.again(half, nearby) for half in (here, there))
        cost = sum(bother(walk) for walk in pair)
        if cost < least and all(aim.even(walk) for walk in pair):
            least, best = cost, (pair[0], pair[1])
    return best


def _halves(one: Walk, other: Walk, nearby: Nearby) -> Iterator[tuple[list[Stop], list[Stop]]]:
    stops = [*one.stops, *other.stops]
    places = np.array([(stop.east, stop.north) for stop in stops])
    own = np.array([stop.minutes for stop in stops])
    minutes = own + (one.minutes + other.minutes - own.sum()) / len(stops)
    near = bonds(stops, nearby.near(stops, math.inf))
    for first in bisection.lines(places, minutes, near, 1, 1)[:TRIED]:
        yield (
            [stop for stop, inside in zip(stops, first, strict=True) if inside],
            [stop for stop, inside in zip(stops, first, strict=True) if not inside],
        )
