"""The stations as a map from our own geometry: outlines where contours are known, else points. Scores are written on
the shapes, so that colour is never alone; the list beside it says the same."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

from campaigns.territory.geometry import METRES_PER_DEGREE, Point
from campaigns.territory.models import PollingStation

WIDTH, TALLEST, MARGIN = 760.0, 620.0, 10.0
FINE = 0.8  # of the drawing; corners nearer than that to the last one are not seen
ROOM_FOR_A_NUMBER = 44.0
DOT, SMALLEST_DOT = 17.0, 7.0
ROOM_FOR_A_SCORE = 26.0


@dataclass(frozen=True)
class Shape:
    """One station: ``path`` is empty where only its place is known."""

    pk: int
    path: str
    x: float
    y: float
    wide: bool
    """Whether there is room for the station's number under its score."""
    said: bool = True
    """Whether there is room for its score: points may lie near each other."""


@dataclass(frozen=True)
class RankedMap:
    width: float
    height: float
    shapes: tuple[Shape, ...]
    dot: float
    """Radius of those that are points."""
    unplaced: int
    """Stations that no file places."""


def draw(stations: Iterable[int]) -> RankedMap:
    """The stations of these ids, north up. One query."""
    rows = list(PollingStation.objects.filter(pk__in=list(stations)).values_list("pk", "contour", "lon", "lat"))
    return of_rows(rows)


def of_rows(rows: Sequence[tuple[int, Any, float | None, float | None]]) -> RankedMap:
    """``rows``: id, contour as GeoJSON or None, lon, lat or None."""
    outlines = {pk: _rings(contour) for pk, contour, *_ in rows if contour}
    middles = {pk: (lon, lat) for pk, _contour, lon, lat in rows if lon is not None and lat is not None}
    corners = [(place[0], place[1]) for rings in outlines.values() for ring in rings for place in ring]
    everything = corners + list(middles.values())
    if not everything:
        return RankedMap(WIDTH, WIDTH / 3, (), DOT, len(rows))
    view = _View.around(everything, dots=len(outlines) < len(rows))
    drawn = [_shape(pk, outlines.get(pk, []), middles.get(pk), view) for pk, *_ in rows]
    placed, dot = _spread_out([shape for shape in drawn if shape is not None])
    return RankedMap(WIDTH, view.height, placed, dot, len(rows) - len(placed))


def _spread_out(shapes: Sequence[Shape]) -> tuple[tuple[Shape, ...], float]:
    """Points as large as their neighbours allow, each with its score where that does not cover the next one's."""
    points = [shape for shape in shapes if not shape.path]
    if len(points) < 2:
        return tuple(shapes), DOT
    gaps = {one.pk: min(math.dist(_at(one), _at(other)) for other in points if other is not one) for one in points}
    dot = round(min(DOT, max(SMALLEST_DOT, median(gaps.values()) / 2)), 1)
    room = dot >= ROOM_FOR_A_SCORE / 2  # a score beside a dot that it does not fit would look like another's
    said = (replace(shape, said=bool(shape.path) or room and gaps[shape.pk] >= ROOM_FOR_A_SCORE) for shape in shapes)
    return tuple(said), dot


def _at(shape: Shape) -> Point:
    return shape.x, shape.y


@dataclass(frozen=True)
class _View:
    west: float
    north: float
    across: float
    """Points of the drawing per degree of longitude."""
    down: float
    left: float
    top: float
    height: float

    @classmethod
    def around(cls, places: Sequence[Point], *, dots: bool) -> _View:
        lons, lats = [lon for lon, _ in places], [lat for _, lat in places]
        east = METRES_PER_DEGREE * math.cos(math.radians((min(lats) + max(lats)) / 2))
        metres = max(100.0, (max(lons) - min(lons)) * east), max(100.0, (max(lats) - min(lats)) * METRES_PER_DEGREE)
        edge = MARGIN + (DOT if dots else 0)
        scale = min((WIDTH - 2 * edge) / metres[0], (TALLEST - 2 * edge) / metres[1])
        left = (WIDTH - metres[0] * scale) / 2
        height = round(metres[1] * scale + 2 * edge, 1)
        return cls(min(lons), max(lats), east * scale, METRES_PER_DEGREE * scale, left, edge, height)

    def at(self, place: Point) -> Point:
        x, y = self.left + (place[0] - self.west) * self.across, self.top + (self.north - place[1]) * self.down
        return round(x, 1), round(y, 1)


def _rings(contour: Any) -> list[Any]:
    """The rings of a stored geometry, holes among them: they are drawn by the even-odd rule."""
    coordinates = contour["coordinates"]
    return list(coordinates) if contour["type"] == "Polygon" else [ring for part in coordinates for ring in part]


def _shape(pk: int, rings: list[Any], middle: Point | None, view: _View) -> Shape | None:
    lines = [_line([view.at((place[0], place[1])) for place in ring]) for ring in rings]
    path = "".join(f"M{' '.join(f'{x:g},{y:g}' for x, y in line)}z" for line in lines if len(line) > 2)
    if middle is None and not path:
        return None
    xs = [x for line in lines for x, _ in line]
    if middle is not None:
        x, y = view.at(middle)
    else:
        ys = [y for line in lines for _, y in line]
        x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    return Shape(pk, path, x, y, wide=bool(path) and max(xs) - min(xs) >= ROOM_FOR_A_NUMBER)


def _line(places: Sequence[Point]) -> list[Point]:
    """Without the corners that nobody would see."""
    kept: list[Point] = []
    for place in places:
        if not kept or max(abs(place[0] - kept[-1][0]), abs(place[1] - kept[-1][1])) >= FINE:
            kept.append(place)
    return kept


def by_pk(drawn: RankedMap) -> Mapping[int, Shape]:
    return {shape.pk: shape for shape in drawn.shapes}
