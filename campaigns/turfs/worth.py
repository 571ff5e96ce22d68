"""What the doors of a stop are worth to a cut that cannot walk them all: votes where targeting knows, else talks."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from campaigns.errors import DomainError
from campaigns.people.models import Campaign
from campaigns.targeting import scoring
from campaigns.targeting.ground import ground_of
from campaigns.targeting.scores import NOT_SCORED
from campaigns.turfs.ground import Ground


def votes_per_conversation(campaign: Campaign) -> dict[int, float]:
    """Station → net votes that one conversation there is expected to bring, 0 where it would rather cost some.

    That is the registered people whom a conversation reaches times the net votes per person reached (see
    `targeting.scores`); without the stations of which nothing is known. Empty where nothing can be ranked.
    """
    try:
        ground = ground_of(campaign)
    except DomainError:  # no results yet, or nobody of ours in them: conversations are all there is to count
        return {}
    expected = scoring.expect(ground.found.town, ground.learned, ground.assumed)
    votes = np.maximum(expected.doorstep.reach * expected.gain.net, 0.0)
    known = np.isfinite(votes) & ~expected.noted(NOT_SCORED)
    return {place.pk: float(vote) for place, vote, here in zip(ground.found.places, votes, known, strict=True) if here}


def of_stops(ground: Ground, votes: Mapping[int, float]) -> dict[int, float]:
    """Address → expected votes of its doors; a station without a figure counts as the mean of the others'.

    Without any figure, the conversations that the doors promise.
    """
    usual = sum(votes.values()) / len(votes) if votes else 1.0
    stations = {pk: address.station_id for pk, address in ground.addresses.items()}
    return {stop.address: stop.worth * votes.get(stations[stop.address] or 0, usual) for stop in ground.stops}
