"""What happens now: walks under way with their last sign of life (never a position), and what waits for somebody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from campaigns.doors.models import Door, DoorState
from campaigns.people.models import Device, JoinRequest, Membership
from campaigns.people.roles import Action
from campaigns.turfs.models import Assignment, Turf, TurfStop
from campaigns.visits import asking
from campaigns.visits.models import Quarantine


@dataclass(frozen=True)
class TurfProgress:
    """A turf and how far it is. ``seen`` of ``doors`` have a visit that stands."""

    turf: Turf
    names: tuple[str, ...]
    seen: int
    doors: int
    last_sign: datetime | None
    unsent: int
    """Visits that phones of this turf say they still hold."""

    @property
    def share(self) -> float:
        return self.seen / self.doors if self.doors else 0.0


@dataclass(frozen=True)
class ToDo:
    """Something that waits: a kind the face has words for, and how many."""

    kind: str
    count: int


def walking_now(member: Membership) -> list[TurfProgress]:
    """Turfs in progress that this member may see, the latest sign first."""
    return progress_of(Turf.objects.visible_to(member).filter(state=Turf.State.IN_PROGRESS, outing__closed_at=None))


def progress_of(turfs: QuerySet[Turf]) -> list[TurfProgress]:
    """Progress of these turfs (a query set), by number. Three queries whatever the size."""
    rows = list(turfs.select_related("outing", "team").order_by("number"))
    stops = TurfStop.objects.filter(turf__in=rows, address=OuterRef("address"))
    doors = Door.objects.filter(campaign__in={row.campaign_id for row in rows}, removed_at=None)
    counted = (
        doors.filter(address__in=TurfStop.objects.filter(turf__in=rows).values("address"))
        .annotate(turf=Subquery(stops.order_by("-turf").values("turf")[:1]))
        .values("turf")
        .annotate(doors=Count("id"), seen=Count("id", filter=~Q(state=DoorState.TODO)))
    )
    counts = {row["turf"]: row for row in counted}
    holders: dict[int, list[Device]] = {}
    for held in Assignment.objects.filter(turf__in=rows, ended_at=None).select_related("device"):
        holders.setdefault(held.turf_id, []).append(held.device)
    return [_progress(turf, counts.get(turf.pk, {}), holders.get(turf.pk, [])) for turf in rows]


def _progress(turf: Turf, counts: Mapping[str, Any], devices: list[Device]) -> TurfProgress:
    signs = [device.last_seen_at for device in devices if device.last_seen_at]
    return TurfProgress(
        turf=turf,
        names=tuple(device.first_name for device in devices),
        seen=counts.get("seen", 0),
        doors=counts.get("doors", turf.door_count),
        last_sign=max(signs) if signs else None,
        unsent=sum(max(0, device.seq_high - device.seq_acked) for device in devices),
    )


def to_do(member: Membership) -> list[ToDo]:
    """What waits for headquarters, the most pressing first; nothing that waits for nobody."""
    campaign = member.campaign_id
    waiting = JoinRequest.objects.filter(
        campaign=campaign, status=JoinRequest.Status.WAITING, outing__closed_at=None
    ).count()
    refused = Quarantine.objects.visible_to(member).filter(verdict=Quarantine.Verdict.WAITING).count()
    free = Turf.objects.visible_to(member).filter(state=Turf.State.FREE, outing__closed_at=None).count()
    asked = asking.unanswered(member) if member.may(Action.SEE_REQUESTS) else 0
    found = [
        ToDo("people_to_place", waiting),
        ToDo("events_to_read", refused),
        ToDo("requests_to_answer", asked),
        ToDo("free_turfs", free),
    ]
    return [item for item in found if item.count]
