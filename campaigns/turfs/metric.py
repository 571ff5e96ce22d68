"""How far the doors of a walk lie from each other: along the streets, or by the crow where none are known. Pure.

Felt metres are those of flat pavement that cost a walker as much: what crossing a street and climbing stairs cost is in
them. Whatever is not joined by streets falls back to the straight line and says so: no leg is ever unreachable.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.spatial import KDTree

from campaigns.territory.network import distances
from campaigns.territory.network.graph import NOTHING, Network
from campaigns.territory.network.legs import legs as network_legs
from campaigns.territory.network.snapping import Places
from campaigns.turfs.minutes import DETOUR, walking
from campaigns.turfs.stops import Stop

CROSSING_METRES = 25.0  # without a map: looking both ways, and walking to where one may cross
OTHER_SIDE_METRES = 80.0  # what changing sides is made to cost where a leader wants one side at a time
SMALL, FAR_REACH = 400, 700.0  # stops of a ground whose far pairs are looked up too, and how far, in felt metres
FAR = 1.25  # of the straight line's detour: doors that are not near lie beyond something

Distances = NDArray[np.float64]


@dataclass(frozen=True)
class Leg:
    """The way from one door to the next."""

    metres: float
    felt: float
    joined: bool
    """False where no street leads there: the straight line, lengthened."""
    line: tuple[tuple[float, float], ...] = ()
    """(east, north) in metres from the middle of the network; empty without one."""

    @property
    def minutes(self) -> float:
        return walking(self.felt)


class Metric(Protocol):
    """A way to measure: ``name`` is ``streets`` or ``straight``."""

    @property
    def name(self) -> str: ...

    def felt(self, stops: Sequence[Stop]) -> Distances:
        """Felt metres between each two stops, (n, n), symmetric and finite."""

    def near(self, stops: Sequence[Stop], reach: float) -> sparse.csr_array:
        """The same for the pairs at most ``reach`` apart; others are not stored."""

    def legs(self, stops: Sequence[Stop]) -> list[Leg]:
        """The ways through the stops in that order, one fewer than stops."""


class Straight:
    """Straight lines lengthened by the usual detour, and a crossing between the two sides of one street."""

    name = "straight"

    def felt(self, stops: Sequence[Stop]) -> Distances:
        return DETOUR * plain(stops) + _facing(stops, *np.indices((len(stops), len(stops)))) * CROSSING_METRES

    def near(self, stops: Sequence[Stop], reach: float) -> sparse.csr_array:
        tree = KDTree(_positions(stops))
        pairs = tree.query_pairs(reach / DETOUR, output_type="ndarray")
        one, other = pairs.T
        gaps = np.hypot(*(tree.data[one] - tree.data[other]).T) * DETOUR + _facing(stops, one, other) * CROSSING_METRES
        half = sparse.coo_array((np.maximum(gaps, NOTHING), (one, other)), shape=(len(stops), len(stops)))
        return sparse.csr_array(half + half.T)

    def legs(self, stops: Sequence[Stop]) -> list[Leg]:
        gaps = np.hypot(*np.diff(_positions(stops), axis=0).T) * DETOUR
        extra = _facing(stops, np.arange(len(stops) - 1), np.arange(1, len(stops))) * CROSSING_METRES
        return [Leg(float(gap), float(gap + more), True) for gap, more in zip(gaps, extra, strict=True)]


@dataclass(frozen=True)
class OnStreets:
    """Along the pavements of the walking network, for the stops that stand at a street."""

    network: Network
    places: Places
    rows: Mapping[int, int]
    """Address → its row in ``places``; one that stands at no street is missing."""
    name = "streets"

    def felt(self, stops: Sequence[Stop]) -> Distances:
        table = STRAIGHT.felt(stops)
        standing, rows = self._standing(stops)
        if len(standing):
            found = distances.table(self.network, self.places.of(rows))
            inner = np.ix_(standing, standing)
            table[inner] = np.where(np.isfinite(found), found, table[inner])
        return table

    def near(self, stops: Sequence[Stop], reach: float) -> sparse.csr_array:
        standing, rows = self._standing(stops)
        if len(standing) == len(stops):
            return distances.near(self.network, self.places.of(rows), reach)
        table = STRAIGHT.near(stops, reach)
        if not len(standing):
            return table
        lone = np.ones(len(stops), dtype=bool)
        lone[standing] = False
        kept = table.tocoo()
        either = lone[kept.row] | lone[kept.col]
        found = distances.near(self.network, self.places.of(rows), reach).tocoo()
        one = np.r_[kept.row[either], standing[found.row]]
        other = np.r_[kept.col[either], standing[found.col]]
        return sparse.csr_array((np.r_[kept.data[either], found.data], (one, other)), shape=table.shape)

    def legs(self, stops: Sequence[Stop]) -> list[Leg]:
        straight = STRAIGHT.legs(stops)
        told = []
        for index, guess in enumerate(straight):
            pair = stops[index : index + 2]
            standing, rows = self._standing(pair)
            places = self.places.of(rows)
            felt = distances.table(self.network, places)[0, 1] if len(standing) == 2 else np.inf
            if np.isfinite(felt):
                (leg,) = network_legs(self.network, places, np.array([felt]))
                told.append(Leg(leg.metres, leg.felt, True, leg.line))
            else:
                told.append(Leg(guess.metres, guess.felt, False))
        return told

    def _standing(self, stops: Sequence[Stop]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Which of the stops stand at a street, and their rows."""
        pairs = [(index, self.rows[stop.address]) for index, stop in enumerate(stops) if stop.address in self.rows]
        chosen = np.array(pairs, dtype=np.intp).reshape(len(pairs), 2)
        return chosen[:, 0], chosen[:, 1]


