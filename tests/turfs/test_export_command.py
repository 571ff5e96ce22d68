"""``export_turf``: what a script reads of the turfs of an outing, and the sentence it gets instead."""

from __future__ import annotations

import csv
import io
import json
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.core.management import CommandError, call_command

from campaigns.territory.models import Address, StreetLine
from campaigns.turfs import cutting, formats
from campaigns.turfs.models import TurfStop
from tests import builders
from tests.builders import SATURDAY

DEGREE = 10_000_000


@pytest.fixture
def outing(campaign):
    """Two turfs of twenty houses each on a straight street, cut and stored."""
    station = builders.station()
    campaign.communes.add(station.commune)
    for number in range(1, 41):
        builders.address(station, number)
    made = builders.outing(campaign)
    cutting.cut(campaign=campaign, outing=made, stations=[station], minutes=40, now=SATURDAY)
    return made


def export(outing, *options: str) -> str:
    out = io.StringIO()
    call_command("export_turf", f"--outing={outing.pk}", *options, stdout=out)
    return out.getvalue()


def told(outing, *options: str) -> dict:
    return json.loads(export(outing, "--json", *options).splitlines()[-1])


def draw(*points: tuple[float, float], way: int = 1, name: str = "Rue des Tanneurs") -> None:
    """A street through these places (lon, lat)."""
    lons, lats = zip(*points, strict=True)
    StreetLine.objects.create(
        source="osm",
        way=way,
        name=name,
        key=name.lower(),
        highway="residential",
        nodes=[round(lon * 1e6) * 1_000 + round(lat * 1e5) % 1_000 for lon, lat in points],
        lons=[round(lon * DEGREE) for lon in lons],
        lats=[round(lat * DEGREE) for lat in lats],
        west=min(lons),
        south=min(lats),
        east=max(lons),
        north=max(lats),
    )


def test_stored_turfs_are_told_in_their_walking_order(outing) -> None:
    found = told(outing)

    stored = {turf.number: turf for turf in outing.turfs.all()}
    assert found["metric"] == "straight"
    assert [turf["number"] for turf in found["turfs"]] == sorted(stored) == [1, 2]
    for turf in found["turfs"]:
        row = stored[turf["number"]]
        assert (turf["name"], turf["minutes"], turf["doors"]) == (row.name, row.minutes, row.door_count)
        assert [stop["address"] for stop in turf["stops"]] == list(row.stops.values_list("address", flat=True))
        way = sum(stop["leg_minutes"] for stop in turf["stops"])
        assert turf["minutes"] == pytest.approx(sum(stop["minutes"] for stop in turf["stops"]) + way, abs=0.5)


def test_a_stop_says_where_it_is_how_to_get_there_and_what_its_minutes_came_from(outing) -> None:
    first, second, *_rest = told(outing, "--turf", "1")["turfs"][0]["stops"]

    address = Address.objects.get(pk=second["address"])
    apart = abs(second["lon"] - first["lon"]) * 111_195 * 0.658  # the cosine of 48.85°
    assert second == {
        "address": address.pk,
        "lon": address.lon,
        "lat": address.lat,
        "doors": 1,
        "label": address.label,
        "minutes": 1.8,
        "estimate": {
            "housing": "house",
            "floors": 0,
            "floors_known": False,
            "opening_rate": 0.3,
            "opening_knocks": 0,
            "minutes_per_conversation": 4.0,
        },
        "leg_minutes": second["leg_minutes"],
        "leg_metres": pytest.approx(apart * 1.3, abs=0.2),
        "leg_joined": True,
    }
    assert second["leg_minutes"] >= second["leg_metres"] / 67 - 0.01
    assert (first["leg_minutes"], first["leg_metres"], first["leg_joined"]) == (0, 0, True)


def test_one_turf_may_be_asked_for(outing) -> None:
    assert [turf["number"] for turf in told(outing, "--turf=2")["turfs"]] == [2]


