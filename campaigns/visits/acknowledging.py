"""Up to which number the server misses nothing of a phone: what it may forget, what the leader may worry about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from campaigns.people.models import Device
from campaigns.visits.clock import Envelope
from campaigns.visits.models import FieldEvent, Quarantine, Visit

MILLISECOND = timedelta(milliseconds=1)


def note(device: Device, numbers: Iterable[int], *, envelope: Envelope, seq_high: int) -> int:
    """Remember the batch's numbers and clocks on the device, and return the highest number without a hole before it."""
    here = set(numbers)
    acked = _advance(device.seq_acked, here)
    if acked < max(device.seq_high, *here, 0):  # a hole, or the end of one: earlier batches may hold the rest
        acked = _advance(acked, here | _stored_after(device, acked))
    Device.objects.filter(pk=device.pk).update(
        seq_acked=acked,
        seq_high=max(device.seq_high, seq_high, *here, 0),
        clock_offset_ms=envelope.offset // MILLISECOND,
        last_seen_at=envelope.received_at,
    )
    return acked


def _advance(number: int, here: set[int]) -> int:
    while number + 1 in here:
        number += 1
    return number


def _stored_after(device: Device, number: int) -> set[int]:
    later = {"device": device, "device_seq__gt": number}
    visits = Visit.objects.filter(**later).values_list("device_seq", flat=True)
    rare = FieldEvent.objects.filter(**later).values_list("device_seq", flat=True)
    refused = Quarantine.objects.filter(**later).values_list("device_seq", flat=True)
    return {seq for seq in visits.union(rare, refused) if seq is not None}
