"""The product's own ranking, asked as a policy asks: what is public of a town and what its own visits showed go in."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from benchmarks.targeting.campaign import DOOR_MINUTES, PAIR, PASSES, SHIFT_HOURS, Visits
from campaigns.targeting import scoring
from campaigns.targeting.learned import Learned
from campaigns.targeting.priors import Assumptions
from campaigns.targeting.scores import Doorstep, Electorate
from campaigns.targeting.shocks import Surprises
from campaigns.targeting.town import Floats, PublicTown

ASSUMED = Assumptions(door_minutes=DOOR_MINUTES, people_per_team=PAIR, shift_hours=SHIFT_HOURS)


def learned(visits: Visits) -> Learned:
    """First passes teach contact and pace."""
    knocked = visits.knocked[:, 0].astype(np.float64)
    return Learned(
        knocked=knocked,
        conversations=visits.conversations[:, 0].astype(np.float64),
        timed_doors=knocked,
        minutes=visits.minutes[:, 0].copy(),
        doors_left=visits.left.astype(np.float64),
    )


def unlearned(visits: Visits) -> Learned:
    """The doors that wait, and nothing of what was seen at others."""
    none = np.zeros(len(visits.left))
    return Learned(none, none, none, none, visits.left.astype(np.float64))


def doorstep(
    town: PublicTown, known: Learned, assumptions: Assumptions = ASSUMED, electorate: Electorate | None = None
) -> Doorstep:
    """Contact, minutes and rates, stations × passes. The electorate, if it is at hand, spares the time to reckon it."""
    return scoring.expect(town, known, assumptions, electorate).doorstep


def drawn_rates(town: PublicTown, known: Learned, electorate: Electorate, seed: int) -> Floats:
    """Rates, stations × passes, in one draw of all that may surprise instead of what is expected."""
    steps = doorstep(town, known, electorate=electorate)
    one = replace(ASSUMED, draws=1)
    by_pass = [
        Surprises(town, known, electorate, replace(steps, open_pass=np.full(town.size, number)), one, seed)
        for number in range(PASSES)
    ]
    return np.column_stack([surprises.rate(slice(0, town.size)) for surprises in by_pass]).astype(np.float64)
