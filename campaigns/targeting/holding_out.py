"""Where nobody of this campaign rings: what its standing plans hold out. The one place that says so.

A cut, a sheet, a phone and a ranking all ask here. A plan holds out until its vote is over or it is abandoned.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from campaigns.people.models import Campaign
from campaigns.targeting.holdout_plans import HoldoutUnit
from campaigns.territory.models import Address


def units(campaign: Campaign, *, on: date | None = None) -> QuerySet[HoldoutUnit]:
    """The units held out on that day of the campaign's calendar, today if none is said."""
    day = on or timezone.localdate(timezone=ZoneInfo(campaign.time_zone))
    standing = Q(plan__committed_at__isnull=False, plan__abandoned_at=None, plan__vote_date__gte=day)
    return HoldoutUnit.objects.filter(standing, campaign=campaign, held_out=True)


def addresses(campaign: Campaign, *, on: date | None = None) -> QuerySet[Address]:
    """Every address held out: those drawn themselves, and all of a station that was, imported before or since."""
    out = units(campaign, on=on)
    drawn = out.filter(address__isnull=False).values("address")
    whole = stations(campaign, on=on).values("station")
    # The communes say nothing more, but spare the database the rest of the country.
    return Address.objects.filter(
        Q(pk__in=drawn) | Q(station__in=whole), commune__in=out.order_by().values("station__commune")
    )


def stations(campaign: Campaign, *, on: date | None = None) -> QuerySet[HoldoutUnit]:
    """The units that are whole stations: ``.values_list("station", flat=True)`` are the stations held out."""
    return units(campaign, on=on).filter(address=None)


def among(campaign: Campaign, some: Iterable[int], *, on: date | None = None) -> set[int]:
    """Which of these addresses, by key, are held out. One query."""
    return set(addresses(campaign, on=on).filter(pk__in=list(some)).values_list("pk", flat=True))


def dwellings(campaign: Campaign, *, on: date | None = None) -> dict[int, int]:
    """Dwellings held out by station, for what counts the doors that are left there. One query."""
    rows = addresses(campaign, on=on).filter(station__isnull=False).order_by().values("station")
    counted = rows.annotate(n=Sum(Coalesce("dwellings", 1)))
    return {row["station"]: row["n"] for row in counted}
