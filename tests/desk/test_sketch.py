"""Walks drawn from their own geometry."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from canvass.desk import sketch

metres = st.floats(-5_000, 5_000, allow_nan=False)
walks = st.lists(st.lists(st.tuples(metres, metres), min_size=1, max_size=12), min_size=1, max_size=6)


@given(walks)
def test_every_dot_lies_inside_the_picture(walked) -> None:
    drawn = sketch.draw(enumerate(walked, start=1))

    dots = [dot for shape in drawn.shapes for dot in shape.dots]
    assert all(0 <= x <= drawn.width and 0 <= y <= drawn.height for x, y in dots)


def test_north_is_up_and_the_way_keeps_the_walking_order() -> None:
    (shape,) = sketch.draw([(7, [(0.0, 0.0), (0.0, 100.0), (100.0, 100.0)])]).shapes

    south, north, east = shape.dots
    assert shape.number == 7
    assert south[1] > north[1]
    assert east[0] > north[0]
    assert shape.way == " ".join(f"{x},{y}" for x, y in shape.dots)


def test_stored_walks_are_told_apart_by_their_number() -> None:
    drawn = sketch.of_places([(1, 2.47, 48.85), (2, 2.48, 48.86), (1, 2.471, 48.851)])

    assert [(shape.number, len(shape.dots)) for shape in drawn.shapes] == [(1, 2), (2, 1)]


def test_nothing_is_drawn_of_nothing() -> None:
    assert sketch.of_places([]).shapes == sketch.draw([]).shapes == ()
