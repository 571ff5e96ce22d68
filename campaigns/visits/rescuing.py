"""Taking in a phone's rescue file: every event that is not here yet waits in quarantine, where a person decides.

The file stands in for a push that could not be made, so its events keep the clocks of the moment when it was saved.
When the phone finds a network again it sends the same events: whichever comes second is a duplicate.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from campaigns.errors import DomainError
from campaigns.people import device_keys
from campaigns.people.models import Campaign, Device
from campaigns.visits import acknowledging, events, quarantine, rescue_files
from campaigns.visits.clock import Envelope
from campaigns.visits.models import FieldEvent, Quarantine, Visit
from campaigns.visits.quarantine import RefusedEvent

CODE = "from_file"
MOST_BYTES = 20_000_000
MOST_EVENTS = 20_000
LONGEST_OFFSET_MS = 5 * 366 * 24 * 3600 * 1000


@dataclass(frozen=True)
class Imported:
    """What became of a file's events: ``waiting`` came into quarantine now, ``known`` were here before."""

    device: Device
    waiting: int
    known: int


@transaction.atomic
def take(raw: bytes, *, campaign: Campaign, phones: QuerySet[Device], now: datetime) -> Imported:
    """Read the file and keep its events. Twice is once; a file with anything wrong changes nothing.

    ``phones``: those that whoever imports may speak for. Raises DomainError ``rescue_unreadable``,
    ``rescue_elsewhere``, ``rescue_phone`` or ``rescue_altered``.
    """
    try:
        file = rescue_files.read(raw)
    except rescue_files.Unreadable as error:
        raise DomainError(
            "rescue_unreadable", _("This is not a rescue file, or only a part of it. Ask for the whole file again.")
        ) from error
    if file.campaign != f"c-{campaign.slug}":
        raise DomainError("rescue_elsewhere", _("This file comes from a phone of another campaign."))
    # A sheet of paper has no key that could sign: its rows are typed in on the desk.
    device = phones.filter(pk=_uuid(file.device), paper_sheet=None).first()
    if device is None:
        raise DomainError("rescue_phone", _("This file comes from a phone that is not of your outings."))
    device.campaign = campaign
    body = _opened(file, device)
    envelope = _envelope(body, device, now)
    return _keep(device, body["events"], envelope, seq_high=_whole(body.get("seq_high")) or 0)


def _opened(file: rescue_files.RescueFile, device: Device) -> dict[str, Any]:
    """What is inside, once it is sure that this phone wrote it. Raises DomainError ``rescue_altered``."""
    altered = DomainError(
        "rescue_altered", _("This file was changed or damaged on its way: nothing was taken from it. Ask for it again.")
    )
    # A phone without a key joined where its browser had none (no HTTPS), or has left.
    if device.public_key and not device_keys.signed(
        file.signed_text, signature=file.signature, public_key=device.public_key
    ):
        raise altered
    try:
        body = file.open(settings.NOTES_KEY)
    except rescue_files.Altered as error:
        raise altered from error
    batch = body.get("events")
    if not isinstance(batch, list) or len(batch) != file.events or len(batch) > MOST_EVENTS:
        raise altered
    return body


def _envelope(body: dict[str, Any], device: Device, now: datetime) -> Envelope:
    """The clocks as if the file had been a push: its moment on our clock by the offset that the phone last measured."""
    try:
        sent_at = datetime.fromisoformat(str(body.get("sent_at"))).astimezone(UTC)
    except ValueError:
        sent_at = now
    told = body.get("offset_ms")
    known = isinstance(told, int) and not isinstance(told, bool) and abs(told) < LONGEST_OFFSET_MS
    offset = timedelta(milliseconds=told if known else device.clock_offset_ms)  # type: ignore[arg-type]
    return Envelope(sent_at, _whole(body.get("mono_ms")), min(now, sent_at + offset))


def _keep(device: Device, batch: list[Any], envelope: Envelope, *, seq_high: int) -> Imported:
    refused = {item.digest: item for item in (RefusedEvent(raw, events.digest(raw), CODE) for raw in batch)}
    here = _stored(device, refused)
    new = [item for digest, item in refused.items() if digest not in here]
    quarantine.keep(device, new, envelope)
    numbers = [item.device_seq for item in refused.values() if item.device_seq is not None]
    acknowledging.write(device, numbers, acknowledging.foreseen(device, numbers, envelope=envelope, seq_high=seq_high))
    return Imported(device, waiting=len(new), known=len(batch) - len(new))


def _stored(device: Device, refused: dict[bytes, RefusedEvent]) -> set[bytes]:
    """Digests of the events that are stored, or wait or were judged in quarantine already."""
    ids = [_uuid(item.event_id) for item in refused.values()]
    found: set[bytes] = set()
    for table in (Visit, FieldEvent):
        rows = table._default_manager.filter(campaign_id=device.campaign_id, pk__in=ids)
        found |= {bytes(digest) for digest in rows.values_list("digest", flat=True)}
    there = Quarantine.objects.filter(campaign_id=device.campaign_id, device=device, digest__in=list(refused))
    return found | {bytes(digest) for digest in there.values_list("digest", flat=True)}


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53 else None


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
