"""The last push of a phone that the leader marked as lost: a day's work is kept, and judged by a person."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from campaigns.people import devices
from campaigns.people.models import Device
from campaigns.visits import events, quarantine
from campaigns.visits.clock import Envelope
from campaigns.visits.models import Quarantine
from campaigns.visits.quarantine import RefusedEvent

CODE = "device_revoked"


@transaction.atomic
def seal(device: Device, batch: Sequence[object], *, envelope: Envelope) -> list[Quarantine]:
    """Keep each event in quarantine, in order, and let nothing more come. Raises Revoked when it is not the first."""
    devices.seal(device, now=envelope.received_at)
    refused = [RefusedEvent(raw, events.digest(raw), CODE) for raw in batch]
    kept = quarantine.keep(device, list({item.digest: item for item in refused}.values()), envelope)
    return [kept[item.digest] for item in refused]
