"""Recursive bisection: ground cut into compact walks of about the same minutes, at once. Pure.

Each piece is cut by the straight line that parts the fewest neighbours, among twelve directions and every place where
the minutes on both sides stand nearly as the numbers of walks they will become. An address is never split.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from campaigns.turfs.minutes import DETOUR, walking
from campaigns.turfs.neighbourhood import Bonds, Indexes, Numbers
from campaigns.turfs.stops import Stop

SPREAD = 0.7124  # a shortest path through n points in area A is about 0.7124 √(nA) (Beardwood, Halton, Hammersley 1959)
DIRECTIONS = 12
# How far a cut may leave the exact share to find a better place, as a part of one walk. Each halving shares the
# error of the one before among twice as many walks, so that the last ones are at most twice this off.
LEEWAY = 0.05


def bisect(stops: Sequence[Stop], pieces: int, near: Bonds, between: Numbers | None = None) -> list[list[Stop]]:
    """The stops in that many groups, none empty while there are stops enough, balanced in minutes.

    ``near`` are the bonds between the stops, ``between`` the minutes of walking to count for each; unknown, they are
    guessed alike for all.
    """
    if not stops:
        return []
    if between is None:
        between = np.full(len(stops), walking(path_estimate(stops)) / len(stops))
    places = np.array([(stop.east, stop.north) for stop in stops])
    minutes = np.array([stop.minutes for stop in stops]) + between
    everything = np.arange(len(stops))
    groups = _halve(everything, min(pieces, len(stops)), places, minutes, near)
    return [[stops[index] for index in group] for group in groups]


def path_estimate(stops: Sequence[Stop]) -> float:
    """Felt metres of a good walk through the stops, before it is known."""
    if len(stops) < 2:
        return 0.0
    places = np.array([(stop.east, stop.north) for stop in stops])
    width, height = np.ptp(places, axis=0) + 1.0
    return DETOUR * SPREAD * math.sqrt(len(stops) * float(width * height))


def _halve(group: Indexes, pieces: int, places: Numbers, minutes: Numbers, near: Bonds) -> list[Indexes]:
    """Groups of indexes. ``places`` and ``minutes`` are those of the group, ``near`` counts inside it."""
    if pieces <= 1:
        return [group]
    smaller = pieces // 2
    first = lines(places, minutes, near, smaller, pieces - smaller)[0]
    halves: list[Indexes] = []
    for inside, count in ((first, smaller), (~first, pieces - smaller)):
        renumbered = np.cumsum(inside) - 1
        halves += _halve(group[inside], count, places[inside], minutes[inside], near.within(inside, renumbered))
    return halves


def lines(places: Numbers, minutes: Numbers, near: Bonds, one: int, other: int) -> list[NDArray[np.bool_]]:
    """In each direction the best line between two parts for ``one`` and ``other`` walks: the stops on its first side.

    The line that parts the weakest bonds comes first.
    """
    found: list[tuple[float, NDArray[np.bool_]]] = []
    for angle in np.arange(DIRECTIONS) * math.pi / DIRECTIONS:
        for wanted in {one, other}:  # an odd number of walks may have its larger half on either side
            along = places @ np.array([math.cos(angle), math.sin(angle)])
            order = np.argsort(along, kind="stable")
            low, high = _allowed(minutes[order], wanted, one + other)
            parted = _parted_before(order, near)[low : high + 1]
            first = np.zeros(len(places), dtype=bool)
            first[order[: low + int(parted.argmin())]] = True
            found.append((round(float(parted.min()), 9), first if wanted == one else ~first))
    return [first for _parted, first in sorted(found, key=lambda line: line[0])]


def _allowed(minutes: Numbers, wanted: int, pieces: int) -> tuple[int, int]:
    """First and last number of stops that may lie before the cut."""
    running = np.cumsum(minutes)
    target = running[-1] * wanted / pieces
    leeway = LEEWAY * running[-1] / pieces
    low = int(np.searchsorted(running, target - leeway)) + 1
    high = int(np.searchsorted(running, target + leeway, side="right"))
    if high < low:  # one heavy address spans the whole leeway: cut on its better side
        low = high = high + int(np.abs(running[high] - target) < np.abs((running[high - 1] if high else 0.0) - target))
    least, most = wanted, len(minutes) - (pieces - wanted)  # no half may have fewer stops than walks
    return min(max(low, least), most), max(min(high, most), least)


def _parted_before(order: Indexes, near: Bonds) -> Numbers:
    """For each number of stops before the cut, the strength of the bonds across it."""
    rank = np.empty(len(order), dtype=np.intp)
    rank[order] = np.arange(len(order))
    first, last = np.minimum(rank[near.one], rank[near.other]), np.maximum(rank[near.one], rank[near.other])
    change = np.bincount(first + 1, near.strength, len(order) + 1) - np.bincount(
        last + 1, near.strength, len(order) + 1
    )
    return np.asarray(np.cumsum(change))
