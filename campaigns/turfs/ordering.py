"""The walking order of one turf. Pure.

An open path from the best start: nearest neighbour from a few corners, then 2-opt and Or-opt moves until none helps.
Distances are straight lines, lengthened where the walk changes side of the same street: crossing costs time and care.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from campaigns.turfs.minutes import walking
from campaigns.turfs.stops import Stop, Walk

CROSSING_METRES = 25.0  # looking both ways and walking to where one may cross
LONGEST_MOVED_RUN = 3  # Or-opt moves runs of one to three stops
EPSILON = 1e-6

Distances = NDArray[np.float64]


def walk(stops: Sequence[Stop]) -> Walk:
    """The stops in walking order, with the metres between them and the minutes of the whole turf."""
    if not stops:
        return Walk((), 0.0, 0.0)
    canonical = sorted(stops, key=lambda stop: stop.address)  # the same stops give the same walk, whatever their order
    distances = distance_table(canonical)
    order = improve(best_start(distances), distances)
    ordered = tuple(canonical[index] for index in order)
    metres = path_length(order, plain_distances(canonical))
    return Walk(ordered, metres, sum(stop.minutes for stop in ordered) + walking(metres))


def plain_distances(stops: Sequence[Stop]) -> Distances:
    """Metres between each two stops as the crow flies."""
    places = np.array([(stop.east, stop.north) for stop in stops])
    gaps = places[:, None, :] - places[None, :, :]
    return np.asarray(np.hypot(gaps[..., 0], gaps[..., 1]))


def distance_table(stops: Sequence[Stop]) -> Distances:
    """Metres between each two stops, with the cost of crossing the street they share."""
    streets = np.unique([stop.street for stop in stops], return_inverse=True)[1]
    sides = np.array([{"even": 0, "odd": 1, "none": 2}[stop.side] for stop in stops])
    numbered = sides < 2
    opposite = (sides[:, None] != sides[None, :]) & numbered[:, None] & numbered[None, :]
    crossing = (streets[:, None] == streets[None, :]) & opposite
    return plain_distances(stops) + crossing * CROSSING_METRES


def path_length(order: Sequence[int], distances: Distances) -> float:
    """Metres along the stops in that order, without a way back."""
    index = np.asarray(order)
    return float(distances[index[:-1], index[1:]].sum()) if len(index) > 1 else 0.0


def best_start(distances: Distances) -> list[int]:
    """Nearest-neighbour paths from a few far corners; the shortest of them."""
    n = len(distances)
    if n <= 2:
        return list(range(n))
    far = int(distances[0].argmax())
    starts = {far, int(distances[far].argmax()), int(distances.sum(axis=1).argmax()), 0}
    paths = [_nearest_neighbours(start, distances) for start in sorted(starts)]
    return min(paths, key=lambda path: path_length(path, distances))


def _nearest_neighbours(start: int, distances: Distances) -> list[int]:
    left = np.ones(len(distances), dtype=bool)
    path, here = [start], start
    left[start] = False
    for _ in range(len(distances) - 1):
        here = int(np.where(left, distances[here], np.inf).argmin())
        left[here] = False
        path.append(here)
    return path


def improve(order: Sequence[int], distances: Distances) -> list[int]:
    """Apply the best 2-opt or Or-opt move again and again until none shortens the path."""
    path = np.asarray(order)
    if len(path) < 3:
        return [int(stop) for stop in path]
    for _ in range(50 * len(path)):  # each round shortens the path, so this bound is never the reason to end
        reversal, turned = _best_reversal(path, distances)
        shift, moved = _best_shift(path, distances)
        if max(reversal, shift) <= EPSILON:
            break
        path = turned if reversal >= shift else moved
    return [int(stop) for stop in path]


def _padded(path: NDArray[np.intp], distances: Distances) -> Distances:
    """Distances along the path, with a stop at no distance of anything before and after: the ends are free."""
    n = len(path)
    table = np.zeros((n + 2, n + 2))
    table[1:-1, 1:-1] = distances[np.ix_(path, path)]
    return table


def _best_reversal(path: NDArray[np.intp], distances: Distances) -> tuple[float, NDArray[np.intp]]:
    """The gain and result of the best reversal of a run of stops."""
    table = _padded(path, distances)
    n = len(path)
    following = np.append(table[np.arange(n + 1), np.arange(1, n + 2)], 0.0)  # edge after each place
    # Reversing places i+1..j swaps edges (i, i+1) and (j, j+1) for (i, j) and (i+1, j+1).
    old = following[: n + 1, None] + following[None, : n + 1]
    new = table[: n + 1, : n + 1] + table[1:, 1:]
    gain = np.triu(old - new, k=2)
    i, j = np.unravel_index(int(gain.argmax()), gain.shape)
    return float(gain[i, j]), np.concatenate([path[:i], path[i:j][::-1], path[j:]])


def _best_shift(path: NDArray[np.intp], distances: Distances) -> tuple[float, NDArray[np.intp]]:
    """The gain and result of moving the best run of one to three stops elsewhere, turned or not."""
    table = _padded(path, distances)
    n = len(path)
    best_gain, best_path = 0.0, path
    edges = table[np.arange(n + 1), np.arange(1, n + 2)]
    for length in range(1, min(LONGEST_MOVED_RUN, n - 1) + 1):
        first = np.arange(1, n - length + 2)
        last = first + length - 1
        freed = edges[first - 1] + edges[last] - table[first - 1, last + 1]
        for flipped in (False, True):
            head, tail = (last, first) if flipped else (first, last)
            gap = np.arange(n + 1)
            added = table[gap[None, :], head[:, None]] + table[tail[:, None], gap[None, :] + 1] - edges[None, :]
            inside = (gap[None, :] >= first[:, None] - 1) & (gap[None, :] <= last[:, None])
            gain = np.where(inside, -np.inf, freed[:, None] - added)
            run, where = np.unravel_index(int(gain.argmax()), gain.shape)
            if gain[run, where] > best_gain + EPSILON:
                best_gain = float(gain[run, where])
                best_path = _move(path, int(first[run]) - 1, length, int(where), flipped)
    return best_gain, best_path


def _move(path: NDArray[np.intp], start: int, length: int, gap: int, flipped: bool) -> NDArray[np.intp]:
    run = path[start : start + length]
    rest = np.delete(path, slice(start, start + length))
    place = gap if gap <= start else gap - length
    return np.concatenate([rest[:place], run[::-1] if flipped else run, rest[place:]])
