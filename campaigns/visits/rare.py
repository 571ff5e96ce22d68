"""The rare events of a phone: what it learned of a building, where its walk stands. Taken one by one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from uuid import UUID

from django.db import DataError, IntegrityError

from campaigns.doors import notes
from campaigns.doors.models import AccessNote
from campaigns.people import counter
from campaigns.people.models import Campaign, Device
from campaigns.turfs import handing_out
from campaigns.turfs.models import Turf
from campaigns.visits import building, payloads
from campaigns.visits.clock import Envelope
from campaigns.visits.events import FieldEvent, Refused
from campaigns.visits.models import FieldEvent as StoredEvent
from campaigns.visits.rights import Rights

FOUNDING = ("staircase.added", "floor.added", "door.added")
Reaction = Callable[[Device, FieldEvent, Envelope], None]


def take_turns(device: Device, batch: Sequence[FieldEvent]) -> set[UUID]:
    """Let one batch with rare events through at a time in a campaign; the doors that its visits will not name.

    Rare events take change numbers between other locks, which two batches at once would do in opposite orders.
    """
    if not batch:
        return set()
    Campaign.objects.select_for_update(no_key=True).get(pk=device.campaign_id)
    return set(building.touched(device, batch))


def lock_turfs(batch: Collection[FieldEvent], rights: Rights) -> None:
    """Hold the turfs whose walks begin or end before any number is taken, as the leaders' pages do."""
    walked = {event.turf for event in batch if event.type.startswith("walk.")} & rights.turfs
    walked |= {event.turf for event in batch if event.is_visit} & rights.not_begun
    if walked:
        list(Turf.objects.select_for_update(no_key=True).filter(pk__in=walked).order_by("pk").values_list("pk"))


def begin_walks(device: Device, visits: Iterable[FieldEvent], rights: Rights, envelope: Envelope) -> None:
    """A first visit begins its walk: a phone that was given the turf later has no button for it."""
    for turf in Turf.objects.filter(pk__in={visit.turf for visit in visits} & rights.not_begun).order_by("pk"):
        handing_out.start(turf, device, now=envelope.received_at)


def take(
    device: Device, event: FieldEvent, *, rights: Rights, envelope: Envelope, reactions: Mapping[str, Reaction]
) -> tuple[int, bool]:
    """Store the event and carry it out; its number, and whether it was new.

    Raises Refused: ``turf_not_assigned``, ``invalid``, ``id_reused`` or ``unknown_door``. Call inside a savepoint.
    """
    rights.check_turf(event)
    there = StoredEvent.objects.filter(pk=event.id).first()
    if there is not None:
        if bytes(there.digest) != event.digest:
            raise Refused("id_reused", "another event has this id")
        return there.seq, False
    try:
        {**ACTIONS, **reactions}[event.type](device, event, envelope)
    except (KeyError, TypeError, ValueError, AttributeError, DataError) as error:
        raise Refused("invalid", f"payload: {error}"[:120]) from error
    except IntegrityError as error:
        raise Refused("id_reused", "something else has this id") from error
    stored = StoredEvent.objects.create(
        id=event.id,
        campaign_id=device.campaign_id,
        seq=counter.take(device.campaign_id),
        device=device,
        device_seq=event.device_seq,
        type=event.type,
        at=event.at,
        received_at=envelope.received_at,
        digest=event.digest,
    )
    return stored.seq, True


def _note_access(device: Device, event: FieldEvent, envelope: Envelope) -> None:
    """The latest of a kind takes the place of what was known at the address, in whatever order they come.

    An empty text erases it: the row stays, so that the other phones hear of it.
    """
    kind = event.payload["kind"]
    if kind not in AccessNote.Kind.values:
        raise Refused("invalid", "kind: unknown")
    address, text = payloads.address(event), payloads.text(event.payload, "text", notes.LONGEST_NOTE)
    noted_at, _suspect = envelope.effective(event.at, event.mono_ms)
    before = AccessNote.objects.filter(campaign_id=device.campaign_id, address=address, kind=kind)
    if any((note.noted_at, note.pk) > (noted_at, event.id) for note in before):
        return
    before.delete()
    AccessNote.objects.create(
        id=event.id,
        campaign_id=device.campaign_id,
        address_id=address,
        kind=kind,
        encrypted_text=notes.encrypt(text),
        noted_at=noted_at,
        seq=counter.take(device.campaign_id),
    )


def _walk(change: Callable[..., None]) -> Reaction:
    """A walk begins or ends only while the phone holds the turf; what comes later is kept for its trace."""

    def react(device: Device, event: FieldEvent, envelope: Envelope) -> None:
        turf = Turf.objects.held_by(device).filter(pk=event.turf).first()
        if turf is not None:
            change(turf, device, now=envelope.received_at)

    return react


ACTIONS: dict[str, Reaction] = {
    "door.added": building.add_door,
    "door.renamed": building.rename_door,
    "floor.added": building.add_floor,
    "staircase.added": building.add_staircase,
    "doors.estimated": building.estimate_doors,
    "floor.no_access": building.close_floor,
    "building.do_not_knock": building.close,
    "leaflets.left": building.leave_leaflets,
    "access.noted": _note_access,
    "walk.started": _walk(handing_out.start),
    "walk.handed_back": _walk(handing_out.hand_back),
    "walk.handed_over": _walk(handing_out.hand_over),
}
