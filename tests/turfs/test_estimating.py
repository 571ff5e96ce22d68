"""What a campaign knows of its ground makes the minutes of a turf, and is kept with it."""

from __future__ import annotations

import pytest

from campaigns.doors import tombstones
from campaigns.doors.models import Building, Floor, Staircase
from campaigns.turfs import cutting, estimating
from campaigns.turfs.choice import Choice
from campaigns.turfs.models import TurfStop
from tests import builders
from tests.builders import SATURDAY


@pytest.fixture
def station(campaign):
    made = builders.station()
    campaign.communes.add(made.commune)
    return made


def estimate(campaign, address, choice=None):
    return estimating.of_addresses(campaign, [address], *([choice] if choice else []))[address.pk]


def tower(campaign, address, *tops: int) -> None:
    """A building with one staircase for each top floor, every floor known."""
    building = Building.objects.create(campaign=campaign, address=address)
    for rank, top in enumerate(tops, start=1):
        staircase = Staircase.objects.create(campaign=campaign, building=building, name="ABC"[rank - 1], rank=rank)
        for level in range(-1, top + 1):
            Floor.objects.create(campaign=campaign, staircase=staircase, level=level)


def taught(campaign, station, dwellings: int, *, knocked: int, opened: int) -> None:
    """An entrance where the campaign has been."""
    place = builders.address(station, 9_000 + dwellings, lon=3)
    builders.door(campaign, place, knock_count=knocked, open_count=opened, state="refused", last_at=SATURDAY)
    for _ in range(dwellings - 1):
        builders.door(campaign, place, state="refused", last_at=SATURDAY)


def test_every_staircase_of_a_known_building_is_climbed_to_its_top(campaign, station) -> None:
    known = builders.address(station, 1, dwellings=40)
    tower(campaign, known, 4, 6)

    found = estimate(campaign, known)

    assert (found.doors, found.floors, found.floors_known) == (40, 10, True)


def test_a_building_of_another_campaign_is_unknown(campaign, station, outsider) -> None:
    place = builders.address(station, 1, dwellings=40)
    tower(outsider.campaign, place, 4, 6)

    found = estimate(campaign, place)

    assert (found.floors, found.floors_known) == (9, False)


def test_a_building_on_one_level_has_no_stairs(campaign, station) -> None:
    place = builders.address(station, 1, dwellings=12)
    tower(campaign, place, 0)

    assert (estimate(campaign, place).floors, estimate(campaign, place).floors_known) == (0, True)


def test_doors_left_are_fewer_than_the_dwellings_that_are_climbed_past(campaign, station) -> None:
    place = builders.address(station, 1)
    for number in range(12):
        state = "do_not_knock" if number < 2 else "conversation" if number < 5 else "todo"
        builders.door(campaign, place, state=state, last_at=SATURDAY)
    tombstones.remove(builders.door(campaign, place), now=SATURDAY)

    everything, lately = estimate(campaign, place), estimate(campaign, place, Choice(seen_since=SATURDAY))

    assert (everything.doors, everything.housing, everything.floors) == (10, "large", 2)
    assert (lately.doors, lately.housing, lately.floors) == (7, "large", 2)


def test_a_kind_of_housing_learns_from_its_own_visits_only(campaign, station) -> None:
    taught(campaign, station, 1, knocked=1_200, opened=240)
    taught(campaign, station, 12, knocked=80, opened=80)
    house, block = builders.address(station, 1), builders.address(station, 3, dwellings=20)

    found = estimating.of_addresses(campaign, [house, block])

    assert found[house.pk].opening.rate == pytest.approx((36 + 240) / 1_320)
    assert found[house.pk].opening.knocked == 1_200
    assert (found[block.pk].opening.rate, found[block.pk].opening.knocked) == (0.30, 0)


@pytest.mark.parametrize("number", [1, 3])
def test_any_number_of_addresses_takes_as_many_queries(campaign, station, number, django_assert_num_queries) -> None:
    places = [builders.address(station, n + 1, dwellings=12) for n in range(number)]
    for place in places:
        tower(campaign, place, 3)

    with django_assert_num_queries(3):
        estimating.of_addresses(campaign, places)


def test_a_stored_turf_keeps_what_its_minutes_came_from(campaign, station) -> None:
    taught(campaign, station, 10, knocked=1_240, opened=330)
    place = builders.address(station, 1, dwellings=24)
    tower(campaign, place, 5)
    builders.address(station, 3)

    turfs = cutting.cut(
        campaign=campaign,
        outing=builders.outing(campaign),
        stations=[station],
        minutes=60,
        now=SATURDAY,
        choice=Choice(seen_since=SATURDAY),
    )

    stop, house = TurfStop.objects.filter(turf__in=turfs).order_by("address__number")
    assert (stop.doors, stop.housing, stop.floors, stop.floors_known) == (24, "large", 5, True)
    assert (stop.opening_rate, stop.opening_knocks) == (pytest.approx(366 / 1_360), 1_240)
    assert (house.doors, house.housing, house.floors, house.floors_known) == (1, "house", 0, False)
    assert (house.opening_rate, house.opening_knocks, house.minutes_per_conversation) == (0.30, 0, 4.0)
    assert stop.minutes == round(stop.estimate.minutes, 2) == round(24 * (0.6 + 4 * 366 / 1_360) + 5 * 0.4, 2)


def test_a_turf_cut_before_inputs_were_kept_has_no_estimate(campaign, station) -> None:
    turf = builders.turf(builders.outing(campaign), builders.address(station, 1))

    assert turf.stops.get().estimate is None
