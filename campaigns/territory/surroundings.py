"""The ground around a walk as its phone draws it: streets, water, parks and buildings, few enough to travel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from campaigns.territory import drawing
from campaigns.territory.drawing import DEGREE, Frame, Place
from campaigns.territory.geometry import METRES_PER_DEGREE, Point
from campaigns.territory.models import Outline, StreetLine

MARGIN = 150.0  # metres around the outermost addresses
REACH = 1_500.0  # metres from the middle of the walk; farther is an address in the wrong place
TRACED = 60.0  # metres from an address to its street, at most
BUILDINGS_WITHIN = 90.0  # metres of an address
STREETS_MOST, AREAS_MOST = 3_000, 3_500  # corners: some 12 kB each once packed
WIDTHS = {
    3: ("motorway", "trunk", "primary"),
    2: ("secondary", "tertiary"),
    1: ("residential", "unclassified", "living_street", "pedestrian", "service", "road"),
    0: ("footway", "path", "steps", "cycleway", "track", "bridleway"),
}
WIDTH = {f"{name}{end}": width for width, names in WIDTHS.items() for name in names for end in ("", "_link")}
# Drawn as a street of their own these would hide the street they belong to.
LESSER = {"sidewalk", "crossing", "parking_aisle", "driveway", "drive-through"}
Grid = NDArray[np.float64]


@dataclass(frozen=True)
class Piece:
    """A line or a ring to draw, and how near it comes to an address, in metres."""

    label: tuple[str, int | str]
    places: list[Place]
    away: float


def around(addresses: Iterable[Point], *, walks: int = 1) -> dict[str, Any]:
    """``{"source", "origin", "streets": [[name, width, [line, …]]], "areas": [[kind, [ring, …]]]}``, lines as
    `drawing.coded` writes them from the origin (lon, lat in millionths). Width: 0 for a path to 3 for a main
    road. ``source`` is empty, and nothing is drawn, where the streets of these addresses are not known. As much is
    told as so many ``walks`` together may need. Two queries.
    """
    return around_each([addresses], each=walks)[0]


def around_each(walks: Sequence[Iterable[Point]], *, each: int = 1) -> list[dict[str, Any]]:
    """What `around` tells of each walk. Two queries for all of them: what lies between is read once."""
    spots = [[(round(lon * DEGREE), round(lat * DEGREE)) for lon, lat in walk] for walk in walks]
    boxes = [drawing.frame(places, margin=MARGIN, reach=REACH) for places in spots if places]
    if not boxes:
        return [_told("", (0, 0), [], []) for _walk in walks]
    whole = Frame(
        min(box.west for box in boxes), min(box.south for box in boxes),
        max(box.east for box in boxes), max(box.north for box in boxes),
    )  # fmt: skip
    lines = StreetLine.objects.touching(*whole.degrees).order_by("pk")
    areas = Outline.objects.touching(*whole.degrees).order_by("pk")
    streets = Read.of(lines.values_list("source", "name", "highway", "tags", "lons", "lats"))
    outlines = Read.of(areas.values_list("kind", "lons", "lats"))
    framed = iter(boxes)
    return [
        _drawn(next(framed), places, streets, outlines, each) if places else _told("", (0, 0), [], [])
        for places in spots
    ]


@dataclass(frozen=True)
class Read:
    """Rows that end in their lons and lats, with the box of each: west, south, east, north."""

    rows: list[tuple[Any, ...]]
    boxes: NDArray[np.int64]

    @classmethod
    def of(cls, found: Iterable[tuple[Any, ...]]) -> Read:
        rows = list(found)
        sides = [(min(row[-2]), min(row[-1]), max(row[-2]), max(row[-1])) for row in rows]
        return cls(rows, np.array(sides, dtype=np.int64).reshape(-1, 4))

    def touching(self, box: Frame) -> Iterator[tuple[Any, ...]]:
        west, south, east, north = self.boxes.T
        near = (west <= box.east) & (east >= box.west) & (south <= box.north) & (north >= box.south)
        return (self.rows[number] for number in np.flatnonzero(near))


def _drawn(box: Frame, places: list[Place], lines: Read, outlines: Read, walks: int) -> dict[str, Any]:
    grid = np.array(places, dtype=float)
    source, streets = _streets(box, grid, lines)
    areas = list(_areas(box, grid, outlines))
    near = np.minimum.reduce([_each_away(piece.places, grid) for piece in streets if piece.label[1]] or [grid[:, 0]])
    if float((near <= TRACED).mean()) < 0.5:
        return _told("", (0, 0), [], [])
    few = _fewest(streets, walks * STREETS_MOST), _fewest(areas, walks * AREAS_MOST)
    return _told(source, (box.west, box.south), *few)


def _streets(box: Frame, grid: Grid, lines: Read) -> tuple[str, list[Piece]]:
    """Whose lines these are, and the lines."""
    source, found = "", []
    for origin, name, highway, tags, *line in lines.touching(box):
        if highway not in WIDTH or _is_lesser(tags):
            continue
        source = origin
        for part in drawing.cut_line(list(zip(*line, strict=True)), box):
            places = drawing.simplified(part, metres=1.0)
            found.append(Piece((name, WIDTH[highway]), places, float(_each_away(places, grid).min())))
    return source, found


def _is_lesser(tags: dict[str, str]) -> bool:
    underground = tags.get("tunnel", "no") not in ("no", "building_passage") or tags.get("indoor") == "yes"
    return underground or tags.get("footway") in LESSER or tags.get("service") in LESSER


def _areas(box: Frame, grid: Grid, outlines: Read) -> Iterator[Piece]:
    for kind, lons, lats in outlines.touching(box):
        ring = drawing.cut_ring(list(zip(lons, lats, strict=True)), box)
        if not ring:
            continue
        away = float(_each_away(ring, grid).min())
        if kind != Outline.Kind.BUILDING:
            yield Piece((kind, 0), drawing.simplified(ring, metres=2.0), away / 100)  # seldom, and seen from afar
        elif away <= BUILDINGS_WITHIN:
            yield Piece((kind, 1), drawing.simplified(ring, metres=0.8), away)


def _each_away(line: Sequence[Place], grid: Grid) -> NDArray[np.float64]:
    """Metres from each address to the nearest point of the line."""
    metre = np.array([np.cos(np.radians(grid[0, 1] / DEGREE)), 1.0]) * METRES_PER_DEGREE / DEGREE
    corners = np.array(line, dtype=float) * metre
    addresses = (grid * metre)[:, None, :]
    start, run = corners[:-1], np.diff(corners, axis=0)
    length = np.maximum((run**2).sum(axis=1), 1e-9)
    along = np.clip((((addresses - start) * run).sum(axis=2)) / length, 0, 1)[:, :, None]
    away: NDArray[np.float64] = np.sqrt((((start + along * run) - addresses) ** 2).sum(axis=2)).min(axis=1)
    return away


def _fewest(pieces: list[Piece], most: int) -> list[Piece]:
    """The nearest ones, until that many corners."""
    kept, corners = [], 0
    for piece in sorted(pieces, key=lambda piece: piece.away):
        corners += len(piece.places)
        if corners > most:
            break
        kept.append(piece)
    return kept


def _told(source: str, origin: Place, streets: list[Piece], areas: list[Piece]) -> dict[str, Any]:
    start = (origin[0] // drawing.STEP * drawing.STEP, origin[1] // drawing.STEP * drawing.STEP)
    return {
        "source": source,
        "origin": [start[0] // drawing.STEP, start[1] // drawing.STEP],
        "streets": [[name, width, lines] for (name, width), lines in _grouped(streets, start)],
        "areas": [[kind, rings] for (kind, _rank), rings in _grouped(areas, start)],
    }


def _grouped(pieces: list[Piece], origin: Place) -> list[tuple[tuple[str, int | str], list[list[int]]]]:
    """The pieces of one street or kind together, in an order that does not change from one call to the next."""
    groups: dict[tuple[str, int | str], list[list[int]]] = {}
    for piece in pieces:
        line = drawing.coded(piece.places, origin)
        if len(line) > 2:
            groups.setdefault(piece.label, []).append(line)
    return sorted(groups.items(), key=lambda group: (group[0][1], group[0][0]))
