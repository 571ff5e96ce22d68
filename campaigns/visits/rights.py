"""What a phone may say about which door, looked up once for a whole batch, with the doors locked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from campaigns.people.models import Device
from campaigns.prepared import Prepared, array
from campaigns.visits.events import FieldEvent, Refused

LOCK_DOORS = Prepared(
    "lock_doors",
    "bigint, uuid[], bigint[]",
    """
    WITH locked AS MATERIALIZED (
        SELECT id, address_id, state FROM doors_door WHERE campaign_id = $1 AND id = ANY($2)
        ORDER BY id FOR NO KEY UPDATE
    )
    SELECT d.id, d.state, a.station_id, array(
        SELECT s.turf_id FROM turfs_turfstop s
        WHERE s.campaign_id = $1 AND s.address_id = d.address_id AND s.turf_id = ANY($3)
    )
    FROM locked d JOIN territory_address a ON a.id = d.address_id
    """,
)
HELD_TURFS = Prepared(
    "held_turfs",
    "uuid, bigint[]",
    """
    SELECT a.turf_id, t.outing_id, bool_or(a.ended_at IS NULL)
    FROM turfs_assignment a JOIN turfs_turf t ON t.id = a.turf_id
    WHERE a.device_id = $1 AND a.turf_id = ANY($2) GROUP BY a.turf_id, t.outing_id
    """,
)


@dataclass(frozen=True)
class DoorFacts:
    state: str
    station: int | None
    turfs: list[int]


@dataclass(frozen=True)
class Rights:
    """The turfs this phone holds or held, the doors the batch names, and where those doors are."""

    turfs: dict[int, tuple[int | None, bool]]
    """Turf → its outing, and whether the phone still holds it."""
    doors: dict[UUID, DoorFacts]

    @classmethod
    def of(cls, device: Device, batch: Collection[FieldEvent], *, also_lock: Collection[UUID] = ()) -> Rights:
        """Look everything up. The doors stay locked until the transaction ends: two phones at one door take turns.

        All doors are locked at once, in one order, so that no two batches wait for each other.
        """
        held = HELD_TURFS(device.pk, array({event.turf for event in batch}))
        turfs = {turf: (outing, holds) for turf, outing, holds in held}
        named = {event.door for event in batch if event.door is not None}.union(also_lock)
        rows = LOCK_DOORS(device.campaign_id, array(named), array(turfs)) if named else []
        return cls(turfs, {pk: DoorFacts(*facts) for pk, *facts in rows})

    def check_turf(self, event: FieldEvent) -> None:
        """Raise Refused ``turf_not_assigned`` unless the phone holds, or once held, the event's turf."""
        if event.turf not in self.turfs:
            raise Refused("turf_not_assigned", "this phone never held that turf")

    def check_visit(self, event: FieldEvent) -> None:
        """Raise Refused ``turf_not_assigned`` or ``unknown_door``. Age is never a reason."""
        self.check_turf(event)
        facts = self.doors.get(event.door) if event.door else None
        if facts is None or event.turf not in facts.turfs:
            raise Refused("unknown_door", "no such door in that turf")

    def is_late(self, event: FieldEvent) -> bool:
        """The turf was taken back or given back before this arrived."""
        return not self.turfs[event.turf][1]

    def outing_of(self, event: FieldEvent) -> int | None:
        return self.turfs[event.turf][0]

    def station_of(self, event: FieldEvent) -> int | None:
        return self.doors[event.door].station if event.door else None

    def is_closed(self, event: FieldEvent) -> bool:
        """Somebody asked not to knock at this door or in its building."""
        return event.door is not None and self.doors[event.door].state == "do_not_knock"
