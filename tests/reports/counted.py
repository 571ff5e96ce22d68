"""A plan whose vote is over, and what was counted there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from campaigns.people.models import Campaign
from campaigns.reports import counting
from campaigns.reports.counting import Counted
from campaigns.targeting.models import HoldoutPlan
from tests import builders
from tests.targeting import plans


def of_buildings(campaign: Campaign, pairs: int = 12, **fields) -> HoldoutPlan:
    """Pairs of buildings of 20 dwellings in one station, drawn nine days ago; the vote was yesterday."""
    station = builders.station(registered=900)
    campaign.communes.add(station.commune)
    houses = [
        builders.address(station, number, street=f"Rue {campaign.slug}", dwellings=20)
        for number in range(1, 2 * pairs + 1)
    ]
    blocks = [houses[n : n + 2] for n in range(0, len(houses), 2)]
    return plans.plan(campaign, *blocks, **(_over() | fields))


def of_stations(campaign: Campaign, pairs: int = 12, **fields) -> HoldoutPlan:
    stations = [builders.station(f"94033-{number:04}", registered=1_000) for number in range(2 * pairs)]
    campaign.communes.add(stations[0].commune)
    blocks = [stations[n : n + 2] for n in range(0, len(stations), 2)]
    return plans.plan(campaign, *blocks, **(_over() | fields))


def _over() -> dict[str, object]:
    now = timezone.now()
    return {"committed_at": now - timedelta(days=9), "vote_date": plans.today() - timedelta(days=1)}


def keep(plan: HoldoutPlan, control: Sequence[int], canvass: Sequence[int], registered: int = 30) -> None:
    """The voted of both buildings of each pair."""
    units = list(plan.units.order_by("block", "place"))
    voted = [number for pair in zip(control, canvass, strict=True) for number in pair]
    rows = [Counted(unit.code, registered, number) for unit, number in zip(units, voted, strict=True)]
    counting.keep(plan, rows, by=None, now=timezone.now())
