"""Who lives next to whom, and which parts of the ground lie too far apart for one walk. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from campaigns.turfs.stops import Stop

NEIGHBOURS = 6
REACH_METRES = 150.0  # neighbours further away are no reason to keep two addresses together
GAP_METRES = 250.0  # four minutes without a door: ground that empty parts two walks
NEAR_METRES = 8.0  # softens the bond of addresses almost in one place
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


def bonds(stops: Sequence[Stop], places: Numbers) -> Bonds:
    """Each stop with its nearest neighbours; the nearer and the more of one street, the stronger."""
    one, other, metres = _nearest_pairs(places)
    streets = np.unique([stop.street for stop in stops], return_inverse=True)[1]
    sides = np.unique([stop.side for stop in stops], return_inverse=True)[1]
    together = streets[one] == streets[other]
    kinship = np.where(together, np.where(sides[one] == sides[other], SAME_SIDE, SAME_STREET), 1.0)
    return Bonds(one, other, kinship / (metres + NEAR_METRES))


def _nearest_pairs(places: Numbers) -> tuple[Indexes, Indexes, Numbers]:
    """Index pairs and metres. Searched in strips from west to east, so that a town of 20,000 stays quick."""
    order = np.argsort(places[:, 0], kind="stable")
    east, north = places[order, 0], places[order, 1]
    found: list[tuple[Indexes, Indexes, Numbers]] = []
    for start in range(0, len(order), 128):
        end = min(start + 128, len(order))
        low = int(np.searchsorted(east, east[start] - REACH_METRES))
        high = int(np.searchsorted(east, east[end - 1] + REACH_METRES, side="right"))
        gaps = np.hypot(east[start:end, None] - east[None, low:high], north[start:end, None] - north[None, low:high])
        gaps[np.arange(end - start), np.arange(start, end) - low] = np.inf
        count = min(NEIGHBOURS, gaps.shape[1])
        nearest = np.argpartition(gaps, count - 1, axis=1)[:, :count]
        row, column = np.nonzero(np.take_along_axis(gaps, nearest, axis=1) <= REACH_METRES)
        there = nearest[row, column]
        found.append((order[row + start], order[there + low], gaps[row, there]))
    one, other, metres = (np.concatenate(part) for part in zip(*found, strict=True))
    return one, other, metres


def islands(stops: Sequence[Stop]) -> list[list[Stop]]:
    """The stops in groups with empty ground between them, seen on a grid of ``GAP_METRES``."""
    cells: dict[tuple[int, int], list[Stop]] = defaultdict(list)
    for stop in stops:
        cells[int(stop.east // GAP_METRES), int(stop.north // GAP_METRES)].append(stop)
    groups = []
    while cells:
        first = min(cells)
        edge, group = [first], cells.pop(first)
        while edge:
            column, row = edge.pop()
            around = [(column + x, row + y) for x in (-1, 0, 1) for y in (-1, 0, 1)]
            for cell in around:
                if cell in cells:
                    group = group + cells.pop(cell)
                    edge.append(cell)
        groups.append(group)
    return groups


def metres_between(group: Sequence[Stop], others: Sequence[Stop]) -> float:
    """The straight line from one group to the other where they come closest."""
    here = np.array([(stop.east, stop.north) for stop in group])
    there = np.array([(stop.east, stop.north) for stop in others])
    return float(min(np.hypot(*(there - place).T).min() for place in here))
