"""Which places lie inside an area, many at once. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from campaigns.territory.shapes import Polygon

Places = NDArray[np.float64]


def inside(parts: Sequence[Polygon], places: Places) -> NDArray[np.bool_]:
    """For each (lon, lat) row, whether it lies in one of the polygons and in none of their holes.

    A ray to the east crosses the outlines an odd number of times from inside. Ends of an edge count once, so that of
    two areas that share an outline a place on it lies in one, never in both.
    """
    found = np.zeros(len(places), dtype=bool)
    for part in parts:
        near = np.flatnonzero(_in_the_box(part, places))
        found[near] ^= _crossed_oddly(part, places[near])
    return found


def _in_the_box(part: Polygon, places: Places) -> NDArray[np.bool_]:
    """Most places of a town are far from most areas: the box around the outer ring spares them the outline."""
    outer = np.asarray(part[0])
    low, high = outer.min(axis=0), outer.max(axis=0)
    return np.asarray(((places >= low) & (places <= high)).all(axis=1))


def _crossed_oddly(part: Polygon, places: Places) -> NDArray[np.bool_]:
    east, north = places[:, 0], places[:, 1]
    odd = np.zeros(len(places), dtype=bool)
    for ring in part:
        for (x1, y1), (x2, y2) in zip(ring, ring[1:], strict=False):
            level = (y1 > north) != (y2 > north)
            if y1 != y2:
                odd ^= level & (east < (x2 - x1) * (north - y1) / (y2 - y1) + x1)
    return odd
