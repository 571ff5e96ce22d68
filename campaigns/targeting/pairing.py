"""Pairs of what is alike: the pairing whose distances add up to the least. Pure.

The matching is on the complete graph, not between two halves chosen beforehand: a solver of assignments would answer
with cycles. Beyond `MOST_EXACT` its time grows too long for a page, and each takes the nearest that is free.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import rustworkx
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MOST_EXACT = 300  # half a second
STEPS = 1_000_000  # the matching counts in whole numbers: a millionth of the largest distance


def pairs(pasts: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Rows two by two, the lower one first, in order; with an odd number the row that fits worst stays alone."""
    if len(pasts) < 2:
        return []
    apart = distances(np.asarray(pasts, dtype=np.float64))
    found = matched(apart) if len(pasts) <= MOST_EXACT else nearest(apart)
    return sorted((min(pair), max(pair)) for pair in found)


def distances(pasts: Floats) -> Floats:
    """Mahalanobis: what varies much counts less, and two columns that tell the same count once."""
    spread = np.linalg.pinv(np.atleast_2d(np.cov(pasts, rowvar=False)), hermitian=True)
    between = pasts[:, None, :] - pasts[None, :, :]
    return np.asarray(np.sqrt(np.maximum(np.einsum("ijk,kl,ijl->ij", between, spread, between), 0.0)))


def matched(apart: Floats) -> list[tuple[int, int]]:
    """The pairing of least total distance that leaves at most one alone."""
    most = float(apart.max()) or 1.0
    near = np.rint((1 - apart / most) * STEPS).astype(np.int64)
    graph: rustworkx.PyGraph = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(len(apart)))
    rows, columns = np.triu_indices(len(apart), 1)
    graph.add_edges_from(list(zip(rows.tolist(), columns.tolist(), near[rows, columns].tolist(), strict=True)))
    return list(rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=int))


def nearest(apart: Floats) -> list[tuple[int, int]]:
    """Pair by pair, the two nearest of those still free."""
    rows, columns = np.triu_indices(len(apart), 1)
    order = np.argsort(apart[rows, columns], kind="stable")
    free = np.ones(len(apart), dtype=bool)
    found = []
    for row, column in zip(rows[order].tolist(), columns[order].tolist(), strict=True):
        if free[row] and free[column]:
            free[[row, column]] = False
            found.append((row, column))
    return found
