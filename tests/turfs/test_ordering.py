"""The walking order: every stop once, short, and the same whatever the order it came in."""

from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.turfs import improving, ordering
from campaigns.turfs.metric import STRAIGHT
from campaigns.turfs.minutes import DETOUR
from campaigns.turfs.stops import Stop

places = st.lists(st.tuples(st.integers(0, 800), st.integers(0, 800)), min_size=1, max_size=14, unique=True)


def stops_at(points, *, street="rue A", numbers=None) -> list[Stop]:
    return [
        Stop(index, float(east), float(north), street, numbers[index] if numbers else None, 1, 1.8)
        for index, (east, north) in enumerate(points)
    ]


def costs(stops: list[Stop]):
    return STRAIGHT.felt(stops) + ordering.turning(stops)


def shortest(stops: list[Stop]) -> float:
    table = costs(stops)
    return min(ordering.path_length(order, table) for order in itertools.permutations(range(len(stops))))


@given(places)
def test_a_walk_visits_each_stop_once(points) -> None:
    stops = stops_at(points)

    walk = ordering.walk(stops)

    assert sorted(stop.address for stop in walk.stops) == [stop.address for stop in stops]


@given(places, st.randoms(use_true_random=False))
def test_the_same_stops_give_the_same_walk(points, shuffler: random.Random) -> None:
    stops = stops_at(points)
    mixed = list(stops)
    shuffler.shuffle(mixed)

    assert ordering.walk(mixed) == ordering.walk(stops)


@given(places)
def test_improving_never_lengthens_a_path(points) -> None:
    table = costs(stops_at(points))
    start = list(range(len(points)))

    better = improving.shortened(start, table)

    assert sorted(better) == start
    assert ordering.path_length(better, table) <= ordering.path_length(start, table) + 1e-6


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), min_size=3, max_size=7, unique=True))
def test_small_walks_are_the_shortest(points) -> None:
    stops = stops_at(points)
    table = costs(stops)

    order = [stop.address for stop in ordering.walk(stops).stops]

    assert ordering.path_length(order, table) <= shortest(stops) + 1e-6


def test_walks_of_sixty_stops_beat_the_nearest_neighbour_by_far() -> None:
    towns = [random.Random(seed) for seed in range(8)]
    grounds = [stops_at([(dice.randrange(600), dice.randrange(600)) for _ in range(60)]) for dice in towns]

    walked = sum(ordering.walk(stops).metres for stops in grounds)
    greedy = [ordering.path_length(ordering.best_start(table), table) for table in (costs(stops) for stops in grounds)]

    assert walked <= 0.92 * sum(greedy)


def test_a_walk_of_one_place_follows_the_numbers() -> None:
    stops = stops_at([(0, 0)] * 9, numbers=[17, 3, 5, 1, 9, 7, 15, 11, 13])

    numbers = [stop.number for stop in ordering.walk(stops).stops]

    assert numbers in (sorted(numbers), sorted(numbers, reverse=True))


def test_one_side_is_walked_before_the_other() -> None:
    houses = [(12.0 * (number // 2), 8.0 * (number % 2)) for number in range(2, 22)]
    stops = stops_at(houses, numbers=list(range(2, 22)))

    sides = [stop.side for stop in ordering.walk(stops).stops]

    assert len(list(itertools.groupby(sides))) == 2


def test_a_corner_is_turned_once() -> None:
    along = stops_at([(10.0 * n, 0) for n in range(8)], street="rue A", numbers=list(range(1, 17, 2)))
    across = [Stop(100 + n, 76.0, 4.0 + 10 * (n - 4), "rue B", 2 * n + 1, 1, 1.8) for n in range(8)]

    streets = [stop.street for stop in ordering.walk([*along, *across]).stops]

    assert len(list(itertools.groupby(streets))) <= 3


@pytest.mark.parametrize("size", [0, 1, 2])
def test_a_walk_of_hardly_anything_is_no_trouble(size: int) -> None:
    walk = ordering.walk(stops_at([(0, 0), (100, 0)][:size]))

    assert len(walk.stops) == size
    assert walk.metres == (100.0 * DETOUR if size == 2 else 0.0)


@given(places.filter(lambda points: len(points) > 1), st.tuples(st.integers(0, 800), st.integers(0, 800)))
def test_from_a_meeting_point_every_stop_is_walked_and_the_nearer_end_comes_first(points, meeting) -> None:
    stops = stops_at(points)
    start = Stop(-1, float(meeting[0]), float(meeting[1]), "", None, 0, 0.0)

    walk = ordering.walk(stops, start=start)

    assert sorted(stop.address for stop in walk.stops) == [stop.address for stop in stops]
    there, back = (costs([start, *order])[0, 1] for order in (walk.stops, walk.stops[::-1]))
    assert there <= back + 1e-6


def test_a_walk_begins_near_the_meeting_point_and_leads_away_from_it() -> None:
    stops = stops_at([(10.0 * n, 0) for n in range(20)])
    start = Stop(-1, 200.0, 30.0, "", None, 0, 0.0)

    walk = ordering.walk(stops, start=start)

    assert [stop.address for stop in walk.stops] == list(range(19, -1, -1))
    assert walk.metres == pytest.approx(190 * DETOUR)
