"""How degrees become points of a drawing, north up. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from campaigns.territory.geometry import METRES_PER_DEGREE, Point

NARROWEST = 60.0  # metres across, so that two houses do not fill the picture
MILLIONTH = 1_000_000


@dataclass(frozen=True)
class View:
    """The middle of the drawing in degrees, and how many points a degree takes to the east and to the north."""

    lon: float
    lat: float
    wide: float
    high: float
    width: float
    height: float

    @classmethod
    def around(cls, places: Sequence[Point], *, width: float, height: float, edge: float) -> View:
        """All places, with an edge about them. Raises ValueError for none."""
        lons, lats = [lon for lon, _ in places], [lat for _, lat in places]
        lon, lat = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
        east = METRES_PER_DEGREE * math.cos(math.radians(lat))
        across = max(NARROWEST, (max(lons) - min(lons)) * east)
        up = max(NARROWEST, (max(lats) - min(lats)) * METRES_PER_DEGREE)
        scale = min((width - 2 * edge) / across, (height - 2 * edge) / up)
        return cls(lon, lat, east * scale, METRES_PER_DEGREE * scale, width, height)

    def at(self, place: Point) -> Point:
        x = self.width / 2 + (place[0] - self.lon) * self.wide
        return round(x, 1), round(self.height / 2 - (place[1] - self.lat) * self.high, 1)

    def lines(self, coded: Iterable[list[int]], origin: Sequence[int]) -> Iterator[list[Point]]:
        """The lines that may be seen, out of differences from the origin, as `surroundings.around` tells them."""
        for line in coded:
            lon, lat = origin
            places = []
            for east, north in zip(line[::2], line[1::2], strict=True):
                lon, lat = lon + east, lat + north
                places.append(self.at((lon / MILLIONTH, lat / MILLIONTH)))
            if any(max(place[axis] for place in places) < 0 for axis in (0, 1)):
                continue
            if min(x for x, _ in places) <= self.width and min(y for _, y in places) <= self.height:
                yield places
