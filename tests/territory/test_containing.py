"""Which places lie inside an area."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.territory.containing import inside

SQUARE = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0)]
HOLE = [(1.0, 1.0), (3.0, 1.0), (3.0, 3.0), (1.0, 3.0), (1.0, 1.0)]
AWAY = [(x + 10, y) for x, y in SQUARE]
NEXT = [(x + 4, y) for x, y in SQUARE]


def lies(parts, *places) -> list[bool]:
    return inside(parts, np.array(places, dtype=float)).tolist()


@pytest.mark.parametrize(
    ("place", "found"), [((2, 2), True), ((5, 2), False), ((-1, 2), False), ((2, 5), False), ((3.9, 0.1), True)]
)
def test_a_place_is_inside_or_outside_a_square(place, found) -> None:
    assert lies([[SQUARE]], place) == [found]


def test_a_hole_is_outside() -> None:
    assert lies([[SQUARE, HOLE]], (2, 2), (0.5, 2)) == [False, True]


def test_an_area_of_two_parts_holds_both() -> None:
    assert lies([[SQUARE], [AWAY]], (2, 2), (12, 2), (7, 2)) == [True, True, False]


def test_the_way_a_ring_runs_does_not_matter() -> None:
    assert lies([[SQUARE[::-1]]], (2, 2), (5, 2)) == [True, False]


def test_nothing_is_asked_of_no_place() -> None:
    assert inside([[SQUARE]], np.empty((0, 2))).tolist() == []


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 4)), min_size=1, max_size=30))
def test_a_place_on_a_shared_outline_is_never_in_both_areas(places) -> None:
    left, right = inside([[SQUARE]], np.array(places, float)), inside([[NEXT]], np.array(places, float))

    assert not (left & right).any()


@given(st.floats(0.01, 3.99), st.floats(0.01, 3.99), st.floats(0.05, 0.95))
def test_a_cut_square_holds_what_the_whole_held(x, y, share) -> None:
    cut = 4 * share
    low = [(0.0, 0.0), (4.0, 0.0), (4.0, cut), (0.0, cut), (0.0, 0.0)]
    high = [(0.0, cut), (4.0, cut), (4.0, 4.0), (0.0, 4.0), (0.0, cut)]

    assert lies([[low]], (x, y)) != lies([[high]], (x, y))
