"""Putting each address on its side of its street: the street of its own name first, else the nearest. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

from campaigns.territory.network.graph import LONE_METRES, Floats, Indexes, Network

NAMED_REACH = 120.0  # metres to a street of the address's own name: a house may stand at the end of its garden
ANY_REACH = 150.0  # metres to a street of another name
SPACING = 10.0  # metres between the points by which the nearest streets are found
CANDIDATES = 24  # points looked at around an address without a street of its name
ON_THE_LINE = 1.0  # metres; so near to the middle of a street the position tells no side, and the numbers do


class Asked(NamedTuple):
    """An address to place: metres from the network's origin, its street's key, its number (None: none)."""

    east: float
    north: float
    key: str
    number: int | None


@dataclass(frozen=True)
class Places:
    """Where addresses stand, one entry each; ``stretch`` is -1 for one too far from any street."""

    stretch: Indexes
    offset: Floats
    """Metres from the start of the stretch, as it was drawn."""
    left: NDArray[np.bool_]
    away: Floats
    """Metres from the street to the address."""

    @property
    def found(self) -> NDArray[np.bool_]:
        return self.stretch >= 0

    def of(self, indexes: Sequence[int] | Indexes) -> Places:
        chosen = np.asarray(indexes, dtype=np.intp)
        return Places(self.stretch[chosen], self.offset[chosen], self.left[chosen], self.away[chosen])


class _Pieces:
    """The straight pieces of all stretches that are joined to the town."""

    def __init__(self, network: Network) -> None:
        whole = np.bincount(network.part, network.lengths)
        joined = (network.part == 0) | (whole[network.part] >= LONE_METRES)
        starts, ends, stretch, offset = [], [], [], []
        by_key: dict[str, list[int]] = defaultdict(list)
        count = 0
        for index in np.flatnonzero(joined).tolist():
            shape = network.shapes[index]
            lengths = np.hypot(*np.diff(shape, axis=0).T)
            starts.append(shape[:-1])
            ends.append(shape[1:])
            stretch.append(np.full(len(lengths), index))
            offset.append(np.r_[0.0, np.cumsum(lengths)[:-1]])
            by_key[network.keys[index]] += range(count, count := count + len(lengths))
        self.start, self.end = np.concatenate(starts), np.concatenate(ends)
        self.stretch, self.offset = np.concatenate(stretch).astype(np.intp), np.concatenate(offset)
        self.by_key = {key: np.array(found) for key, found in by_key.items() if key}

    @cached_property
    def points(self) -> tuple[KDTree, Indexes]:
        """A point every few metres along all pieces, with the piece that it lies on."""
        run = self.end - self.start
        counts = np.maximum(1, np.ceil(np.hypot(*run.T) / SPACING)).astype(int)
        piece = np.repeat(np.arange(len(counts)), counts)
        nth = np.arange(len(piece)) - np.repeat(np.cumsum(counts) - counts, counts)
        share = ((nth + 0.5) / counts[piece])[:, None]
        return KDTree(self.start[piece] + share * run[piece]), piece

    def nearest(self, points: Floats, pieces: Indexes) -> tuple[Indexes, Floats, Floats, Floats]:
        """For each point the best of its row of ``pieces``: which, metres away, metres along it, metres to its left."""
        start, run = self.start[pieces], self.end[pieces] - self.start[pieces]
        length = np.maximum(np.hypot(run[..., 0], run[..., 1]), 1e-9)
        unit = run / length[..., None]
        gap = points[:, None, :] - start
        along = np.clip((gap * unit).sum(axis=-1), 0.0, length)
        beside = unit[..., 0] * gap[..., 1] - unit[..., 1] * gap[..., 0]
        reach = gap - along[..., None] * unit
        away = np.hypot(reach[..., 0], reach[..., 1])
        row, best = np.arange(len(points)), away.argmin(axis=1)
        return pieces[row, best], away[row, best], along[row, best], beside[row, best]


def snap(network: Network, addresses: Sequence[Asked]) -> Places:
    """Each address beside the middle of its street. A part of the network that leads nowhere is left alone."""
    pieces, count = _Pieces(network), len(addresses)
    points = np.array([(each.east, each.north) for each in addresses]).reshape(count, 2)
    places = Places(np.full(count, -1, dtype=np.intp), np.zeros(count), np.zeros(count, dtype=bool), np.zeros(count))
    beside = np.zeros(count)
    by_key: dict[str, list[int]] = defaultdict(list)
    for index, each in enumerate(addresses):
        by_key[each.key].append(index)
    for key, indexes in by_key.items():
        if (named := pieces.by_key.get(key)) is not None:
            _put(places, beside, pieces, np.array(indexes), points, named, NAMED_REACH)
    missing = np.flatnonzero(~places.found)
    if len(missing):
        tree, piece = pieces.points
        near = tree.query(points[missing], k=min(CANDIDATES, len(piece)))[1].reshape(len(missing), -1)
        _put(places, beside, pieces, missing, points, piece[near], ANY_REACH)
    places.left[:] = beside > 0
    _tell_sides_by_numbers(places, beside, addresses)
    return places


def _put(
    places: Places, beside: Floats, pieces: _Pieces, who: Indexes, points: Floats, among: Indexes, reach: float
) -> None:
    rows = among if among.ndim == 2 else np.broadcast_to(among, (len(who), len(among)))
    piece, away, along, side = pieces.nearest(points[who], rows)
    near = away <= reach
    chosen = who[near]
    places.stretch[chosen] = pieces.stretch[piece[near]]
    places.offset[chosen] = pieces.offset[piece[near]] + along[near]
    places.away[chosen] = away[near]
    beside[chosen] = side[near]


def _tell_sides_by_numbers(places: Places, beside: Floats, addresses: Sequence[Asked]) -> None:
    """A file may put numbers on the middle of the street: there, even numbers stand with the even ones that are not."""
    unsure = np.flatnonzero(places.found & (np.abs(beside) < ON_THE_LINE))
    if not len(unsure):
        return
    votes: dict[tuple[int, bool], Counter[bool]] = defaultdict(Counter)
    for index in np.flatnonzero(places.found & (np.abs(beside) >= ON_THE_LINE)).tolist():
        if (number := addresses[index].number) is not None:
            votes[int(places.stretch[index]), number % 2 == 0][bool(places.left[index])] += 1
    for index in unsure.tolist():
        number, stretch = addresses[index].number, int(places.stretch[index])
        if number is not None:
            even = number % 2 == 0
            # Without a word from either side, even numbers go left, so that they stand together at least.
            same, facing = votes[stretch, even], votes[stretch, not even]
            left = same[True] + facing[False] - same[False] - facing[True]
            places.left[index] = left > 0 or (left == 0 and even)
