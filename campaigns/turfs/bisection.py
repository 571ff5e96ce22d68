"""Recursive bisection: ground cut into compact walks of about the same minutes, at once. Pure.

Each piece is cut across its longer axis, where the minutes on both sides stand as the numbers of walks they will
become. Only addresses in a gap between streets' positions part; an address is never split.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from campaigns.turfs.minutes import walking
from campaigns.turfs.stops import Stop

SPREAD = 0.7124  # a shortest path through n points in area A is about 0.7124 √(nA) (Beardwood, Halton, Hammersley 1959)


def count_for(stops: Sequence[Stop], minutes: float) -> int:
    """How many walks of that many minutes the stops need, walking between them included."""
    return max(1, round(total_minutes(stops) / minutes))


def total_minutes(stops: Sequence[Stop]) -> float:
    """Minutes at the doors, and an estimate of those between them."""
    return sum(stop.minutes for stop in stops) + walking(_path_estimate(stops))


def bisect(stops: Sequence[Stop], pieces: int) -> list[list[Stop]]:
    """The stops in that many groups, none empty while there are stops enough, balanced in minutes."""
    if pieces <= 1 or len(stops) <= 1:
        return [list(stops)] if stops else []
    smaller = pieces // 2
    share = smaller / pieces
    one, other = _split(stops, share, smaller, pieces - smaller)
    return bisect(one, smaller) + bisect(other, pieces - smaller)


def _split(stops: Sequence[Stop], share: float, least_one: int, least_other: int) -> tuple[list[Stop], list[Stop]]:
    """Cut across the longer axis where ``share`` of the minutes lies on the first side."""
    places = np.array([(stop.east, stop.north) for stop in stops])
    along = (places - places.mean(axis=0)) @ _longer_axis(places)
    order = sorted(range(len(stops)), key=lambda index: (along[index], stops[index].address))
    between = walking(_path_estimate(stops)) / len(stops)  # each stop carries its part of the walking
    running = np.cumsum([stops[index].minutes + between for index in order])
    wanted = share * running[-1]
    least, most = min(least_one, len(stops) - 1), max(1, len(stops) - least_other)
    cut = int(np.abs(running[least - 1 : most] - wanted).argmin()) + least
    return [stops[index] for index in order[:cut]], [stops[index] for index in order[cut:]]


def _longer_axis(places: np.ndarray) -> np.ndarray:
    """The direction in which the places spread most."""
    centred = places - places.mean(axis=0)
    values, vectors = np.linalg.eigh(centred.T @ centred)
    axis = vectors[:, int(values.argmax())]
    return np.asarray(axis if axis[0] > 0 or (axis[0] == 0 and axis[1] > 0) else -axis)


def _path_estimate(stops: Sequence[Stop]) -> float:
    """Metres of a good walk through the stops, before it is known."""
    if len(stops) < 2:
        return 0.0
    places = np.array([(stop.east, stop.north) for stop in stops])
    width, height = np.ptp(places, axis=0) + 1.0
    return SPREAD * math.sqrt(len(stops) * width * height)