def test_where_streets_were_imported_legs_follow_them(outing) -> None:
    draw((2.469, 48.85), (2.475, 48.85))

    found = told(outing)

    assert found["metric"] == "streets"
    legs = [stop for turf in found["turfs"] for stop in turf["stops"][1:]]
    assert all(leg["leg_joined"] for leg in legs)
    pairs = [pair for turf in found["turfs"] for pair in pairwise(turf["stops"])]
    along = [abs(there["lon"] - here["lon"]) * 111_195 * 0.658 for here, there in pairs]
    assert [leg["leg_metres"] for leg in legs] == pytest.approx(along, abs=25)  # and not a detour of 30 %


def test_a_house_that_no_street_leads_to_is_reached_in_a_straight_line_and_says_so(outing) -> None:
    draw((2.469, 48.85), (2.475, 48.85))
    lost = TurfStop.objects.filter(turf__outing=outing, turf__number=1, position=5).get().address
    Address.objects.filter(pk=lost.pk).update(lat=48.86)

    stops = told(outing, "--turf=1")["turfs"][0]["stops"]

    unjoined = [position for position, stop in enumerate(stops, start=1) if not stop["leg_joined"]]
    assert unjoined == [5, 6]
    assert stops[4]["leg_metres"] == pytest.approx(1_112 * 1.3, rel=0.02)


def test_an_address_without_a_position_has_its_place_in_the_walk(outing) -> None:
    lost = TurfStop.objects.filter(turf__outing=outing, turf__number=1, position=3).get().address
    Address.objects.filter(pk=lost.pk).update(lon=None, lat=None)

    stop = told(outing, "--turf=1")["turfs"][0]["stops"][2]

    assert (stop["address"], stop["lon"], stop["lat"]) == (lost.pk, None, None)
    routes = ElementTree.fromstring(export(outing, "--turf=1", "--format=gpx"))
    assert len(routes.findall(f".//{{{formats.GPX}}}rtept")) == outing.turfs.get(number=1).stops.count() - 1


def test_a_turf_of_an_old_cut_counts_its_doors_and_has_no_account(campaign) -> None:
    house = builders.address(builders.station(), 1)
    for state in ("todo", "refused", "do_not_knock"):
        builders.door(campaign, house, state=state)
    turf = builders.turf(builders.outing(campaign), house)

    (found,) = told(turf.outing)["turfs"]

    assert (found["doors"], found["estimate"]) == (turf.door_count, None)
    assert (found["stops"][0]["doors"], found["stops"][0]["estimate"]) == (2, None)


def test_a_stop_keeps_the_minutes_it_was_cut_with(outing) -> None:
    stop = TurfStop.objects.filter(turf__outing=outing, turf__number=1, position=1).get()
    outing.campaign.conversation_minutes = 10
    outing.campaign.save()
    builders.door(outing.campaign, stop.address, knock_count=5_000, open_count=5_000)

    first = told(outing)["turfs"][0]["stops"][0]

    assert (first["doors"], first["minutes"], first["estimate"]["opening_rate"]) == (1, 1.8, 0.3)


def test_the_rest_of_a_walk_has_its_own_doors_and_minutes_and_no_account(outing) -> None:
    outing.turfs.filter(number=1).update(pass_no=2, minutes=12.0, door_count=4)

    first, second = told(outing)["turfs"]

    assert (first["minutes"], first["doors"], first["estimate"]) == (12.0, 4, None)
    assert second["estimate"]["opening_rate"] == 0.3


@pytest.mark.parametrize("number", [1, 3])
def test_any_number_of_turfs_takes_as_many_queries(campaign, number, django_assert_num_queries) -> None:
    station, made = builders.station(), builders.outing(campaign)
    for turf in range(number):
        builders.turf(made, *[builders.address(station, 10 * turf + house) for house in (1, 3)], number=turf + 1)

    with django_assert_num_queries(9):
        export(made, "--json")


