"""Which addresses of an area go to a new one when it is cut in two."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import numpy as np

from campaigns.people.models import Campaign
from campaigns.turfs import bisection, neighbourhood
from campaigns.turfs.ground import standing
from campaigns.turfs.layout import Area
from campaigns.turfs.metric import Metric
from campaigns.turfs.minutes import walking
from campaigns.turfs.stops import Stop


class How(StrEnum):
    """Along the walk, where half of its minutes are over, or by a line across the ground."""

    WALK = "walk"
    GROUND = "ground"


def second_part(campaign: Campaign, area: Area, how: How, *, at: int | None = None) -> list[int]:
    """The addresses of the part where the walk does not begin; along the walk, those from ``at`` on if that is said."""
    if len(area.stops) < 2:
        return []
    if at is not None:
        return list(area.stops[area.stops.index(at) :]) if at in area.stops else []
    ground = standing(campaign, area.stops)
    known = {stop.address: stop for stop in ground.stops}
    stops = [known[address] for address in area.stops]
    if how is How.WALK:
        return list(area.stops[_middle(stops, ground.metric) :])
    near = neighbourhood.bonds(stops, ground.metric.near(stops, neighbourhood.REACH_METRES))
    halves = bisection.bisect(stops, 2, near)
    (second,) = [half for half in halves if stops[0] not in half]
    return [stop.address for stop in second]


def _middle(stops: Sequence[Stop], metric: Metric) -> int:
    """Before which stop to cut, so that both walks take about the same minutes."""
    legs = [walking(leg.felt) for leg in metric.legs(stops)]
    until = np.cumsum([stop.minutes for stop in stops]) + np.r_[0.0, np.cumsum(legs)]
    after = until[-1] - until[:-1] - legs
    return int(np.abs(until[:-1] - after).argmin()) + 1
