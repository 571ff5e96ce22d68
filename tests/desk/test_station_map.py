"""The map of a station: everything inside the picture, nothing where nothing is known."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canvass.desk import station_map
from canvass.desk.station_map import Spot

NOTHING = {"streets": [], "areas": [], "origin": [0, 0], "source": ""}
GROUND = {
    "source": "demo",
    "origin": [2_470_000, 48_850_000],
    "streets": [["Rue des Tanneurs", 1, [[0, 500, 2_000, 0]]], ["", 0, [[0, 0, 500, 1_000]]]],
    "areas": [["park", [[100, 100, 300, 0, 0, 300, -300, -300]]], ["building", [[10, 10, 20, 0, 0, 20, -20, -20]]]],
}
RING = [[2.470, 48.850], [2.472, 48.850], [2.472, 48.851], [2.470, 48.850]]
PLACE = st.tuples(st.floats(2.46, 2.48), st.floats(48.84, 48.86))


def test_without_contour_and_addresses_there_is_no_map() -> None:
    assert station_map.drawn(None, [], NOTHING) is None
    assert station_map.drawn({"type": "Point", "coordinates": [2.4, 48.8]}, [], NOTHING) is None


@pytest.mark.parametrize("contour", [
    {"type": "Polygon", "coordinates": [RING]}, {"type": "MultiPolygon", "coordinates": [[RING], [RING]]},
])  # fmt: skip
def test_the_contour_fills_the_picture_and_buildings_are_left_out(contour) -> None:
    drawn = station_map.drawn(contour, [Spot((2.471, 48.8505), "todo")], GROUND)

    numbers = [float(number) for number in re.findall(r"-?[\d.]+", drawn.contour)]
    assert (min(numbers[::2]), max(numbers[::2])) == (16.0, 404.0)
    assert all(0 <= y <= station_map.HEIGHT for y in numbers[1::2])
    assert [kind for kind, _path in drawn.areas] == ["park"]
    assert [label.name for label in drawn.labels] == ["Rue des Tanneurs"]
    assert [state for state, _x, _y in drawn.spots] == ["todo"]


@given(st.lists(PLACE, min_size=1, max_size=20))
def test_every_address_lies_inside(places) -> None:
    drawn = station_map.drawn(None, [Spot(place, "seen") for place in places], NOTHING)

    assert all(0 <= x <= drawn.width and 0 <= y <= drawn.height for _state, x, y in drawn.spots)
