"""Value first: when the walks cannot reach every door in their time, those worth most are walked. Pure.

This is the team orienteering problem (Chao, Golden and Wasil 1996): so many walks of so many minutes, each stop worth
something, and the sum collected as large as can be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from campaigns.turfs import bisection, neighbourhood, ordering, routing
from campaigns.turfs.metric import Metric, Nearby
from campaigns.turfs.minutes import walking
from campaigns.turfs.routing import Enough
from campaigns.turfs.stops import Stop, Walk

MOST_STOPS = 2_000  # looked at closely; of a larger ground the quarters that pay most
QUARTER = 40  # stops
INSTANT = 1e-6  # minutes: the same sum in another order
AMPLE = 4.0  # times the minutes of all walks: enough to choose from


def collect(
    stops: Sequence[Stop],
    values: Mapping[int, float],
    *,
    walks: int,
    minutes: float,
    metric: Metric,
    enough: Enough,
    start: Stop | None = None,
    end: Stop | None = None,
) -> list[Walk]:
    """At most ``walks`` walks of at most ``minutes``, with as much of the ``values`` (by address) as they can take.

    Walks begin at ``start`` and end at ``end`` where these are given, and the way there counts. Stops worth nothing
    are left out.
    """
    worth = [stop for stop in stops if values.get(stop.address, 0.0) > 0 and stop.minutes <= minutes]
    chosen = _most_paying(worth, values, metric, capacity=walks * minutes)
    if not chosen:
        return []
    nearby = Nearby.of(metric, chosen, neighbourhood.GAP_METRES)
    felt = nearby.felt(chosen)
    problem = routing.Problem(
        felt=felt,
        costs=felt + ordering.turning(chosen),
        minutes=np.array([stop.minutes for stop in chosen]),
        walks=walks,
        longest=minutes,
        values=np.array([values[stop.address] for stop in chosen]),
        start=None if start is None else metric.felt([start, *chosen])[0, 1:],
        end=None if end is None else metric.felt([end, *chosen])[0, 1:],
    )
    routes = (_in_time(route, problem) for route in routing.solve(problem, enough=enough))
    return [_walk(route, chosen, problem) for route in routes if route]


def _walk(route: Sequence[int], stops: Sequence[Stop], problem: routing.Problem) -> Walk:
    return Walk(tuple(stops[each] for each in route), _metres(route, problem), _minutes(route, problem))


def _metres(route: Sequence[int], problem: routing.Problem) -> float:
    metres = ordering.path_length(route, problem.felt)
    if problem.start is not None:
        metres += float(problem.start[route[0]])
    if problem.end is not None:
        metres += float(problem.end[route[-1]])
    return metres


def _minutes(route: Sequence[int], problem: routing.Problem) -> float:
    return float(problem.minutes[list(route)].sum()) + walking(_metres(route, problem)) if route else 0.0


def _in_time(route: Sequence[int], problem: routing.Problem) -> list[int]:
    """Without the stops that pay least for their minutes until it fits: a search cut short may leave one too many."""
    kept, values = list(route), problem.values
    while values is not None and (spent := _minutes(kept, problem)) > problem.longest + INSTANT:
        without = [kept[:place] + kept[place + 1 :] for place in range(len(kept))]
        gains = [(spent - _minutes(rest, problem)) / values[gone] for rest, gone in zip(without, kept, strict=True)]
        kept = without[int(np.argmax(gains))]
    return kept


def _most_paying(stops: Sequence[Stop], values: Mapping[int, float], metric: Metric, *, capacity: float) -> list[Stop]:
    """All of a small ground; of a large one the quarters worth most per minute, several times what can be walked."""
    ordered = sorted(stops, key=lambda stop: stop.address)
    if len(ordered) <= MOST_STOPS:
        return ordered
    near = neighbourhood.bonds(ordered, metric.near(ordered, neighbourhood.REACH_METRES))
    quarters = bisection.bisect(ordered, len(ordered) // QUARTER, near)

    def minutes(quarter: Sequence[Stop]) -> float:
        return sum(stop.minutes for stop in quarter) + walking(bisection.path_estimate(quarter))

    chosen: list[Stop] = []
    taken = 0.0
    for quarter in sorted(quarters, key=lambda q: -sum(values[stop.address] for stop in q) / minutes(q)):
        if len(chosen) + len(quarter) > MOST_STOPS or taken > AMPLE * capacity:
            break
        chosen += quarter
        taken += minutes(quarter)
    return sorted(chosen, key=lambda stop: stop.address)
