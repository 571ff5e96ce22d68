"""The invented town: its names, its ground, its past votes."""

from __future__ import annotations

import itertools
import random

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.territory.containing import inside
from campaigns.territory.geometry import distance
from canvass.demo import ground, names, plan, town, votes

SEEDS = st.integers(0, 10_000)


@given(SEEDS)
@settings(max_examples=10)
def test_no_two_streets_have_the_same_name(seed) -> None:
    found = list(itertools.islice(names.streets(random.Random(seed)), 900))

    assert len(set(found)) == 900


@given(SEEDS, st.integers(3, 25))
@settings(max_examples=10, deadline=None)
def test_a_town_of_any_size_has_its_stations_of_about_as_many_addresses(seed, stations) -> None:
    areas = plan.lay_out(random.Random(seed), stations)
    sizes = [len(area.houses) for area in areas]

    assert len(areas) == stations
    assert min(sizes) > 0.6 * max(sizes)
    assert len({(house.street, house.number, house.suffix) for area in areas for house in area.houses}) == sum(sizes)


@given(SEEDS)
@settings(max_examples=5, deadline=None)
def test_every_house_stands_in_the_contour_of_its_station_and_in_no_other(seed) -> None:
    areas = plan.lay_out(random.Random(seed), 9)
    houses = np.array([plan.to_degrees(house.east, house.north) for area in areas for house in area.houses])
    home = np.repeat(np.arange(9), [len(area.houses) for area in areas])

    for number, area in enumerate(areas):
        ring = [plan.to_degrees(east, north) for east, north in area.corners]
        assert (inside([[ring]], houses) == (home == number)).all()


def test_the_two_sides_of_a_street_face_each_other() -> None:
    areas = plan.lay_out(random.Random(4), 6)
    street = max({house.street for area in areas for house in area.houses})
    houses = [house for area in areas for house in area.houses if house.street == street and not house.suffix]
    places = {house.number: plan.to_degrees(house.east, house.north) for house in houses}

    odd = [places[number] for number in sorted(places) if number % 2]
    assert len(odd) > 5
    assert all(8 < distance(one, other) < 25 for one, other in itertools.pairwise(odd))


@given(SEEDS, st.lists(st.integers(1, 2_000), min_size=2, max_size=12))
@settings(max_examples=20, deadline=None)
def test_past_votes_add_up_and_nobody_votes_twice(seed, registered) -> None:
    centres = [(n * 120.0, n * 70.0) for n in range(len(registered))]

    for table in votes.results(seed, centres, registered):
        assert [row.registered for row in table] == registered
        assert all(sum(row.votes.values()) == row.valid_votes for row in table)
        assert all(row.valid_votes + row.blank == row.turned_out <= row.registered for row in table)


def test_a_town_is_built_once(db) -> None:
    town.build(seed=2, stations=3)

    with pytest.raises(ValueError, match="exists already"):
        town.build(seed=2, stations=3)


@pytest.mark.parametrize("stations", ["2", "2001"])
def test_a_demo_too_small_or_too_large_is_refused(db, stations) -> None:
    with pytest.raises(CommandError, match="from 3 to 2000"):
        call_command("demo", "--stations", stations)


def test_a_town_without_its_campaign_is_said(db) -> None:
    town.build(seed=2, stations=3)

    with pytest.raises(CommandError, match="without its campaign"):
        call_command("demo", "--stations", "3")


@given(SEEDS, st.integers(3, 25))
@settings(max_examples=10, deadline=None)
def test_streets_run_between_their_doors_and_meet_at_every_crossing(seed, stations) -> None:
    houses = [house for area in plan.lay_out(random.Random(seed), stations) for house in area.houses]

    roads = ground.roads(houses)

    assert {road.name for road in roads} == {house.street for house in houses}
    for road in roads:
        sides = {house.number % 2: house.north if road.along_east else house.east for house in road.houses}
        assert {abs(across - road.across) for across in sides.values()} == {plan.SETBACK}
    lines = len({road.across for road in roads if road.along_east})
    met = [ground.node(place) for road in roads for place in set(road.places)]
    assert sum(met.count(number) > 1 for number in set(met)) >= lines**2


def test_a_building_stands_behind_its_door_and_beside_its_street() -> None:
    houses = [house for area in plan.lay_out(random.Random(4), 3) for house in area.houses]

    for road in ground.roads(houses):
        for house in road.houses:
            ring = ground.building(road, house)
            across = [abs((north if road.along_east else east) - road.across) for east, north in ring]
            assert ring[0] == ring[-1]
            assert 5 < min(across) < plan.SETBACK < max(across) < 22
