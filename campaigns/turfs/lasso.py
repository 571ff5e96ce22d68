"""A line that somebody drew around the ground they want: read without trust, then what lies within. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import shapely

MOST_CORNERS = 200


@dataclass(frozen=True)
class Lasso:
    """All that the line encloses, also where it crosses itself; a (multi)polygon of longitudes and latitudes."""

    ground: shapely.Geometry

    @classmethod
    def read(cls, text: str) -> Self:
        """``"2.4701 48.8500,2.4712 48.8501,…"``, closed or not. Raises ValueError unless it encloses something."""
        corners = [_corner(pair) for pair in text.split(",")]
        if not 3 <= len(corners) <= MOST_CORNERS:
            raise ValueError("a lasso has from 3 to 200 corners")
        loops = shapely.polygonize([shapely.node(shapely.LineString([*corners, corners[0]]))])
        ground = shapely.union_all(shapely.get_parts(loops))
        if ground.is_empty:
            raise ValueError("nothing lies within")
        return cls(ground)

    def around(self, places: Sequence[tuple[float | None, float | None]]) -> list[bool]:
        """For each (lon, lat), whether it lies within. What has no position lies nowhere."""
        known = [(math.nan if lon is None else lon, math.nan if lat is None else lat) for lon, lat in places]
        shapely.prepare(self.ground)
        return [bool(within) for within in shapely.intersects(self.ground, shapely.points(known))] if known else []


def _corner(pair: str) -> tuple[float, float]:
    lon, lat = map(float, pair.split())
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):  # nor NaN, which is in no range
        raise ValueError("no place on earth")
    return lon, lat
