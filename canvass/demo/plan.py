"""The plan of an invented town: streets on a bent grid, doors along both sides, stations as compact areas. Pure."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter

from campaigns.territory.geometry import METRES_PER_DEGREE
from canvass.demo import names

BLOCK = 118.0  # metres between two parallel streets
SETBACK = 9.0  # metres from the middle of the street to the front doors
ADDRESSES_PER_STATION = 105
GAP = 2.0  # metres between two rows of houses that a boundary may run through
UNFAIR = 0.04
PARTS = 3  # a long line of the grid carries that many street names
ORIGIN = (3.118, 48.287)  # fields, in truth

Point = tuple[float, float]


@dataclass(frozen=True)
class House:
    """An address of the town: its street, number, place in metres, and dwellings (None: nobody knows)."""

    street: str
    number: int
    suffix: str
    east: float
    north: float
    dwellings: int | None


@dataclass(frozen=True)
class Area:
    """A polling station on the ground: the corners of its contour, and its houses."""

    corners: tuple[Point, ...]
    houses: tuple[House, ...]


@dataclass(frozen=True)
class Cut:
    """A piece of ground in two: the houses of each side of a line, and how far from the wanted share they are."""

    one: list[House]
    other: list[House]
    limit: float
    unfair: float


def lay_out(chance: random.Random, stations: int) -> list[Area]:
    """Houses along every street, then the ground cut into that many areas of about as many addresses."""
    houses = list(_houses(chance, _lines_for(stations)))
    return list(_areas(houses, stations, _box(houses)))


def to_degrees(east: float, north: float) -> Point:
    """(lon, lat) of a place of the town."""
    bent_east, bent_north = _bend(east, north)
    shrink = math.cos(math.radians(ORIGIN[1]))
    return (
        round(ORIGIN[0] + bent_east / METRES_PER_DEGREE / shrink, 6),
        round(ORIGIN[1] + bent_north / METRES_PER_DEGREE, 6),
    )


def _lines_for(stations: int) -> int:
    """Lines of the grid each way: two families of lines, a door every 16 metres on each side of them."""
    addresses = stations * ADDRESSES_PER_STATION
    return max(3, round(math.sqrt(addresses / (4 * BLOCK / 16.0))) + 1)


def _bend(east: float, north: float) -> Point:
    """Old towns have no right angles."""
    return east + 70 * math.sin(north / 620) + 0.08 * north, north + 55 * math.sin(east / 540)


def _houses(chance: random.Random, lines: int) -> Iterator[House]:
    name = names.streets(chance)
    length = (lines - 1) * BLOCK
    for line in range(lines):
        for along_east in (True, False):
            for part in range(PARTS):
                start, end = length * part / PARTS, length * (part + 1) / PARTS
                yield from _street(chance, next(name), line * BLOCK, start, end, length / 2, along_east=along_east)


def _street(
    chance: random.Random, name: str, offset: float, start: float, end: float, middle: float, *, along_east: bool
) -> Iterator[House]:
    """Both sides of one street, numbers growing along it; one street in fifteen has no even side."""
    sides = (1,) if chance.random() < 1 / 15 else (1, 0)
    for side in sides:
        number, at = (1 if side else 2), start + 14.0
        while at < end - 10.0:
            across = offset + (SETBACK if side else -SETBACK)
            east, north = (at, across) if along_east else (across, at)
            nearness = 1 - min(1.0, math.hypot(east - middle, north - middle) / (middle * 1.3 + 1))
            yield House(name, number, "", east, north, _dwellings(chance, nearness))
            if chance.random() < 0.03:
                yield House(name, number, "bis", east + 3, north + 3, 1)
            number += 2
            at += chance.uniform(11.0, 20.0)


def _dwellings(chance: random.Random, nearness: float) -> int | None:
    """Towers are rare, buildings stand near the middle, houses around, and some numbers nobody knows."""
    lot = chance.random()
    if lot < 0.004:
        return 120
    if lot < 0.05:
        return None
    if lot < 0.05 + 0.5 * nearness:
        return chance.choice((2, 3, 4, 4, 6, 8, 8, 10, 12, 16, 20))
    return 1


def _box(houses: list[House]) -> tuple[float, float, float, float]:
    easts, norths = [house.east for house in houses], [house.north for house in houses]
    return min(easts) - 20, min(norths) - 20, max(easts) + 20, max(norths) + 20


def _areas(houses: list[House], pieces: int, box: tuple[float, float, float, float]) -> Iterator[Area]:
    """Cut the box across its longer side, again and again, between equal shares of houses."""
    west, south, east, north = box
    if pieces == 1:
        yield Area(tuple(_contour(box)), tuple(houses))
        return
    first = pieces // 2
    wide = east - west >= north - south
    long, short = (_cut(houses, len(houses) * first / pieces, across) for across in (wide, not wide))
    fairer = short.unfair + UNFAIR < long.unfair  # the longer side gives rounder areas
    across_east, cut = (not wide, short) if fairer else (wide, long)
    one, other, limit = cut.one, cut.other, cut.limit
    if across_east:
        yield from _areas(one, first, (west, south, limit, north))
        yield from _areas(other, pieces - first, (limit, south, east, north))
    else:
        yield from _areas(one, first, (west, south, east, limit))
        yield from _areas(other, pieces - first, (west, limit, east, north))


def _cut(houses: list[House], wanted: float, across_east: bool) -> Cut:
    """Between two rows of houses, as near as may be to so many on the first side."""
    place = attrgetter("east" if across_east else "north")
    ordered = sorted(houses, key=place)
    gaps = [n for n in range(1, len(ordered)) if place(ordered[n]) - place(ordered[n - 1]) > GAP]
    cut = min(gaps or [max(1, round(wanted))], key=lambda n: abs(n - wanted))
    limit = (place(ordered[cut - 1]) + place(ordered[cut])) / 2
    return Cut(ordered[:cut], ordered[cut:], limit, abs(cut - wanted) / len(ordered))


def _contour(box: tuple[float, float, float, float]) -> list[Point]:
    """The box as a closed ring in metres, with points enough on each side to follow the bends."""
    west, south, east, north = box
    steps = [step / 12 for step in range(12)]
    ring = [(west + (east - west) * s, south) for s in steps]
    ring += [(east, south + (north - south) * s) for s in steps]
    ring += [(east - (east - west) * s, north) for s in steps]
    ring += [(west, north - (north - south) * s) for s in steps]
    return [*ring, ring[0]]
