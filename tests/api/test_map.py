"""The ground around a walk travels with it: inside the bundle, and within its weight."""

from __future__ import annotations

import csv
import gzip
import io

from django.utils import timezone

from campaigns.people.models import Device
from campaigns.territory import streets
from campaigns.territory.models import StreetLine
from campaigns.turfs.models import Assignment
from tests import builders


def held(turf, addresses):
    """Another turf of these addresses, on the same phone."""
    made = builders.turf(turf.outing, *addresses, number=2)
    Assignment.objects.create(campaign=turf.campaign, turf=made, device=Device.objects.get())
    return made


def tanneurs(**fields) -> StreetLine:
    """Rue des Tanneurs along the doors that builders make."""
    lons, lats = [24_690_000, 24_800_000], [488_500_000, 488_500_000]
    box = {"west": 2.469, "south": 48.85, "east": 2.48, "north": 48.85}
    named = {"source": "osm", "way": 1, "name": "Rue des Tanneurs", "highway": "residential"}
    return StreetLine.objects.create(**named, nodes=[1, 2], lons=lons, lats=lats, **box, **fields)


def test_a_walk_brings_the_streets_around_it(joined, turf) -> None:
    tanneurs()

    told = joined.get(f"turfs/t-{turf.pk}/bundle").json()["turf"]["map"]

    assert told["source"] == "osm"
    assert [street[:2] for street in told["streets"]] == [["Rue des Tanneurs", 1]]


def test_addresses_without_a_place_do_not_keep_the_walk_back(joined, turf) -> None:
    tanneurs()
    station = builders.station()
    lost = held(turf, [builders.address(station, number, lon=None, lat=None) for number in (50, 52)])

    told = joined.get(f"turfs/t-{lost.pk}/bundle").json()

    assert told["turf"]["map"] == {"source": "", "origin": [0, 0], "streets": [], "areas": []}
    assert [address["lon"] for address in told["addresses"]] == [None, None]


def test_a_hundred_addresses_of_a_real_town_weigh_sixty_kilobytes_with_their_map(
    joined, turf, samples, tmp_path
) -> None:
    folder = samples / "streets"
    streets.import_file(folder / "geneva.osm.pbf", set_aside=tmp_path / "aside.csv")
    with gzip.open(folder / "geneva_addresses.csv.gz") as packed:
        rows = [row for row in csv.DictReader(io.TextIOWrapper(packed, "utf-8")) if row["street"] == "Rue de Lausanne"]
    station = builders.station()
    addresses = [
        builders.address(station, number, street="Rue de Lausanne", lon=float(row["lon"]), lat=float(row["lat"]))
        for number, row in enumerate(rows[:100], start=1_000)
    ]
    for address in addresses:
        for rank in range(1, 6):
            builders.door(turf.campaign, address, name=str(rank), rank=rank, last_at=timezone.now(), last_by="Léa")

    answer = joined.get(f"turfs/t-{held(turf, addresses).pk}/bundle")

    assert len(answer.json()["addresses"]) == 100
    assert len(answer.json()["turf"]["map"]["areas"]) > 0
    assert 20_000 < len(gzip.compress(answer.content)) <= 60_000
