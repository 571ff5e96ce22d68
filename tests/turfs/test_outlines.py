"""How much walks lie over each other."""

from __future__ import annotations

import pytest

from campaigns.turfs import outlines
from campaigns.turfs.stops import Walk
from tests.turfs.stops import stop


def square(east: float, north: float, side: float = 100) -> Walk:
    corners = [(0, 0), (side, 0), (side, side), (0, side)]
    return Walk(tuple(stop(n, east + x, north + y) for n, (x, y) in enumerate(corners)), 0.0, 0.0)


def test_squares_side_by_side_share_nothing() -> None:
    assert outlines.overlap([square(0, 0), square(100, 0), square(0, 100)]) == pytest.approx(0)


def test_half_of_each_of_two_is_a_quarter_of_both() -> None:
    assert outlines.overlap([square(0, 0), square(50, 0)]) == pytest.approx(0.25)


def test_each_pair_counts() -> None:
    assert outlines.overlap([square(0, 0)] * 3) == pytest.approx(1.0)


def test_a_lone_door_a_row_of_doors_and_no_walk_cover_no_ground() -> None:
    row = Walk((stop(1, 0, 0), stop(2, 50, 0)), 50.0, 1.0)

    assert outlines.overlap([row, Walk((stop(3, 10, 0),), 0.0, 1.0)]) == 0.0
    assert outlines.overlap([]) == 0.0
