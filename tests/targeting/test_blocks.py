"""Blocks of what is alike: buildings by their doors inside a station, stations by how they voted."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.targeting import blocks, pairing
from campaigns.targeting.blocks import Unit

COUNTS = st.lists(st.tuples(st.integers(1, 4), st.integers(5, 90)), min_size=1, max_size=60)


def building(number: int, doors: int, station: int = 1) -> Unit:
    return Unit(f"s{station}|{number:03}", number, station, doors, doors * 1.7)


def station(number: int, turnout: float | None, own_share: float | None = 0.3) -> Unit:
    return Unit(f"94033-{number:04}", number, number, 400, 900, turnout, own_share)


def sizes(found: blocks.Blocks) -> list[list[int]]:
    return [[unit.doors for unit in block] for block in found.blocks]


def test_buildings_stand_with_those_of_about_as_many_doors_and_the_smallest_are_left_over() -> None:
    found = blocks.of_buildings([building(n, doors) for n, doors in enumerate([12, 40, 6, 8, 31, 10, 5])], 3)

    assert sizes(found) == [[40, 31, 12], [10, 8, 6]]
    assert [unit.doors for unit in found.left_over] == [5]


def test_no_block_reaches_over_two_stations() -> None:
    found = blocks.of_buildings([building(1, 9, 1), building(2, 8, 2), building(3, 7, 1), building(4, 6, 2)], 2)

    assert [{unit.station for unit in block} for block in found.blocks] == [{1}, {2}]


@given(counts=COUNTS, size=st.integers(2, 20))
def test_blocks_of_buildings_are_full_and_nobody_is_lost_or_doubled(counts, size) -> None:
    units = [building(n, doors, where) for n, (where, doors) in enumerate(counts)]

    found = blocks.of_buildings(units, size)

    assert {len(block) for block in found.blocks} <= {size}
    assert sorted([*found.units, *found.left_over], key=lambda unit: unit.key) == units
    assert all(sum(left.station == where for left in found.left_over) < size for where in range(5))
    assert blocks.of_buildings(units[::-1], size) == found


def test_stations_that_voted_alike_are_a_pair_and_the_odd_one_stays_out() -> None:
    found = blocks.of_stations(
        [station(1, 0.40), station(2, 0.71), station(3, 0.42), station(4, 0.69), station(5, 0.95)]
    )

    assert [{unit.key for unit in pair} for pair in found.blocks] == [{1, 3}, {2, 4}]
    assert [unit.key for unit in found.left_over] == [5]


def test_a_station_without_a_past_is_not_paired() -> None:
    found = blocks.of_stations([station(1, 0.40), station(2, None), station(3, 0.42)])

    assert [unit.key for unit in found.left_over] == [2]


def test_own_share_counts_beside_turnout() -> None:
    found = blocks.of_stations(
        [station(1, 0.50, 0.10), station(2, 0.50, 0.40), station(3, 0.51, 0.40), station(4, 0.51, 0.10)]
    )

    assert [{unit.key for unit in pair} for pair in found.blocks] == [{1, 4}, {2, 3}]


@pytest.mark.parametrize("rows", [4, 6, 8])
def test_the_matching_is_the_best_of_all_pairings(rows) -> None:
    apart = pairing.distances(np.random.default_rng(rows).normal(size=(rows, 2)))

    found = sum(apart[pair] for pair in pairing.matched(apart))

    assert found == pytest.approx(min(total(apart, pairs) for pairs in pairings(list(range(rows)))), abs=1e-4)
    assert found <= sum(apart[pair] for pair in pairing.nearest(apart)) + 1e-4


def test_distances_do_not_depend_on_the_unit_of_a_column() -> None:
    pasts = np.random.default_rng(1).normal(size=(9, 2))

    assert pairing.distances(pasts * [1, 100]) == pytest.approx(pairing.distances(pasts))


def test_stations_that_are_all_the_same_are_paired_too() -> None:
    found = pairing.pairs([[0.5, 0.3]] * 6)

    assert sorted(itertools.chain.from_iterable(found)) == list(range(6))


def test_a_country_of_stations_is_paired_greedily() -> None:
    pasts = np.random.default_rng(1).normal(size=(pairing.MOST_EXACT + 2, 2)).tolist()

    found = pairing.pairs(pasts)

    assert sorted(itertools.chain.from_iterable(found)) == list(range(len(pasts)))
    apart = pairing.distances(np.asarray(pasts))
    assert min(apart[np.triu_indices(len(pasts), 1)]) == pytest.approx(min(apart[pair] for pair in found))


@pytest.mark.parametrize("rows", [0, 1])
def test_nobody_is_paired_alone(rows) -> None:
    assert pairing.pairs([[0.5, 0.3]] * rows) == []


def pairings(rows: list[int]):
    if not rows:
        yield []
        return
    first, *others = rows
    for other in others:
        for rest in pairings([row for row in others if row != other]):
            yield [(first, other), *rest]


def total(apart, pairs) -> float:
    return sum(apart[pair] for pair in pairs)
