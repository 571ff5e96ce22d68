"""A form becomes an event of the phone: the server is its clock, gives its number, and takes it as a push does.

The form carries the event's id, made when the page was drawn: sent twice, it is the same event. Numbers go on after
the highest that the phone has told of. A phone that uses the app as well may hold an unsent event under the same
number: both are stored, since events are told apart by their ids, and the order at one door is by time first.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from campaigns.contacts.from_phones import REACTIONS
from campaigns.doors.identifiers import uuid7
from campaigns.people.models import Device
from campaigns.turfs.models import Assignment
from campaigns.visits import recording, replaying
from campaigns.visits.clock import Envelope
from campaigns.visits.models import FieldEvent, Quarantine, Visit
from campaigns.visits.writing import Told, written


@transaction.atomic
def take(device: Device, turf: int, told: Told, *, now: datetime) -> bool:
    """Record it; False for a form that came before. What is refused is kept in quarantine, as after a push.

    The first visit of a walk also begins it.
    """
    _take_turns(device)
    if _came_before(device, told.id):
        return False
    device.refresh_from_db(fields=["seq_high", "seq_acked"])
    events = [told] if _has_begun(device, turf) else [Told(uuid7(), "walk.started", _outing(device, turf)), told]
    first = max(device.seq_high, device.seq_acked) + 1
    batch = [
        written(event, campaign=device.campaign.slug, turf=turf, number=number, at=now)
        for number, event in enumerate(events, start=first)
    ]
    envelope = Envelope(sent_at=now, mono_ms=None, received_at=now)
    answer = recording.record(device, batch, envelope=envelope, seq_high=first + len(batch) - 1, reactions=REACTIONS)
    if answer.founded:
        replaying.take_awaited(device.campaign, answer.founded, now=now, reactions=REACTIONS)
    return True


def _take_turns(device: Device) -> None:
    """Two taps at once must not take one number. Not the phone's row: a push locks that after its doors."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('plain_form'), hashtext(%s))", [str(device.pk)])


def _came_before(device: Device, event: UUID) -> bool:
    return any(
        rows.exists()
        for rows in (
            Visit.objects.filter(pk=event, device=device),
            FieldEvent.objects.filter(pk=event, device=device),
            Quarantine.objects.filter(device=device, event_id=str(event)),
        )
    )


def _has_begun(device: Device, turf: int) -> bool:
    return not Assignment.objects.filter(device=device, turf=turf, ended_at=None, started_at=None).exists()


def _outing(device: Device, turf: int) -> dict[str, str]:
    return {"turf": f"t-{turf}", "outing": f"o-{device.outing_id}"}
