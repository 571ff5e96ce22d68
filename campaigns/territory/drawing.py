"""Lines and outlines made small enough to travel: cut at a frame, without needless corners, as differences. Pure.

Positions are whole numbers, ten millionths of a degree, as `StreetLine` keeps them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from campaigns.territory.geometry import METRES_PER_DEGREE

Place = tuple[int, int]
DEGREE = 10_000_000
STEP = 10  # a phone draws to the millionth of a degree, a hand's breadth


@dataclass(frozen=True)
class Frame:
    """A box of (lon, lat) corners."""

    west: int
    south: int
    east: int
    north: int

    @property
    def degrees(self) -> tuple[float, float, float, float]:
        return self.west / DEGREE, self.south / DEGREE, self.east / DEGREE, self.north / DEGREE


def frame(places: Sequence[Place], *, margin: float, reach: float) -> Frame:
    """The box around the places with a margin, both in metres; nothing in it is farther than ``reach`` from the
    middle one, so that a single misplaced address does not bring half the country along. Raises ValueError for none.
    """
    if not places:
        raise ValueError("no place to draw around")
    sides = []
    for axis, metre in enumerate(_metre(places[0][1])):
        values = sorted(place[axis] for place in places)
        middle = values[len(values) // 2]
        low, high = middle - reach * metre, middle + reach * metre
        near = [value for value in values if low <= value <= high]
        sides.append((math.floor(near[0] - margin * metre), math.ceil(near[-1] + margin * metre)))
    (west, east), (south, north) = sides
    return Frame(west, south, east, north)


def cut_line(line: Sequence[Place], box: Frame) -> list[list[Place]]:
    """The pieces of a line that lie in the frame, ending at its edge."""
    pieces: list[list[Place]] = []
    for start, end in zip(line, line[1:], strict=False):
        part = _part_inside(start, end, box)
        if part is None:
            continue
        one, other = part
        if pieces and pieces[-1][-1] == one:
            pieces[-1].append(other)
        else:
            pieces.append([one, other])
    return pieces


def cut_ring(ring: Sequence[Place], box: Frame) -> list[Place]:
    """A closed outline cut at the four sides of the frame in turn (Sutherland and Hodgman); empty when outside."""
    sides: list[tuple[int, Callable[[int], bool], int]] = [
        (0, lambda x: x >= box.west, box.west),
        (0, lambda x: x <= box.east, box.east),
        (1, lambda y: y >= box.south, box.south),
        (1, lambda y: y <= box.north, box.north),
    ]
    corners = list(ring[:-1])
    for axis, inside, limit in sides:
        corners = list(_cut_side(corners, axis, inside, limit))
    return [*corners, corners[0]] if len(corners) > 2 else []


def simplified(line: Sequence[Place], *, metres: float) -> list[Place]:
    """Without the corners that lie nearer than that to the line without them (Douglas and Peucker)."""
    wide, high = _metre(line[0][1])
    kept, waiting = {0, len(line) - 1}, [(0, len(line) - 1)]
    while waiting:
        first, last = waiting.pop()
        far, away = first, metres
        for number in range(first + 1, last):
            distance = _distance(line[number], line[first], line[last], wide, high)
            if distance > away:
                far, away = number, distance
        if far != first:
            kept.add(far)
            waiting += [(first, far), (far, last)]
    return [line[number] for number in sorted(kept)]


def coded(line: Iterable[Place], origin: Place) -> list[int]:
    """``[x, y, dx, dy, …]`` in millionths of a degree: the first place from the origin, each other from the
    one before. Places that fall together are told once."""
    told: list[int] = []
    last = (round(origin[0] / STEP), round(origin[1] / STEP))
    for lon, lat in line:
        place = (round(lon / STEP), round(lat / STEP))
        if place != last or not told:
            told += [place[0] - last[0], place[1] - last[1]]
        last = place
    return told


def _metre(lat: int) -> tuple[float, float]:
    """How much a metre is to the east and to the north."""
    north = DEGREE / METRES_PER_DEGREE
    return north / math.cos(math.radians(lat / DEGREE)), north


def _part_inside(start: Place, end: Place, box: Frame) -> tuple[Place, Place] | None:
    """The part of a segment in the frame, None when there is none (Liang and Barsky)."""
    (x, y), dx, dy = start, end[0] - start[0], end[1] - start[1]
    enters, leaves = 0.0, 1.0
    for run, room in ((-dx, x - box.west), (dx, box.east - x), (-dy, y - box.south), (dy, box.north - y)):
        if run == 0:
            if room < 0:
                return None
        elif run < 0:
            enters = max(enters, room / run)
        else:
            leaves = min(leaves, room / run)
    if enters >= leaves:
        return None
    one = start if enters == 0 else (round(x + enters * dx), round(y + enters * dy))
    return one, end if leaves == 1 else (round(x + leaves * dx), round(y + leaves * dy))


def _cut_side(corners: Sequence[Place], axis: int, inside: Callable[[int], bool], limit: int) -> Iterator[Place]:
    for before, corner in zip([*corners[-1:], *corners], corners, strict=False):
        if inside(before[axis]) != inside(corner[axis]):
            share = (limit - before[axis]) / (corner[axis] - before[axis])
            other = round(before[1 - axis] + share * (corner[1 - axis] - before[1 - axis]))
            yield (limit, other) if axis == 0 else (other, limit)
        if inside(corner[axis]):
            yield corner


def _distance(place: Place, one: Place, other: Place, wide: float, high: float) -> float:
    """Metres from a place to a segment."""
    x, y = (place[0] - one[0]) / wide, (place[1] - one[1]) / high
    dx, dy = (other[0] - one[0]) / wide, (other[1] - one[1]) / high
    along = max(0.0, min(1.0, (x * dx + y * dy) / (dx * dx + dy * dy or 1.0)))
    return math.hypot(x - along * dx, y - along * dy)
