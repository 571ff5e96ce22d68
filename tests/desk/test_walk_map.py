"""The small map on a paper sheet."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from campaigns.turfs.sheet import Spot
from canvass.desk import walk_map

NOTHING = {"source": "", "origin": [0, 0], "streets": [], "areas": []}
# From 2.469 E 48.850 N: a street of 2 millidegrees to the east, a house beside it, a street far away.
GROUND = {
    "source": "osm",
    "origin": [2_469_000, 48_850_000],
    "streets": [["Rue <A> & Cie", 1, [[0, 0, 3_000, 0]]], ["Loin", 2, [[90_000, 90_000, 1_000, 0]]]],
    "areas": [["building", [[1_100, 50, 100, 0, 0, 100, -100, 0, 0, -100]]]],
}
NS = {"": "http://www.w3.org/2000/svg"}


def spots(*lons: float, numbering: str = "12") -> list[Spot]:
    return [Spot(numbering, "Rue <A> & Cie", lon, 48.8501) for lon in lons]


def test_each_address_is_a_ring_in_walking_order_inside_the_map() -> None:
    drawn = ET.fromstring(walk_map.svg(spots(2.4700, 2.4703, 2.4710), NOTHING))

    rings = [(float(ring.get("cx")), float(ring.get("cy"))) for ring in drawn.findall("circle", NS)]
    assert rings == sorted(rings)
    assert len(rings) == 3
    assert drawn.find("polyline", NS).get("points") == " ".join(f"{x:g},{y:g}" for x, y in rings)
    assert [x for x, _ in rings if not 0 < x < walk_map.WIDTH] == []


def test_streets_and_buildings_lie_under_the_way_and_what_is_far_is_left_out() -> None:
    drawn = walk_map.svg(spots(2.4700, 2.4710), GROUND)

    assert drawn.index("#dedede") < drawn.index('stroke="#fff"') < drawn.index("polyline")
    assert "Loin" not in drawn
    assert drawn.count("<path") == 3  # a building, the edge of the street, its roadway


def test_a_street_walked_bears_its_name_and_no_name_is_markup() -> None:
    drawn = ET.fromstring(walk_map.svg(spots(2.4700, 2.4710, numbering="<b>"), GROUND))

    assert [text.text for text in drawn.findall("text", NS)] == ["Rue <A> & Cie", "<b>"]
    assert {text.get("font-size") for text in drawn.findall("text", NS)} == {"10"}


def test_a_name_without_room_is_left_out() -> None:
    long = GROUND | {"streets": [["Rue " + "x" * 60, 1, [[0, 0, 3_000, 0]]]]}
    walked = [Spot("1", "Rue " + "x" * 60, 2.47, 48.8501)]

    assert "xxx" not in walk_map.svg(walked, long)


@pytest.mark.parametrize("places", [(2.47,), (2.47, 2.47), (2.0, 3.0)])
def test_one_house_and_a_whole_county_fill_the_map_alike(places) -> None:
    numbers = re.findall(r"c[xy]=\"(-?[\d.]+)\"", walk_map.svg(spots(*places), NOTHING))

    assert len(numbers) == 2 * len(places)
    assert [number for number in numbers if not 0 < float(number) < walk_map.HEIGHT] == []


def test_without_a_place_there_is_no_map() -> None:
    assert walk_map.svg([], GROUND) == ""
