"""Headquarters allow knocking again where somebody had asked us not to: nothing else ever does (law:D1)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from campaigns.doors.models import Building, Door
from campaigns.people import counter
from campaigns.people.models import Campaign
from campaigns.visits.refolding import refold


@transaction.atomic
def lift_door(door: Door, *, now: datetime) -> None:
    """What was received from the door before ``now`` is past; its building may still be closed."""
    campaign = _turn(door.campaign_id)
    doors = _locked(campaign, pk=door.pk)
    Door.objects.filter(campaign=campaign, pk__in=doors).update(lifted_at=now)
    refold(campaign, doors, new=(), seq=counter.take(campaign.pk))


@transaction.atomic
def lift_building(building: Building, *, now: datetime) -> None:
    """The building may be entered again; a door of it that asked for itself stays closed."""
    campaign = _turn(building.campaign_id)
    doors = _locked(campaign, address=building.address_id)
    seq = counter.take(campaign.pk, 2)
    Building.objects.filter(campaign=campaign, pk=building.pk).update(do_not_knock=False, seq=seq)
    refold(campaign, doors, new=(), seq=seq - 1)


def _turn(campaign_id: int) -> Campaign:
    """In turn with the rare events of phones, which take the same locks in the same order."""
    return Campaign.objects.select_for_update(no_key=True).get(pk=campaign_id)


def _locked(campaign: Campaign, **which: object) -> list[UUID]:
    doors = Door.objects.select_for_update(no_key=True).filter(campaign=campaign, **which)
    return list(doors.order_by("pk").values_list("pk", flat=True))
