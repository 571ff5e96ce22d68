"""Up to which number the server misses nothing of a phone: what it may forget, what the leader may worry about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from campaigns.people.models import Device
from campaigns.prepared import Prepared
from campaigns.visits.clock import MILLISECOND, Envelope
from campaigns.visits.store_statement import NOTE_PARAMETERS, NOTE_PUSH

NOTE = Prepared("note_push", NOTE_PARAMETERS, NOTE_PUSH)
NUMBERS_AFTER = Prepared(
    "numbers_after",
    "uuid, bigint",
    """
    SELECT device_seq FROM visits_visit WHERE device_id = $1 AND device_seq > $2
    UNION ALL SELECT device_seq FROM visits_fieldevent WHERE device_id = $1 AND device_seq > $2
    UNION ALL SELECT device_seq FROM visits_quarantine WHERE device_id = $1 AND device_seq > $2
    """,
)


class Note(NamedTuple):
    """What a batch tells of its phone, in the order of the statement's parameters."""

    acked: int
    """The highest number without a hole before it."""
    high: int
    offset_ms: int
    received_at: datetime

    @property
    def leaves_a_hole(self) -> bool:
        return self.acked < self.high


def foreseen(device: Device, numbers: Iterable[int], *, envelope: Envelope, seq_high: int) -> Note:
    """As far as this batch and the phone's row tell: where it leaves a hole, other batches may know more."""
    here = set(numbers)
    high = max(device.seq_high, seq_high, *here)
    return Note(_advance(device.seq_acked, here), high, envelope.offset // MILLISECOND, envelope.received_at)


def write(device: Device, numbers: Iterable[int], note: Note) -> Note:
    """Write it on the device, with what the other batches told: called last, when those before this one have ended."""
    if note.leaves_a_hole:
        others = (number for (number,) in NUMBERS_AFTER(device.pk, note.acked))
        note = note._replace(acked=_advance(note.acked, {*numbers, *others}))
    NOTE(device.pk, *note)
    return note


def _advance(number: int, here: set[int]) -> int:
    while number + 1 in here:
        number += 1
    return number
