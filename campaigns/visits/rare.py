"""The rare events of a phone: what it learned of a building, where its walk stands. Taken one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import DataError, IntegrityError

from campaigns.doors import notes
from campaigns.doors.models import AccessNote, Building, Door, Floor, Staircase
from campaigns.people import counter
from campaigns.people.models import Campaign, Device
from campaigns.turfs import handing_out
from campaigns.turfs.models import Turf, TurfStop
from campaigns.visits.clock import Envelope
from campaigns.visits.events import FieldEvent, Refused, is_storable
from campaigns.visits.models import FieldEvent as StoredEvent
from campaigns.visits.rights import Rights

MOST_DOORS = 1_000
FOUNDING = ("staircase.added", "floor.added", "door.added")
Reaction = Callable[[Device, FieldEvent, Envelope], None]


def take_turns(device: Device, batch: Sequence[FieldEvent]) -> set[UUID]:
    """Let one batch with rare events through at a time in a campaign; the doors that its visits will not name.

    Rare events take change numbers between other locks, which two batches at once would do in opposite orders.
    """
    if not batch:
        return set()
    Campaign.objects.select_for_update(no_key=True).get(pk=device.campaign_id)
    closing = [event.payload.get("address") for event in batch if event.type == "building.do_not_knock"]
    addresses = [address for address in closing if isinstance(address, int) and 0 < address < 2**53]
    doors = Door.objects.filter(campaign_id=device.campaign_id, address__in=addresses)
    return set(doors.values_list("pk", flat=True)) if addresses else set()


def lock_turfs(batch: Sequence[FieldEvent], rights: Rights) -> None:
    """Hold the turfs whose walks begin or end before any number is taken, as the leaders' pages do."""
    walked = {event.turf for event in batch if event.type.startswith("walk.")} & rights.turfs.keys()
    if walked:
        list(Turf.objects.select_for_update(no_key=True).filter(pk__in=walked).order_by("pk").values_list("pk"))


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


def _add_door(device: Device, event: FieldEvent, envelope: Envelope) -> None:
    payload = event.payload
    address = _address(event)
    floor = _in_turf(Floor, device, event, payload["floor"]) if payload.get("floor") else None
    if floor is not None and floor.staircase.building.address_id != address:
        raise Refused("unknown_door", "no such floor at that address")
    closed = Building.objects.filter(campaign_id=device.campaign_id, address_id=address, do_not_knock=True).exists()
    Door.objects.create(
        id=UUID(payload["id"]),
        campaign_id=device.campaign_id,
        address_id=address,
        floor=floor,
        state="do_not_knock" if closed else "todo",
        name=_text(payload, "name", 40),
        rank=_number(payload, "position", 400),
        seq=counter.take(device.campaign_id),
    )


def _add_floor(device: Device, event: FieldEvent, envelope: Envelope) -> None:
    staircase = _in_turf(Staircase, device, event, event.payload["staircase"])
    Floor.objects.create(
        id=UUID(event.payload["id"]),
        campaign_id=device.campaign_id,
        staircase=staircase,
        level=_number(event.payload, "number", 99, least=-9),
    )


def _add_staircase(device: Device, event: FieldEvent, envelope: Envelope) -> None:
    Staircase.objects.create(
        id=UUID(event.payload["id"]),
        campaign_id=device.campaign_id,
        building=_building(device, event),
        name=_text(event.payload, "name", 20),
        rank=_number(event.payload, "position", 99),
    )


def _estimate_doors(device: Device, event: FieldEvent, envelope: Envelope) -> None:
    """The latest reading counts, in whatever order they come."""
    building, number = _building(device, event), _number(event.payload, "number", MOST_DOORS)
    read_at, _suspect = envelope.effective(event.at, event.mono_ms)
    if building.estimated_at is None or (building.estimated_at, building.doors_estimated or 0) < (read_at, number):
        building.doors_estimated, building.estimated_at = number, read_at
        building.save(update_fields=["doors_estimated", "estimated_at"])


def _close_building(device: Device, event: FieldEvent, envelope: Envelope) -> None:
    building = _building(device, event)
    building.do_not_knock = True
    building.save(update_fields=["do_not_knock"])
    Door.objects.filter(campaign_id=device.campaign_id, address_id=building.address_id).update(
        state="do_not_knock", seq=counter.take(device.campaign_id)
    )


def _close_floor(device: Device, event: FieldEvent, envelope: Envelope) -> None:
    """Kept for its trace: the phone also sends one `no_access` visit for each door of the floor."""
    _in_turf(Floor, device, event, event.payload["floor"])


def _note_access(device: Device, event: FieldEvent, envelope: Envelope) -> None:
    """The latest of a kind takes the place of what was known at the address, in whatever order they come.

    An empty text erases it: the row stays, so that the other phones hear of it.
    """
    kind = event.payload["kind"]
    if kind not in AccessNote.Kind.values:
        raise Refused("invalid", "kind: unknown")
    address, text = _address(event), _text(event.payload, "text", notes.LONGEST_NOTE)
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
    "door.added": _add_door,
    "floor.added": _add_floor,
    "staircase.added": _add_staircase,
    "doors.estimated": _estimate_doors,
    "floor.no_access": _close_floor,
    "building.do_not_knock": _close_building,
    "access.noted": _note_access,
    "walk.started": _walk(handing_out.start),
    "walk.handed_back": _walk(handing_out.hand_back),
    "walk.handed_over": _walk(handing_out.hand_over),
}


def _address(event: FieldEvent) -> int:
    """The address named, which must be a stop of the event's turf."""
    address = _number(event.payload, "address", 2**53)
    if not TurfStop.objects.filter(turf=event.turf, address=address).exists():  # the turf is the phone's
        raise Refused("unknown_door", "no such address in that turf")
    return address


def _building(device: Device, event: FieldEvent) -> Building:
    building, _made = Building.objects.get_or_create(campaign_id=device.campaign_id, address_id=_address(event))
    return building


def _in_turf(kind: type[Floor] | type[Staircase], device: Device, event: FieldEvent, key: str) -> Any:
    """The floor or staircase named, which must be behind an address of the event's turf."""
    way = "building__address" if kind is Staircase else "staircase__building__address"
    walked = TurfStop.objects.filter(campaign_id=device.campaign_id, turf=event.turf).values("address")
    found = kind.objects.filter(campaign_id=device.campaign_id, pk=UUID(key), **{f"{way}__in": walked}).first()
    if found is None:
        raise Refused("unknown_door", f"no such {kind.__name__.lower()} in that turf")
    return found


def _text(payload: dict[str, Any], name: str, longest: int) -> str:
    value = payload[name]
    if not isinstance(value, str) or not is_storable(value, longest=longest):
        raise Refused("invalid", f"{name}: expected a text of at most {longest} characters")
    return value.strip()


def _number(payload: dict[str, Any], name: str, most: int, *, least: int = 0) -> int:
    value = payload[name]
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise Refused("invalid", f"{name}: expected a whole number from {least} to {most}")
    return value
