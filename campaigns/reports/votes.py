"""What conversations may bring in votes by the last day: a range under the assumptions of the ranking, never a count.

Votes = Σ over stations of conversations · r · g. Conversations are those held and, in each future of the forecast,
those to come; r, the registered people behind a conversation, and g, net votes per person reached, are drawn with every
prior of the ranking. Modelled, not measured: only a hold-out measures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from campaigns.errors import DomainError
from campaigns.people.models import Campaign
from campaigns.reports.forecast import Forecast
from campaigns.reports.hours import Floats
from campaigns.targeting import scoring
from campaigns.targeting.ground import ground_of

LOW, HIGH = 0.05, 0.95


@dataclass(frozen=True)
class Range:
    """Nine futures of ten lie between ``low`` and ``high``: net votes, our own gained less those of others."""

    low: float
    high: float


def of_campaign(campaign: Campaign, found: Forecast, *, seed: int) -> Range | None:
    """None where nothing is known of any station: no results yet, or no list of ours. Nine queries."""
    try:
        ground = ground_of(campaign)
    except DomainError:
        return None
    drawn = scoring.per_conversation(ground.found.town, ground.learned, ground.assumed, seed)
    worth = {
        place.pk: row.astype(float)
        for place, row in zip(ground.found.places, drawn, strict=True)
        if np.isfinite(row).all()
    }
    return range_of(found, worth, seed=seed) if worth else None


def range_of(found: Forecast, worth: Mapping[int, Floats], *, seed: int) -> Range:
    """``worth``: net votes per conversation by station, one number for each draw. A station without one is like the
    mean of the others."""
    rng = np.random.default_rng(seed)
    coming = found.pools.by_station(found.coming, rng)
    usual = np.mean(list(worth.values()), axis=0)
    votes = np.zeros(found.coming.size)
    for station in coming.keys() | found.pools.talked.keys():
        talks = found.pools.talked.get(station, 0) + coming.get(station, np.zeros(1))
        votes += talks * np.resize(worth.get(station, usual), votes.size)
    low, high = np.quantile(votes, (LOW, HIGH))
    return Range(float(low), float(high))
