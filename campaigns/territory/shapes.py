"""Areas as GeoJSON files give them, checked before they are kept. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from campaigns.territory.geometry import Point, area, interior_point
from campaigns.territory.layouts.bad_row import BadRow
from campaigns.territory.sentences import gettext_noop

DECIMALS = 7  # a centimetre
Ring = list[Point]
Polygon = list[Ring]


class NotDegrees(BadRow):
    """Positions beyond the globe: the file counts in metres of a national projection."""


def polygons(geometry: Any) -> list[Polygon]:
    """The polygons of a GeoJSON Polygon or MultiPolygon, without altitudes, to the centimetre.

    Raises BadRow for anything else, for a ring that is open, too short or without area; NotDegrees for metres.
    """
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    coordinates = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if not coordinates:
        raise BadRow(gettext_noop("no geometry"))
    if kind not in ("Polygon", "MultiPolygon"):
        raise BadRow(gettext_noop("not an area: “%(text)s”"), text=kind)
    try:
        return [_polygon(part) for part in ([coordinates] if kind == "Polygon" else coordinates)]
    except (TypeError, ValueError, LookupError):
        raise BadRow(gettext_noop("a geometry that cannot be read")) from None


def geojson(parts: Sequence[Polygon]) -> dict[str, Any]:
    """The geometry to keep: a Polygon where one part is enough."""
    if len(parts) == 1:
        return {"type": "Polygon", "coordinates": parts[0]}
    return {"type": "MultiPolygon", "coordinates": parts}


def place(parts: Sequence[Polygon]) -> Point:
    """A point inside the largest part, holes left out. Raises BadRow for a sliver without inside."""
    try:
        return interior_point(max(parts, key=lambda part: area(part[0])))
    except ValueError:
        raise BadRow(gettext_noop("an outline without area")) from None


def _polygon(rings: Any) -> Polygon:
    if not rings:
        raise BadRow(gettext_noop("no geometry"))
    return [_ring(ring) for ring in rings]


def _ring(positions: Any) -> Ring:
    ring = [_point(position) for position in positions]
    if len(ring) < 4 or ring[0] != ring[-1]:
        raise BadRow(gettext_noop("an outline that does not close"))
    if not area(ring):
        raise BadRow(gettext_noop("an outline without area"))
    return ring


def _point(position: Any) -> Point:
    lon, lat = float(position[0]), float(position[1])
    if not (math.isfinite(lon) and math.isfinite(lat)):
        raise ValueError(position)
    if abs(lon) > 180 or abs(lat) > 90:
        raise NotDegrees(gettext_noop("positions that are not longitude and latitude: %(x)s, %(y)s"), x=lon, y=lat)
    return round(lon, DECIMALS), round(lat, DECIMALS)
