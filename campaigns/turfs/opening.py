"""How often a door opens: the public figure, then what a campaign's own visits make of it. Pure.

A beta-binomial estimate: the prior is a beta distribution around the public rate that weighs as much as so many knocks,
and each knock of the campaign moves it. The rate is (prior openings + own openings) / (prior knocks + own knocks).
"""

from __future__ import annotations

from dataclasses import dataclass

PUBLIC_RATE = 0.30  # Toulouse 2020: 1,698 of 5,590 doors (ladepeche.fr, 15 February 2020)
# Public rates of four places: Toulouse 30 %, Paris 2014 one door in three, Rennes 2016 one in five, a vendor's model
# 25 %. They lie 0.059 apart (standard deviation), which by the method of moments is a beta of 0.3 × 0.7 / 0.059² − 1,
# about 60 knocks. Knocks of one walk share their street and their hour and tell half as much each: 120.
PRIOR_KNOCKS = 120
ENOUGH_KNOCKS = PRIOR_KNOCKS  # from there on a campaign's own visits weigh more than the public figure


@dataclass(frozen=True)
class Opening:
    """A rate from 0 to 1, and how many knocks of the campaign taught it: 0 for the public figure."""

    rate: float
    knocked: int = 0

    @property
    def is_learned(self) -> bool:
        return self.knocked > 0


PUBLIC = Opening(PUBLIC_RATE)


def learned(knocked: int, opened: int) -> Opening:
    """The rate after so many knocks, of which ``opened`` were answered; the public one while they are too few."""
    if knocked < ENOUGH_KNOCKS:
        return PUBLIC
    return Opening((PRIOR_KNOCKS * PUBLIC_RATE + opened) / (PRIOR_KNOCKS + knocked), knocked)
