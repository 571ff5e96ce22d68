"""A drawing of walks from our own geometry: dots for addresses, their order, outlines for walks. No tile server."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from campaigns.territory.geometry import Point, centre, convex_hull, metres_from, place_at
from campaigns.turfs.drafting import Draft

WIDTH, HEIGHT, MARGIN = 800.0, 560.0, 26.0


@dataclass(frozen=True)
class Shape:
    """One walk: its outline and its way as points of SVG, the place of its number, its dots in walking order."""

    number: int
    outline: str
    way: str
    label: Point
    dots: tuple[Point, ...]
    state: str = ""
    """Of a stored walk; it is drawn with a line of its own."""


@dataclass(frozen=True)
class Sketch:
    width: float
    height: float
    shapes: tuple[Shape, ...]
    frame: tuple[Point, Point] | None = None
    """(lon, lat) of the upper left and of the lower right corner, where somebody may draw on it."""


def of_plan(plan: Draft) -> Sketch:
    """The walks of a cut that is not stored yet."""
    walks = [(n, [(stop.east, stop.north) for stop in walk.stops]) for n, walk in enumerate(plan.walks, start=1)]
    return draw(walks, origin=plan.ground.origin)


def of_places(places: Sequence[tuple[int, Any, Any]], states: Mapping[int, str] | None = None) -> Sketch:
    """Stored walks, as (number, lon, lat) rows, with their states by number."""
    if not places:
        return Sketch(WIDTH, HEIGHT, ())
    origin = centre([(lon, lat) for _number, lon, lat in places])
    plane = metres_from(origin, [(lon, lat) for _number, lon, lat in places])
    walks: dict[int, list[Point]] = {}
    for (number, _lon, _lat), place in zip(places, plane, strict=True):
        walks.setdefault(number, []).append(place)
    drawn = draw(list(walks.items()))
    shapes = tuple(replace(shape, state=(states or {}).get(shape.number, "")) for shape in drawn.shapes)
    return replace(drawn, shapes=shapes)


def draw(walks: Iterable[tuple[int, Sequence[Point]]], *, origin: Point | None = None) -> Sketch:
    """Numbered walks of (east, north) metres, scaled into one picture with north up.

    With the (lon, lat) of their ``origin`` the picture knows its frame.
    """
    numbered = [(number, places) for number, places in walks if places]
    everything = [place for _number, places in numbered for place in places]
    if not everything:
        return Sketch(WIDTH, HEIGHT, ())
    west, east = min(p[0] for p in everything), max(p[0] for p in everything)
    south, north = min(p[1] for p in everything), max(p[1] for p in everything)
    scale = min((WIDTH - 2 * MARGIN) / ((east - west) or 1), (HEIGHT - 2 * MARGIN) / ((north - south) or 1))
    width = max(WIDTH / 2, (east - west) * scale + 2 * MARGIN)
    height = max(HEIGHT / 4, (north - south) * scale + 2 * MARGIN)
    left, low = (width - (east - west) * scale) / 2, (height - (north - south) * scale) / 2

    def at(place: Point) -> Point:
        return round(left + (place[0] - west) * scale, 1), round(height - low - (place[1] - south) * scale, 1)

    shapes = tuple(_shape(number, [at(place) for place in places]) for number, places in numbered)
    corners = [(west - left / scale, north + low / scale), (east + left / scale, south - low / scale)]
    frame = None if origin is None else (place_at(origin, corners[0]), place_at(origin, corners[1]))
    return Sketch(round(width, 1), round(height, 1), shapes, frame)


def _shape(number: int, places: list[Point]) -> Shape:
    outline, way = _points(convex_hull(places)), _points(places)
    middle = sum(x for x, _ in places) / len(places), sum(y for _, y in places) / len(places)
    return Shape(number, outline, way, (round(middle[0], 1), round(middle[1], 1)), tuple(places))


def _points(places: Iterable[Point]) -> str:
    return " ".join(f"{x},{y}" for x, y in places)
