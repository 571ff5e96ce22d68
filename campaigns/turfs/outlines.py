"""The outlines of walks: the smallest convex shape around the stops, and how much of the ground lies in two. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import shapely

from campaigns.turfs.stops import Stop, Walk


def outline(stops: Sequence[Stop]) -> shapely.Geometry:
    """The convex hull; a line or a point where there is no more."""
    return shapely.convex_hull(shapely.MultiPoint([(stop.east, stop.north) for stop in stops]))


def shared(ones: Sequence[shapely.Geometry], others: Sequence[shapely.Geometry]) -> float:
    """Square metres in which an outline of ``ones`` lies over one of ``others``, or over another of its own."""
    twice = sum(float(shapely.area(shapely.intersection(one, ones)).sum() - shapely.area(one)) for one in ones)
    across = sum(float(shapely.area(shapely.intersection(one, others)).sum()) for one in ones) if len(others) else 0.0
    return twice / 2 + across


def overlap(walks: Iterable[Walk]) -> float:
    """The share of the ground covered by outlines that lies in more than one, pair by pair; 0 for a tidy cut."""
    outlines = [outline(walk.stops) for walk in walks if walk.stops]
    covered = float(sum(shapely.area(shape) for shape in outlines))
    return shared(outlines, []) / covered if covered else 0.0
