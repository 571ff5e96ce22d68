"""How far it is on foot: along streets where they are known, and told where they are not."""

from __future__ import annotations

import numpy as np
import pytest

from campaigns.territory.network import snapping
from campaigns.territory.network.graph import Network
from campaigns.turfs.metric import STRAIGHT, Nearby, OnStreets
from campaigns.turfs.minutes import DETOUR
from tests.territory.network.towns import asked, crossroads, line
from tests.turfs.stops import stop, village


def on_streets(network: Network, stops) -> OnStreets:
    doors = asked(network, *((s.east, s.north, s.street, s.number) for s in stops))
    places = snapping.snap(network, doors)
    return OnStreets(network, places, {s.address: row for row, s in enumerate(stops) if places.stretch[row] >= 0})


def test_a_straight_line_is_lengthened_and_a_crossing_counted() -> None:
    even, next_door, facing = stop(1, 0, 0, number=2), stop(2, 100, 0, number=4), stop(3, 0, 12, number=1)

    felt = STRAIGHT.felt([even, next_door, facing])

    assert felt[0, 1] == pytest.approx(100 * DETOUR)
    assert felt[0, 2] == pytest.approx(12 * DETOUR + 25)
    assert [leg.felt for leg in STRAIGHT.legs([next_door, even, facing])] == pytest.approx([felt[0, 1], felt[0, 2]])


def test_near_pairs_are_those_of_the_table_that_are_near() -> None:
    stops = village(streets=3)
    felt = STRAIGHT.felt(stops)

    near = STRAIGHT.near(stops, 120).toarray()

    # A crossing comes on top of the way, which alone decides what is near.
    assert near[near > 0] == pytest.approx(felt[near > 0])
    assert (near > 0)[(felt <= 120) & (felt > 0)].all()


def test_over_a_main_road_is_far_and_around_the_corner_near() -> None:
    stops = [stop(1, 8, 50, street="rue b", number=2), stop(2, -8, 50, street="rue b", number=1),
             stop(3, 50, 8, street="rue a", number=2)]  # fmt: skip

    felt = on_streets(crossroads("primary"), stops).felt(stops)

    assert felt[0, 1] == pytest.approx(60, abs=0.1)
    assert felt[0, 2] == pytest.approx(100, abs=0.1)


def test_what_stands_at_no_street_falls_back_and_says_so() -> None:
    stops = [stop(1, 50, 8, street="rue a", number=2), stop(2, 60, 8, street="rue a", number=4),
             stop(3, 60, 600, street="rue a", number=6)]  # fmt: skip
    metric = on_streets(crossroads(), stops)

    legs = metric.legs(stops)

    assert [leg.joined for leg in legs] == [True, False]
    assert legs[1].felt == pytest.approx(592 * DETOUR)
    assert metric.felt(stops)[1, 2] == pytest.approx(592 * DETOUR)
    assert metric.near(stops, 100).toarray()[0, 1] == pytest.approx(10, abs=0.1)


def test_what_no_street_joins_falls_back_and_says_so() -> None:
    network = Network.of(
        [
            line("rue a", "residential", (1, -1000, 0), (2, 1000, 0)),
            line("rue b", "residential", (3, -1000, 100), (4, 1000, 100)),
        ]
    )
    stops = [stop(1, 0, 5, street="rue a", number=2), stop(2, 0, 105, street="rue b", number=2)]
    metric = on_streets(network, stops)

    (leg,) = metric.legs(stops)

    assert (leg.joined, leg.felt) == (False, pytest.approx(100 * DETOUR))
    assert np.isfinite(metric.felt(stops)).all()


def test_near_pairs_looked_up_once_are_those_of_the_streets() -> None:
    stops = [stop(n, 8 * (-1) ** n, 10.0 * n, street="rue b", number=n) for n in range(1, 9)]
    metric = on_streets(crossroads("secondary"), stops)

    nearby = Nearby.of(metric, stops, 400)

    assert nearby.felt(stops) == pytest.approx(metric.felt(stops))
    assert nearby.name == "streets"


def test_on_a_small_ground_far_pairs_are_looked_up_and_are_no_neighbours() -> None:
    network = Network.of([line("rue a", "residential", (1, -1000, 0), (2, 1000, 0))])
    stops = [stop(1, 0, 5, street="rue a", number=2), stop(2, 300, 5, street="rue a", number=4)]

    nearby = Nearby.of(on_streets(network, stops), stops, 100)

    assert nearby.felt(stops)[0, 1] == pytest.approx(300, abs=0.1)
    assert nearby.pairs.nnz == 0


def test_the_line_of_a_leg_goes_along_the_streets() -> None:
    stops = [stop(1, -50, 8, street="rue a", number=2), stop(2, -8, 50, street="rue b", number=1)]
    network = crossroads()

    (leg,) = on_streets(network, stops).legs(stops)

    east, north = network.origin[0] * 111_195, network.origin[1] * 111_195
    corner = (-east, -north)
    assert any(np.hypot(x - corner[0], y - corner[1]) < 1 for x, y in leg.line)
    assert leg.metres == pytest.approx(100, abs=0.2)
