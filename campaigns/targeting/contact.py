"""How often a knock becomes a conversation, learned from the first pass of own visits. Pure.

Stations are drawn towards their stratum (a kind of housing), strata towards the campaign, the campaign towards what is
published, each by a weight in doors.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from campaigns.targeting.learned import Learned
from campaigns.targeting.town import Codes, Floats, Housing

PRIOR_KNOCKS = 100
"""What the published rate weighs."""
CAMPAIGN_KNOCKS = 60
"""What the campaign's rate weighs beside a stratum's own doors."""
PRECISION, LEAST_PRECISION, MOST_PRECISION = 20.0, 5.0, 60.0
"""What a stratum's rate weighs beside a station's own doors, until stations tell how unlike they are."""
TELLING_STATIONS, TELLING_KNOCKS = 8, 20
"""As many stations with as many knocks tell how unlike stations are."""
SHIFT_KNOCKS, ALIKE = 45, 41
"""Doors of one shift are alike: n of them tell as much as n / (1 + (min(n, 45) − 1) / 41)."""


@dataclass(frozen=True)
class Contact:
    """Per station, conversations per knock on the first pass: Beta(``yes``, ``no``)."""

    yes: Floats
    no: Floats
    stratum: Floats
    """m, the rate of the station's stratum."""
    campaign: float
    """M, the rate of the campaign."""
    precision: float
    """K."""

    @property
    def mean(self) -> Floats:
        return self.yes / (self.yes + self.no)


def contact_of(learned: Learned, housing: Codes, opening: float) -> Contact:
    """The posterior of each station from knocks n and conversations k; ``opening`` is the rate before any knock."""
    n, k = learned.knocked, learned.conversations
    campaign = float((k.sum() + PRIOR_KNOCKS * opening) / (n.sum() + PRIOR_KNOCKS))
    knocks = np.bincount(housing, weights=n, minlength=len(Housing))
    talks = np.bincount(housing, weights=k, minlength=len(Housing))
    stratum = ((talks + CAMPAIGN_KNOCKS * campaign) / (knocks + CAMPAIGN_KNOCKS))[housing]
    precision = _precision(n, k, stratum)
    telling = n / (1 + (np.minimum(n, SHIFT_KNOCKS) - 1).clip(0) / ALIKE)
    talked = k * telling / np.maximum(n, 1)
    return Contact(
        yes=stratum * precision + talked,
        no=(1 - stratum) * precision + telling - talked,
        stratum=stratum,
        campaign=campaign,
        precision=precision,
    )


def _precision(n: Floats, k: Floats, stratum: Floats) -> float:
    """By moments: what rates spread beyond the noise of their counts."""
    tells = n >= TELLING_KNOCKS
    if tells.sum() < TELLING_STATIONS:
        return PRECISION
    n, k, m = n[tells], k[tells], stratum[tells]
    binomial = m * (1 - m)
    beyond = np.mean((k / n - m) ** 2) - np.mean(binomial / n)
    return float(np.clip(binomial.mean() / max(beyond, 1e-4) - 1, LEAST_PRECISION, MOST_PRECISION))
