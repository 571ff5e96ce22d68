"""What a phone may say about which door, looked up once for a whole batch, with the doors locked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from campaigns.doors.models import Door
from campaigns.people.models import Device
from campaigns.turfs.models import Assignment, TurfStop
from campaigns.visits.events import FieldEvent, Refused


@dataclass(frozen=True)
class DoorFacts:
    address: int
    station: int | None


@dataclass(frozen=True)
class Rights:
    """The turfs this phone holds or held, the doors the batch names, and where those doors are."""

    turfs: dict[int, tuple[int | None, bool]]
    """Turf → its outing, and whether the phone still holds it."""
    doors: dict[UUID, DoorFacts]
    stops: set[tuple[int, int]]
    door_of: dict[UUID, UUID]

    @classmethod
    def of(cls, device: Device, batch: Collection[FieldEvent]) -> Rights:
        """Look everything up. The doors stay locked until the transaction ends: two phones at one door take turns."""
        visits = [event for event in batch if event.is_visit]
        door_of = {event.id: UUID(event.payload["door"]) for event in visits}
        locked = Door.objects.select_for_update(of=("self",)).filter(
            campaign_id=device.campaign_id, pk__in=set(door_of.values())
        )
        rows = locked.order_by("pk").values_list("pk", "address_id", "address__station_id")
        doors = {pk: DoorFacts(address, station) for pk, address, station in rows}
        turfs: dict[int, tuple[int | None, bool]] = {}
        held = Assignment.objects.filter(device=device, turf__in={event.turf for event in batch})
        for turf, outing, ended_at in held.order_by("pk").values_list("turf_id", "turf__outing_id", "ended_at"):
            turfs[turf] = (outing, ended_at is None or turfs.get(turf, (None, False))[1])
        pairs = TurfStop.objects.filter(
            campaign_id=device.campaign_id, turf__in=turfs, address__in={facts.address for facts in doors.values()}
        )
        return cls(turfs, doors, set(pairs.values_list("turf_id", "address_id")), door_of)

    def check_turf(self, event: FieldEvent) -> None:
        """Raise Refused ``turf_not_assigned`` unless the phone holds, or once held, the event's turf."""
        if event.turf not in self.turfs:
            raise Refused("turf_not_assigned", "this phone never held that turf")

    def check_visit(self, event: FieldEvent) -> None:
        """Raise Refused ``turf_not_assigned`` or ``unknown_door``. Age is never a reason."""
        self.check_turf(event)
        facts = self.doors.get(self.door_of[event.id])
        if facts is None or (event.turf, facts.address) not in self.stops:
            raise Refused("unknown_door", "no such door in that turf")

    def is_late(self, event: FieldEvent) -> bool:
        """The turf was taken back or given back before this arrived."""
        return not self.turfs[event.turf][1]

    def outing_of(self, event: FieldEvent) -> int | None:
        return self.turfs[event.turf][0]

    def station_of(self, event: FieldEvent) -> int | None:
        return self.doors[self.door_of[event.id]].station
