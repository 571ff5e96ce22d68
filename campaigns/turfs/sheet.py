"""The paper sheet of a turf: its doors in walking order, page by page. No names, no opinions, no door codes."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from campaigns.doors.models import Door
from campaigns.people.models import Outing
from campaigns.territory.models import Address
from campaigns.turfs.models import Assignment, Turf, TurfStop

DOORS_PER_PAGE = 18
SIDES_TOLD = 3  # more changes of side than that tell nobody how to walk
MARK_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # 32 of them, without look-alikes


@dataclass(frozen=True)
class Row:
    """One door: its place in the walk, its address, and its name behind that address."""

    id: UUID
    number: int
    street: str
    side: str
    """``even``, ``odd``, or nothing where the address has no number."""
    numbering: str
    door: str
    first_of_address: bool
    first_of_street: bool
    """The first one on this side of this street, or at the head of a page: there the street is told."""


@dataclass(frozen=True)
class Page:
    number: int
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Spot:
    """An address of the walk that has a door on the sheet."""

    numbering: str
    street: str
    lon: float
    lat: float


@dataclass(frozen=True)
class Sheet:
    """The pages of one turf."""

    turf: Turf
    doors: int
    start: str
    sides: tuple[str, ...]
    """The sides of its one street in their order; empty for several streets, whose rows tell it."""
    mark: str
    """Four letters drawn from the doors and their order: two sheets that differ bear different ones."""
    pages: tuple[Page, ...]
    spots: tuple[Spot, ...]


def of_outing(outing: Outing, *, turf: int | None = None) -> list[Sheet]:
    """The sheets of every turf of the outing, or of one, by number. Three queries whatever the size."""
    turfs = outing.turfs.select_related("team").order_by("number")
    return of_turfs(list(turfs if turf is None else turfs.filter(pk=turf)))


def of_turfs(turfs: Sequence[Turf]) -> list[Sheet]:
    """The sheets of these turfs of one campaign: all their doors, or the rest where a walk was given back before its
    last door. Two queries, and a third when there is such a rest."""
    stops: dict[int, list[TurfStop]] = {turf.pk: [] for turf in turfs}
    rows = TurfStop.objects.filter(turf__in=turfs).select_related("address__street").order_by("turf", "position")
    for stop in rows:
        stops[stop.turf_id].append(stop)
    walked = {stop.address_id for each in stops.values() for stop in each}
    known = Door.objects.to_knock().filter(campaign__in={turf.campaign_id for turf in turfs}, address__in=walked)
    doors: dict[int, list[Door]] = {}
    for door in sorted(known.select_related("floor__staircase"), key=door_order):
        doors.setdefault(door.address_id, []).append(door)
    began = _rests(turfs)
    return [_sheet(turf, stops[turf.pk], _left(turf, doors, began.get(turf.pk))) for turf in turfs]


def rows_of(doors: Sequence[tuple[Address, Door]], *, alone: Collection[int]) -> tuple[Row, ...]:
    """The rows of these doors in the order given. ``alone``: addresses that have a single door."""
    rows: list[Row] = []
    for address, door in doors:
        last = rows[-1] if rows else None
        street, side = address.street.name if address.street else address.label, side_of(address)
        starts_page = len(rows) % DOORS_PER_PAGE == 0
        first = starts_page or last is None or doors[len(rows) - 1][0].pk != address.pk
        turns = starts_page or last is None or (last.street, last.side) != (street, side)
        name = door_name(door, alone=address.pk in alone)
        rows.append(Row(door.pk, len(rows) + 1, street, side, address.numbering, name, first, turns))
    return tuple(rows)


def pages_of(rows: Sequence[Row]) -> tuple[Page, ...]:
    """Eighteen rows a page; one empty page for no rows."""
    starts = range(0, max(1, len(rows)), DOORS_PER_PAGE)
    return tuple(Page(start // DOORS_PER_PAGE + 1, tuple(rows[start : start + DOORS_PER_PAGE])) for start in starts)


def mark_of(doors: Sequence[UUID]) -> str:
    """Four letters, the same for the same doors in the same order."""
    drawn = hashlib.sha256(b"".join(door.bytes for door in doors)).digest()
    return "".join(MARK_LETTERS[byte % len(MARK_LETTERS)] for byte in drawn[:4])


def side_of(address: Address) -> str:
    return "" if address.number is None else ("odd" if address.number % 2 else "even")


def door_order(door: Door) -> tuple[str, int, int, UUID]:
    """Staircase by staircase from the top floor down, as on the phone (tests/cases/walking.json)."""
    staircase, level = (door.floor.staircase.name, door.floor.level) if door.floor else ("", 0)
    return staircase, -level, door.rank, door.pk


def door_name(door: Door, *, alone: bool = False) -> str:
    """« A, 2e, gauche »: staircase, floor and name as far as they are known. ``alone``: the only door there."""
    parts = [door.floor.staircase.name, _floor(door.floor.level)] if door.floor else []
    told = ", ".join(part for part in [*parts, door.name] if part)
    return told or (_("house") if alone else "")


def _floor(level: int) -> str:
    """Very short, as on a letter box."""
    if level == 0:
        return pgettext("ground floor, very short", "GF")
    if level < 0:
        return _("basement %(level)d") % {"level": -level}
    return ngettext("floor %(level)d", "floor %(level)d", level) % {"level": level}


def _rests(turfs: Sequence[Turf]) -> dict[int, datetime]:
    """When the pass that is left began, by turf, where it is not the first one."""
    again = [turf.pk for turf in turfs if turf.pass_no > 1]
    ended = Assignment.objects.filter(turf__in=again, ended_at__isnull=False).values_list("turf")
    return dict(ended.annotate(Max("ended_at")))


def _left(turf: Turf, doors: dict[int, list[Door]], began: datetime | None) -> dict[int, list[Door]]:
    """Without those that the passes before have seen. What this pass sees stays, so that no number moves meanwhile."""
    if began is None:
        return doors
    return {
        address: [door for door in each if not (door.last_at and turf.created_at <= door.last_at <= began)]
        for address, each in doors.items()
    }


def _sheet(turf: Turf, stops: list[TurfStop], doors: dict[int, list[Door]]) -> Sheet:
    walked = [stop for stop in stops if doors.get(stop.address_id)]
    listed = [(stop.address, door) for stop in walked for door in doors[stop.address_id]]
    rows = rows_of(listed, alone={stop.address_id for stop in walked if len(doors[stop.address_id]) == 1})
    return Sheet(
        turf=turf,
        doors=len(rows),
        start=walked[0].address.label if walked else "",
        sides=_sides([stop.address for stop in walked]),
        mark=mark_of([row.id for row in rows]),
        pages=pages_of(rows),
        spots=tuple(_spot(stop.address) for stop in walked if stop.address.lon is not None),
    )


def _sides(addresses: Sequence[Address]) -> tuple[str, ...]:
    sides = tuple(side for side, _run in groupby(map(side_of, addresses)))
    one_street = len({address.street_id for address in addresses}) == 1
    return sides if one_street and len(sides) <= SIDES_TOLD and all(sides) else ()


def _spot(address: Address) -> Spot:
    street = address.street.name if address.street else ""
    return Spot(address.numbering, street, float(address.lon or 0), float(address.lat or 0))
