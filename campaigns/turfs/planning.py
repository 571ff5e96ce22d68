"""From stops to walks of about N minutes. Pure.

What is too large for one walk stands alone, ground with emptiness between is cut apart, and each part is bisected again
with the walking that the last round really needed: a guess of it is off by a third where houses stand close.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from campaigns.territory.geometry import centre
from campaigns.turfs import bisection, neighbourhood, ordering
from campaigns.turfs.improving import KICKS_PER_STOP
from campaigns.turfs.metric import STRAIGHT, Metric, Nearby
from campaigns.turfs.minutes import DETOUR, walking
from campaigns.turfs.stops import Stop, Walk

ROUNDS = 4
CLOSE = 0.10  # of the minutes asked: no further round when no walk is more off
ALONE = 0.85  # an address of that share of a walk is a walk: neighbours would only be dragged along
CRUMB = 0.5  # a walk below half the minutes asked is not worth a pair's evening
LONGEST_WAY = 1 / 3  # a crumb joins its neighbours when the way there takes at most that share of a walk
LEAST_MINUTES = 1.0
LENGTHS_TRIED = 6
BAND_METRES = 400.0  # numbers go from west to east in a band of that height, then on to the south
MOST_KICKS = 10_000  # in all: a second or two
LARGE = 5_000  # stops: of more the preview takes fewer rounds and no kicks, so that it still answers at once
ROUNDS_WHEN_LARGE = 2


def plan(stops: Sequence[Stop], minutes: float, metric: Metric = STRAIGHT, *, start: Stop | None = None) -> list[Walk]:
    """Walks covering every stop once, each of about ``minutes``; a single address may alone exceed it.

    With a ``start``, a place that is none of the stops, walks begin at the end that lies better from there.
    """
    ordered = sorted(stops, key=lambda stop: stop.address)
    alone = [[stop] for stop in ordered if stop.minutes >= ALONE * minutes]
    rest = [stop for stop in ordered if stop.minutes < ALONE * minutes]
    if not rest:
        return numbered([ordering.walk(group, metric) for group in alone])
    nearby = Nearby.of(metric, rest, neighbourhood.GAP_METRES)
    walks = [walk for island in _islands(rest, minutes, nearby) for walk in _balanced(island, minutes, nearby)]
    kicks = min(KICKS_PER_STOP, MOST_KICKS // len(stops)) if len(stops) <= LARGE else 0
    if kicks or start is not None:
        walks = [ordering.walk(walk.stops, nearby, start=start, kicks_per_stop=kicks) for walk in walks]
    return numbered(walks + [ordering.walk(group, metric) for group in alone])


def plan_for(
    stops: Sequence[Stop], walks: int, metric: Metric = STRAIGHT, *, start: Stop | None = None
) -> tuple[list[Walk], float]:
    """All stops in that many walks, and the minutes that they were cut for.

    Emptiness between parts of the ground may leave a walk fewer or more: of the lengths tried, the one that comes
    nearest to as many walks, then to walks alike.
    """
    minutes = max(LEAST_MINUTES, _minutes(stops) / max(walks, 1))
    tried: list[tuple[int, float, float, list[Walk]]] = []
    for _ in range(LENGTHS_TRIED):
        found = plan(stops, minutes, metric, start=start)
        longest = max((walk.minutes for walk in found), default=0.0)
        tried.append((abs(len(found) - walks), longest, minutes, found))
        if len(found) == walks or not found:
            break
        minutes *= min(max(len(found) / walks, 0.5), 2.0)
    _off, _longest, minutes, found = min(tried, key=lambda each: each[:2])
    return found, minutes


def _islands(stops: Sequence[Stop], minutes: float, nearby: Nearby) -> list[list[Stop]]:
    """Parts of the ground to cut apart; small ones join the nearest unless the way is long."""
    found = sorted(neighbourhood.islands(stops, nearby.pairs), key=len)
    for _ in range(len(found)):
        small = next((part for part in found if _minutes(part) < CRUMB * minutes), None)
        others = [part for part in found if part is not small]
        if small is None or not others:
            break
        metres = [neighbourhood.metres_between(small, part) for part in others]
        if walking(DETOUR * min(metres)) > LONGEST_WAY * minutes:
            found = [*others, small]
            continue
        nearest = others[int(np.argmin(metres))]
        found = [part + small if part is nearest else part for part in others]
    return found


def _minutes(stops: Sequence[Stop]) -> float:
    return sum(stop.minutes for stop in stops) + walking(bisection.path_estimate(stops))


def _pieces(total: float, minutes: float) -> int:
    """The number of walks whose length is nearest to the one asked, in proportion."""
    fewer = max(1, math.floor(total / minutes))
    return fewer if total / fewer / minutes < minutes * (fewer + 1) / total else fewer + 1


def _balanced(stops: Sequence[Stop], minutes: float, nearby: Nearby) -> list[Walk]:
    """Walks that take about the same time: the best of a few rounds, each knowing the walking of the last."""
    pieces, between = _pieces(_minutes(stops), minutes), None
    best: list[Walk] = []
    least = math.inf
    near = neighbourhood.bonds(stops, nearby.near(stops, neighbourhood.REACH_METRES))
    for _ in range(ROUNDS if len(stops) <= LARGE else ROUNDS_WHEN_LARGE):
        groups = bisection.bisect(stops, pieces, near, between)
        walks = [ordering.walk(group, nearby, kicks_per_stop=0) for group in groups]
        error = max(abs(walk.minutes / minutes - 1) for walk in walks)
        if error < least:
            best, least = walks, error
        if error <= CLOSE:
            break
        share = {stop.address: walking(walk.metres) / len(walk.stops) for walk in walks for stop in walk.stops}
        between = np.array([share[stop.address] for stop in stops])
        pieces = _pieces(sum(walk.minutes for walk in walks), minutes)
    return best


def numbered(walks: Sequence[Walk]) -> list[Walk]:
    """From north to south and west to east in bands, so that neighbours on the wall have near numbers."""

    def rank(walk: Walk) -> tuple[int, float, int]:
        east, north = centre([(stop.east, stop.north) for stop in walk.stops])
        return -round(north / BAND_METRES), east, walk.stops[0].address

    return sorted(walks, key=rank)
