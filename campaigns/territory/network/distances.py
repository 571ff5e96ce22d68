"""How far doors lie from each other on foot: tables for the cut, the way of each leg for the map. Pure.

Felt metres are those of flat pavement that cost a walker as much: stairs count double, a boulevard is dear to cross.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from campaigns.territory.network.graph import NOTHING, Floats, Indexes, Network
from campaigns.territory.network.snapping import Places

MARGIN = 250.0  # metres around the doors that a first look takes in, at least: the way around a block
DETOUR = 1.4  # the farthest doors are seldom farther on foot than that share of the straight line
SOURCES_AT_ONCE = 64
SQUARE = 400.0  # metres; what is searched at once when only near doors count


@dataclass(frozen=True)
class Ends:
    """The two corners next to each door, and the felt metres to them along its own pavement."""

    corners: Indexes
    """(n, 2)"""
    metres: Floats
    """(n, 2)"""

    @classmethod
    def of(cls, network: Network, places: Places) -> Ends:
        start, end = network.ends(places.stretch, places.left)
        factor = network.factors[places.stretch]
        to_start = places.offset * factor
        to_end = (network.lengths[places.stretch] - places.offset).clip(min=0.0) * factor
        return cls(np.stack([start, end], axis=1), np.stack([to_start, to_end], axis=1))


def table(network: Network, places: Places) -> Floats:
    """Felt metres between each two doors, (n, n), symmetric; inf where no street leads from one to the other.

    Every place must be found. Only the streets around the doors are searched, as far as a shorter way could lead: one
    that leaves the ground by a margin and comes back is at least twice the margin long.
    """
    ends = Ends.of(network, places)
    corners, inverse = np.unique(ends.corners, return_inverse=True)
    inverse = inverse.reshape(ends.corners.shape)
    direct = _along_the_street(network, places, places)
    margin = max(MARGIN, DETOUR / 2 * float(np.hypot(*np.ptp(network.corners[corners], axis=0))))
    while True:
        inside = around(network, corners, margin)
        best = _best(direct, ends, inverse, _between(network.steps, corners, inside))
        worst = float(best.max(initial=0.0))
        if worst <= 2 * margin or len(inside) == len(network.corners):
            return best
        margin = worst / 2 if np.isfinite(worst) else np.inf


def around(network: Network, corners: Indexes, margin: float) -> Indexes:
    """The corners of the network within the box around these, made larger by that many metres on each side."""
    places = network.corners[corners]
    low, high = places.min(axis=0) - margin, places.max(axis=0) + margin
    return np.flatnonzero(((network.corners >= low) & (network.corners <= high)).all(axis=1))


def _best(direct: Floats, ends: Ends, inverse: Indexes, between: Floats) -> Floats:
    """The shortest of the way along one's own street and those over either corner of both doors."""
    best = direct.copy()
    for one in (0, 1):
        for other in (0, 1):
            way = between[np.ix_(inverse[:, one], inverse[:, other])]
            np.minimum(best, way + ends.metres[:, one, None] + ends.metres[None, :, other], out=best)
    np.fill_diagonal(best, 0.0)
    return np.minimum(best, best.T)


def _along_the_street(network: Network, ones: Places, others: Places) -> Floats:
    """Between doors of one stretch: along the pavement, and across where they face each other; else inf."""
    same = ones.stretch[:, None] == others.stretch[None, :]
    along = np.abs(ones.offset[:, None] - others.offset[None, :]) * network.factors[ones.stretch][:, None]
    across = (ones.left[:, None] != others.left[None, :]) * network.crossings[ones.stretch][:, None]
    return np.where(same, along + across, np.inf)


def _between(steps: sparse.csr_array, corners: Indexes, inside: Indexes) -> Floats:
    """Felt metres between each two of the corners, walking only over corners that are inside."""
    part = steps[inside][:, inside] if len(inside) < steps.shape[0] else steps
    own = np.searchsorted(inside, corners)
    found = np.empty((len(own), len(own)))
    for start in range(0, len(own), SOURCES_AT_ONCE):
        rows = slice(start, start + SOURCES_AT_ONCE)
        found[rows] = csgraph.dijkstra(part, indices=own[rows])[:, own]
    return found


def near(network: Network, places: Places, reach: float) -> sparse.csr_array:
    """Felt metres between all doors at most ``reach`` apart on foot, (n, n), symmetric; others are not stored.

    Searched square by square, so that a town of 20,000 doors takes seconds and little memory. Every place must be
    found.
    """
    ends = Ends.of(network, places)
    at = network.corners[ends.corners[:, 0]]
    square = np.floor(at / SQUARE).astype(np.int64)
    found: list[tuple[Indexes, Indexes, Floats]] = []
    for cell in np.unique(square, axis=0):
        here = np.flatnonzero((square == cell).all(axis=1))
        found.append(_near_square(network, places, ends, here, reach))
    one, other, metres = (np.concatenate(part) for part in zip(*found, strict=True))
    table = sparse.csr_array((np.maximum(metres, NOTHING), (one, other)), shape=(len(at), len(at)))
    return sparse.csr_array(table.maximum(table.T))


def _near_square(
    network: Network, places: Places, ends: Ends, here: Indexes, reach: float
) -> tuple[Indexes, Indexes, Floats]:
    """The pairs that begin at the doors of one square: one, other, felt metres."""
    corners, own = np.unique(ends.corners[here], return_inverse=True)
    own = own.reshape(len(here), 2)
    inside = around(network, corners, reach)
    sub = network.steps[inside][:, inside]
    far = csgraph.dijkstra(sub, indices=np.searchsorted(inside, corners), limit=reach)
    number = np.full(len(network.corners), len(inside))  # that of a corner that is not inside
    number[inside] = np.arange(len(inside))
    # Their own corners are reached too: doors of one long stretch see each other.
    reached = np.append(np.isfinite(far).any(axis=0), False)
    others = np.flatnonzero(reached[number[ends.corners]].any(axis=1))
    asked, at = np.unique(number[ends.corners[others]], return_inverse=True)
    at = at.reshape(len(others), 2)
    ways = np.full((len(asked), len(corners)), np.inf)
    ways[asked < len(inside)] = far[:, asked[asked < len(inside)]].T
    from_here = np.minimum(*(ways[:, own[:, end]] + ends.metres[here, end] for end in (0, 1)))
    best = _along_the_street(network, places.of(others), places.of(here))
    for end in (0, 1):
        np.minimum(best, from_here[at[:, end]] + ends.metres[others, end, None], out=best)
    best[others[:, None] == here[None, :]] = np.inf
    column, row = np.nonzero(best <= reach)
    return here[row], others[column], best[column, row]
