"""What the payload of a rare event names, checked: places of the event's turf, short texts, whole numbers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from campaigns.doors.models import Building, Door, Floor, Staircase
from campaigns.people.models import Device
from campaigns.turfs.models import TurfStop
from campaigns.visits.events import FieldEvent, Refused, is_storable

WAYS = {Door: "address", Floor: "staircase__building__address", Staircase: "building__address"}


def address(event: FieldEvent) -> int:
    """The address named. Raises Refused ``unknown_door`` unless it is a stop of the event's turf."""
    named = number(event.payload, "address", 2**53)
    if not TurfStop.objects.filter(turf=event.turf, address=named).exists():  # the turf is the phone's
        raise Refused("unknown_door", "no such address in that turf")
    return named


def building(device: Device, event: FieldEvent) -> Building:
    """What the campaign knows of the address named; made when it knew nothing."""
    found, _made = Building.objects.get_or_create(campaign_id=device.campaign_id, address_id=address(event))
    return found


def in_turf(kind: type[Door] | type[Floor] | type[Staircase], device: Device, event: FieldEvent, key: str) -> Any:
    """The row of this id. Raises Refused ``unknown_door`` unless it is behind an address of the event's turf."""
    walked = TurfStop.objects.filter(campaign_id=device.campaign_id, turf=event.turf).values("address")
    rows = kind._default_manager.filter(campaign_id=device.campaign_id, pk=UUID(key))
    found = rows.filter(**{f"{WAYS[kind]}__in": walked}).first()
    if found is None:
        raise Refused("unknown_door", f"no such {kind.__name__.lower()} in that turf")
    return found


def text(payload: dict[str, Any], name: str, longest: int) -> str:
    """The text without spaces around it. Raises Refused ``invalid``."""
    value = payload[name]
    if not isinstance(value, str) or not is_storable(value, longest=longest):
        raise Refused("invalid", f"{name}: expected a text of at most {longest} characters")
    return value.strip()


def number(payload: dict[str, Any], name: str, most: int, *, least: int = 0) -> int:
    """The whole number. Raises Refused ``invalid``."""
    value = payload[name]
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise Refused("invalid", f"{name}: expected a whole number from {least} to {most}")
    return value
