"""Which metric measures the walks between addresses: their streets where these are known, else straight lines."""

from __future__ import annotations

from collections.abc import Iterable

from campaigns.territory import walkable
from campaigns.territory.geometry import metres_from
from campaigns.territory.models import Address
from campaigns.territory.network import snapping
from campaigns.turfs.metric import STRAIGHT, Metric, OnStreets

ENOUGH = 0.5  # of the addresses must stand at a street; an extract of the next town is no map of this one


def metric_for(addresses: Iterable[Address]) -> Metric:
    """How far these addresses lie from each other on foot. One query; their ``street`` must be at hand."""
    everywhere = list(addresses)
    placed = [(each, (each.lon, each.lat)) for each in everywhere if each.lon is not None and each.lat is not None]
    network = walkable.around([place for _address, place in placed])
    if network is None:
        return STRAIGHT
    plane = metres_from(network.origin, [place for _address, place in placed])
    asked = [
        snapping.Asked(east, north, address.street.key if address.street else "", address.number)
        for (address, _place), (east, north) in zip(placed, plane, strict=True)
    ]
    found = snapping.snap(network, asked)
    rows = {address.pk: row for row, (address, _place) in enumerate(placed) if found.stretch[row] >= 0}
    return OnStreets(network, found, rows) if len(rows) >= ENOUGH * len(everywhere) else STRAIGHT
