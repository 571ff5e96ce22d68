"""How many conversations doors to come bring: (station, pass) by (station, pass), in the order they are planned. Pure.

The rate of a station and pass is drawn from what its own knocks, the campaign's and the published ones tell (a Beta),
the conversations of a day from the rate of the doors it reaches: together a beta-binomial law.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from campaigns.reports.hours import Codes, Floats
from campaigns.targeting.contact import contact_of
from campaigns.targeting.learned import Learned
from campaigns.targeting.priors import PASSES, Assumptions

AGAIN, AGAIN_DOORS = 0.7, 100  # doors of a pass that go on to the next one, before they tell; what that weighs
NO_END = 1e9  # doors of a town whose addresses nobody imported
MOST_POOLS = 64  # drawn one by one; the last ones together, which no forecast comes near


@dataclass(frozen=True)
class StationDoors:
    """Of one station, by pass from the first: doors that wait, those knocked, and conversations among them."""

    left: Sequence[int]
    knocked: Sequence[int]
    talked: Sequence[int]
    station: int = 0
    """Its key; 0 where doors are of no known station."""


@dataclass(frozen=True)
class Pools:
    """Doors in the order in which they will be knocked at. ``size``: doors; ``yes`` and ``no``: of the Beta;
    ``station``: its key; ``talked``: conversations so far by station."""

    size: Floats
    yes: Floats
    no: Floats
    station: Codes
    talked: Mapping[int, int]

    @property
    def doors(self) -> float | None:
        """All that is left to knock at, three times over; None where no door is known."""
        whole = float(self.size.sum())
        return None if whole >= NO_END else whole

    def drawn(self, doors: Floats, rng: np.random.Generator) -> Floats:
        """Conversations of each day. ``doors``: draws × days, running totals of doors to come, never above all."""
        reached = self._reached(float(doors.max(initial=0.0)))
        rates = rng.beta(reached.yes, reached.no, (len(doors), reached.size.size))
        ends = reached.size.cumsum()
        talks = np.hstack([np.zeros((len(doors), 1)), (rates * reached.size).cumsum(axis=1)])
        pool = np.searchsorted(ends, doors).clip(max=reached.size.size - 1)
        row = np.arange(len(doors))[:, None]
        expected = talks[row, pool] + (doors - (ends - reached.size)[pool]) * rates[row, pool]
        each = np.diff(doors, axis=1, prepend=0.0)
        mean = np.diff(expected, axis=1, prepend=0.0)
        rate = np.divide(mean, each, out=np.zeros_like(mean), where=each > 0).clip(0, 1)
        return rng.binomial(each.astype(np.int64), rate).astype(float)

    def by_station(self, doors: Floats, rng: np.random.Generator) -> dict[int, Floats]:
        """Conversations to come by station and future. ``doors``: those to come, one number for each future."""
        count = max(1, min(int(np.searchsorted(self.size.cumsum(), doors.max(initial=0.0))) + 1, self.size.size))
        starts = self.size[:count].cumsum() - self.size[:count]
        found: dict[int, Floats] = {}
        for pool in range(count):
            reached = (doors - starts[pool]).clip(0, self.size[pool])
            rate = rng.beta(self.yes[pool], self.no[pool], doors.size)
            station = int(self.station[pool])
            found.setdefault(station, np.zeros(doors.size))
            found[station] += rng.binomial(reached.astype(np.int64), rate)
        return found

    def _reached(self, doors: float) -> Pools:
        """The pools that so many doors come to, the last of many put together."""
        count = max(1, min(int(np.searchsorted(self.size.cumsum(), doors)) + 1, self.size.size))
        size, yes, no = self.size[:count], self.yes[:count], self.no[:count]
        if count <= MOST_POOLS:
            return replace(self, size=size, yes=yes, no=no)
        rest = slice(MOST_POOLS - 1, count)
        weights = size[rest] / max(size[rest].sum(), 1.0)
        yes, no = (np.append(part[: MOST_POOLS - 1], (part[rest] * weights).sum()) for part in (yes, no))
        return replace(self, size=np.append(size[: MOST_POOLS - 1], size[rest].sum()), yes=yes, no=no)


def pools_of(stations: Sequence[StationDoors], assumptions: Assumptions | None = None) -> Pools:
    """All first passes in the order of the stations, then all second ones, then all third ones.

    A door that nobody opened waits again in the next pass: as many as did so far, drawn to seven in ten. Without any
    known door there is no end of doors.
    """
    assumed = assumptions or Assumptions()
    if not any(sum(each.left) + sum(each.knocked) for each in stations):
        stations = [*stations, StationDoors((int(NO_END), 0, 0), (0, 0, 0), (0, 0, 0))]
    left, knocked, talked = (
        np.array([getattr(each, name) for each in stations], dtype=float).reshape(len(stations), PASSES)
        for name in ("left", "knocked", "talked")
    )
    came = knocked[:, 1:].sum() + left[:, 1:].sum()
    again = (came + AGAIN * AGAIN_DOORS) / (knocked[:, :-1].sum() + AGAIN_DOORS)
    size = left.copy()
    for number in range(1, PASSES):
        size[:, number] += min(again, 1.0) * size[:, number - 1]
    one_kind: Codes = np.zeros(len(stations), dtype=np.int64)
    rates = []
    for number in range(PASSES):
        n, k = knocked[:, number], np.minimum(talked[:, number], knocked[:, number])
        learned = Learned(n, k, n, n, left)
        rates.append(contact_of(learned, one_kind, assumed.opening * assumed.decay**number))
    return Pools(
        np.round(size.T.ravel()),
        np.concatenate([rate.yes for rate in rates]),
        np.concatenate([rate.no for rate in rates]),
        np.tile([each.station for each in stations], PASSES),
        {each.station: sum(each.talked) for each in stations},
    )
