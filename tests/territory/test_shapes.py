"""Areas of GeoJSON files, checked before they are kept."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.territory import shapes
from campaigns.territory.geometry import convex_hull, distance, metres_from
from campaigns.territory.layouts.bad_row import BadRow

SQUARE = [(2.0, 48.0), (2.1, 48.0), (2.1, 48.1), (2.0, 48.1), (2.0, 48.0)]
FLAT = [(2.0, 48.0), (2.1, 48.1), (2.2, 48.2), (2.0, 48.0)]


def polygon(*rings) -> dict:
    return {"type": "Polygon", "coordinates": [list(map(list, ring)) for ring in rings]}


@pytest.mark.parametrize(
    ("geometry", "reason"),
    [
        (None, "no geometry"),
        ({}, "no geometry"),
        ({"type": "Polygon", "coordinates": []}, "no geometry"),
        ({"type": "MultiPolygon", "coordinates": [[]]}, "no geometry"),
        ({"type": "Point", "coordinates": [2, 48]}, "not an area"),
        (polygon(SQUARE[:4]), "does not close"),
        (polygon([SQUARE[0], SQUARE[1], SQUARE[0]]), "does not close"),
        (polygon(FLAT), "without area"),
        ({"type": "Polygon", "coordinates": [[["x", 1]]]}, "cannot be read"),
        ({"type": "Polygon", "coordinates": [[[2]]]}, "cannot be read"),
        ({"type": "Polygon", "coordinates": 7}, "cannot be read"),
        (polygon([(math.nan, 48.0), *SQUARE]), "cannot be read"),
        (polygon([(650_000.0, 6_860_000.0), *SQUARE]), "not longitude and latitude"),
    ],
)
def test_what_is_no_area_is_refused_with_its_reason(geometry, reason) -> None:
    with pytest.raises(BadRow, match=reason):
        shapes.polygons(geometry)


@pytest.mark.parametrize("parts", [[[SQUARE]], [[SQUARE], [SQUARE]]])
def test_an_area_is_kept_as_it_came(parts) -> None:
    assert shapes.polygons(shapes.geojson(parts)) == parts


def test_altitudes_and_digits_below_a_centimetre_are_left_out() -> None:
    told = polygon([(lon + 1e-9, lat, 35.0) for lon, lat in SQUARE])

    assert shapes.polygons(told) == [[SQUARE]]


JUNK = st.recursive(st.none() | st.floats() | st.text(max_size=3) | st.integers(), st.lists, max_leaves=12)


@given(st.sampled_from(["Polygon", "MultiPolygon"]), JUNK)
def test_any_coordinates_are_areas_or_refused(kind, coordinates) -> None:
    try:
        parts = shapes.polygons({"type": kind, "coordinates": coordinates})
    except BadRow:
        return
    assert all(ring[0] == ring[-1] for part in parts for ring in part)


PLACES = st.lists(st.tuples(st.floats(2, 2.1), st.floats(48, 48.1)), min_size=1, max_size=30)


@given(PLACES)
def test_a_hull_is_that_of_its_own_corners_whatever_their_order(places) -> None:
    hull = convex_hull(places)

    assert set(hull) <= set(places)
    assert convex_hull(places[::-1]) == convex_hull(hull) == hull


@given(st.tuples(st.floats(2, 2.1), st.floats(48, 48.1)), st.floats(-900, 900), st.floats(-900, 900))
def test_metres_from_a_place_are_the_distance_to_it(origin, east, north) -> None:
    lon = origin[0] + east / 111_195 / math.cos(math.radians(origin[1]))
    there = (lon, origin[1] + north / 111_195)

    assert metres_from(origin, [there])[0] == pytest.approx((east, north), abs=1e-3)
    assert distance(origin, there) == pytest.approx(math.hypot(east, north), abs=1e-3)