@dataclass(frozen=True)
class BehindMainRoads:
    """For cutting only: main roads are walls, so that no walk crosses one while it can be helped."""

    open: OnStreets
    walled: OnStreets
    name = "streets"

    @classmethod
    def of(cls, metric: OnStreets) -> BehindMainRoads:
        return cls(metric, replace(metric, network=metric.network.with_main_roads_as_walls()))

    def felt(self, stops: Sequence[Stop]) -> Distances:
        return self.walled.felt(stops)

    def near(self, stops: Sequence[Stop], reach: float) -> sparse.csr_array:
        return self.walled.near(stops, reach)

    def legs(self, stops: Sequence[Stop]) -> list[Leg]:
        return self.open.legs(stops)


@dataclass(frozen=True)
class OneSide:
    """For cutting only: the other side of the same street is dear, so that a walk does one side, then the other."""

    metric: Metric

    @property
    def name(self) -> str:
        return self.metric.name

    def felt(self, stops: Sequence[Stop]) -> Distances:
        return self.metric.felt(stops) + _facing(stops, *np.indices((len(stops), len(stops)))) * OTHER_SIDE_METRES

    def near(self, stops: Sequence[Stop], reach: float) -> sparse.csr_array:
        pairs = self.metric.near(stops, reach).tocoo()
        pairs.data = pairs.data + _facing(stops, pairs.row, pairs.col) * OTHER_SIDE_METRES
        return sparse.csr_array(pairs)

    def legs(self, stops: Sequence[Stop]) -> list[Leg]:
        return self.metric.legs(stops)


@dataclass(frozen=True)
class Nearby:
    """Another metric, with the near pairs of a whole cut looked up once: what a cut asks a thousand times.

    Pairs that nobody looked up are guessed: where doors stand close a good walk hardly ever has one.
    """

    metric: Metric
    rows: Mapping[int, int]
    pairs: sparse.csr_array
    """Those within reach: who lives next to whom."""
    known: sparse.csr_array
    """What was looked up: those pairs, and on a small ground the far ones too. There a walk goes from group to group,
    and guesses in its place cost a tenth more walking."""

    @classmethod
    def of(cls, metric: Metric, stops: Sequence[Stop], reach: float) -> Nearby:
        rows = {stop.address: row for row, stop in enumerate(stops)}
        if len(stops) > SMALL:
            pairs = metric.near(stops, reach)
            return cls(metric, rows, pairs, pairs)
        known = metric.near(stops, FAR_REACH)
        pairs = known.copy()
        pairs.data[pairs.data > reach] = 0
        pairs.eliminate_zeros()
        return cls(metric, rows, pairs, known)

    @property
    def name(self) -> str:
        return self.metric.name

    def felt(self, stops: Sequence[Stop]) -> Distances:
        guess = plain(stops) * DETOUR * (FAR if self.name == "streets" else 1.0)
        looked_up = [index for index, stop in enumerate(stops) if stop.address in self.rows]  # a start is not
        rows = [self.rows[stops[index].address] for index in looked_up]
        known, inner = self.known[rows][:, rows].toarray(), np.ix_(looked_up, looked_up)
        guess[inner] = np.where(known > 0, known, guess[inner])
        return guess

    def near(self, stops: Sequence[Stop], reach: float) -> sparse.csr_array:
        rows = [self.rows[stop.address] for stop in stops]
        return sparse.csr_array(self.pairs[rows][:, rows])

    def legs(self, stops: Sequence[Stop]) -> list[Leg]:
        return self.metric.legs(stops)


STRAIGHT = Straight()


def plain(stops: Sequence[Stop]) -> Distances:
    """Metres between each two stops as the crow flies."""
    places = _positions(stops)
    gaps = places[:, None, :] - places[None, :, :]
    return np.asarray(np.hypot(gaps[..., 0], gaps[..., 1]))


def _positions(stops: Sequence[Stop]) -> Distances:
    return np.array([(stop.east, stop.north) for stop in stops]).reshape(len(stops), 2)


def _facing(stops: Sequence[Stop], one: NDArray[np.intp], other: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Whether the two stops of each pair stand on opposite sides of one street."""
    streets = np.unique([stop.street for stop in stops], return_inverse=True)[1]
    sides = np.array([{"even": 0, "odd": 1, "none": 2}[stop.side] for stop in stops])
    opposite = (sides[one] != sides[other]) & (sides[one] < 2) & (sides[other] < 2)
    return np.asarray((streets[one] == streets[other]) & opposite)
