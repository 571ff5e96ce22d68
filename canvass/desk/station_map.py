"""The map of one polling station as shapes: its contour, its streets, and each address by what is left there. Pure.

Drawn from our own geometry; the template colours it, so that it follows the theme. Shape tells what colour tells.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from campaigns.territory.geometry import Point
from canvass.desk import street_labels
from canvass.desk.street_labels import Label
from canvass.desk.view import View

WIDTH, HEIGHT, EDGE = 420.0, 420.0, 16.0
LETTER = 13.0
MOST_NAMES = 8
STREET_WIDTHS = (1.5, 5.0, 7.0, 9.0)


@dataclass(frozen=True)
class Spot:
    """An address: ``state`` is ``todo`` when nobody knocked there, ``begun`` or ``seen`` when every door was tried."""

    place: Point
    state: str


@dataclass(frozen=True)
class StationMap:
    """Paths of one SVG, ``width`` by ``height``; empty lists where nothing is known."""

    width: float
    height: float
    contour: str
    areas: tuple[tuple[str, str], ...]
    streets: tuple[tuple[float, str], ...]
    labels: tuple[Label, ...]
    spots: tuple[tuple[str, float, float], ...]


def drawn(contour: dict[str, Any] | None, spots: Sequence[Spot], ground: dict[str, Any]) -> StationMap | None:
    """``contour`` in GeoJSON; ``ground`` as `surroundings.around` tells it. None where no place is known."""
    rings = list(rings_of(contour))
    places = [place for ring in rings for place in ring] or [spot.place for spot in spots]
    if not places:
        return None
    view = View.around(places, width=WIDTH, height=HEIGHT, edge=EDGE)
    streets = [(name, width, list(view.lines(lines, ground["origin"]))) for name, width, lines in ground["streets"]]
    named = sorted(((name, lines) for name, _width, lines in streets if name), key=lambda item: -_length(item[1]))
    return StationMap(
        WIDTH,
        HEIGHT,
        contour=" ".join(_path([view.at(place) for place in ring], closed=True) for ring in rings),
        areas=tuple(
            (kind, " ".join(_path(ring, closed=True) for ring in view.lines(shapes, ground["origin"])))
            for kind, shapes in ground["areas"]
            if kind != "building"  # thousands of corners, and the addresses tell where they stand
        ),
        streets=tuple((STREET_WIDTHS[width], " ".join(map(_path, lines))) for _name, width, lines in streets if lines),
        labels=tuple(street_labels.placed(named, view, letter=LETTER, most=MOST_NAMES)),
        spots=tuple((spot.state, *view.at(spot.place)) for spot in spots),
    )


def rings_of(contour: dict[str, Any] | None) -> Iterable[list[Point]]:
    """The rings of a GeoJSON Polygon or MultiPolygon, as (lon, lat); none of anything else."""
    if not contour or contour.get("type") not in ("Polygon", "MultiPolygon"):
        return
    polygons = [contour["coordinates"]] if contour["type"] == "Polygon" else contour["coordinates"]
    for polygon in polygons:
        for ring in polygon:
            yield [(lon, lat) for lon, lat, *_height in ring]


def _length(lines: Sequence[Sequence[Point]]) -> float:
    return sum(math.dist(one, other) for line in lines for one, other in pairwise(line))


def _path(places: Sequence[Point], *, closed: bool = False) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in places) + ("Z" if closed else "")
