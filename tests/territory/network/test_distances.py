"""How far on foot, against a search of its own on real and invented streets."""

from __future__ import annotations

import random

import numpy as np
import pytest

from campaigns.territory.network import distances, legs, snapping
from campaigns.territory.network.graph import Network
from tests.territory.network.towns import asked, crossroads, line, shortest


def table(network, *doors):
    places = snapping.snap(network, asked(network, *doors))
    return places, distances.table(network, places)


def test_neighbours_are_near_and_doors_that_face_each_other_cost_the_crossing() -> None:
    _places, felt = table(
        crossroads(), (-50, 8, "rue a", 2), (-40, 8, "rue a", 4), (-50, -8, "rue a", 1),
        (8, 50, "rue b", 2), (-8, 50, "rue b", 1),
    )  # fmt: skip

    assert felt[0, 1] == pytest.approx(10, abs=0.1)
    assert felt[0, 2] == pytest.approx(20, abs=0.1)
    assert felt[3, 4] == pytest.approx(60, abs=0.1)


def test_around_the_corner_nothing_is_crossed() -> None:
    _places, felt = table(crossroads(), (-50, 8, "rue a", 2), (-8, 50, "rue b", 1), (8, 50, "rue b", 2))

    assert felt[0, 1] == pytest.approx(100, abs=0.1)
    assert felt[0, 2] == pytest.approx(160, abs=0.1)


def test_stairs_are_felt_twice_and_walked_once() -> None:
    network = Network.of([line("degres", "steps", (1, 0, 0), (2, 100, 0))])
    places, felt = table(network, (20, 3, "degres", 2), (60, 3, "degres", 4))

    (leg,) = legs.legs(network, places, np.diag(felt, 1))
    assert (leg.felt, leg.metres) == (pytest.approx(80, abs=0.2), pytest.approx(40, abs=0.1))


def test_what_nothing_joins_is_endlessly_far() -> None:
    network = Network.of(
        [
            line("rue a", "residential", (1, -1000, 0), (2, 1000, 0)),
            line("rue b", "residential", (3, -1000, 100), (4, 1000, 100)),
        ]
    )

    _places, felt = table(network, (0, 5, "rue a", 2), (0, 105, "rue b", 2))

    assert felt.tolist() == [[0.0, np.inf], [np.inf, 0.0]]


def test_the_way_around_over_a_far_bridge_is_found() -> None:
    network = Network.of(
        [
            line("rue a", "residential", (1, 0, 0), (2, 2000, 0)),
            line("rue b", "residential", (3, 0, 100), (4, 2000, 100)),
            line("pont", "footway", (2, 2000, 0), (4, 2000, 100), bridge="yes"),
        ]
    )

    _places, felt = table(network, (5, 5, "rue a", 2), (5, 95, "rue b", 2))

    assert felt[0, 1] == pytest.approx(2 * 1995 + 100, rel=0.02)


def grid(chance: random.Random) -> Network:
    """A crooked grid with stairs, main roads, and some streets missing."""
    kinds = ["residential", "residential", "secondary", "steps", "footway", "living_street"]
    at = {(x, y): (x * 20 + y + 1, x * 80 + chance.uniform(-25, 25), y * 80 + chance.uniform(-25, 25))
          for x in range(6) for y in range(6)}  # fmt: skip
    lines = [
        line(f"rue {x} {y} {east}", chance.choice(kinds), at[x, y], at[x + east, y + 1 - east])
        for x in range(5)
        for y in range(5)
        for east in (0, 1)
        if chance.random() < 0.85
    ]
    return Network.of(lines)


@pytest.mark.parametrize("seed", range(8))
def test_tables_and_legs_are_what_a_plain_search_finds(seed) -> None:
    chance = random.Random(seed)
    network = grid(chance)
    doors = [(chance.uniform(0, 400), chance.uniform(0, 400), "", chance.randrange(1, 40)) for _ in range(14)]
    places = snapping.snap(network, asked(network, *doors))
    places = places.of(np.flatnonzero(places.found))

    felt = distances.table(network, places)

    for one in range(len(felt)):
        for other in range(len(felt)):
            if one != other:
                assert felt[one, other] == pytest.approx(shortest(network, places, one, other), abs=0.05)
    joined = np.flatnonzero(np.isfinite(felt[0]))
    walk = places.of(joined)
    costs = np.diag(felt[np.ix_(joined, joined)], 1)
    for leg, cost in zip(legs.legs(network, walk, costs), costs, strict=True):
        assert leg.felt == pytest.approx(cost)
        assert leg.metres <= cost + 0.05
