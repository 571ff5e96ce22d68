"""What a phone may say about which door, looked up once for a whole batch, with the doors locked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
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
    SELECT a.turf_id, t.outing_id, CASE WHEN NOT bool_or(a.ended_at IS NULL) THEN max(a.ended_at) END
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

    turfs: dict[int, tuple[int | None, datetime | None]]
    """Turf → its outing, and when the phone ceased to hold it; None while it does."""
    doors: dict[UUID, DoorFacts]

    @classmethod
    def of(cls, device: Device, batch: Collection[FieldEvent], *, also_lock: Collection[UUID] = ()) -> Rights:
        """Look everything up. The doors stay locked until the transaction ends: two phones at one door take turns.

        All doors are locked at once, in one order, so that no two batches wait for each other.
        """
        held = HELD_TURFS(device.pk, array({event.turf for event in batch}))
        turfs = {turf: (outing, ended_at) for turf, outing, ended_at in held}
        named = {event.door for event in batch if event.door is not None}.union(also_lock)
        return cls(turfs, _lock_doors(device, named, turfs))

    def with_new_doors(self, device: Device, added: Collection[str]) -> Rights:
        """The same, with the doors that this transaction has just added: nobody else can know or lock them."""
        missing = {UUID(door) for door in added} - self.doors.keys()
        return replace(self, doors=self.doors | _lock_doors(device, missing, self.turfs))

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

    def is_late(self, event: FieldEvent, effective_at: datetime) -> bool:
        """The turf had been taken back or given back when this was made, by the server's clock."""
        ended_at = self.turfs[event.turf][1]
        return ended_at is not None and effective_at > ended_at

    def outing_of(self, event: FieldEvent) -> int | None:
        return self.turfs[event.turf][0]

    def station_of(self, event: FieldEvent) -> int | None:
        return self.doors[event.door].station if event.door else None

    def is_closed(self, event: FieldEvent) -> bool:
        """Somebody asked not to knock at this door or in its building."""
        return event.door is not None and self.doors[event.door].state == "do_not_knock"


def _lock_doors(device: Device, doors: Collection[UUID], turfs: Collection[int]) -> dict[UUID, DoorFacts]:
    rows = LOCK_DOORS(device.campaign_id, array(doors), array(turfs)) if doors else []
    return {pk: DoorFacts(*facts) for pk, *facts in rows}
