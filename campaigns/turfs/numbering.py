"""The order in which areas are numbered: from north to south and west to east in bands, as a cut numbers them."""

from __future__ import annotations

from campaigns.territory.geometry import METRES_PER_DEGREE, centre
from campaigns.territory.models import Address
from campaigns.turfs.layout import Layout
from campaigns.turfs.planning import BAND_METRES


def from_north(layout: Layout) -> list[int]:
    """The areas' keys; those without any position come last. One query."""
    rows = Address.objects.filter(pk__in=layout.addresses).values_list("pk", "lon", "lat")
    places = {pk: (lon, lat) for pk, lon, lat in rows if lon is not None and lat is not None}

    def rank(turf: int) -> tuple[int, float, int]:
        there = [places[address] for address in layout.areas[turf].stops if address in places]
        if not there:
            return 1 << 30, 0.0, turf
        lon, lat = centre(there)
        return -round(lat * METRES_PER_DEGREE / BAND_METRES), lon, turf

    return sorted(layout.areas, key=rank)
