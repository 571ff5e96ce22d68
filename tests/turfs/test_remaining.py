"""The minutes of what is left of a walk."""

from __future__ import annotations

import pytest

from campaigns.turfs import remaining
from tests import builders
from tests.turfs.test_export_command import draw

WEST, EAST, SOUTH, NORTH = 2.4701, 2.4705, 48.85, 48.852
AROUND = [(WEST, SOUTH), (WEST, NORTH), (EAST, NORTH), (EAST, SOUTH)]


@pytest.fixture
def turf(campaign, leader):
    """Two houses 30 m apart, 470 m for who stays in the street between them."""
    station = builders.station()
    campaign.communes.add(station.commune)
    outing = builders.outing(campaign, leader.teams_led.get())
    houses = [builders.address(station, number, dwellings=1) for number in (1, 5)]
    for house in houses:
        builders.door(campaign, house)
    return builders.turf(outing, *houses)


def test_the_way_of_the_rest_is_measured_along_the_streets_where_they_are_known(turf) -> None:
    straight = remaining.rest_of(turf)
    draw(*AROUND)

    along = remaining.rest_of(turf)

    assert straight.doors == along.doors == 2
    assert along.minutes - straight.minutes == pytest.approx((470 - 1.3 * 30) / 67, rel=0.05)


def test_of_one_house_there_is_no_way(turf) -> None:
    turf.stops.filter(position=2).delete()

    rest = remaining.rest_of(turf)

    assert (rest.doors, rest.minutes) == (1, round(turf.stops.get().minutes, 1))
