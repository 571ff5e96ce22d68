"""The way from each door of a walk to the next: its metres, what they feel like, and the line to draw. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from campaigns.territory.geometry import Point
from campaigns.territory.network.distances import MARGIN, Ends, around
from campaigns.territory.network.graph import Floats, Indexes, Network
from campaigns.territory.network.snapping import Places


@dataclass(frozen=True)
class Leg:
    """From one door to the next."""

    metres: float
    felt: float
    """Metres of flat pavement that cost as much: see `distances`."""
    line: tuple[Point, ...]
    """(east, north) in metres from the network's origin, along the middle of the streets."""


def legs(network: Network, places: Places, felt: Floats) -> list[Leg]:
    """The legs of a walk through ``places`` in that order; ``felt`` gives what `distances.table` says of each of them.

    Every leg must be finite.
    """
    ends = Ends.of(network, places)
    return [_leg(network, places, ends, index, float(cost)) for index, cost in enumerate(felt)]


def _leg(network: Network, places: Places, ends: Ends, here: int, cost: float) -> Leg:
    there = here + 1
    same = places.stretch[here] == places.stretch[there]
    if same and _along(network, places, here) <= cost + 1e-6:
        straight = _part(network, int(places.stretch[here]), places.offset[here], places.offset[there])
        return Leg(_length(straight), cost, straight)
    inside = around(network, np.concatenate([ends.corners[here], ends.corners[there]]), max(MARGIN, cost / 2))
    start, end, corners = _shortest(network.steps, ends, here, inside)
    line = [
        *_to_corner(network, places, here, start),
        *(point for step in zip(corners, corners[1:], strict=False) for point in _step(network, *step)),
        *reversed(_to_corner(network, places, there, end)),
    ]
    told = tuple(point for index, point in enumerate(line) if not index or point != line[index - 1])
    return Leg(_length(told), cost, told)


def _along(network: Network, places: Places, here: int) -> float:
    stretch = places.stretch[here]
    across = network.crossings[stretch] if places.left[here] != places.left[here + 1] else 0.0
    return float(abs(places.offset[here] - places.offset[here + 1]) * network.factors[stretch] + across)


def _shortest(steps: sparse.csr_array, ends: Ends, here: int, inside: Indexes) -> tuple[int, int, list[int]]:
    """Which end of this door's side the way leaves by, which end of the next one's it comes in by, the corners."""
    sub = steps[inside][:, inside]
    starts, stops = np.searchsorted(inside, ends.corners[here]), np.searchsorted(inside, ends.corners[here + 1])
    metres, previous = csgraph.dijkstra(sub, indices=starts, return_predecessors=True)
    whole = metres[:, stops] + ends.metres[here][:, None] + ends.metres[here + 1][None, :]
    start, end = np.unravel_index(int(whole.argmin()), whole.shape)
    at, corners = int(stops[end]), []
    while at >= 0:
        corners.append(int(inside[at]))
        at = int(previous[start, at])
    return int(start), int(end), corners[::-1]


def _to_corner(network: Network, places: Places, here: int, end: int) -> list[Point]:
    stretch = int(places.stretch[here])
    return list(_part(network, stretch, places.offset[here], network.lengths[stretch] if end else 0.0))


def _step(network: Network, one: int, other: int) -> list[Point]:
    """The line of one stretch from corner to corner; one place where the step only crosses a street."""
    cost = float(network.steps[one, other])
    if network.before[one ^ 1] == other and np.isclose(_felt(network, one), cost):
        return _seen_from(network, one)
    if network.before[other ^ 1] == one and np.isclose(_felt(network, other), cost):
        return _seen_from(network, other)[::-1]
    return []


def _felt(network: Network, half: int) -> float:
    return float(network.lengths[half // 2] * network.factors[half // 2])


def _seen_from(network: Network, half: int) -> list[Point]:
    """A stretch from the crossroads that this half leaves to its other end."""
    shape = network.shapes[half // 2]
    return [(float(east), float(north)) for east, north in (shape[::-1] if half & 1 else shape)]


def _part(network: Network, stretch: int, start: float, end: float) -> tuple[Point, ...]:
    """The middle of the stretch between two offsets, walked from the first to the second."""
    shape = network.shapes[stretch]
    marks = np.r_[0.0, np.cumsum(np.hypot(*np.diff(shape, axis=0).T))]
    low, high = min(start, end), max(start, end)
    inner = [float(mark) for mark in marks if low < mark < high]
    wanted = [low, *inner, high] if high > low else [low]
    points = [(float(np.interp(at, marks, shape[:, 0])), float(np.interp(at, marks, shape[:, 1]))) for at in wanted]
    return tuple(points if start <= end else points[::-1])


def _length(line: tuple[Point, ...]) -> float:
    return float(np.hypot(*np.diff(np.array(line), axis=0).T).sum()) if len(line) > 1 else 0.0
