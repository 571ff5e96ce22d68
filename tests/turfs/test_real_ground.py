"""Real ground cut as the commands cut it, and ground that gives little to cut."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command

from campaigns.errors import DomainError
from campaigns.territory import addresses, streets
from campaigns.territory.models import Address, PollingStation
from campaigns.territory.reading import FileProblem
from campaigns.turfs import drafting
from campaigns.turfs.models import Turf, TurfStop
from tests import builders
from tests.territory.test_streets import extract, write

METRE = 1 / 111_195
BOX = (48.9072, 48.9123), (2.4785, 2.4905)  # the extract of Bondy, without its edge


def told(*options: str) -> dict:
    out = io.StringIO()
    call_command("cut_turfs", "--campaign=valmont", "--json", *options, stdout=out)
    return json.loads(out.getvalue().splitlines()[-1])


@pytest.mark.samples
def test_stations_of_the_val_de_marne_are_cut_whole_and_even(campaign, samples, tmp_path) -> None:
    file = samples / "addresses" / "val_de_marne_adresses_bureaux.csv.gz"
    addresses.import_file(file, set_aside=tmp_path / "aside.csv")
    codes = list(PollingStation.objects.filter(commune="94033").order_by("code").values_list("code", flat=True)[:3])
    standing = Address.objects.filter(station__code__in=codes)

    cut = told("--stations", ",".join(codes), "--minutes", "90")

    stops = [stop for turf in cut["turfs"] for stop in turf["stops"]]
    assert sorted(stop["address"] for stop in stops) == sorted(standing.values_list("pk", flat=True))
    several = [turf["minutes"] for turf in cut["turfs"] if len(turf["stops"]) > 1]
    assert sum(0.85 * 90 <= minutes <= 1.15 * 90 for minutes in several) >= 0.95 * len(several)
    assert min(several) >= 45
    assert cut["metric"] == "straight"


@pytest.mark.samples
def test_bondy_is_cut_along_its_streets(campaign, samples, tmp_path) -> None:
    addresses.import_file(samples / "addresses" / "ban_93010_bondy.csv.gz", set_aside=tmp_path / "aside.csv")
    streets.import_file(samples / "streets" / "bondy_centre.osm.gz", set_aside=tmp_path / "streets.csv")
    centre = Address.objects.filter(lat__range=BOX[0], lon__range=BOX[1])
    station = builders.station("93010-0001")
    centre.update(station=station)

    cut = told("--stations", "93010-0001", "--minutes", "60")

    legs = [stop["leg_joined"] for turf in cut["turfs"] for stop in turf["stops"]]
    assert cut["metric"] == "streets"
    assert len(legs) == centre.count() > 200
    assert sum(legs) >= 0.99 * len(legs)


def test_one_door_is_one_walk(campaign) -> None:
    station = builders.station()
    builders.address(station, 1)

    cut = told("--stations", station.code)

    assert [len(turf["stops"]) for turf in cut["turfs"]] == [1]


def test_addresses_without_any_position_are_cut_in_the_order_of_their_street(campaign) -> None:
    station = builders.station()
    for number in range(1, 9):
        builders.address(station, number, lon=None, lat=None)

    cut = told("--stations", station.code)

    (turf,) = cut["turfs"]
    sides = [
        [int(s["label"].split()[0]) for s in turf["stops"] if int(s["label"].split()[0]) % 2 == odd] for odd in (0, 1)
    ]
    assert all(side in (sorted(side), sorted(side, reverse=True)) for side in sides)


def test_a_town_cut_by_a_river_without_a_bridge_is_walked_on_either_bank(campaign, tmp_path) -> None:
    station = builders.station()
    campaign.communes.add(station.commune)
    for bank, street in ((0, "Quai Nord"), (1, "Quai Sud")):
        for number in range(1, 41):
            builders.address(
                station, number, street, lon=2.47 + 12 * number * METRE, lat=48.85 + (5 - 70 * bank) * METRE
            )
    nodes = {1: (2.4695, 48.85), 2: (2.476, 48.85), 3: (2.4695, 48.85 - 60 * METRE), 4: (2.476, 48.85 - 60 * METRE)}
    quays = [
        (1, [1, 2], {"highway": "residential", "name": "Quai Nord"}),
        (2, [3, 4], {"highway": "residential", "name": "Quai Sud"}),
    ]
    streets.import_file(write(tmp_path, extract(*quays, nodes=nodes)), set_aside=tmp_path / "aside.csv")

    cut = told("--stations", station.code, "--minutes", "40")

    for turf in cut["turfs"]:
        assert len({stop["label"].split(" ", 1)[1] for stop in turf["stops"]}) == 1
        assert all(stop["leg_joined"] for stop in turf["stops"])


def test_addresses_that_stand_at_no_street_are_counted(campaign, tmp_path) -> None:
    station = builders.station()
    for number in range(1, 9):
        builders.address(station, number)
    builders.address(station, 99, lon=2.4705, lat=48.85 + 600 * METRE)
    street = (1, [1, 2], {"highway": "residential", "name": "Rue des Tanneurs"})
    file = write(tmp_path, extract(street, nodes={1: (2.469, 48.85), 2: (2.473, 48.85)}))
    streets.import_file(file, set_aside=tmp_path / "aside.csv")

    draft = drafting.preview(campaign=campaign, stations=[station], minutes=90)

    assert (draft.ground.metric.name, draft.off_the_streets) == ("streets", 1)


def test_an_extract_without_streets_changes_nothing_and_the_cut_goes_on_straight(campaign, tmp_path) -> None:
    station = builders.station()
    for number in range(1, 9):
        builders.address(station, number)
    file = write(
        tmp_path, extract((3, [1, 2, 3, 1], {"building": "yes"}), nodes=dict.fromkeys((1, 2, 3), (2.47, 48.85)))
    )

    with pytest.raises(FileProblem):
        streets.import_file(file, set_aside=tmp_path / "aside.csv")

    assert told("--stations", station.code)["metric"] == "straight"


@pytest.mark.parametrize("options", [("--teams", "0"), ("--minutes", "0"), ("--minutes", "-5")])
def test_nobody_and_no_time_cut_nothing_and_lose_nothing(campaign, options) -> None:
    station = builders.station()
    campaign.communes.add(station.commune)
    outing = builders.outing(campaign)
    before = builders.turf(outing, builders.address(station, 1))

    with pytest.raises(CommandError):
        told("--stations", station.code, "--outing", str(outing.pk), *options)

    assert Turf.objects.get() == before
    assert TurfStop.objects.count() == 1


def test_more_teams_than_doors_get_a_door_each(campaign) -> None:
    station = builders.station()
    made = [builders.address(station, number) for number in range(1, 4)]

    cut = told("--stations", station.code, "--teams", "10")

    assert sorted(stop["address"] for turf in cut["turfs"] for stop in turf["stops"]) == [a.pk for a in made]
    assert len(cut["turfs"]) <= 10


def test_a_station_without_addresses_is_told(campaign) -> None:
    with pytest.raises(DomainError) as refused:
        drafting.preview(campaign=campaign, stations=[builders.station()], minutes=90)

    assert refused.value.code == "nothing_to_cut"
