"""Where to go next: going everywhere, simple rules, oracles. Most give every (station, pass) a value; the highest that
is open wins.

A rule is given what is public of a town and what its own visits show; only the oracles are given the truth.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from benchmarks.targeting.campaign import PASSES, Visits
from benchmarks.targeting.invented import Truth
from campaigns.targeting.town import Codes, Floats, PublicTown

Values = Callable[[Visits], Floats]
"""Stations × passes, the higher the sooner, from what was seen so far; not a number where one had better stay away."""
NEVER = -np.inf


class Ranked:
    """Goes where the value is highest, values being worked out afresh each week."""

    def __init__(self, values: Values, *, once: bool = False) -> None:
        self._values, self._once = values, once
        self._padded: Floats | None = None

    def begin_week(self, visits: Visits) -> None:
        if self._padded is None or not self._once:
            values = self._values(visits)
            closed = np.full(len(values), NEVER)  # looked up where no pass is open
            self._padded = np.column_stack([np.nan_to_num(values, nan=NEVER), closed])
            self._rows = np.arange(len(values))

    def choose(self, passes: Codes, left: Codes) -> int | None:
        assert self._padded is not None, "a week begins first"
        values = self._padded[self._rows, passes]
        best = int(values.argmax())
        return best if values[best] > NEVER else None


class Uniform:
    """Everywhere alike: a station is drawn by its doors left in the first pass that is open anywhere."""

    def __init__(self, random: np.random.Generator) -> None:
        self._random = random

    def begin_week(self, visits: Visits) -> None:
        """Learns nothing."""

    def choose(self, passes: Codes, left: Codes) -> int | None:
        first = int(passes.min())
        doors = np.where(passes == first, left[:, first], 0).cumsum()
        return int(np.searchsorted(doors, self._random.integers(doors[-1]), side="right"))


def in_order(score: Floats, *, deep: bool = False) -> Ranked:
    """Highest score first: the first pass everywhere, then the second, then the third; or, deep, two passes before the
    next station.
    """
    place = score.argsort().argsort().astype(np.float64)  # 0 for the lowest
    later = np.array([0, 0, 1]) if deep else np.arange(PASSES)
    values = place[:, None] - len(score) * later[None, :]
    return Ranked(lambda visits: values, once=True)


def simple_scores(town: PublicTown) -> dict[str, Floats]:
    """The rules that need no model, by name: one score per station."""
    abstention = np.array([vote.abstention / vote.registered for vote in town.past])
    own = np.array([vote.votes[:, town.own_index] for vote in town.past])
    own_share = own / np.array([vote.valid for vote in town.past]).clip(1)
    on_registered = own / np.array([vote.registered for vote in town.past])
    return {
        "abstention": abstention[-1],
        "own_share": own_share[0],
        "index": abstention.mean(axis=0) * own_share.mean(axis=0),
        "difference": on_registered[0] - on_registered[1:].mean(axis=0),
    }


def true_rates(truth: Truth, contact: Floats, minutes: Floats) -> Floats:
    """Net votes per team minute, stations × passes, from true gains and people per opened door, and this contact and
    these minutes per door, stations × passes. Not a number where a conversation costs votes.
    """
    per_conversation = np.where(truth.net > 0, truth.net * truth.people, np.nan)
    return contact * per_conversation[:, None] / minutes


def oracle_rates(truth: Truth) -> Floats:
    """The same with true contact and pace."""
    world = truth.world
    contact = truth.contact[:, None] * world.pass_decay ** np.arange(PASSES)
    return true_rates(truth, contact, truth.walk[:, None] + world.knock + world.conv * contact)
