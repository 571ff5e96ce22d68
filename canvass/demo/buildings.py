"""Some buildings of the demo as teams found them: staircases, floors, doors on their floors, a code at the entrance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from string import ascii_uppercase

from campaigns.doors import notes
from campaigns.doors.models import AccessNote, Building, Door, Floor, Staircase
from campaigns.people.models import Outing
from campaigns.territory.models import Address
from campaigns.turfs.models import TurfStop

FEWEST = 6  # doors behind one entrance
MOST_OF_A_STAIRCASE = 24
NAMES = {2: ("gauche", "droite"), 3: ("1", "2", "3")}


def furnish(outing: Outing, *, now: datetime) -> int:
    """Give every other building of the outing's turfs its floors; how many. What was furnished before stays."""
    stops = TurfStop.objects.filter(campaign=outing.campaign, turf__outing=outing)
    known = Building.objects.filter(campaign=outing.campaign)
    doors = (
        Door.objects.standing()
        .filter(campaign=outing.campaign, address__in=stops.values("address"))
        .exclude(address__in=known.values("address"))
        .select_related("address")
        .order_by("address", "rank")
    )
    groups = ((place, list(rows)) for place, rows in groupby(doors, key=lambda door: door.address))
    chosen = [(place, rows) for place, rows in groups if len(rows) >= FEWEST and (place.number or 0) // 2 % 2]
    buildings = [_building(outing, place, len(rows)) for place, rows in chosen]
    placed = list(_placed(buildings, [rows for _place, rows in chosen]))
    Building.objects.bulk_create(buildings)
    Staircase.objects.bulk_create({floor.staircase.pk: floor.staircase for _door, floor in placed}.values())
    Floor.objects.bulk_create({floor.pk: floor for _door, floor in placed}.values())
    Door.objects.bulk_update([door for door, _floor in placed], ["floor", "name", "rank"], batch_size=1_000)
    AccessNote.objects.bulk_create(_code(building, now) for building in buildings if building.doors_estimated)
    return len(buildings)


def _building(outing: Outing, place: Address, doors: int) -> Building:
    read = doors + 1 if (place.number or 0) % 4 != 1 else None
    return Building(campaign=outing.campaign, address=place, doors_estimated=read)


def _placed(buildings: Sequence[Building], groups: Sequence[list[Door]]) -> Iterator[tuple[Door, Floor]]:
    """Each door with its floor, unsaved, from the ground floor up."""
    for building, doors in zip(buildings, groups, strict=True):
        width = 2 if len(doors) % 2 == 0 and len(doors) < 12 else 3
        for stair, start in enumerate(range(0, len(doors), MOST_OF_A_STAIRCASE)):
            staircase = Staircase(
                campaign=building.campaign, building=building, name=ascii_uppercase[stair % 26], rank=stair + 1
            )
            yield from _floors(staircase, doors[start : start + MOST_OF_A_STAIRCASE], width)


def _floors(staircase: Staircase, doors: list[Door], width: int) -> Iterator[tuple[Door, Floor]]:
    hall = len(doors) % width or width  # the ground floor has the entrance besides
    for level, start in enumerate(range(hall - width, len(doors), width)):
        floor = Floor(campaign=staircase.campaign, staircase=staircase, level=level)
        for rank, door in enumerate(doors[max(0, start) : start + width], start=1):
            door.floor, door.name, door.rank = floor, NAMES[width][rank - 1], rank
            yield door, floor


def _code(building: Building, now: datetime) -> AccessNote:
    number = building.address.number or 0
    text = f"{number * 37 % 100:02d}{ascii_uppercase[number % 6]}{number * 53 % 100:02d}"
    return AccessNote(
        campaign=building.campaign,
        address=building.address,
        kind=AccessNote.Kind.CODE,
        encrypted_text=notes.encrypt(text),
        noted_at=now,
    )
