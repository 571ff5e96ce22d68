"""What happens now: walks under way with their last sign of life (never a position), and what waits for somebody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from campaigns.doors.models import Door, DoorState
from campaigns.people.models import JoinRequest, Membership
from campaigns.people.roles import Action
from campaigns.turfs import watching
from campaigns.turfs.models import Assignment, Turf, TurfStop
from campaigns.visits import asking
from campaigns.visits.models import Quarantine


@dataclass(frozen=True)
class TurfProgress:
    """A turf and how far it is: of the doors of this pass, ``seen`` of ``doors`` have a visit that stands.

    A walk given back half done begins again with the doors that are left; ``known`` are those of the whole turf.
    """

    turf: Turf
    names: tuple[str, ...]
    seen: int
    doors: int
    known: int
    given_at: datetime | None
    """When it came into somebody's hands; None while no phone holds it."""
    last_sign: datetime | None
    unsent: int
    """Visits that phones of this turf say they still hold."""

    @property
    def share(self) -> float:
        return self.seen / self.doors if self.doors else 0.0

    def worries(self, *, now: datetime) -> tuple[watching.Sign, ...]:
        """Who is late or silent; nothing of a turf that no phone holds, nor of a closed outing."""
        outing = self.turf.outing
        over = self.turf.state == Turf.State.DONE or outing is None or outing.closed_at is not None
        if self.given_at is None or outing is None or over:
            return ()
        begun = self.turf.state == Turf.State.IN_PROGRESS
        walk = watching.Walking(begun, self.given_at, self.last_sign, self.minutes_left)
        return watching.signs(walk, starts_at=outing.starts_at, ends_at=outing.ends_at, now=now)

    @property
    def left(self) -> int:
        return self.doors - self.seen

    @property
    def seen_in_all(self) -> int:
        """Of all doors of the turf, in this pass and those before."""
        return self.known - self.left

    @property
    def minutes_left(self) -> float:
        """The part of the estimate that the doors still to see are of all."""
        return self.turf.minutes * (self.left / self.doors) if self.doors else 0.0


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
        .annotate(
            turf=Subquery(stops.order_by("-turf").values("turf")[:1]),
            cut_at=Subquery(stops.order_by("-turf").values("turf__created_at")[:1]),
        )
        .values("turf")
        .annotate(doors=Count("id"), seen=Count("id", filter=~Q(state=DoorState.TODO) & ~Q(last_at__lt=F("cut_at"))))
    )
    counts = {row["turf"]: row for row in counted}
    holders: dict[int, list[Assignment]] = {}
    for held in Assignment.objects.filter(turf__in=rows, ended_at=None).select_related("device").order_by("pk"):
        holders.setdefault(held.turf_id, []).append(held)
    return [_progress(turf, counts.get(turf.pk, {}), holders.get(turf.pk, [])) for turf in rows]


def _progress(turf: Turf, counts: Mapping[str, Any], held: list[Assignment]) -> TurfProgress:
    devices = [each.device for each in held]
    known, seen = counts.get("doors", turf.door_count), counts.get("seen", 0)
    left = known - seen
    doors = known if turf.pass_no == 1 else max(turf.door_count, left)
    return TurfProgress(
        turf=turf,
        names=tuple(device.first_name for device in devices),
        seen=doors - left,
        doors=doors,
        known=known,
        given_at=min((each.assigned_at for each in held), default=None),
        last_sign=max((device.last_seen_at for device in devices if device.last_seen_at), default=None),
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
