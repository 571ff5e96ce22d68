"""What a phone may say about which door, looked up once for a whole batch, with the doors locked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from campaigns.people.models import Device
from campaigns.prepared import Prepared, array
from campaigns.visits.events import FieldEvent, Refused

# One row for each turf that the phone holds or held, with its state and outing; then one for each door, with its
# station and those of the turfs named that have its address. One that was taken from a walk by hand still counts as its
# own: the phone may not have heard of it. A turf still held comes before what is ended: NULL sorts as the latest.
LOOK_UP = Prepared(
    "look_up",
    "bigint, uuid, uuid[], bigint[]",
    """
    WITH locked AS MATERIALIZED (
        SELECT id, address_id, state FROM doors_door WHERE campaign_id = $1 AND id = ANY($3)
        ORDER BY id FOR NO KEY UPDATE
    )
    (SELECT DISTINCT ON (a.turf_id) NULL::uuid, t.state, t.outing_id, ARRAY[a.turf_id], a.ended_at
    FROM turfs_assignment a JOIN turfs_turf t ON t.id = a.turf_id
    WHERE a.device_id = $2 AND a.turf_id = ANY($4) ORDER BY a.turf_id, a.ended_at DESC)
    UNION ALL
    SELECT d.id, d.state, a.station_id, array(
        SELECT turf_id FROM turfs_turfstop
        WHERE campaign_id = $1 AND address_id = d.address_id AND turf_id = ANY($4)
        UNION ALL
        SELECT turf_id FROM turfs_formerstop
        WHERE campaign_id = $1 AND address_id = d.address_id AND turf_id = ANY($4)
    ), NULL
    FROM locked d JOIN territory_address a ON a.id = d.address_id
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
    not_begun: frozenset[int] = frozenset()
    """Turfs that this phone holds and nobody has said to walk yet."""

    @classmethod
    def of(cls, device: Device, batch: Collection[FieldEvent], *, also_lock: Collection[UUID] = ()) -> Rights:
        """Look everything up. The doors stay locked until the transaction ends: two phones at one door take turns.

        All doors are locked at once, in one order, so that no two batches wait for each other.
        """
        named = {event.door for event in batch if event.door is not None}.union(also_lock)
        rows = LOOK_UP(device.campaign_id, device.pk, array(named), array({event.turf for event in batch}))
        held = [(turfs[0], state, outing, ended_at) for door, state, outing, turfs, ended_at in rows if door is None]
        not_begun = frozenset(turf for turf, state, _, ended_at in held if state == "assigned" and ended_at is None)
        return cls({turf: (outing, ended_at) for turf, _, outing, ended_at in held}, _doors(rows), not_begun)

    def with_new_doors(self, device: Device, added: Collection[str]) -> Rights:
        """The same, with the doors that this transaction has just added: nobody else can know or lock them."""
        missing = {UUID(door) for door in added} - self.doors.keys()
        return replace(
            self, doors=self.doors | _doors(LOOK_UP(device.campaign_id, device.pk, array(missing), array(self.turfs)))
        )

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


def _doors(rows: Sequence[tuple[Any, ...]]) -> dict[UUID, DoorFacts]:
    return {pk: DoorFacts(state, station, turfs) for pk, state, station, turfs, _ in rows if pk is not None}
