"""Visits made where nobody was to ring. They are kept, counted, and change no unit's arm: a result says how many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from campaigns.targeting.models import HoldoutPlan, HoldoutUnit
from campaigns.visits.models import Outcome, Visit

WORRYING = 0.05  # of the doors held out: more than that thins the difference that the plan was to show


@dataclass(frozen=True)
class UnitSeen:
    """A unit of the plan and what was done there from the draw to the vote."""

    unit: HoldoutUnit
    visited: int = 0
    """Doors with a visit that stands; one that was undone was none."""
    talked: int = 0
    """Doors with a conversation."""
    visits: int = 0
    first_at: datetime | None = None

    @property
    def contact(self) -> float:
        """Share of its doors with a conversation, at most 1: doors may be found that nobody knew of."""
        return min(1.0, self.talked / self.unit.doors) if self.unit.doors else 0.0


@dataclass(frozen=True)
class Arm:
    """One side of a plan, added up."""

    units: int
    units_visited: int
    doors: int
    visited: int
    talked: int
    registered: float

    @property
    def share_visited(self) -> float:
        return min(1.0, self.visited / self.doors) if self.doors else 0.0

    @property
    def share_talked(self) -> float:
        return min(1.0, self.talked / self.doors) if self.doors else 0.0


@dataclass(frozen=True)
class Contamination:
    """Both arms, and the log: units held out where somebody rang, the first one first."""

    canvass: Arm
    control: Arm
    log: tuple[UnitSeen, ...]

    @property
    def is_worrying(self) -> bool:
        return self.control.share_visited > WORRYING


def of(plan: HoldoutPlan) -> Contamination:
    """What happened in each arm so far. Two queries."""
    return summed(by_unit(plan))


def summed(seen: Sequence[UnitSeen]) -> Contamination:
    """Both arms of what `by_unit` saw."""
    log = [each for each in seen if each.unit.held_out and each.first_at is not None]
    return Contamination(
        canvass=_arm(each for each in seen if not each.unit.held_out),
        control=_arm(each for each in seen if each.unit.held_out),
        log=tuple(sorted(log, key=lambda each: (each.first_at, each.unit.pk))),
    )


def by_unit(plan: HoldoutPlan) -> list[UnitSeen]:
    """Every unit in the order of the draw, with the visits between the draw and the end of the vote. Two queries."""
    units = list(plan.units.select_related("address__street", "station").defer("station__contour"))
    place = "door__address" if plan.of_buildings else "door__address__station"
    keys = [unit.address_id if plan.of_buildings else unit.station_id for unit in units]
    counted = _visits(plan).filter(**{f"{place}__in": keys}).order_by().values(place)
    rows = counted.annotate(
        visited=Count("door", distinct=True),
        talked=Count("door", distinct=True, filter=Q(outcome=Outcome.CONVERSATION)),
        visits=Count("id"),
        first=Min("effective_at"),
    )
    found = {row[place]: row for row in rows}
    return [_seen(unit, found.get(key)) for unit, key in zip(units, keys, strict=True)]


def _seen(unit: HoldoutUnit, row: dict[str, object] | None) -> UnitSeen:
    if row is None:
        return UnitSeen(unit)
    return UnitSeen(unit, row["visited"], row["talked"], row["visits"], row["first"])  # type: ignore[arg-type]


def _visits(plan: HoldoutPlan) -> QuerySet[Visit]:
    """Visits that stand: neither undone nor corrected by a later one."""
    corrected = Visit.objects.filter(supersedes=OuterRef("pk"))
    zone = ZoneInfo(plan.campaign.time_zone)
    end = datetime.combine(plan.vote_date + timedelta(days=1), time.min, tzinfo=zone)
    standing = Visit.objects.filter(~Exists(corrected), campaign_id=plan.campaign_id, outcome__isnull=False)
    return standing.filter(effective_at__gte=plan.committed_at, effective_at__lt=end)


def _arm(seen: Iterable[UnitSeen]) -> Arm:
    rows = list(seen)
    return Arm(
        units=len(rows),
        units_visited=sum(each.visits > 0 for each in rows),
        doors=sum(each.unit.doors for each in rows),
        visited=sum(each.visited for each in rows),
        talked=sum(each.talked for each in rows),
        registered=sum(each.unit.registered for each in rows),
    )
