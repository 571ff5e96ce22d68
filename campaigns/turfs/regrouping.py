"""Small groups of neighbouring walks solved anew as a vehicle routing problem, kept where the ground stays tidy. Pure.

PyVRP shortens what straight lines cannot, but lets walks weave through each other when that saves a metre. So a few
neighbours at a time are given to it, and its answer is taken only while walks stay even and hardly overlap.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import count

import numpy as np

from campaigns.turfs import ordering, routing
from campaigns.turfs.aim import Aim
from campaigns.turfs.metric import Nearby
from campaigns.turfs.outlines import outline, shared
from campaigns.turfs.resplitting import WORTHWHILE, bother, neighbours
from campaigns.turfs.stops import Walk

TOGETHER = 4  # walks
ROUNDS = 100  # of PyVRP for one group: a tenth of a second
MOST_SHARED = 0.03  # of the covered ground may lie in two outlines
SHARED_PER_METRE = 60.0  # square metres that one felt metre less may cost
LEEWAY = 1.1  # how much longer than asked a walk of the answer may be


def regroup(walks: list[Walk], nearby: Nearby, aim: Aim) -> list[Walk]:
    """The walks after one look at each of them with its neighbours. Never costs more."""
    walks = list(walks)
    shapes = [outline(walk.stops) for walk in walks]
    budget = MOST_SHARED * sum(float(shape.area) for shape in shapes) - shared(shapes, [])
    groups = _groups(walks, nearby)
    for done, group in enumerate(groups):
        if not aim.go_on(done, len(groups)):
            break
        old = [walks[index] for index in group]
        new = _solved(old, nearby, longest=LEEWAY * aim.minutes)
        saved = sum(map(bother, old)) - sum(map(bother, new))
        if len(new) != len(old) or saved < WORTHWHILE or not all(map(aim.even, new)):
            continue
        rest = [shape for index, shape in enumerate(shapes) if index not in group]
        fresh = [outline(walk.stops) for walk in new]
        more = shared(fresh, rest) - shared([shapes[index] for index in group], rest)
        if more <= min(budget, SHARED_PER_METRE * saved):
            budget -= more
            for index, walk, shape in zip(group, new, fresh, strict=True):
                walks[index], shapes[index] = walk, shape
    return walks


def _groups(walks: list[Walk], nearby: Nearby) -> list[list[int]]:
    """Each walk with its closest neighbours, each group once."""
    beside: dict[int, list[int]] = defaultdict(list)
    for one, other in neighbours(walks, nearby):
        beside[one].append(other)
        beside[other].append(one)
    groups = [sorted([walk, *beside[walk][: TOGETHER - 1]]) for walk in sorted(beside)]
    return [list(group) for group in dict.fromkeys(map(tuple, groups))]


def _solved(walks: list[Walk], nearby: Nearby, *, longest: float) -> list[Walk]:
    stops = [stop for walk in walks for stop in walk.stops]
    felt = nearby.felt(stops)
    ends = np.cumsum([0, *(len(walk.stops) for walk in walks)])
    problem = routing.Problem(
        felt=felt,
        costs=felt + ordering.turning(stops),
        minutes=np.array([stop.minutes for stop in stops]),
        walks=len(walks),
        longest=longest,
    )
    asked = count()
    first = [list(range(start, end)) for start, end in zip(ends, ends[1:], strict=False)]
    routes = routing.solve(problem, first=first, enough=lambda: next(asked) >= ROUNDS)
    # PyVRP leaves a walk as it is good enough for it; the order is found anew, as everywhere.
    return [ordering.walk([stops[index] for index in route], nearby) for route in routes]
