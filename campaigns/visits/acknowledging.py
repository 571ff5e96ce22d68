"""Up to which number the server misses nothing of a phone: what it may forget, what the leader may worry about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from campaigns.people.models import Device
from campaigns.prepared import Prepared
from campaigns.visits.clock import Envelope

MILLISECOND = timedelta(milliseconds=1)

# Never backwards: of two batches at once the one that ends last may know less, and a replayed event is an old one.
NOTE_PUSH = Prepared(
    "note_push",
    "uuid, bigint, bigint, bigint, timestamptz",
    """
    UPDATE people_device SET seq_acked = greatest(seq_acked, $2), seq_high = greatest(seq_high, $3),
        clock_offset_ms = $4, last_seen_at = greatest(last_seen_at, $5)
    WHERE id = $1
    """,
)
NUMBERS_AFTER = Prepared(
    "numbers_after",
    "uuid, bigint",
    """
    SELECT device_seq FROM visits_visit WHERE device_id = $1 AND device_seq > $2
    UNION ALL SELECT device_seq FROM visits_fieldevent WHERE device_id = $1 AND device_seq > $2
    UNION ALL SELECT device_seq FROM visits_quarantine WHERE device_id = $1 AND device_seq > $2
    """,
)


def note(device: Device, numbers: Iterable[int], *, envelope: Envelope, seq_high: int) -> int:
    """Remember the batch's numbers and clocks on the device, and return the highest number without a hole before it."""
    here = set(numbers)
    highest = max(device.seq_high, *here, 0)
    acked = _advance(device.seq_acked, here)
    if acked < highest:  # a hole, or the end of one: earlier batches may hold the rest
        acked = _advance(acked, here.union(number for (number,) in NUMBERS_AFTER(device.pk, acked)))
    NOTE_PUSH(device.pk, acked, max(highest, seq_high), envelope.offset // MILLISECOND, envelope.received_at)
    return acked


def _advance(number: int, here: set[int]) -> int:
    while number + 1 in here:
        number += 1
    return number
