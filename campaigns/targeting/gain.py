"""What a conversation is expected to bring: net votes per registered person reached. Pure.

Every door is knocked at, so opponents are reached like everybody, and those who come because of it count against us.
"""

from __future__ import annotations

import numpy as np

from campaigns.targeting.intermittence import Intermittence
from campaigns.targeting.priors import Assumptions
from campaigns.targeting.scores import Electorate, Gain
from campaigns.targeting.town import Floats, PublicTown

AXIS = ("left", "centre", "right", "far_right")
"""Blocs in the order in which they are near one another. One that is beside it gives nothing by default."""
OTHER = "other"
BY_NEARNESS = (1.0, 0.3, 0.5)
"""How easily the voters of the nearest bloc, of the next and of the one after move to us. An assumption."""


def nearness(blocs: tuple[str, ...], own: str, chosen: tuple[tuple[str, float], ...] | None = None) -> Floats:
    """w, one per bloc, 0 for ours.

    For the left: centre 1, right 0.3, far right 0.5. Two blocs as near as each other share their weights, so that for
    the centre left and right both count 0.65. To "other" all are as near, 0.6. Where the own bloc has a name
    that is on no axis, blocs are as near one another as they stand.
    """
    if chosen is not None:
        weights = dict(chosen)
        return np.array([0.0 if bloc == own else weights.get(bloc, 0.0) for bloc in blocs])
    place = _distances(blocs, own)
    ordered = sorted(place.values())
    by_distance = {
        distance: np.mean([weight for at, weight in zip(ordered, BY_NEARNESS, strict=False) if at == distance] or [0.0])
        for distance in ordered
    }
    return np.array([by_distance[place[bloc]] if bloc in place else 0.0 for bloc in blocs])


def _distances(blocs: tuple[str, ...], own: str) -> dict[str, int]:
    """How far each other bloc is; those that are on no axis are left out."""
    if own == OTHER:
        return {bloc: 1 for bloc in blocs if bloc != own}
    axis = AXIS if own in AXIS else blocs
    return {bloc: abs(axis.index(bloc) - axis.index(own)) for bloc in blocs if bloc in axis and bloc != own}


def moving(electorate: Electorate, town: PublicTown, assumptions: Assumptions) -> Floats:
    """Σ w sh: share of registered who might change to us, each bloc by its nearness."""
    return np.asarray(electorate.bloc_shares @ nearness(town.blocs, town.own, assumptions.nearness))


def movable_of(electorate: Electorate, people: Intermittence | Electorate) -> Floats:
    """m = v h + a h_A: how movable a station's registered people are, those without a valid vote left out."""
    return electorate.valid * people.movable + electorate.abstention * people.movable_absent


def gain_of(electorate: Electorate, town: PublicTown, assumptions: Assumptions) -> Gain:
    """g = δ (own − κ opp) + 2 π p Σ w sh, where own = λ m and opp = (1 − λ) m."""
    people = movable_of(electorate, electorate)
    own = electorate.own_share * people
    return Gain(
        own=electorate.push * own,
        opponents=-electorate.push * assumptions.opponents_share * (people - own),
        persuasion=2 * assumptions.persuaded_share * electorate.returning * moving(electorate, town, assumptions),
    )
