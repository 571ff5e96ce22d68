"""Progress in numbers. Folded figures and deltas not yet folded are added up, so what is shown is always exact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import Coalesce

from campaigns.doors.models import Door
from campaigns.people.models import Campaign, Outing
from campaigns.territory.models import Address, PollingStation
from campaigns.visits import projection
from campaigns.visits.models import FigureDelta, Leaflets, StationDay

NAMES = ("knocked", "opened", "conversations", "no_access", "requests")


@dataclass
class Figures:
    """Counts of events: knocked doors, those that opened, real exchanges, doors out of reach, services asked."""

    knocked: int = 0
    opened: int = 0
    conversations: int = 0
    no_access: int = 0
    requests: int = 0

    def add(self, other: Figures) -> None:
        for name in NAMES:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def open_rate(self) -> float | None:
        """Opened per knocked; None before the first knock."""
        return self.opened / self.knocked if self.knocked else None


@dataclass(frozen=True)
class StationProgress:
    """One polling station: what is there, what was seen, what happened."""

    station: PollingStation
    dwellings: int
    seen: int
    figures: Figures

    @property
    def left(self) -> int:
        """Dwellings nobody of ours has knocked at."""
        return max(0, self.dwellings - self.seen)

    @property
    def coverage(self) -> float | None:
        return min(1.0, self.seen / self.dwellings) if self.dwellings else None


def by_day_and_station(
    campaign: Campaign, *, outings: QuerySet[Outing] | None = None
) -> dict[tuple[date, int | None], Figures]:
    """Figures per day and station id, of these outings or of all. Two queries whatever the size."""
    found: dict[tuple[date, int | None], Figures] = defaultdict(Figures)
    sums = {name: Sum(name) for name in NAMES}
    for model in (StationDay, FigureDelta):
        rows = model.objects.filter(campaign=campaign)
        if outings is not None:
            rows = rows.filter(outing__in=outings)
        for row in cast(Iterable[dict[str, Any]], rows.values("day", "station").annotate(**sums)):
            found[row["day"], row["station"]].add(Figures(**{name: row[name] for name in NAMES}))
    return dict(found)


def leaflets(campaign: Campaign, *, outings: QuerySet[Outing] | None = None) -> dict[tuple[date, int | None], int]:
    """Leaflets left per day and station id, of these outings or of all. One query."""
    rows = Leaflets.objects.filter(campaign=campaign)
    if outings is not None:
        rows = rows.filter(outing__in=outings)
    counted = rows.values("day", "station").annotate(n=Sum("number"))
    return {(row["day"], row["station"]): row["n"] for row in counted}


def total(table: dict[tuple[date, int | None], Figures]) -> Figures:
    whole = Figures()
    for figures in table.values():
        whole.add(figures)
    return whole


def per_day(table: dict[tuple[date, int | None], Figures]) -> dict[date, Figures]:
    """The same figures by day, in order."""
    days: dict[date, Figures] = defaultdict(Figures)
    for (day, _station), figures in sorted(table.items(), key=lambda item: item[0][0]):
        days[day].add(figures)
    return dict(days)


def station_progress(campaign: Campaign, table: dict[tuple[date, int | None], Figures]) -> list[StationProgress]:
    """Every station of the campaign's communes, by code. Three queries whatever the size."""
    stations = PollingStation.objects.filter(commune__campaigns=campaign).order_by("code")
    homes = dict(
        Address.objects.filter(station__commune__campaigns=campaign)
        .values("station")
        .annotate(n=Sum(Coalesce(F("dwellings"), 1)))
        .values_list("station", "n")
    )
    seen = doors_seen(campaign)
    counted: dict[int | None, Figures] = defaultdict(Figures)
    for (_day, station), figures in table.items():
        counted[station].add(figures)
    return [
        StationProgress(station, homes.get(station.pk, 0), seen.get(station.pk, 0), counted[station.pk])
        for station in stations
    ]


def doors_seen(campaign: Campaign) -> dict[int, int]:
    """Doors whose standing visit knocked, per station id: coverage is knocked doors of known doors."""
    visited = Door.objects.filter(campaign=campaign, removed_at=None, state__in=projection.KNOCKED)
    rows = visited.values("address__station").annotate(n=Count("id"))
    return {row["address__station"]: row["n"] for row in rows if row["address__station"]}
