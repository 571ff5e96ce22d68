"""The paper sheet of a turf: its doors in walking order, page by page. No names, no opinions, no door codes."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from campaigns.doors.models import Door
from campaigns.people.models import Outing
from campaigns.turfs.models import Turf, TurfStop

DOORS_PER_PAGE = 18


@dataclass(frozen=True)
class Row:
    """One door: its place in the walk, its address (empty when the row above has the same), its name."""

    number: int
    street: str
    numbering: str
    door: str
    first_of_address: bool


@dataclass(frozen=True)
class Page:
    number: int
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Sheet:
    """The pages of one turf."""

    turf: Turf
    doors: int
    start: str
    pages: tuple[Page, ...]


def of_outing(outing: Outing) -> list[Sheet]:
    """The sheets of every turf of the outing, by number. Three queries whatever the size."""
    turfs = list(outing.turfs.select_related("team").order_by("number"))
    stops: dict[int, list[TurfStop]] = {turf.pk: [] for turf in turfs}
    rows = TurfStop.objects.filter(turf__in=turfs).select_related("address__street").order_by("turf", "position")
    for stop in rows:
        stops[stop.turf_id].append(stop)
    doors: dict[int, list[Door]] = {}
    walked = {stop.address_id for each in stops.values() for stop in each}
    known = Door.objects.to_knock().filter(campaign=outing.campaign_id, address__in=walked)
    for door in sorted(known.select_related("floor__staircase"), key=door_order):
        doors.setdefault(door.address_id, []).append(door)
    return [_sheet(turf, stops[turf.pk], doors) for turf in turfs]


def _sheet(turf: Turf, stops: list[TurfStop], doors: dict[int, list[Door]]) -> Sheet:
    rows: list[Row] = []
    for stop in stops:
        for index, door in enumerate(doors.get(stop.address_id, [])):
            address = stop.address
            street = address.street.name if address.street else address.label
            rows.append(Row(len(rows) + 1, street, address.numbering, door_name(door), index == 0))
    pages = [
        Page(start // DOORS_PER_PAGE + 1, tuple(rows[start : start + DOORS_PER_PAGE]))
        for start in range(0, max(1, len(rows)), DOORS_PER_PAGE)
    ]
    first = stops[0].address.label if stops else ""
    return Sheet(turf, len(rows), first, tuple(pages))


def door_order(door: Door) -> tuple[str, int, int, UUID]:
    """Staircase by staircase from the top floor down, as on the phone (tests/cases/walking.json)."""
    staircase, level = (door.floor.staircase.name, door.floor.level) if door.floor else ("", 0)
    return staircase, -level, door.rank, door.pk


def door_name(door: Door) -> str:
    """« A 2 gauche »: staircase, floor and name as far as they are known; empty for a house."""
    parts = [door.floor.staircase.name, str(door.floor.level)] if door.floor else []
    return " ".join([*parts, door.name]).strip()
