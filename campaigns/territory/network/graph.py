"""The graph of pavements and corners, made from street lines. Pure.

A stretch of street between two crossroads is seen from both of its ends as a half, and the halves around a crossroads
stand in the order of their angles. Corner ``h`` lies at the left of half ``h`` as one leaves the crossroads along it;
at its right lies the corner of the half before it. Twins are ``h`` and ``h ^ 1``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

from campaigns.territory.geometry import Point, metres_from
from campaigns.territory.network.passable import MAIN_CROSSING, Passage, passage

DEGREE = 10_000_000
NOTHING = 0.001  # metres; a sparse matrix knows no free step
# A group of streets that nothing joins to the rest is a gap in the map; this much of it (metres) is a quarter of its
# own, an island or the other bank.
LONE_METRES = 300.0
WALL = 2_000.0  # metres that crossing a main road is made to cost where a walk should keep to one side of it
Floats = NDArray[np.float64]
Indexes = NDArray[np.intp]


class Line(NamedTuple):
    """A street line as it was imported; positions in ten millionths of a degree."""

    key: str
    highway: str
    tags: Mapping[str, str]
    nodes: Sequence[int]
    lons: Sequence[int]
    lats: Sequence[int]


class Stretch(NamedTuple):
    """A piece of a line between two crossroads."""

    key: str
    passage: Passage
    nodes: Sequence[int]
    lons: Sequence[int]
    lats: Sequence[int]


@dataclass(frozen=True)
class Network:
    """Stretches as arrays, their corners, and the matrix of felt metres between neighbouring corners."""

    origin: Point
    keys: tuple[str, ...]
    """The street of each stretch, as `street_names.key` tells streets apart; empty for one without a name."""
    shapes: tuple[Floats, ...]
    """(east, north) in metres along each stretch."""
    lengths: Floats
    factors: Floats
    crossings: Floats
    before: Indexes
    """For each half, the next one clockwise around its crossroads."""
    part: Indexes
    """For each stretch, the number of the connected part it lies in; the largest is 0."""
    steps: sparse.csr_array
    """Felt metres from corner to corner, the same both ways: searches need not look at each step twice."""

    @classmethod
    def of(cls, lines: Iterable[Line]) -> Network:
        """Raises ValueError where no line may be walked."""
        stretches = list(_stretches(lines))
        if not stretches:
            raise ValueError("no line that people may walk along")
        return _assembled(stretches)

    def with_main_roads_as_walls(self) -> Network:
        """The same streets, where main roads are hardly ever crossed."""
        crossings = np.where(self.crossings >= MAIN_CROSSING, WALL, self.crossings)
        steps = _steps(self.before, self.lengths * self.factors, crossings)
        return replace(self, crossings=crossings, steps=steps)

    @cached_property
    def corners(self) -> Floats:
        """Where each corner lies: at its crossroads."""
        return np.array([shape[end] for shape in self.shapes for end in (0, -1)])

    def ends(self, stretch: Indexes, left: NDArray[np.bool_]) -> tuple[Indexes, Indexes]:
        """The corners at both ends of one side of each stretch, in the direction it was drawn."""
        out, back = 2 * stretch, 2 * stretch + 1
        return np.where(left, out, self.before[out]), np.where(left, self.before[back], back)


def _stretches(lines: Iterable[Line]) -> Iterable[Stretch]:
    walked = [(line, may) for line in lines if (may := passage(line.highway, line.tags)) is not None]
    seen: Counter[int] = Counter()
    for line, _may in walked:
        seen.update(line.nodes)
        seen.update((line.nodes[0], line.nodes[-1]))  # an end is always a crossroads
    for line, may in walked:
        cuts = [0, *(i for i in range(1, len(line.nodes) - 1) if seen[line.nodes[i]] > 1), len(line.nodes) - 1]
        for first, last in pairwise(cuts):
            piece = slice(first, last + 1)
            yield Stretch(line.key, may, line.nodes[piece], line.lons[piece], line.lats[piece])


def _assembled(stretches: Sequence[Stretch]) -> Network:
    origin = _middle(stretches)
    shapes = [_in_metres(stretch, origin) for stretch in stretches]
    lengths = np.array([np.hypot(*np.diff(shape, axis=0).T).sum() for shape in shapes])
    kept = [index for index, length in enumerate(lengths) if length > 0]
    stretches, shapes, lengths = [stretches[i] for i in kept], [shapes[i] for i in kept], lengths[kept]
    factors = np.array([stretch.passage.factor for stretch in stretches])
    crossings = np.array([stretch.passage.crossing for stretch in stretches])
    joints = _joints(stretches)
    before = _before(joints, shapes)
    return Network(
        origin=origin,
        keys=tuple(stretch.key for stretch in stretches),
        shapes=tuple(shapes),
        lengths=lengths,
        factors=factors,
        crossings=crossings,
        before=before,
        part=_parts(joints, lengths),
        steps=_steps(before, lengths * factors, crossings),
    )


def _middle(stretches: Sequence[Stretch]) -> Point:
    lons, lats = ([getattr(stretch, axis)[0] for stretch in stretches] for axis in ("lons", "lats"))
    return sum(lons) / len(lons) / DEGREE, sum(lats) / len(lats) / DEGREE


def _in_metres(stretch: Stretch, origin: Point) -> Floats:
    degrees = ((lon / DEGREE, lat / DEGREE) for lon, lat in zip(stretch.lons, stretch.lats, strict=True))
    return np.array(metres_from(origin, degrees))


def _joints(stretches: Sequence[Stretch]) -> Indexes:
    """For each half, the number of the crossroads it leaves."""
    ends = [node for stretch in stretches for node in (stretch.nodes[0], stretch.nodes[-1])]
    return np.unique(np.array(ends), return_inverse=True)[1].astype(np.intp)


def _before(joints: Indexes, shapes: Sequence[Floats]) -> Indexes:
    """Around each crossroads the halves in the order of their angles, and for each the one before it."""
    angles = np.array([_angle(points) for shape in shapes for points in (shape, shape[::-1])])
    order = np.lexsort((angles, joints))
    standing = joints[order]
    first = np.r_[True, standing[1:] != standing[:-1]]
    last_of = np.r_[np.flatnonzero(first)[1:], len(order)] - 1
    previous = np.r_[-1, np.arange(len(order) - 1)]
    previous[first] = last_of
    before = np.empty(len(order), dtype=np.intp)
    before[order] = order[previous]
    return before


def _angle(points: Floats) -> float:
    """The direction in which a stretch leaves its first point; points in one place tell none."""
    away = points - points[0]
    far = np.flatnonzero(np.abs(away).sum(axis=1) > 0)
    east, north = away[far[0]] if len(far) else (0.0, 0.0)
    return float(np.arctan2(north, east))


def _parts(joints: Indexes, lengths: Floats) -> Indexes:
    """Stretches by the part of the town that they connect, the longest part first."""
    count = int(joints.max()) + 1
    links = sparse.coo_array((np.ones(len(lengths)), (joints[::2], joints[1::2])), shape=(count, count))
    label = csgraph.connected_components(links, directed=False)[1][joints[::2]]
    order = np.argsort(-np.bincount(label, lengths), kind="stable")
    rank = np.empty(len(order), dtype=np.intp)
    rank[order] = np.arange(len(order))
    return rank[label]


def _steps(before: Indexes, felt: Floats, crossings: Floats) -> sparse.csr_array:
    """Along each pavement, and across each end of a stretch. Of two ways between the same corners, the shorter."""
    halves = np.arange(len(before))
    along = np.stack([halves, before[halves ^ 1], felt[halves // 2]])
    across = np.stack([halves, before, crossings[halves // 2]])
    across = across[:, across[0] != across[1]]  # the end of a dead end is one corner
    one, other, metres = np.concatenate([along, across], axis=1)
    low, high = np.minimum(one, other).astype(np.intp), np.maximum(one, other).astype(np.intp)
    order = np.lexsort((metres, high, low))
    low, high, metres = low[order], high[order], np.maximum(metres[order], NOTHING)
    new = np.r_[True, (low[1:] != low[:-1]) | (high[1:] != high[:-1])] & (low != high)
    table = sparse.coo_array((metres[new], (low[new], high[new])), shape=(len(before), len(before))).tocsr()
    return sparse.csr_array(table + table.T)
