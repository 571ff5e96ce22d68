"""Who lives next to whom, and which parts of the ground lie too far apart for one walk. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

from campaigns.turfs.stops import Stop

NEIGHBOURS = 6
REACH_METRES = 200.0  # felt; neighbours further away are no reason to keep two addresses together
GAP_METRES = 325.0  # felt; five minutes without a door: ground that empty parts two walks
NEAR_METRES = 10.0  # softens the bond of addresses almost in one place
SAME_STREET, SAME_SIDE = 2.0, 4.0  # how much more a walk suffers when neighbours of one street, or one side, part

Indexes = NDArray[np.intp]
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Bonds:
    """Pairs of stops, by index, and how much a walk loses when they part."""

    one: Indexes
    other: Indexes
    strength: Numbers

    def within(self, inside: NDArray[np.bool_], renumbered: Indexes) -> Bonds:
        """The bonds between stops that are inside, with their new indexes."""
        kept = inside[self.one] & inside[self.other]
        return Bonds(renumbered[self.one[kept]], renumbered[self.other[kept]], self.strength[kept])


def bonds(stops: Sequence[Stop], near: sparse.csr_array) -> Bonds:
    """Each stop with its nearest neighbours; the nearer on foot and the more of one street, the stronger."""
    one, other, metres = _nearest(near)
    streets = np.unique([stop.street for stop in stops], return_inverse=True)[1]
    sides = np.unique([stop.side for stop in stops], return_inverse=True)[1]
    together = streets[one] == streets[other]
    kinship = np.where(together, np.where(sides[one] == sides[other], SAME_SIDE, SAME_STREET), 1.0)
    return Bonds(one, other, kinship / (metres + NEAR_METRES))


def _nearest(near: sparse.csr_array) -> tuple[Indexes, Indexes, Numbers]:
    """The first few of each row within reach: index pairs and metres."""
    within = near.data <= REACH_METRES
    rows = np.repeat(np.arange(near.shape[0]), np.diff(near.indptr))[within]
    columns, metres = near.indices[within], near.data[within]
    order = np.lexsort((columns, metres, rows))
    rank = np.arange(len(rows)) - np.searchsorted(rows, rows)
    kept = order[rank < NEIGHBOURS]
    return rows[kept], columns[kept].astype(np.intp), metres[kept]


def islands(stops: Sequence[Stop], near: sparse.csr_array) -> list[list[Stop]]:
    """The stops in groups that nobody walks between in ``GAP_METRES``."""
    count, label = csgraph.connected_components(near, directed=False)
    groups: list[list[Stop]] = [[] for _ in range(count)]
    for stop, group in zip(stops, label.tolist(), strict=True):
        groups[group].append(stop)
    return groups


def metres_between(group: Sequence[Stop], others: Sequence[Stop]) -> float:
    """The straight line from one group to the other where they come closest."""
    here = np.array([(stop.east, stop.north) for stop in group])
    there = np.array([(stop.east, stop.north) for stop in others])
    return float(min(np.hypot(*(there - place).T).min() for place in here))
