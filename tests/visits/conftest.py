"""A short street, walked."""

from __future__ import annotations

import pytest

from tests import builders


@pytest.fixture
def walk(campaign):
    """A turf of four houses with one phone walking it."""
    station = builders.station()
    addresses = [builders.address(station, number) for number in (1, 3, 5, 7)]
    doors = [builders.door(campaign, address) for address in addresses]
    turf = builders.turf(builders.outing(campaign), *addresses)
    return turf, doors, builders.device(turf.outing, turf)
