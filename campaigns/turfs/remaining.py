"""What is left of a walk: the doors nobody has been to, and the minutes they take."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db.models import Count, Q

from campaigns.doors.models import Door, DoorState
from campaigns.turfs import rewalking
from campaigns.turfs.ground import standing
from campaigns.turfs.minutes import walking
from campaigns.turfs.models import Turf, TurfStop


@dataclass(frozen=True)
class Rest:
    """Doors to see and the minutes for them, with the walk from one to the next in the order of the walk.

    ``seen``: the other doors, where somebody has been.
    """

    doors: int
    minutes: float
    seen: int


def rest_of(turf: Turf) -> Rest:
    """What somebody who takes the turf now would still have to do.

    Each stop costs what it was estimated at, with the doors that are left; the way from one to the next is measured as
    a cut measures it, along the streets where they are known.
    """
    stops = list(TurfStop.objects.filter(turf=turf).order_by("position"))
    counts = _counts(turf, [stop.address_id for stop in stops])
    still = [stop for stop in stops if counts.get(stop.address_id, (0, 0))[0]]
    inside = sum(_minutes(stop, *counts[stop.address_id]) for stop in still)
    way = walking(_metres(turf, [stop.address_id for stop in still]))
    left, doors = (sum(column) for column in zip(*counts.values(), strict=True)) if counts else (0, 0)
    return Rest(doors=left, minutes=round(inside + way, 1), seen=doors - left)


def _minutes(stop: TurfStop, left: int, doors: int) -> float:
    """A stop cut before its inputs were kept costs in proportion to its doors."""
    if stop.estimate is None:
        return stop.minutes * left / doors
    return replace(stop.estimate, doors=left).minutes


def _counts(turf: Turf, addresses: list[int]) -> dict[int, tuple[int, int]]:
    """Doors to see and doors to knock in all, by address. What was seen before the turf was cut is to be seen again."""
    rows = (
        Door.objects.to_knock()
        .filter(campaign=turf.campaign_id, address__in=addresses)
        .values("address")
        .annotate(doors=Count("id"), left=Count("id", filter=Q(state=DoorState.TODO) | Q(last_at__lt=turf.created_at)))
    )
    return {row["address"]: (row["left"], row["doors"]) for row in rows}


def _metres(turf: Turf, order: list[int]) -> float:
    if len(order) < 2:
        return 0.0
    ground = standing(turf.campaign, order)
    return rewalking.as_given(order, {stop.address: stop for stop in ground.stops}, ground.metric).metres
