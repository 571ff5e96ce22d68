"""What the map of the invented town shows beside its doors: streets that meet, buildings, parks and ponds. Pure.

All of it follows from the houses, so that the town of a seed stays the same town.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from canvass.demo.plan import BLOCK, SETBACK, House, Point

BEFORE_FIRST = 14.0  # metres from the beginning of a street to its first door
BEND = BLOCK / 4  # metres between two nodes of a line, so that it follows the bends
CLASSES = {
    "Boulevard": "secondary", "Avenue": "tertiary", "Cours": "tertiary", "Sente": "pedestrian", "Passage": "pedestrian",
}  # fmt: skip


@dataclass(frozen=True)
class Road:
    """A street with its houses, in metres along itself and across."""

    name: str
    along_east: bool
    across: float
    start: float
    end: float
    houses: tuple[House, ...]

    @property
    def highway(self) -> str:
        return CLASSES.get(self.name.split(" ", 1)[0], "residential")

    @property
    def places(self) -> list[Point]:
        """Its nodes: both ends, each crossing, and some between."""
        first = int(self.start // BEND) + 1
        between = [step * BEND for step in range(first, int(self.end // BEND) + 1)]
        stops = sorted({round(at, 1) for at in (self.start, *between, self.end)})
        return [self.place(at, self.across) for at in stops if self.start <= at <= self.end]

    def place(self, along: float, across: float) -> Point:
        return (along, across) if self.along_east else (across, along)


def roads(houses: Sequence[House]) -> list[Road]:
    """The streets of the town; each ends where the next one of its line begins, or where the town does."""
    streets: dict[str, list[House]] = {}
    for house in houses:
        if not house.suffix:
            streets.setdefault(house.street, []).append(house)
    drawn = [_road(name, rows) for name, rows in streets.items()]
    limit = max(road.across for road in drawn)
    lines: dict[tuple[bool, float], list[Road]] = {}
    for road in drawn:
        lines.setdefault((road.along_east, road.across), []).append(road)
    return [road for line in lines.values() for road in _joined(sorted(line, key=lambda road: road.start), limit)]


def building(road: Road, house: House) -> list[Point]:
    """The corners of a house, the first one again at the end."""
    along = house.east if road.along_east else house.north
    side = 1 if house.number % 2 else -1
    half = 4.8 + house.number % 3 * 0.4
    front, back = road.across + side * (SETBACK - 2.0), road.across + side * (SETBACK + 8.0 + house.number % 4)
    corners = [(along - half, front), (along + half, front), (along + half, back), (along - half, back)]
    return [road.place(*corner) for corner in (*corners, corners[0])]


def greens(lines: int) -> Iterator[tuple[str, list[Point]]]:
    """A park in the middle of a block here and there, some with a pond."""
    for column in range(lines - 1):
        for row in range(lines - 1):
            if (column * 7 + row * 3) % 11 == 4:
                middle = ((column + 0.5) * BLOCK, (row + 0.5) * BLOCK)
                yield "park", _block(middle, 0.26 * BLOCK)
                if (column + row) % 2:
                    yield "water", _block(middle, 0.1 * BLOCK)


def node(place: Point) -> int:
    """The same number wherever two streets cross."""
    east, north = (round(at * 10) + 100_000 for at in place)
    return east * 10_000_000 + north


def _road(name: str, rows: list[House]) -> Road:
    easts, norths = {house.east for house in rows}, {house.north for house in rows}
    along_east = len(norths) <= 2  # the doors of both sides stand in two rows
    house = rows[0]
    across = (house.north if along_east else house.east) - (SETBACK if house.number % 2 else -SETBACK)
    alongs = easts if along_east else norths
    return Road(name, along_east, round(across, 1), min(alongs) - BEFORE_FIRST, max(alongs), tuple(rows))


def _joined(line: list[Road], limit: float) -> Iterator[Road]:
    ends = [after.start for _before, after in pairwise(line)] + [limit]
    for road, end in zip(line, ends, strict=True):
        yield Road(road.name, road.along_east, road.across, road.start, max(end, road.end), road.houses)


def _block(middle: Point, half: float) -> list[Point]:
    (x, y), cut = middle, half * 0.6
    ring = [(x - half, y - cut), (x - cut, y - half), (x + cut, y - half), (x + half, y - cut),
            (x + half, y + cut), (x + cut, y + half), (x - cut, y + half), (x - half, y + cut)]  # fmt: skip
    return [*ring, ring[0]]
