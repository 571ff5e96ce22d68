"""Arithmetic on places."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.territory.geometry import area, interior_point

SQUARE = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0)]
YARD = [(1.0, 1.0), (3.0, 1.0), (3.0, 3.0), (1.0, 3.0), (1.0, 1.0)]
HORSESHOE = [(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (8.0, 9.0), (8.0, 1.0), (1.0, 1.0), (1.0, 9.0), (0.0, 9.0), (0.0, 0.0)]


def inside(point: tuple[float, float], *rings: list[tuple[float, float]]) -> bool:
    """By the winding of each edge's angle, another way than the code's."""
    turns = []
    for ring in rings:
        angles = [math.atan2(y - point[1], x - point[0]) for x, y in ring]
        turned = sum(math.remainder(b - a, math.tau) for a, b in zip(angles, angles[1:], strict=False))
        turns.append(round(turned / math.tau) != 0)
    return turns[0] and not any(turns[1:])


def test_an_area_is_the_same_both_ways_round() -> None:
    assert area(SQUARE) == area(SQUARE[::-1]) == 16
    assert area([]) == 0


def test_the_middle_of_a_square_is_inside_it() -> None:
    assert interior_point([SQUARE]) == (2, 2)


def test_a_yard_is_not_inside() -> None:
    assert inside(interior_point([SQUARE, YARD]), SQUARE, YARD)


def test_a_horseshoe_has_its_point_in_the_iron() -> None:
    assert inside(interior_point([HORSESHOE]), HORSESHOE)


def test_a_line_has_no_inside() -> None:
    with pytest.raises(ValueError, match="without inside"):
        interior_point([[(0.0, 0.0), (1.0, 1.0), (2.0, 2.0), (0.0, 0.0)]])


@given(st.lists(st.floats(0.1, 10), min_size=5, max_size=40), st.floats(-170, 170), st.floats(-80, 80))
def test_the_point_of_any_star_is_inside_it(reach: list[float], lon: float, lat: float) -> None:
    corners = len(reach)
    star = [
        (lon + far * math.cos(math.tau * k / corners), lat + far * math.sin(math.tau * k / corners))
        for k, far in enumerate(reach)
    ]
    star.append(star[0])

    assert inside(interior_point([star]), star)
