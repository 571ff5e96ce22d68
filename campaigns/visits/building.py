"""What a phone learned of a building: staircases, floors and doors found on site, buttons counted, doors closed.

Each change that a phone can see takes its number: the building's own, or that of its doors.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from campaigns.doors import guesses, tombstones
from campaigns.doors.models import Building, Door, Floor, Staircase
from campaigns.people import counter
from campaigns.people.models import Device
from campaigns.territory.models import Address
from campaigns.turfs.models import Turf
from campaigns.visits import payloads
from campaigns.visits.clock import Envelope
from campaigns.visits.events import FieldEvent, Refused
from campaigns.visits.models import Leaflets

MOST_DOORS = 1_000


def touched(device: Device, batch: Sequence[FieldEvent]) -> Collection[UUID]:
    """Doors that these events may change though no visit names them: of a closed building, or giving way."""
    closing = _addresses(batch, "building.do_not_knock")
    growing = _addresses(batch, "door.added") - closing
    if not closing | growing:
        return set()
    doors = Door.objects.filter(campaign_id=device.campaign_id)
    named = set(doors.filter(address__in=closing).values_list("pk", flat=True)) if closing else set()
    if growing:
        guessed = doors.standing().filter(address__in=growing, estimated=True)
        named.update(guessed.values_list("pk", flat=True))
    return named


def add_door(device: Device, event: FieldEvent, envelope: Envelope) -> None:
    """A door found on site takes the place of one that was only guessed at that address."""
    payload = event.payload
    address = payloads.address(event)
    floor = payloads.in_turf(Floor, device, event, payload["floor"]) if payload.get("floor") else None
    if floor is not None and floor.staircase.building.address_id != address:
        raise Refused("unknown_door", "no such floor at that address")
    closed = Building.objects.filter(campaign_id=device.campaign_id, address_id=address, do_not_knock=True).exists()
    there = Door.objects.standing().filter(campaign_id=device.campaign_id, address_id=address, estimated=True)
    guess = guesses.giving_way(there)
    Door.objects.create(
        id=UUID(payload["id"]),
        campaign_id=device.campaign_id,
        address_id=address,
        floor=floor,
        state="do_not_knock" if closed else "todo",
        name=payloads.text(payload, "name", 40),
        rank=payloads.number(payload, "position", 400),
        seq=counter.take(device.campaign_id),
    )
    if guess is not None:
        tombstones.remove(guess, now=envelope.received_at)


def rename_door(device: Device, event: FieldEvent, envelope: Envelope) -> None:
    """The latest name counts, in whatever order they come."""
    door = payloads.in_turf(Door, device, event, event.payload["door"])
    name = payloads.text(event.payload, "name", 40)
    named_at, _suspect = envelope.effective(event.at, event.mono_ms)
    if door.named_at is None or (door.named_at, door.name) < (named_at, name):
        seq = counter.take(device.campaign_id)
        Door.objects.filter(pk=door.pk).update(name=name, named_at=named_at, seq=seq)


def add_floor(device: Device, event: FieldEvent, envelope: Envelope) -> None:
    staircase = payloads.in_turf(Staircase, device, event, event.payload["staircase"])
    Floor.objects.create(
        id=UUID(event.payload["id"]),
        campaign_id=device.campaign_id,
        staircase=staircase,
        level=payloads.number(event.payload, "number", 99, least=-9),
    )
    _tell(device, staircase.building_id)


def add_staircase(device: Device, event: FieldEvent, envelope: Envelope) -> None:
    building = payloads.building(device, event)
    Staircase.objects.create(
        id=UUID(event.payload["id"]),
        campaign_id=device.campaign_id,
        building=building,
        name=payloads.text(event.payload, "name", 20),
        rank=payloads.number(event.payload, "position", 99),
    )
    _tell(device, building.pk)


def estimate_doors(device: Device, event: FieldEvent, envelope: Envelope) -> None:
    """The latest reading counts, in whatever order they come."""
    building, number = payloads.building(device, event), payloads.number(event.payload, "number", MOST_DOORS)
    read_at, _suspect = envelope.effective(event.at, event.mono_ms)
    if building.estimated_at is None or (building.estimated_at, building.doors_estimated or 0) < (read_at, number):
        building.doors_estimated, building.estimated_at = number, read_at
        building.save(update_fields=["doors_estimated", "estimated_at"])
        _tell(device, building.pk)


def close(device: Device, event: FieldEvent, envelope: Envelope) -> None:
    """Nobody of the building wants us to knock: its doors close, and those found there later."""
    building = payloads.building(device, event)
    building.do_not_knock = True
    building.save(update_fields=["do_not_knock"])
    seq = counter.take(device.campaign_id, 2)
    Door.objects.filter(campaign_id=device.campaign_id, address_id=building.address_id).update(
        state="do_not_knock", seq=seq - 1
    )
    Building.objects.filter(pk=building.pk).update(seq=seq)


def close_floor(device: Device, event: FieldEvent, envelope: Envelope) -> None:
    """Kept for its trace: the phone also sends one `no_access` visit for each door of the floor."""
    payloads.in_turf(Floor, device, event, event.payload["floor"])


def leave_leaflets(device: Device, event: FieldEvent, envelope: Envelope) -> None:
    """So many more at this address; fewer than none takes back what was told too many."""
    place = Address.objects.get(pk=payloads.address(event))
    left_at, _suspect = envelope.effective(event.at, event.mono_ms)
    Leaflets.objects.create(
        id=event.id,
        campaign_id=device.campaign_id,
        address=place,
        station_id=place.station_id,
        outing_id=Turf.objects.get(pk=event.turf).outing_id,
        day=left_at.astimezone(ZoneInfo(device.campaign.time_zone)).date(),
        number=payloads.number(event.payload, "number", MOST_DOORS, least=-MOST_DOORS),
    )


def _tell(device: Device, building: UUID) -> None:
    Building.objects.filter(pk=building).update(seq=counter.take(device.campaign_id))


def _addresses(batch: Sequence[FieldEvent], kind: str) -> set[int]:
    named = [event.payload.get("address") for event in batch if event.type == kind]
    return {address for address in named if isinstance(address, int) and 0 < address < 2**53}
