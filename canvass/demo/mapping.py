"""The map of the invented town, written into the territory as if it had come from OpenStreetMap."""

from __future__ import annotations

import math
from collections.abc import Sequence

from campaigns.territory import street_names
from campaigns.territory.drawing import DEGREE
from campaigns.territory.models import Outline, StreetLine
from canvass.demo import ground, plan
from canvass.demo.plan import House, Point

SOURCE = "demo"


def draw(houses: Sequence[House]) -> None:
    """Write the lines of its streets and the outlines around them."""
    roads = ground.roads(houses)
    StreetLine.objects.bulk_create(
        [
            StreetLine(
                source=SOURCE,
                way=number,
                name=road.name,
                key=street_names.key(road.name),
                highway=road.highway,
                nodes=[ground.node(place) for place in road.places],
                **_placed(road.places),
            )
            for number, road in enumerate(roads, start=StreetLine.objects.count() + 1)
        ],
        batch_size=2_000,
    )
    lines = math.ceil(max(road.across for road in roads) / plan.BLOCK) + 1
    shapes = [("building", ground.building(road, house)) for road in roads for house in road.houses]
    Outline.objects.bulk_create(
        [
            Outline(source=SOURCE, way=number, kind=kind, **_placed(ring))
            for number, (kind, ring) in enumerate([*shapes, *ground.greens(lines)], start=Outline.objects.count() + 1)
        ],
        batch_size=2_000,
    )


def _placed(line: Sequence[Point]) -> dict[str, list[int] | float]:
    places = [plan.to_degrees(east, north) for east, north in line]
    lons, lats = [lon for lon, _lat in places], [lat for _lon, lat in places]
    return {
        "lons": [round(lon * DEGREE) for lon in lons],
        "lats": [round(lat * DEGREE) for lat in lats],
        "west": min(lons),
        "south": min(lats),
        "east": max(lons),
        "north": max(lats),
    }
