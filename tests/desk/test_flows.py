"""The drawing of what went from one stack of classes to another."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from canvass.desk import flows

COUNTS = [[60.0, 10.0, 30.0], [0.0, 80.0, 20.0]]


def numbers(path: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?[\d.]+", path)]


def test_heights_are_people() -> None:
    flow = flows.draw(COUNTS)

    left, right = ([node.height for node in side] for side in (flow.left, flow.right))
    assert left[0] == left[1]
    assert right[1] / right[0] == pytest.approx(90 / 60, abs=0.01)
    assert sum(left) == pytest.approx(sum(right), abs=0.2)


def test_a_ribbon_for_each_cell_that_is_thick_enough() -> None:
    flow = flows.draw([[995.0, 1.0], [0.0, 500.0]])

    assert [(ribbon.row, ribbon.column) for ribbon in flow.ribbons] == [(0, 0), (1, 1)]


def test_the_first_ribbon_leaves_the_top_of_its_class() -> None:
    flow = flows.draw(COUNTS)

    assert numbers(flow.ribbons[0].path)[:2] == [flows.SIDE + flows.THICK, flow.left[0].y]


def test_nobody_is_no_drawing() -> None:
    with pytest.raises(ValueError, match="nobody"):
        flows.draw([[0.0, 0.0]])


@given(st.lists(st.lists(st.floats(0, 1e6), min_size=3, max_size=3), min_size=1, max_size=8))
@example([[0.0, 0.0, 5e-324]])
def test_nothing_leaves_the_picture(counts) -> None:
    if sum(map(sum, counts)) <= 0:
        return

    flow = flows.draw(counts)

    hair = 0.3
    for node in (*flow.left, *flow.right):
        assert -hair <= node.y <= node.y + node.height <= flows.HEIGHT + hair
