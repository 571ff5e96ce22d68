"""The own bloc's share of the valid votes in each station, drawn towards the town where a station is small. Pure.

Empirical Bayes on logits: a station keeps its distance to the town in so far as the distances of the town are more than
the noise of its count.
"""

from __future__ import annotations

import numpy as np
from scipy.special import expit, logit

from campaigns.targeting.town import Flags, Floats, PastVote

LEAST_STATIONS = 5
"""Fewer do not tell how unlike the stations of a town are."""
ASSUMED_VARIANCE = 0.15
"""Of the logits of a town's stations, where they are too few to tell. An assumption."""


def shrunk_distances(own: Floats, valid: Floats, weights: Floats) -> tuple[Floats, float]:
    """How far each station's logit is from the town's mean, shrunk, and that mean.

    With z = logit((L + ½) / (n + 1)), its variance v = 1 / (n q (1 − q)) and τ² what the variance of z has above the
    mean of v, a distance keeps τ² / (v + τ²) of itself. A station without valid votes is at no distance.
    """
    counted = valid > 0
    if not counted.any():
        return np.zeros(len(valid)), 0.0
    share = (own[counted] + 0.5) / (valid[counted] + 1)
    place = logit(share)
    noise = 1 / (valid[counted] * share * (1 - share))
    middle = float(np.average(place, weights=weights[counted]))
    variance = ASSUMED_VARIANCE
    if len(place) >= LEAST_STATIONS:
        variance = max(0.0, float(place.var(ddof=1) - noise.mean()))
    distances = np.zeros(len(valid))
    distances[counted] = (place - middle) * variance / (noise + variance)
    return distances, middle


def own_share(past: tuple[PastVote, ...], usable: list[Flags], own: int, reference: int, weights: Floats) -> Floats:
    """λ: the town's own share at the reference election, moved by each station's mean distance to the town.

    ``usable`` tells per election which stations have a result on their own ground; the mean is over those elections.
    A station that has none is like the town.
    """
    total, elections = np.zeros(len(weights)), np.zeros(len(weights))
    for vote, known in zip(past, usable, strict=True):
        counted = known & (vote.valid > 0)
        distances, _ = shrunk_distances(vote.votes[:, own] * counted, vote.valid * counted, weights)
        total += distances
        elections += counted
    mean = total / np.maximum(elections, 1)
    base = past[reference]
    votes, valid = base.votes[base.known, own].sum(), base.valid[base.known].sum()
    return np.asarray(expit(logit((votes + 0.5) / (valid + 1)) + mean))
