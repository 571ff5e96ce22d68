"""Arithmetic on places: longitudes and latitudes to metres and back to shapes. Pure.

A town is small enough for an equirectangular projection around its centre: at 50° north the error over 10 km is
below one part in a thousand, far less than the difference between a straight line and a pavement.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

METRES_PER_DEGREE = 111_195.0  # on a sphere of 6,371 km

Point = tuple[float, float]


def metres_from(origin: Point, places: Iterable[Point]) -> list[Point]:
    """(lon, lat) in degrees to (east, north) in metres from the origin."""
    lon0, lat0 = origin
    shrink = math.cos(math.radians(lat0))
    return [((lon - lon0) * METRES_PER_DEGREE * shrink, (lat - lat0) * METRES_PER_DEGREE) for lon, lat in places]


def place_at(origin: Point, metres: Point) -> Point:
    """The (lon, lat) that lies so many metres (east, north) from the origin: the way back from `metres_from`."""
    lon0, lat0 = origin
    shrink = math.cos(math.radians(lat0))
    return lon0 + metres[0] / (METRES_PER_DEGREE * shrink), lat0 + metres[1] / METRES_PER_DEGREE


def centre(places: Sequence[Point]) -> Point:
    """The mean position. Raises ValueError on no place at all."""
    if not places:
        raise ValueError("no place to take the centre of")
    return sum(lon for lon, _ in places) / len(places), sum(lat for _, lat in places) / len(places)


def distance(a: Point, b: Point) -> float:
    """Metres between two (lon, lat) places of one town."""
    (east, north) = metres_from(a, [b])[0]
    return math.hypot(east, north)


def convex_hull(points: Iterable[Point]) -> list[Point]:
    """The corners of the smallest convex shape around the points, anticlockwise (Andrew's monotone chain)."""
    ordered = sorted(set(points))
    if len(ordered) <= 2:
        return ordered

    def half(sequence: Iterable[Point]) -> list[Point]:
        chain: list[Point] = []
        for point in sequence:
            while len(chain) >= 2 and _turn(chain[-2], chain[-1], point) <= 0:
                chain.pop()
            chain.append(point)
        return chain[:-1]

    return half(ordered) + half(reversed(ordered))


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def area(ring: Sequence[Point]) -> float:
    """What a closed ring encloses, in the square of its unit, whichever way it runs (the shoelace formula)."""
    x0, y0 = ring[0] if ring else (0.0, 0.0)  # near the origin the products lose fewer digits
    pairs = zip(ring, ring[1:], strict=False)
    return abs(sum((ax - x0) * (by - y0) - (bx - x0) * (ay - y0) for (ax, ay), (bx, by) in pairs)) / 2


def interior_point(rings: Sequence[Sequence[Point]], lines: int = 15) -> Point:
    """A point inside a polygon, the middle of the widest way across it: its outer ring, then its holes.

    Level lines cut the polygon into pieces that are in turn inside and outside. Raises ValueError for a flat polygon.
    """
    heights = {y for ring in rings for _, y in ring}
    low, high = min(y for _, y in rings[0]), max(y for _, y in rings[0])
    widest, best = (0.0, 0.0), (math.nan, math.nan)
    for step in range(1, lines + 1):
        level = low + (high - low) * step / (lines + 1)
        if level in heights:  # along an edge there is no inside to tell from outside
            level += (high - low) / (97 * lines)
        across = sorted(x for ring in rings for x in _crossings(ring, level))
        for left, right in zip(across[::2], across[1::2], strict=False):
            width = round(right - left, 9), -abs(level - (low + high) / 2)  # of equals, the most central
            if width > widest:
                widest, best = width, ((left + right) / 2, level)
    if not widest[0]:
        raise ValueError("a polygon without inside")
    return best


def _crossings(ring: Sequence[Point], level: float) -> Iterable[float]:
    for (ax, ay), (bx, by) in zip(ring, ring[1:], strict=False):
        if (ay <= level) != (by <= level):
            yield ax + (level - ay) * (bx - ax) / (by - ay)
