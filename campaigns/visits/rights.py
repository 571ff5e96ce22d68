"""Which walks a phone holds or held, and the doors of a batch, locked: what is asked before anything is taken.

What a visit may say about which door is judged where it is stored, by `store_statement` or `append_statement`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from campaigns.people.models import Device
from campaigns.prepared import Prepared, array, together
from campaigns.visits.events import FieldEvent, Refused

# Each turf that the phone holds or held, with its state and outing. One still held comes before what is ended: NULL
# sorts as the latest.
HELD_TURFS = """
    SELECT DISTINCT ON (a.turf_id) a.turf_id, t.state, t.outing_id, a.ended_at
    FROM turfs_assignment a JOIN turfs_turf t ON t.id = a.turf_id
    WHERE a.device_id = {device} AND a.turf_id = ANY({turfs}) ORDER BY a.turf_id, a.ended_at DESC
"""
HELD = Prepared("held_turfs", "uuid, bigint[]", HELD_TURFS.format(device="$1", turfs="$2"))
# All doors at once, in one order, so that no two batches wait for each other.
LOCK = Prepared(
    "lock_doors",
    "bigint, uuid[]",
    """
    SELECT count(*) FROM (
        SELECT FROM doors_door WHERE campaign_id = $1 AND id = ANY($2) ORDER BY id FOR NO KEY UPDATE
    ) doors
    """,
)


@dataclass(frozen=True)
class Rights:
    """The turfs this phone holds or held among those that a batch names."""

    turfs: frozenset[int]
    not_begun: frozenset[int]
    """Those that it holds and nobody has said to walk yet."""

    @classmethod
    def of(cls, device: Device, batch: Collection[FieldEvent], *, also_lock: Collection[UUID] = ()) -> Rights:
        """Look them up. The doors stay locked until the transaction ends: two phones at one door take turns."""
        named = {event.door for event in batch if event.door is not None}.union(also_lock)
        rows = together(
            LOCK.of(device.campaign_id, array(named)), HELD.of(device.pk, array({event.turf for event in batch}))
        )
        begun = (turf for turf, state, _outing, ended_at in rows if state != "assigned" or ended_at is not None)
        turfs = frozenset(turf for turf, *_ in rows)
        return cls(turfs, turfs.difference(begun))

    def check_turf(self, event: FieldEvent) -> None:
        """Raise Refused ``turf_not_assigned`` unless the phone holds, or once held, the event's turf."""
        if event.turf not in self.turfs:
            raise Refused("turf_not_assigned", "this phone never held that turf")
