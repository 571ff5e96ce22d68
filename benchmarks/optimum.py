"""The shortest open walk, proven: the oracle beside which our walking order is measured.

An integer programme solved by HiGHS (through scipy): every stop has two neighbours, one more place at no distance of
anything stands for the open ends, and no group of stops is cut off from the rest (Dantzig, Fulkerson and Johnson 1954).
The last rule has too many cases to write down; those that a solution breaks are added until none is.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csgraph

GRAIN = 1_000_000  # flows are counted in whole parts of one
WHOLE = 1e-6

Distances = NDArray[np.float64]


def shortest(distances: Distances, *, seconds: float = 60.0) -> float | None:
    """The length of the shortest open path through all places; None when it was not proven in that time."""
    count = len(distances) + 1
    if count < 4:
        return float(distances.max(initial=0.0))
    programme = _Programme(distances, count)
    integral = False
    while True:
        chosen = programme.solve(integral=integral, seconds=seconds)
        if chosen is None:
            return None
        if groups := _cut_off(programme.support(chosen), integral=integral):
            programme.join(groups)
        elif integral:
            return float(programme.costs @ np.round(chosen))
        integral = integral or not groups


class _Programme:
    """Which pairs of stops follow each other."""

    def __init__(self, distances: Distances, count: int) -> None:
        self.count = count
        self.pairs = np.array(list(combinations(range(count), 2)))
        costs = np.zeros((count, count))
        costs[:-1, :-1] = distances
        self.costs = costs[self.pairs[:, 0], self.pairs[:, 1]]
        columns = np.arange(len(self.pairs))
        ends = sparse.coo_array(
            (np.ones(2 * len(columns)), (self.pairs.T.ravel(), np.r_[columns, columns])), shape=(count, len(columns))
        )
        self.rows = [sparse.csr_array(ends)]
        self.low, self.high = [np.full(count, 2.0)], [np.full(count, 2.0)]

    def solve(self, *, integral: bool, seconds: float) -> Distances | None:
        rules = LinearConstraint(sparse.vstack(self.rows), np.concatenate(self.low), np.concatenate(self.high))
        found = milp(
            self.costs,
            constraints=rules,
            bounds=Bounds(0, 1),
            integrality=np.full(len(self.costs), int(integral)),
            options={"time_limit": seconds, "mip_rel_gap": 0.0},
        )
        return np.asarray(found.x) if found.status == 0 else None

    def support(self, chosen: Distances) -> sparse.csr_array:
        """How strongly each two stops are joined, both ways round."""
        one, other = self.pairs.T
        half = sparse.coo_array((chosen, (one, other)), shape=(self.count, self.count))
        return sparse.csr_array(half + half.T)

    def join(self, groups: list[NDArray[np.bool_]]) -> None:
        """Each group is left and entered at least once."""
        inside = np.array(groups)
        crossing = inside[:, self.pairs[:, 0]] != inside[:, self.pairs[:, 1]]
        self.rows.append(sparse.csr_array(crossing.astype(float)))
        self.low.append(np.full(len(groups), 2.0))
        self.high.append(np.full(len(groups), np.inf))


def _cut_off(support: sparse.csr_array, *, integral: bool) -> list[NDArray[np.bool_]]:
    """Groups of stops with too few ways out: whole tours of their own, else the weakest cuts by flow."""
    count, label = csgraph.connected_components(support > WHOLE, directed=False)
    if count > 1:
        return [label == each for each in range(count)]
    return [] if integral else _weak_cuts(support)


def _weak_cuts(support: sparse.csr_array) -> list[NDArray[np.bool_]]:
    capacity = support.copy()
    capacity.data = np.round(capacity.data * GRAIN)
    capacity = sparse.csr_array(capacity.astype(np.int32))
    found: dict[bytes, NDArray[np.bool_]] = {}
    for stop in range(1, support.shape[0]):
        flow = csgraph.maximum_flow(capacity, 0, stop)
        if flow.flow_value < 2 * GRAIN * (1 - 1e-4):
            left = sparse.csr_array(capacity - flow.flow)
            reached = csgraph.breadth_first_order(left > 0, 0, return_predecessors=False)
            inside = np.zeros(support.shape[0], dtype=bool)
            inside[reached] = True
            found[inside.tobytes()] = inside
    return list(found.values())
