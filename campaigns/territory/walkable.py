"""The walking network of a piece of ground, made from the street lines that were imported there."""

from __future__ import annotations

from collections.abc import Sequence

from campaigns.territory import drawing
from campaigns.territory.drawing import DEGREE
from campaigns.territory.geometry import Point
from campaigns.territory.models import StreetLine
from campaigns.territory.network.graph import Line, Network

MARGIN = 800.0  # metres around the outermost addresses: the next bridge, the way around a railway
REACH = 15_000.0  # metres from the middle one; farther is an address in the wrong place


def around(places: Sequence[Point]) -> Network | None:
    """The streets around these (lon, lat); None where none that people may walk along are known. One query."""
    if not places:
        return None
    corners = [(round(lon * DEGREE), round(lat * DEGREE)) for lon, lat in places]
    box = drawing.frame(corners, margin=MARGIN, reach=REACH).degrees
    rows = StreetLine.objects.touching(*box).order_by("source", "way")
    lines = [Line(*row) for row in rows.values_list("key", "highway", "tags", "nodes", "lons", "lats")]
    try:
        return Network.of(lines)
    except ValueError:
        return None