def test_a_table_has_a_row_for_each_stop_and_no_formula(outing, campaign) -> None:
    Address.objects.filter(pk=TurfStop.objects.get(turf__outing=outing, turf__number=1, position=1).address_id).update(
        street=builders.address(builders.station(), 7, street="=1+1").street
    )
    Address.objects.filter(street__name="=1+1").update(number=None)

    rows = list(csv.DictReader(io.StringIO(export(outing, "--format=csv")), delimiter=";"))

    assert tuple(rows[0]) == formats.COLUMNS
    assert [(row["turf"], row["position"]) for row in rows] == [
        (str(turf.number), str(stop.position)) for turf in outing.turfs.all() for stop in turf.stops.all()
    ]
    assert rows[0]["label"] == "'=1+1"


def test_a_map_has_a_line_for_each_turf_and_a_point_for_each_stop(outing) -> None:
    found = json.loads(export(outing, "--format=geojson"))

    shapes = [feature["geometry"]["type"] for feature in found["features"]]
    assert shapes == ["LineString"] * 2 + ["Point"] * 40
    first = outing.turfs.get(number=1)
    line = [[stop.address.lon, stop.address.lat] for stop in first.stops.select_related("address")]
    assert found["features"][0]["geometry"]["coordinates"] == line
    assert found["features"][2]["properties"]["label"] == first.stops.first().address.label


def test_routes_name_their_turf_and_their_stops(outing) -> None:
    root = ElementTree.fromstring(export(outing, "--format=gpx"))

    space = {"g": formats.GPX}
    assert [route.findtext("g:name", namespaces=space) for route in root.findall("g:rte", space)] == [
        str(turf) for turf in outing.turfs.all()
    ]
    point = root.find("g:rte/g:rtept", space)
    address = outing.turfs.get(number=1).stops.first().address
    assert (point.findtext("g:name", namespaces=space), float(point.get("lon"))) == (address.label, address.lon)


def test_without_a_form_people_read_a_line_for_each_turf(outing) -> None:
    assert [line.split()[0] for line in export(outing).splitlines()] == ["1", "2"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--outing=999999"], "There is no outing 999999."),
        (["--outing=-1"], "There is no outing -1."),
        ([f"--outing={10**30}"], f"There is no outing {10**30}."),
        (["--outing=x"], "Error: argument --outing: invalid int value: 'x'"),
        (["--campaign=nobody"], "The campaign “nobody” has no outing {pk}."),
        (["--campaign=ailleurs"], "The campaign “ailleurs” has no outing {pk}."),
        (["--turf=3"], "This outing has no turf 3."),
        (["--turf=0"], "This outing has no turf 0."),
        (["--turf=-2"], "This outing has no turf -2."),
        ([f"--turf={10**30}"], f"This outing has no turf {10**30}."),
        (["--json", "--format=csv"], "Error: argument --format: not allowed with argument --json"),
    ],
)
def test_what_cannot_be_told_is_said_in_one_sentence(outing, outsider, options, sentence) -> None:
    with pytest.raises(CommandError) as refused:
        export(outing, *options)

    assert str(refused.value) == sentence.format(pk=outing.pk)


def test_an_outing_without_turfs_or_a_turf_without_stops_says_so(campaign) -> None:
    made = builders.outing(campaign)
    with pytest.raises(CommandError, match="^This outing has no turf yet.$"):
        export(made, "--json")

    builders.turf(made, number=2)

    with pytest.raises(CommandError, match="^No turf of this outing has a stop.$"):
        export(made, "--json")
    with pytest.raises(CommandError, match="^Turf 2 has no stop.$"):
        export(made, "--turf=2", "--format=gpx")


def test_a_turf_without_stops_beside_others_is_told_empty(outing) -> None:
    builders.turf(outing, number=9)

    assert told(outing)["turfs"][-1]["stops"] == []


def test_my_campaign_s_outing_is_mine(outing) -> None:
    assert len(told(outing, "--campaign=valmont")["turfs"]) == 2
