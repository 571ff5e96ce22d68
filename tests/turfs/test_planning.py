"""Walks of about N minutes: nothing lost, nothing twice, no crumbs, compact."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.territory.geometry import convex_hull
from campaigns.turfs import planning
from campaigns.turfs.metric import STRAIGHT
from tests.turfs.stops import bondy, stop, village

grounds = st.lists(st.tuples(st.integers(0, 3_000), st.integers(0, 3_000), st.integers(1, 60)), min_size=1, max_size=40)


def addresses(walks) -> list[int]:
    return sorted(stop.address for walk in walks for stop in walk.stops)


def area(corners) -> float:
    pairs = zip(corners, corners[1:] + corners[:1], strict=True)
    return abs(sum(a[0] * b[1] - a[1] * b[0] for a, b in pairs)) / 2


@settings(deadline=None)
@given(grounds, st.integers(15, 240))
def test_every_address_is_in_exactly_one_walk(rows, minutes: int) -> None:
    stops = [stop(index, east, north, doors=doors) for index, (east, north, doors) in enumerate(rows)]

    walks = planning.plan(stops, minutes)

    assert addresses(walks) == list(range(len(stops)))
    assert all(walk.stops for walk in walks)


@settings(deadline=None, max_examples=30)
@given(grounds, st.randoms(use_true_random=False))
def test_the_order_of_the_file_changes_nothing(rows, shuffler: random.Random) -> None:
    stops = [stop(index, east, north, doors=doors) for index, (east, north, doors) in enumerate(rows)]
    mixed = list(stops)
    shuffler.shuffle(mixed)

    assert planning.plan(mixed, 60) == planning.plan(stops, 60)


def test_walks_of_a_village_take_about_the_minutes_asked() -> None:
    walks = planning.plan(village(), 60)

    assert all(51 <= walk.minutes <= 69 for walk in walks)


def test_two_villages_far_apart_are_never_in_one_walk() -> None:
    stops = village(streets=4) + village(streets=5, east=6_000, first=10_000)

    walks = planning.plan(stops, 90)

    assert all(len({stop.address >= 10_000 for stop in walk.stops}) == 1 for walk in walks)


def test_a_lone_farm_at_hand_joins_the_village() -> None:
    walks = planning.plan([*village(streets=2), stop(999, 500, 400)], 120)

    assert len(walks) == 1


def test_a_farm_too_far_to_walk_to_stands_alone() -> None:
    walks = planning.plan([*village(streets=2), stop(999, 9_000, 0)], 90)

    assert [addresses([walk]) for walk in walks if len(walk.stops) == 1] == [[999]]


def test_a_tower_larger_than_a_walk_does_not_drag_its_neighbours_along() -> None:
    walks = planning.plan([*village(), stop(999, 60, 200, street="tour", doors=120)], 60)

    alone = [walk for walk in walks if 999 in addresses([walk])]
    assert [addresses(alone), len(alone)] == [[999], 1]
    assert all(51 <= walk.minutes <= 69 for walk in walks if walk not in alone)


def test_addresses_all_in_one_place_are_cut_all_the_same() -> None:
    walks = planning.plan([stop(index, 0, 0) for index in range(100)], 30)

    assert len(walks) == 6
    assert {len(walk.stops) for walk in walks} <= {16, 17}


def test_no_stop_gives_no_walk() -> None:
    assert planning.plan([], 90) == []


@pytest.fixture(scope="module")
def real(samples):
    """Two thousand doors in the middle of Bondy."""
    stops = sorted(bondy(samples), key=lambda stop: (stop.east**2 + stop.north**2, stop.address))[:2_000]
    return stops, planning.plan(stops, 90)


def test_a_real_town_is_cut_without_losing_an_address(real) -> None:
    stops, walks = real

    assert addresses(walks) == sorted(stop.address for stop in stops)


def test_walks_of_a_real_town_are_balanced(real) -> None:
    _stops, walks = real

    shares = [walk.minutes / 90 for walk in walks]
    assert sum(0.85 <= share <= 1.15 for share in shares) >= 0.95 * len(shares)
    assert min(shares) >= 0.5


def test_walks_of_a_real_town_hardly_overlap(real) -> None:
    _stops, walks = real
    everything = area(convex_hull([(stop.east, stop.north) for walk in walks for stop in walk.stops]))

    each = sum(area(convex_hull([(stop.east, stop.north) for stop in walk.stops])) for walk in walks)

    assert each <= 1.05 * everything


def test_a_real_town_is_walked_in_far_fewer_steps_than_street_by_street(real) -> None:
    stops, walks = real
    listed = sorted(stops, key=lambda stop: (stop.street, stop.number, stop.address))
    size = -(-len(listed) // len(walks))

    chunks = [listed[start : start + size] for start in range(0, len(listed), size)]
    by_street = sum(leg.felt for chunk in chunks for leg in STRAIGHT.legs(chunk))

    assert sum(walk.metres for walk in walks) <= 0.36 * by_street
