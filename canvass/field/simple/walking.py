"""The walk of a turf as the plain pages show it: addresses by street, doors in walking order, the next one."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from uuid import UUID

from django.utils.safestring import SafeString

from campaigns.doors.models import Door, DoorState
from campaigns.territory.models import Address
from campaigns.turfs.models import Turf, TurfStop
from canvass.field.simple import wording

SIDES = {"": "both", "pairs": "even", "impairs": "odd"}


@dataclass
class Spot:
    """A door on the way, and the run of one street that it lies in."""

    door: Door
    place: Place
    run: int

    @property
    def name(self) -> SafeString:
        return wording.door_name(self.door)

    @property
    def is_left(self) -> bool:
        return self.door.state == DoorState.TODO


@dataclass
class Place:
    """An address of the walk with its doors."""

    address: Address
    spots: list[Spot] = field(default_factory=list)

    @property
    def seen(self) -> int:
        return sum(not spot.is_left for spot in self.spots)

    @property
    def first(self) -> Spot | None:
        """The door that a tap on the address opens: the first to see, else the first."""
        return next((spot for spot in self.spots if spot.is_left), self.spots[0] if self.spots else None)


@dataclass
class Walk:
    turf: Turf
    side: str
    streets: list[tuple[str, list[Place]]]
    spots: list[Spot]
    total: int
    seen: int

    def spot(self, door: UUID) -> Spot | None:
        return next((spot for spot in self.spots if spot.door.pk == door), None)

    def next(self, current: UUID | None = None) -> Spot | None:
        """The next door to see; those left behind come back at the end of their street."""
        here = next((n for n, spot in enumerate(self.spots) if spot.door.pk == current), -1)
        left = [(n, spot) for n, spot in enumerate(self.spots) if spot.is_left and n != here]
        if here < 0:
            return left[0][1] if left else None
        run = self.spots[here].run
        # This street ahead, then what was passed in it, then ahead, then whatever is left.
        ranked = sorted(left, key=lambda item: (item[1].run != run, item[0] < here, item[0]))
        return ranked[0][1] if ranked else None


def of(turf: Turf, *, side: str = "") -> Walk:
    """The walk, on one side of the streets or both (a key of SIDES). Two questions, however long it is."""
    stops = TurfStop.objects.filter(turf=turf).select_related("address__street", "address__station")
    places = {stop.address_id: Place(stop.address) for stop in stops.order_by("position")}
    doors = Door.objects.standing().filter(campaign_id=turf.campaign_id, address__in=places)
    found = list(doors.select_related("floor__staircase"))
    for door in sorted(found, key=rank):
        places[door.address_id].spots.append(Spot(door, places[door.address_id], run=0))
    shown = [place for place in places.values() if _is_on(place.address, SIDES.get(side, "both"))]
    streets = [(name, list(group)) for name, group in groupby(shown, key=_street)]
    spots = []
    for run, (_name, group) in enumerate(streets):
        for spot in (spot for place in group for spot in place.spots):
            spot.run = run
            spots.append(spot)
    return Walk(turf, side, streets, spots, len(found), sum(door.state != DoorState.TODO for door in found))


def rank(door: Door) -> tuple[str, int, int, str]:
    """The order inside an address: staircase by staircase, from the top floor down (tests/cases/walking.json)."""
    staircase = door.floor.staircase.name if door.floor else ""
    return staircase, -(door.floor.level if door.floor else 0), door.rank, str(door.pk)


def _street(place: Place) -> str:
    return place.address.street.name if place.address.street else ""


def _is_on(address: Address, side: str) -> bool:
    """Addresses without a number belong to every side."""
    return side == "both" or address.number is None or (address.number % 2 == 0) == (side == "even")
