"""A campaign played shift by shift: where a policy sends each pair, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from benchmarks.targeting.invented import Truth
from campaigns.targeting.town import Codes, Floats

WEEKS = 6
PAIR, SHIFT_HOURS = 2, 2
HOURS_PER_SHIFT = PAIR * SHIFT_HOURS
DOOR_MINUTES = 105.0  # of a shift of two hours, at doors and between them
PASSES = 3
OPEN = 20  # doors left in a pass that make it worth a shift


@dataclass
class Visits:
    """What a campaign sees of its own work, stations × passes: the only thing that a policy learns from."""

    left: Codes
    """Doors."""
    knocked: Codes
    conversations: Codes
    minutes: Floats

    @classmethod
    def before(cls, doors: Codes) -> Visits:
        """Nobody has knocked yet: all doors are left in the first pass."""
        shape = (len(doors), PASSES)
        left = np.zeros(shape, dtype=np.int64)
        left[:, 0] = doors
        return cls(left, np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64), np.zeros(shape))

    def open_passes(self) -> Codes:
        """Per station the pass that is open, counted from 0: enough doors left in it and too few in those before;
        ``PASSES`` where none is.
        """
        enough = self.left >= OPEN
        return np.where(enough.any(axis=1), enough.argmax(axis=1), PASSES)


class Policy(Protocol):
    """Chooses where the next shift goes."""

    def begin_week(self, visits: Visits) -> None:
        """Learn from what was seen so far."""

    def choose(self, passes: Codes, left: Codes) -> int | None:
        """A station, given the pass that is open in each (one at least is) and the doors left in each pass; none where
        it says to stay at home.
        """


@dataclass(frozen=True)
class Votes:
    net: float
    gross: float


def shifts_per_week(hours: float) -> list[int]:
    """As even as can be, earlier weeks take the remainder."""
    shifts = int(hours // HOURS_PER_SHIFT)
    return [shifts // WEEKS + (week < shifts % WEEKS) for week in range(WEEKS)]


def played(truth: Truth, policy: Policy, hours: float, seed: list[int]) -> Votes:
    """Votes won. The n-th shift at a station meets the same luck whoever sends it there: policies differ by where they
    go, not by their luck. Hours are spent all the same where no station has doors enough or the policy stays at home.
    """
    luck = [np.random.default_rng([*seed, station]) for station in range(len(truth.reachable))]
    visits = Visits.before(truth.reachable)
    passes = visits.open_passes()
    per_conversation = truth.people * truth.net, truth.people * truth.gross
    net = gross = 0.0
    for station in _stations(policy, visits, passes, hours):
        conversations = _work(truth, visits, station, luck[station])
        net += conversations * per_conversation[0][station]
        gross += conversations * per_conversation[1][station]
        passes[station] = _open(visits.left[station])
    return Votes(float(net), float(gross))


def _stations(policy: Policy, visits: Visits, passes: Codes, hours: float) -> Iterator[int]:
    """Where each shift goes; the policy learns at the beginning of each week."""
    for shifts in shifts_per_week(hours):
        policy.begin_week(visits)
        for _ in range(shifts):
            station = policy.choose(passes, visits.left) if int(passes.min()) < PASSES else None
            if station is not None:
                yield station


def _open(left: Codes) -> int:
    return next((number for number, doors in enumerate(left.tolist()) if doors >= OPEN), PASSES)


def _work(truth: Truth, visits: Visits, station: int, luck: np.random.Generator) -> int:
    """One shift at one station; returns its conversations. Doors without one move to the next pass, after the last
    they are gone.
    """
    world = truth.world
    usual = float(truth.contact[station])
    today = luck.beta(world.overdisp * usual, world.overdisp * (1 - usual))
    minutes, walk, all_conversations = DOOR_MINUTES, float(truth.walk[station]), 0
    for number in range(PASSES):
        contact = today * world.pass_decay**number
        per_door = walk + world.knock + world.conv * contact
        doors = min(int(visits.left[station, number]), int(minutes / per_door))
        if doors == 0:
            continue
        conversations = int(luck.binomial(doors, contact))
        visits.left[station, number] -= doors
        if number + 1 < PASSES:
            visits.left[station, number + 1] += doors - conversations
        visits.knocked[station, number] += doors
        visits.conversations[station, number] += conversations
        visits.minutes[station, number] += doors * per_door
        minutes -= doors * per_door
        all_conversations += conversations
    return all_conversations
