"""Lines made small enough to travel."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.territory import drawing
from campaigns.territory.drawing import DEGREE, STEP, Frame

BOX = Frame(0, 0, 100, 100)
PLACES = st.tuples(st.integers(-300, 400), st.integers(-300, 400))
METRE = DEGREE / 111_195


@pytest.mark.parametrize(
    ("line", "pieces"),
    [
        ([(10, 10), (20, 20), (30, 10)], [[(10, 10), (20, 20), (30, 10)]]),
        ([(-10, 50), (50, 50)], [[(0, 50), (50, 50)]]),
        ([(50, 50), (50, 150), (80, 150), (80, 50)], [[(50, 50), (50, 100)], [(80, 100), (80, 50)]]),
        ([(-50, 50), (150, 50)], [[(0, 50), (100, 50)]]),
        ([(-50, -50), (-10, -90)], []),
        ([(150, 0), (150, 100)], []),
    ],
)
def test_a_line_ends_where_the_frame_does(line, pieces) -> None:
    assert drawing.cut_line(line, BOX) == pieces


@given(st.lists(PLACES, min_size=2, max_size=12))
def test_nothing_is_drawn_outside_the_frame(line) -> None:
    drawn = [*itertools.chain(*drawing.cut_line(line, BOX)), *drawing.cut_ring([*line, line[0]], BOX)]

    assert all(0 <= x <= 100 and 0 <= y <= 100 for x, y in drawn)


def test_an_outline_is_cut_and_closed_again() -> None:
    assert drawing.cut_ring([(50, 50), (150, 50), (150, 80), (50, 80), (50, 50)], BOX) == [
        (50, 50), (100, 50), (100, 80), (50, 80), (50, 50),
    ]  # fmt: skip
    assert drawing.cut_ring([(-9, -9), (200, -9), (200, 200), (-9, 200), (-9, -9)], BOX)[0] in {(0, 0), (0, 100)}
    assert drawing.cut_ring([(150, 0), (160, 0), (160, 10), (150, 0)], BOX) == []


def test_corners_that_nobody_would_see_are_left_out() -> None:
    line = [(0, 0), (round(50 * METRE), round(0.4 * METRE)), (round(100 * METRE), 0), (round(100 * METRE), 900)]

    assert drawing.simplified(line, metres=1.0) == [line[0], line[2], line[3]]


@given(st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 20_000)), min_size=2, max_size=30))
def test_no_corner_left_out_was_farther_than_the_tolerance(line) -> None:
    kept = drawing.simplified(line, metres=3.0)

    def away(place) -> float:
        return min(drawing._distance(place, *pair, METRE, METRE) for pair in itertools.pairwise(kept))

    assert kept[0] == line[0]
    assert kept[-1] == line[-1]
    assert max(map(away, line)) <= 3.0 + 1e-9


@given(st.lists(st.tuples(st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9)), min_size=1, max_size=30))
def test_differences_lead_back_to_the_places(line) -> None:
    told = drawing.coded(line, (0, 0))

    xs, ys = itertools.accumulate(told[::2]), itertools.accumulate(told[1::2])
    rounded = [(round(x / STEP), round(y / STEP)) for x, y in line]
    assert list(zip(xs, ys, strict=True)) == [place for place, _same in itertools.groupby(rounded)]


def test_the_frame_leaves_a_misplaced_address_out() -> None:
    here = [(24_700_000 + n, 488_500_000 + n) for n in range(5)]

    near = drawing.frame(here, margin=150, reach=1_500)
    with_stray = drawing.frame([*here, (60_000_000, 430_000_000)], margin=150, reach=1_500)

    assert with_stray == near
    metre = METRE / math.cos(math.radians(48.85))
    assert (here[0][0] - near.west) / metre == pytest.approx(150, abs=0.2)
    assert (near.north - here[-1][1]) / METRE == pytest.approx(150, abs=0.2)
