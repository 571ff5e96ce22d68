"""Doors that are no more: kept as tombstones while a phone may still ask, then forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from campaigns.doors.models import Door, DoorQuerySet
from campaigns.people import counter
from campaigns.people.models import Campaign

KEPT = timedelta(days=90)


@transaction.atomic
def remove(door: Door, *, now: datetime) -> None:
    """Take the door off every walk; phones hear of it. Twice is once."""
    if Door.objects.filter(pk=door.pk, removed_at=None).update(removed_at=now):
        Door.objects.filter(pk=door.pk).update(seq=counter.take(door.campaign_id))
    door.refresh_from_db()


def forget(*, now: datetime) -> int:
    """Erase the tombstones of more than 90 days ago; how many. A door that was visited keeps its row."""
    campaigns = Campaign.objects.filter(pk__in=_old(now).values("campaign"))
    return sum(_forget_of(campaign, now) for campaign in campaigns)


@transaction.atomic
def _forget_of(campaign: Campaign, now: datetime) -> int:
    gone = _old(now).filter(campaign=campaign)
    counter.forget_deletions(campaign.pk, up_to=gone.aggregate(last=Max("seq"))["last"] or 0)
    _all, erased = gone.delete()
    return erased.get("doors.Door", 0)


def _old(now: datetime) -> DoorQuerySet:
    return Door.objects.filter(removed_at__lt=now - KEPT, visits=None)
