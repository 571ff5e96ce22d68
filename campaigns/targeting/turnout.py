"""The turnout expected at the coming vote, and how much a station's turnout surprises. Pure, on logits."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.special import expit, logit

from campaigns.targeting.own_share import LEAST_STATIONS
from campaigns.targeting.town import Flags, Floats, PastVote

LEAST, MOST = 0.02, 0.98
"""Turnouts are brought between these before their logit is taken."""


def turnout_logit(turnout: Floats) -> Floats:
    return np.asarray(logit(np.clip(turnout, LEAST, MOST)))


@dataclass(frozen=True)
class Level:
    """One election's turnout, in logits: the town's mean, weighted by registered, and each station's distance to it."""

    mean: float
    distances: Floats
    usable: Flags

    @classmethod
    def of(cls, vote: PastVote, usable: Flags, weights: Floats) -> Level | None:
        """None where no station has a result."""
        if not usable.any():
            return None
        logits = turnout_logit(vote.turned_out / np.maximum(vote.registered, 1))
        mean = float(np.average(logits[usable], weights=weights[usable]))
        return cls(mean, np.where(usable, logits - mean, 0.0), usable)


def expected(levels: list[Level], instead: list[Level], shift: float) -> Floats:
    """The mean of past turnouts on logits, and what headquarters adds to it.

    Where a station lacks an election, its distance to the town is the mean of those it has, and the town's level at the
    election it lacks still counts. Where it has none of ``levels``, its distance is taken from ``instead``.
    """
    distance = mean_distance(levels, mean_distance(instead, np.zeros(len(instead[0].distances))))
    return np.asarray(expit(np.mean([level.mean for level in levels]) + distance + shift))


def mean_distance(levels: list[Level], otherwise: Floats) -> Floats:
    """Each station's mean distance to the town over the elections it has a result of; ``otherwise`` where none."""
    if not levels:
        return otherwise
    known = np.sum([level.usable for level in levels], axis=0)
    total = np.sum([level.distances for level in levels], axis=0)
    return np.where(known > 0, total / np.maximum(known, 1), otherwise)


def station_shock(levels: list[Level], assumed: float) -> float:
    """Standard deviation of one station's surprise on turnout, in logits.

    That of the difference between two elections ÷ √2, over the stations that have both; over all pairs where there are
    more than two elections. ``assumed`` where one election, or a handful of stations, cannot tell.
    """
    variances = []
    for one, other in combinations(levels, 2):
        both = one.usable & other.usable
        if both.sum() >= LEAST_STATIONS:
            variances.append(float((one.distances - other.distances)[both].var(ddof=1)) / 2)
    return float(np.sqrt(np.mean(variances))) if variances else assumed
