"""Where a number of hours goes: one shift after the other to the best (station, pass). Pure.

A rate never rises inside a station, as passes follow one another, so taking the best first is optimal up to one shift.
Flows are expected ones: of the doors knocked at, those that become a conversation are gone, the others wait for the
next pass.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from campaigns.targeting.doorstep import doors_that_open_a_pass
from campaigns.targeting.learned import Learned
from campaigns.targeting.priors import PASSES, Assumptions
from campaigns.targeting.scores import Expected
from campaigns.targeting.town import Flags, Floats, PublicTown

SLACK = 1e-9  # hours are sums of shifts


@dataclass(frozen=True)
class Shift:
    """One team, one station, one pass."""

    station: int
    """Its place in the town."""
    pass_number: int
    """1 to 3."""
    doors: float
    conversations: float
    rate: float
    """Net votes per 1,000 canvasser-hours, at the doors."""
    votes: float
    """Net votes expected; modelled, not measured."""


@dataclass(frozen=True)
class Allocation:
    """Shifts in the order in which they pay. A shift costs its hours, full or not."""

    shifts: tuple[Shift, ...]
    hours: Floats
    """Canvasser-hours, one per station."""
    doors: Floats
    """Stations × passes."""
    conversations: Floats
    votes: Floats
    doors_left: Floats
    """Stations × passes, once all is walked."""
    hours_left: float
    """Less than a shift, unless nothing is left that pays."""
    short_of: Flags
    """Stations that do not get the least hours asked for them: too few hours, no door or no rate."""


@dataclass(frozen=True)
class Limits:
    """Canvasser-hours per station; where ``least`` asks for more than there is, the best stations come first."""

    least: Floats
    most: Floats
    excluded: Flags
    """Never proposed: held out, or out of the teams' reach."""

    @classmethod
    def none(cls, stations: int) -> Limits:
        return cls(np.zeros(stations), np.full(stations, np.inf), np.zeros(stations, dtype=bool))


def allocate(
    town: PublicTown,
    learned: Learned,
    expected: Expected,
    hours: float,
    assumptions: Assumptions,
    limits: Limits | None = None,
) -> Allocation:
    """``hours`` of canvassers shared out, as many whole shifts as they make."""
    sharing = _Sharing(town, learned, expected, hours, assumptions, limits or Limits.none(town.size))
    sharing.give_least()
    sharing.give_best()
    return sharing.allocation()


class _Sharing:
    """Stations with the doors left in each, and the shifts given so far."""

    def __init__(
        self,
        town: PublicTown,
        learned: Learned,
        expected: Expected,
        hours: float,
        assumptions: Assumptions,
        limits: Limits,
    ) -> None:
        self._doorstep, self._net, self._limits = expected.doorstep, expected.gain.net, limits
        self._shift, self._minutes, self._hours_left = assumptions.team_hours, assumptions.door_minutes, hours
        self._enough = doors_that_open_a_pass(town)
        self._left = learned.doors_left.astype(np.float64)
        self._hours = np.zeros(town.size)
        self._shifts: list[Shift] = []

    def give_least(self) -> None:
        """What is asked for a station at least comes first, the best stations before the others."""
        asked = np.flatnonzero(self._limits.least > 0).tolist()
        for _rate, station in sorted(self._queue(asked)):
            while self._hours[station] < self._limits.least[station] - SLACK:
                if not self._walk(station):
                    break

    def give_best(self) -> None:
        queue = self._queue(range(len(self._left)))
        heapq.heapify(queue)
        while queue:
            _rate, station = heapq.heappop(queue)
            if self._walk(station):
                for entry in self._queue([station]):
                    heapq.heappush(queue, entry)

    def allocation(self) -> Allocation:
        doors = np.zeros_like(self._left)
        totals = np.zeros((2, len(self._left)))
        for shift in self._shifts:
            doors[shift.station, shift.pass_number - 1] += shift.doors
            totals[:, shift.station] += shift.conversations, shift.votes
        return Allocation(
            shifts=tuple(self._shifts),
            hours=self._hours,
            doors=doors,
            conversations=totals[0],
            votes=totals[1],
            doors_left=self._left,
            hours_left=self._hours_left,
            short_of=self._hours < self._limits.least - SLACK,
        )

    def _queue(self, stations: Iterable[int]) -> list[tuple[float, int]]:
        """The stations that may have one more shift, at its rate; the best is the least."""
        return [(-rate, station) for station in stations if (rate := self._rate(station)) > 0]

    def _rate(self, station: int) -> float:
        """Of the next shift; 0 where there is none: excluded, at its most, no pass open or nothing to gain."""
        column = self._open_pass(station)
        most = self._limits.most[station] + SLACK
        if column < 0 or self._limits.excluded[station] or self._hours[station] + self._shift > most:
            return 0.0
        rate = float(self._doorstep.rate[station, column])
        return rate if rate > 0 else 0.0

    def _open_pass(self, station: int) -> int:
        enough = self._enough[station]
        return next((column for column, left in enumerate(self._left[station].tolist()) if left >= enough), -1)

    def _walk(self, station: int) -> bool:
        """One shift there, if hours and doors allow. Its doors wait for the next pass unless somebody talked."""
        rate, column = self._rate(station), self._open_pass(station)
        if rate <= 0 or self._hours_left < self._shift - SLACK:
            return False
        left, step = self._left[station], self._doorstep
        doors = min(left[column], max(1.0, self._minutes // step.minutes[station, column]))
        conversations = doors * step.contact[station, column]
        left[column] -= doors
        if column + 1 < PASSES:
            left[column + 1] += doors - conversations
            if left[column] < self._enough[station]:
                left[column + 1] += left[column]
                left[column] = 0.0
        self._hours[station] += self._shift
        self._hours_left -= self._shift
        votes = conversations * step.reach[station] * self._net[station]
        self._shifts.append(Shift(station, column + 1, float(doors), float(conversations), rate, float(votes)))
        return True
