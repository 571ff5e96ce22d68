"""Charts as coordinates: nothing leaves the picture, words stay clear of the lines."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canvass.desk import charts


def futures(*median, spread=10):
    low, high = [max(0, value - spread) for value in median], [value + spread for value in median]
    return charts.Futures(median, [(low, high), (median, median)])


def chart(totals, **given_values):
    given = {"days": 30, "goal": 100, "futures": futures(*range(1, 81)), "day_labels": []} | given_values
    return charts.line_chart(totals, **given)


def points(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"([\d.]+) ([\d.]+)", path)]


@given(
    st.lists(st.integers(0, 50_000), min_size=1, max_size=60).map(sorted),
    st.integers(0, 50_000),
    st.none() | st.integers(0, 90_000),
    st.integers(0, 40_000),
)
def test_every_point_and_word_lies_inside_the_picture(totals, goal, more, spread) -> None:
    coming = [totals[-1] + (more or 0) * day for day in range(61 - len(totals) + 1)]
    drawn = chart(totals, days=60, goal=goal, futures=None if more is None else futures(*coming, spread=spread))

    notes = [note for note in (drawn.said_now, drawn.said_goal, drawn.said_expected) if note]
    paths = drawn.line + drawn.goal + drawn.projection + "".join(drawn.bands)
    places = [*points(paths), *((note.x, note.y) for note in notes)]
    assert all(0 <= x <= charts.WIDTH and 0 <= y <= charts.HEIGHT for x, y in places)


def test_the_line_ends_at_the_last_total_and_the_goal_at_the_last_day() -> None:
    drawn = chart([0, 50], days=2, goal=100, futures=None)

    assert points(drawn.line)[-1] == drawn.last == (320.0, 103.0)
    assert points(drawn.goal)[-1] == (588.0, 12.0)


def test_without_a_goal_or_a_pace_nothing_is_said_of_them() -> None:
    drawn = chart([3], goal=0, futures=None)

    assert (drawn.goal, drawn.said_goal, drawn.projection, drawn.said_expected) == ("", None, "", None)
    assert drawn.bands == ()


def test_the_futures_start_where_we_are_and_the_widest_band_is_drawn_first() -> None:
    drawn = chart([0, 50], days=3, goal=0, futures=futures(50, 60, 100, spread=20))

    wide, narrow = (points(band) for band in drawn.bands)
    assert points(drawn.projection)[0] == wide[0] == wide[-1] == drawn.last
    assert points(drawn.projection)[1:] == narrow[1:3]
    assert [x for x, _y in wide] == [x for x, _y in narrow] == [230.7, 409.3, 588.0, 588.0, 409.3, 230.7]
    assert wide[2][1] < narrow[2][1] < wide[3][1]


def test_the_goal_and_the_pace_are_said_on_either_side_of_their_lines() -> None:
    short, ahead = chart([0, 10], futures=futures(10, 50)), chart([0, 10], futures=futures(10, 200))

    assert (short.said_goal.anchor, short.said_expected.y > points(short.projection)[-1][1]) == ("end", True)
    assert (ahead.said_goal.anchor, ahead.said_expected.y > points(ahead.projection)[-1][1]) == ("start", False)


def test_a_line_needs_a_point() -> None:
    with pytest.raises(ValueError, match="needs a point"):
        chart([])


@pytest.mark.parametrize(("value", "top"), [(0, 4), (4, 4), (5, 6), (101, 120), (1_500, 1_600), (9_000, 10_000)])
def test_the_axis_ends_on_a_round_number(value, top) -> None:
    assert charts.nice_top(value) == top


def test_a_small_line_needs_two_values() -> None:
    assert charts.sparkline([1]) == ""
    assert charts.sparkline([1, 1, 1]) == "M0.0 22.0 L40.0 22.0 L80.0 22.0"
