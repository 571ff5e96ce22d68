"""Who votes now and then: what a station's turnout at two elections says of the people who came to the first. Pure.

Everybody has a propensity z ~ N(0, 1) and votes with probability σ(k logit(t) + τ z), where t is the station's turnout
and k = √(1 + 0.346 τ²) makes the mean come out at t (MacKay's approximation of a logistic by a normal). Integrals are
by Gauss–Hermite quadrature, 21 nodes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from campaigns.targeting.town import Floats
from campaigns.targeting.turnout import turnout_logit

NODES = 21


def propensities(number: int = NODES) -> tuple[Floats, Floats]:
    """Values of z and their weights, which sum to 1."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(number)
    return nodes, weights / weights.sum()


def steepness(spread: float) -> float:
    """k: how much farther from one half each person is than the station."""
    return float(np.sqrt(1 + 0.346 * spread**2))


@dataclass(frozen=True)
class Intermittence:
    """Per station. What moves is p(1 − p): the slope of the chance to vote, per logit of push."""

    returning: Floats
    """p: chance to vote among those who voted at the reference election."""
    movable: Floats
    """h: how movable they are."""
    movable_absent: Floats
    """h_A: how movable those who stayed at home are."""
    movable_all: Floats
    """h̄: how movable everybody is."""


def intermittence(turnout_then: Floats, turnout: Floats, spread: float, surprise: float = 0.0) -> Intermittence:
    """From turnouts at the reference election and at the coming vote, τ being the spread of propensities.

    A ``surprise`` in logits is added to the latter.
    """
    k = steepness(spread)
    then, now = k * turnout_logit(turnout_then), k * (turnout_logit(turnout) + surprise)
    sums = np.zeros((5, *np.shape(then)))
    for z, weight in zip(*propensities(), strict=True):
        came, comes = expit(then + spread * z), expit(now + spread * z)
        moves = comes * (1 - comes)
        for total, term in zip(sums, (came, came * comes, came * moves, (1 - came) * moves, moves), strict=True):
            total += weight * term
    came, both, moved, absent_moved, all_moved = sums
    return Intermittence(both / came, moved / came, absent_moved / (1 - came), all_moved)
