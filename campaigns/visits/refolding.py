"""Doors whose visits correct one another: fold them again, and append what that changed in the figures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from campaigns.doors.models import Building, Door
from campaigns.people.models import Campaign
from campaigns.visits import projection
from campaigns.visits.models import FigureDelta, Visit

FOLDED = ("state", "last_at", "last_by", "visit_count", "knock_count", "open_count", "first_outcome")
FIGURES = ("knocked", "opened", "conversations", "no_access", "requests")
Place = tuple[int | None, int | None, date]


def refold(campaign: Campaign, doors: Collection[UUID], *, new: Collection[UUID], seq: int) -> None:
    """Write the state of these locked doors, and the difference that the visits ``new`` make to the figures."""
    zone = ZoneInfo(campaign.time_zone)
    visits: dict[UUID, list[Visit]] = defaultdict(list)
    for visit in Visit.objects.filter(campaign=campaign, door__in=doors).select_related("device"):
        visits[visit.door_id].append(visit)
    changes: dict[Place, Counter[str]] = defaultdict(Counter)
    rows = list(Door.objects.filter(campaign=campaign, pk__in=doors))
    closed = closed_addresses(campaign.pk, {door.address_id for door in rows})
    for door in rows:
        write_state(door, visits[door.pk], building_closed=door.address_id in closed)
        door.seq = seq
        add_figures(changes, visits[door.pk], 1, zone)
        add_figures(changes, [visit for visit in visits[door.pk] if visit.pk not in new], -1, zone)
    Door.objects.bulk_update(rows, [*FOLDED, "removed_at", "seq"])
    FigureDelta.objects.bulk_create(
        FigureDelta(campaign=campaign, station_id=station, outing_id=outing, day=day, **{f: counts[f] for f in FIGURES})
        for (station, outing, day), counts in changes.items()
        if any(counts.values())
    )


def closed_addresses(campaign_id: int, addresses: Collection[int]) -> set[int]:
    """Those where nobody of the building wants us to knock."""
    closed = Building.objects.filter(campaign=campaign_id, address__in=addresses, do_not_knock=True)
    return set(closed.values_list("address_id", flat=True))


def write_state(door: Door, visits: Iterable[Visit], *, building_closed: bool) -> None:
    """Put the fold of its visits on the door, unsaved."""
    folded = projection.fold(
        [as_event(visit) for visit in visits], lifted_at=door.lifted_at, building_closed=building_closed
    )
    door.state, door.last_at, door.last_by = folded.state, folded.last_at, folded.last_by
    door.visit_count = folded.visit_count
    door.knock_count, door.open_count = folded.knock_count, folded.open_count
    door.first_outcome = folded.first_outcome
    if door.estimated and folded.visit_count:
        door.removed_at = None  # it gave way to a door found, and was one after all


def as_event(visit: Visit) -> projection.Event:
    return projection.Event(
        id=visit.pk,
        outcome=visit.outcome,
        supersedes=visit.supersedes,
        effective_at=visit.effective_at,
        device_seq=visit.device_seq,
        received_at=visit.received_at,
        device=visit.device_id,
        by=visit.device.first_name,
    )


def add_figures(changes: dict[Place, Counter[str]], visits: Iterable[Visit], sign: int, zone: ZoneInfo) -> None:
    """Add what the visits of one door count for, ``sign`` times, by station, outing and local day."""
    rows = {visit.pk: visit for visit in visits}
    for event in projection.living(as_event(visit) for visit in rows.values()):
        visit = rows[event.id]
        if visit.outcome is None:
            continue
        counts = changes[visit.station_id, visit.outing_id, visit.effective_at.astimezone(zone).date()]
        counts["knocked"] += sign * (visit.outcome in projection.KNOCKED)
        counts["opened"] += sign * (visit.outcome in projection.OPENED)
        counts["conversations"] += sign * (visit.outcome == "conversation")
        counts["no_access"] += sign * (visit.outcome == "no_access")
        counts["requests"] += sign * len(visit.requests)
